"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the installed version, "0" in a checkout that is not installed."""
    try:
        return version("planfraga")
    except PackageNotFoundError:
        return "0"
