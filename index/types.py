"""What leaves this room: ranked hits."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Passage


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a list of documents or a citation shows.

    Dates are ISO 8601 (year, year-month or year-month-day) or "". `pages` is 0 where the format
    has none; `notes` are what an administrator should know, see `corpus.types.Document`.
    """

    id: str
    title: str
    source: str
    date: str
    audience: str
    path: str
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""
    pages: int = 0
    passages: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    date_guessed: bool = False

    @property
    def period(self) -> str:
        """The date as far as it says what time the document is about, "" if it was guessed."""
        return "" if self.date_guessed else self.date


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer, with its document.

    `score` is comparable within one question only; higher is better. `outdated` says that the
    document no longer holds good, and that the question did not ask about its time.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    outdated: bool = False
