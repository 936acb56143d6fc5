"""What leaves this room: ranked hits."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Passage


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a list of documents or a citation shows.

    `date` is ISO 8601 (year, year-month or year-month-day) or "".
    """

    id: str
    title: str
    source: str
    date: str
    audience: str
    path: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer, with its document.

    `score` is comparable within one question only; higher is better. `cosine` is between the
    question's and the passage's vectors, −1 to 1.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    cosine: float
