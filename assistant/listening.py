"""The address that the web server answers at."""

from __future__ import annotations

import errno
import socket

from corpus.errors import AddressError, PortBusyError, PortForbiddenError


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that has the address and is yet to listen.

    Raises:
        PortBusyError, PortForbiddenError, AddressError: it cannot be had.
    """
    if not host:  # the system would take it for every address there is
        raise AddressError(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, UnicodeError) as error:
        listening.close()
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            raise PortBusyError(port) from error
        if number == errno.EACCES:
            raise PortForbiddenError(port) from error
        raise AddressError(host) from error
    return listening
