"""The terms that texts are searched by: stems, parts of compounds, dates.

A document and a question go through the same analysis. A compound gives its own stem and the
stems of its parts, so that "kameror för tryggheten" finds "trygghetskameror" and the reverse.
A date gives one term however it is written: "31 januari 2024" and "2024-01-31" both give
"2024-01-31" and "2024-01".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.swedish.compounds import split_compound
from corpus.swedish.words import FUNCTION_WORDS, stem, words

MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december".split()
)
YEAR = re.compile(r"(?:19|20)\d\d")
_WRITTEN_DATE = re.compile(rf"(?:\b(\d{{1,2}})\s+)?\b({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.I)
_NUMERIC_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question: its stem, and the stems of its parts if it is a compound."""

    text: str
    stem: str
    parts: tuple[str, ...]


@lru_cache(maxsize=1_000_000)
def word_terms(word: str) -> tuple[str, ...]:
    """Return the stem of a lower-case word and, for a compound, the stems of its parts."""
    whole = stem(word)
    return (whole, *(part for part in split_compound(word) if part != whole))


def terms(text: str) -> list[str]:
    """Return every term of a text, in order, with repetitions and without function words."""
    found: list[str] = []
    for word in words(text):
        lower = word.text.lower()
        if lower not in FUNCTION_WORDS:
            found.extend(word_terms(lower))
    found.extend(date_terms(text))
    return found


def question_words(text: str) -> list[QuestionWord]:
    """Return the words of a question that carry meaning, dates as words of their own.

    A question of nothing but function words ("vad är det?") keeps them all.
    """
    all_words = [word.text.lower() for word in words(text)]
    kept = [word for word in all_words if word not in FUNCTION_WORDS] or all_words
    analysed = [QuestionWord(word, stem(word), word_terms(word)[1:]) for word in kept]
    return analysed + [QuestionWord(term, term, ()) for term in date_terms(text)]


def date_terms(text: str) -> Iterator[str]:
    """Yield "year-month" and, where the day is given, "year-month-day" of every date."""
    for day, month, year in _WRITTEN_DATE.findall(text):
        number = MONTHS.index(month.lower()) + 1
        yield f"{year}-{number:02}"
        if day:
            yield f"{year}-{number:02}-{int(day):02}"
    for year, month, day in _NUMERIC_DATE.findall(text):
        yield f"{year}-{month}"
        yield f"{year}-{month}-{day}"
