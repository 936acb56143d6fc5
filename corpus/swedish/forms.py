"""Swedish words as they are written, inflected, with how often, and what stands beside them.

`training/forms.py` counts them in public-sector text. A stem says what a word is about; a form
is what a question has to be corrected to.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from corpus.swedish.words import without_diacritics

FORMS = Path(__file__).parent / "forms.txt.gz"
LEAST_BESIDE = 5
"""Pairs of neighbours that were counted more seldom are not in the list."""


@dataclass(frozen=True)
class Forms:
    """Counted forms, lower-case.

    `beside` counts two words in a row of which one can be mistaken for another when it is typed
    without å, ä and ö: ("i", "år") against ("i", "är").
    """

    counts: dict[str, int]
    beside: dict[tuple[str, str], int]

    @cached_property
    def by_plain(self) -> dict[str, tuple[str, ...]]:
        """All forms that are typed alike without å, ä and ö, for those that have any of them."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.counts:
            if not form.isascii():
                found[without_diacritics(form)].append(form)
        return {
            plain: tuple(forms) + ((plain,) if plain in self.counts else ())
            for plain, forms in found.items()
        }

    @cached_property
    def total(self) -> int:
        """How many words were counted."""
        return sum(self.counts.values())

    @cached_property
    def by_start(self) -> dict[str, Sequence[str]]:
        """The forms by their first letter, typed without å, ä and ö."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.counts:
            found[without_diacritics(form[0])].append(form)
        return dict(found)


@cache
def shipped_forms() -> Forms:
    """Read the forms: lines of "form count" and of "form form count"."""
    counts: dict[str, int] = {}
    beside: dict[tuple[str, str], int] = {}
    with gzip.open(FORMS, "rt", encoding="utf-8") as lines:
        for line in lines:
            *forms, count = line.split()
            if len(forms) == 1:
                counts[forms[0]] = int(count)
            else:
                beside[forms[0], forms[1]] = int(count)
    return Forms(counts, beside)
