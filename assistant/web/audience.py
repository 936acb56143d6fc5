"""Who is on the other side of a request: everybody, or somebody at this very machine.

The one place where a web door decides what may be seen. What decides is the request and never the
address that the server listens on: a proxy in front of it also reaches it over loopback.
"""

from __future__ import annotations

import ipaddress
import re

from starlette.requests import HTTPConnection

from corpus.types import Audience

_THIS_MACHINE = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?", re.I)
_FORWARDING = re.compile(r"forwarded|via|x-real-ip|x-forwarded.*", re.I)


def audience_of(request: HTTPConnection | None, door: Audience) -> Audience:
    """Return whose documents may be shown in reply to this request.

    Internal only where the door is internal, the peer and every Host are loopback, and nothing
    says that somebody passed the request on. HTTP/1.0 says so too: no browser speaks it, but some
    proxies do. All this guards against a slip and protects nothing: a proxy that writes Host anew,
    speaks HTTP/1.1 (nginx does from 1.29.7) and adds no header looks like this machine.
    """
    if (
        door is Audience.INTERNAL
        and request is not None
        and request.scope.get("http_version") != "1.0"
        and _is_loopback_peer(request)
        and _is_asked_for_as_this_machine(request)
        and not any(_FORWARDING.fullmatch(name) for name in request.headers)
    ):
        return Audience.INTERNAL
    return Audience.PUBLIC


def _is_loopback_peer(request: HTTPConnection) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _is_asked_for_as_this_machine(request: HTTPConnection) -> bool:
    hosts = request.headers.getlist("host")
    return bool(hosts) and all(_THIS_MACHINE.fullmatch(host) for host in hosts)
