"""Characters as every text that is kept or searched has them."""

from __future__ import annotations

import re
import unicodedata

_HALVES = re.compile(r"[\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return a text in NFC with single spaces, and U+FFFD for half a character.

    Damaged fonts, wrong encodings and cut JSON give halves, which cannot be written down.
    """
    return " ".join(unicodedata.normalize("NFC", _HALVES.sub("\ufffd", text)).split())
