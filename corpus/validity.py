"""Does a document hold good today, and if not, why? Is there a later edition of it?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Protocol

_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[–/-]\s?((?:19|20)\d\d|\d\d))?\b")
_OF_ONE_MEETING = re.compile(
    r"(?:protokoll|kallelse|dagordning|föredragningslista|minnesanteckningar)\b", re.I
)


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


def title_years(title: str) -> tuple[int, int] | None:
    """Return the first and the last year that a title names first: "Plan 2024–2027"."""
    found = _YEARS.search(title)
    if found is None:
        return None
    first = int(found.group(1))
    last = int(f"{first // 100}{found.group(2)}"[-4:]) if found.group(2) else first
    return first, max(first, last)


def later_editions(titles: Sequence[tuple[str, Hashable]], today: date) -> dict[int, int]:
    """Return for each earlier edition the number of the one that is current.

    Editions of one document have the same title but for its years ("Verksamhetsplan 2023",
    "Verksamhetsplan 2024") and the same second value, of which no more is asked than that it is
    the same; what is of one meeting has none. Current is the latest one that has begun.
    """
    editions: defaultdict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for number, (title, kind) in enumerate(titles):
        if (years := _YEARS.search(title)) and not _OF_ONE_MEETING.search(title):
            name = _YEARS.sub("#", title).casefold()
            editions[name, kind].append((int(years.group(1)), number))
    found: dict[int, int] = {}
    for group in editions.values():
        begun = [edition for edition in group if edition[0] <= today.year]
        year, current = max(begun, default=(0, 0))
        found |= {number: current for before, number in begun if before < year}
    return found
