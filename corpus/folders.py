"""Folders that the program makes for itself."""

from __future__ import annotations

from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder if it is missing, which only its user and group may look into."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
