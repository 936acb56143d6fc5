"""The municipality's own picture, which stands before its name."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import FileError, SettingsError

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


def logo_type(logo: Path) -> str:
    """Return what the picture is to be sent as.

    Raises:
        SettingsError: it is no picture that a browser shows.
        FileError: it cannot be read.
    """
    kind = _TYPES.get(logo.suffix.lower())
    if kind is None:
        raise SettingsError("logo", str(logo), ", ".join(_TYPES))
    try:
        logo.open("rb").close()
    except OSError as error:
        raise FileError(str(logo), error.strerror or str(error)) from error
    return kind
