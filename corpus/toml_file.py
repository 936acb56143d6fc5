"""Reading the files that a person writes: the catalogue and the settings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import FileError, TomlError

_LINE = re.compile(r"line (\d+)")


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises:
        FileError: the system will not read it.
        TomlError: it is not TOML in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = bytes(error.object[: error.start]).count(b"\n") + 1
        raise TomlError(str(path), line) from error
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise TomlError(str(path), int(found[1]) if found else text.count("\n") + 1) from error
