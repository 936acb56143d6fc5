"""A question as the search sees it: its words with their weights, its dates, its vector."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.swedish.terms import MONTHS

_YEAR = r"((?:19|20)\d{2})"
_SPANS = {
    "vår": (3, 6),
    "våren": (3, 6),
    "sommar": (6, 8),
    "sommaren": (6, 8),
    "höst": (8, 11),
    "hösten": (8, 11),
    "vinter": (11, 14),
    "vintern": (11, 14),
    "tidigt": (1, 4),
    "början av": (1, 3),
    "slutet av": (10, 12),
}
_MONTH_AND_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+(?:år\s+)?{_YEAR}\b", re.I)
_SEASON_AND_YEAR = re.compile(rf"\b({'|'.join(_SPANS)})\s+(?:år\s+)?{_YEAR}\b", re.I)
_ISO = re.compile(rf"\b{_YEAR}-(0[1-9]|1[0-2])(?:-\d{{2}})?\b")
_BARE_YEAR = re.compile(rf"(?<![\d/:]){_YEAR}(?![\d/:])")

Months = tuple[int, int]
"""First and last month, each counted as year · 12 + month − 1."""


@dataclass(frozen=True, slots=True)
class WeightedWord:
    """A word of the question.

    `weight`, 0 to 1, grows with how rare the word is, in the index and in Swedish at large;
    `parts` are the stems of a compound's parts; `is_name` says that it is written with a capital
    inside the question, or has digits.
    """

    text: str
    stem: str
    parts: tuple[str, ...]
    weight: float
    is_name: bool


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """Everything that is computed once for a question.

    `spans` are the months that it names, `exact` whether one of them is finer than a year.
    """

    text: str
    words: tuple[WeightedWord, ...]
    spans: tuple[Months, ...]
    exact: bool
    vector: npt.NDArray[np.float32]


def is_name(word: str, question: str) -> bool:
    """Say whether a word is written with a capital inside the question, or has digits."""
    found = re.search(rf"\b{re.escape(word)}\b", question, re.I)
    if found is None:
        return False
    first = found.group()[0]
    return first.isdigit() or (found.start() > 0 and first.isupper())


def question_spans(text: str) -> tuple[tuple[Months, ...], bool]:
    """Return the spans of months that a question names, and whether one is finer than a year.

    "augusti 2025" is one month, "våren 2024" four, "2023" a year.
    """
    fine: list[Months] = []
    for month, year in _MONTH_AND_YEAR.findall(text):
        at = int(year) * 12 + MONTHS.index(month.lower())
        fine.append((at, at))
    for season, year in _SEASON_AND_YEAR.findall(text):
        first, last = _SPANS[season.lower()]
        fine.append((int(year) * 12 + first - 1, int(year) * 12 + last - 1))
    for year, month in _ISO.findall(text):
        at = int(year) * 12 + int(month) - 1
        fine.append((at, at))
    if fine:
        return tuple(fine), True
    years = [int(year) for year in _BARE_YEAR.findall(text)]
    return tuple((year * 12, year * 12 + 11) for year in years), False


def document_months(date: str) -> Months | None:
    """Return the months that a document's date can mean, or None for no date."""
    if not date:
        return None
    parts = [int(part) for part in date.split("-")]
    first = parts[0] * 12
    if len(parts) == 1:
        return first, first + 11
    return first + parts[1] - 1, first + parts[1] - 1
