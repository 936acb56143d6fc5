"""Split Swedish compounds: "trygghetskameror" → the stems of "trygghet" and "kameror".

A compound is a head that is a known word, after one or more first parts that are known to stand
first. Both come from the shipped lexicon, which `training/lexicon.py` counts in Swedish
public-sector text. Of all ways to split, the one with the highest mean log count of its parts
wins, if it comes near the count of the whole word or above it (after Koehn and Knight 2003,
https://aclanthology.org/E03-1076/). They split for translation and want the parts to be more
common than the whole; for searching, a common whole is worth splitting too.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.swedish.words import stem

LEXICON = Path(__file__).parent / "lexicon.txt.gz"
SHORTEST_FIRST = 2
SHORTEST_HEAD = 3
_LONGEST_WORD = 60
_MOST_PARTS = 4
_WHOLE_WORD_MARGIN = 3.0
_SHORT_PART_PENALTY = 2.0
_ENDINGS = frozenset(
    """
    het heten heter heterna ning ningen ningar are aren arna arnas ande anden andet ende enden else
    elsen elser skap skapet lig liga ligt ligen isk iska iskt bar bara bart sam samt samma ing ingen
    ens ena ene iga igt ist isten ister ism ismen ion ionen tion tionen tioner era erar erat
    erade ade ad les aste est man ska
    """.split()
)
"""Endings that are also words, or look like them; a word formed with one is no compound."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Counted stems, and the first parts of compounds with the stem that each stands for."""

    counts: dict[str, int]
    first_parts: dict[str, str]


@cache
def shipped_lexicon() -> Lexicon:
    """Read the lexicon: lines of "stem count" and of "first-part = stem"."""
    counts: dict[str, int] = {}
    first_parts: dict[str, str] = {}
    with gzip.open(LEXICON, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.split()
            if len(fields) == 2:
                counts[fields[0]] = int(fields[1])
            else:
                first_parts[fields[0]] = fields[2]
    return Lexicon(counts, first_parts)


def split_compound(word: str, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Return the stems of a lower-case compound's parts, or () for a word that is none."""
    lexicon = lexicon or shipped_lexicon()
    if not SHORTEST_FIRST + SHORTEST_HEAD <= len(word) <= _LONGEST_WORD or not word.isalpha():
        return ()
    whole = stem(word)
    least = math.log(lexicon.counts.get(whole, 0) + 1.0) - _WHOLE_WORD_MARGIN
    best: tuple[float, tuple[str, ...]] = (least, ())
    for parts in _splits(word, lexicon, _MOST_PARTS):
        score = sum(_weight(part, lexicon) for part in parts) / len(parts)
        if score > best[0] and parts[0] != whole:
            best = (score, parts)
    return best[1]


def is_counted(word: str) -> bool:
    """Say whether a lower-case word is in the shipped lexicon as it is."""
    return stem(word) in shipped_lexicon().counts


def is_known(word: str) -> bool:
    """Say whether a lower-case word is in the shipped lexicon, or a compound of such words."""
    return is_counted(word) or bool(split_compound(word))


def _weight(part: str, lexicon: Lexicon) -> float:
    penalty = _SHORT_PART_PENALTY if len(part) <= 3 else 0.0
    return math.log(lexicon.counts.get(part, 0) + 1.0) - penalty


def _splits(word: str, lexicon: Lexicon, most: int) -> Iterator[tuple[str, ...]]:
    for cut in range(SHORTEST_FIRST, len(word) - SHORTEST_HEAD + 1):
        first = lexicon.first_parts.get(word[:cut])
        if first is None:
            continue
        rest = word[cut:]
        head = stem(rest)
        if len(head) >= 3 and head in lexicon.counts and not _ENDINGS & {rest, head}:
            yield first, head
        if most > 2:
            for parts in _splits(rest, lexicon, most - 1):
                yield first, *parts
