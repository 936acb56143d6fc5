"""An FAQ as JSON, which `planfraga faq --update` and --reviewed read again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant import texts
from assistant.faq.types import Basis, Entry, Faq, reply_from_row, review_from_row
from corpus.errors import FileError, QuestionsError
from corpus.types import Audience

FORMAT = 1


def json_file(faq: Faq) -> bytes:
    """Return the whole FAQ, one level of indentation for those who compare two of them."""
    row = {"format": FORMAT, **asdict(faq)}
    return (json.dumps(row, ensure_ascii=False, indent=1) + "\n").encode()


def read_faq(path: Path) -> Faq:
    """Read what `json_file` wrote.

    Raises:
        QuestionsError: it is missing, or another kind of file.
        FileError: the system does not let it be read.
    """
    if not path.exists():
        raise QuestionsError(str(path), 0, texts.QUESTIONS_MISSING)
    try:
        row = json.loads(path.read_bytes())
        if row.pop("format") != FORMAT:
            raise ValueError(path)
        entries = tuple(_entry(entry) for entry in row.pop("entries"))
        audience = Audience(row.pop("audience"))
        return Faq(basis=Basis(**row.pop("basis")), audience=audience, entries=entries, **row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionsError(str(path), 0, texts.FAQ_NOT_FAQ) from error
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error


def is_faq(path: Path | None) -> bool:
    """Say whether a file is an FAQ, be it one that `read_faq` no longer understands."""
    if path is None or path.suffix.lower() != ".json":
        return False
    try:
        row = json.loads(path.read_bytes())
    except (ValueError, OSError):
        return False
    return isinstance(row, dict) and {"format", "entries"} <= row.keys()


def _entry(row: dict[str, Any]) -> Entry:
    review = row.pop("review")
    newer = row.pop("newer")
    return Entry(
        reply=reply_from_row(row.pop("reply")),
        also=tuple(row.pop("also")),
        review=review_from_row(review) if review else None,
        newer=reply_from_row(newer) if newer else None,
        **row,
    )
