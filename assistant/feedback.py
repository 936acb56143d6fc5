"""Whether answers were of use, kept for whoever looks after the documents. Off by default.

One JSON object a line: the day, the question, yes or no, and a free line. Personal identity
numbers are taken out; who asked, and from where, is never known.
"""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

from assistant.personal_numbers import without_personal_numbers
from corpus.characters import one_line

FILE = "feedback.jsonl"
MOST_BYTES = 50_000_000
"""The file grows no larger: nobody can fill the disk by saying yes."""
_LONGEST = 1_000


class Feedback:
    """The file of opinions beside one index; a new version of the index leaves it alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that the file lies in."""
        self._file = folder / FILE
        self._lock = threading.Lock()

    def keep(self, question: str, helpful: bool, comment: str) -> bool:
        """Write a line; say whether it was written."""
        row = {
            "day": date.today().isoformat(),
            "question": _kept(question),
            "helpful": helpful,
            "comment": _kept(comment),
        }
        line = json.dumps(row, ensure_ascii=False) + "\n"
        with self._lock:
            try:
                if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
                    return False
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(line)
            except OSError:
                return False
        return True


def _kept(text: str) -> str:
    """Return a text as it may be kept: as UTF-8, short, without personal numbers."""
    return without_personal_numbers(one_line(text))[:_LONGEST]
