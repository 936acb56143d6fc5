"""Does a document hold good today, and if not, why?"""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Valid(Protocol):
    """What is known of a document's time, see `corpus.types.Document`."""

    @property
    def valid_from(self) -> str:
        """The first day, month or year."""

    @property
    def valid_to(self) -> str:
        """The last day, month or year."""

    @property
    def replaced_by(self) -> str:
        """The document that has taken its place."""


def out_of_force(document: Valid, today: date) -> tuple[str, str, str]:
    """Return what keeps a document from holding good: (valid from, valid to, replaced by).

    All three are "" for a document that holds good. A month or a year counts to its end.
    """
    day = today.isoformat()
    coming = document.valid_from > day
    over = document.valid_to < day[: len(document.valid_to)]
    return (
        document.valid_from if coming else "",
        document.valid_to if over else "",
        document.replaced_by,
    )
