"""What travels in a batch: questions in, entries of an FAQ out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from corpus.swedish.words import WORD

ANSWERED = "answered"
UNCERTAIN = 0.6
"""Below this calibrated probability an answer comes first in the review file."""


class Verdict(StrEnum):
    """What a person said of an answer."""

    APPROVED = "approved"
    REWORDED = "reworded"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a file, and the near-duplicates that it already stands for.

    `row` counts from 1 as the file's program shows it; 0 for none.
    """

    question: str
    category: str = ""
    id: str = ""
    row: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that gives no question: `reason` is a key of texts.FAQ_ROWS."""

    row: int
    reason: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence stands: `document.text[start:end] == quotation`.

    `valid_from`, `valid_to` and `replaced_by` are set where the document does not hold good.
    """

    document: str
    title: str
    section: tuple[str, ...]
    page: int | None
    quotation: str
    start: int
    end: int
    url: str
    date: str
    source: str
    page_label: str = ""
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is kept: quotations with their sources, or the words of a refusal."""

    status: str
    sources: tuple[Source, ...]
    confidence: float
    words: str = ""

    @property
    def is_answered(self) -> bool:
        """Say whether the documents gave an answer."""
        return self.status == ANSWERED

    @property
    def is_uncertain(self) -> bool:
        """Say whether a person should look at it first."""
        return self.is_answered and self.confidence < UNCERTAIN

    @property
    def text(self) -> str:
        """The quotations as one text, or the refusal."""
        return "\n".join(source.quotation for source in self.sources) or self.words

    @property
    def key(self) -> str:
        """Say which answer a person saw: the same for the same quotations, wherever they stand."""
        quoted = [source.quotation for source in self.sources]
        return hashlib.sha256("\n\n".join([self.status, *quoted]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of an answer, by whom and when as they wrote it.

    `saved` is when the review file was saved that it was read from, ISO 8601, "" if not known.
    """

    verdict: Verdict
    wording: str = ""
    by: str = ""
    when: str = ""
    saved: str = field(default="", compare=False)

    def is_older_than(self, other: Review) -> bool:
        """Say whether the other says something else, and later.

        The days that people wrote decide, or else when their files were saved.
        """
        if self == other:
            return False
        mine, others = _day(self.when), _day(other.when)
        if mine and others and mine != others:
            return mine < others
        return bool(self.saved) and self.saved < other.saved


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the FAQ. `also` are the near-duplicates that it stands for.

    `reply` is what is shown. Where a review holds on to an answer that the documents no longer
    give, `newer` is what they give now. `withheld` says that `reply` cites a document that the
    FAQ's readers may not see, or that is gone: the entry is kept, and published nowhere.
    """

    id: str
    question: str
    category: str
    reply: Reply
    also: tuple[str, ...] = ()
    review: Review | None = None
    newer: Reply | None = None
    withheld: bool = False

    @property
    def wording(self) -> str:
        """A person's own words, "" where the documents' are shown."""
        return self.review.wording if self.review else ""

    @property
    def is_shown(self) -> bool:
        """Say whether the entry belongs on a page that is published."""
        if self.review and self.review.verdict is Verdict.REMOVED:
            return False
        return self.reply.is_answered or bool(self.wording)

    @property
    def is_approved(self) -> bool:
        """Say whether a person has approved what is shown, and it still stands in the documents."""
        kept = self.review is not None and self.review.verdict is not Verdict.REMOVED
        return kept and self.newer is None

    @property
    def shown_text(self) -> str:
        """A person's wording, or the quotations."""
        return self.wording or self.reply.text


@dataclass(frozen=True, slots=True)
class Kept:
    """What a batch takes from files: the categories, and the sources of earlier answers."""

    categories: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """The index that the answers are from; `built` is ISO 8601.

    `documents` and `passages` are those that the FAQ's audience may see.
    """

    model: str
    built: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class Faq:
    """A whole FAQ, its entries in the order in which they are shown."""

    title: str
    organisation: str
    audience: str
    basis: Basis
    entries: tuple[Entry, ...] = field(default=())

    def categories(self) -> dict[str, list[Entry]]:
        """Return category → its entries, in order."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.category, []).append(entry)
        return found


def _day(when: str) -> date | None:
    try:
        return date.fromisoformat(when)
    except ValueError:
        return None


def question_key(question: str) -> str:
    """Return what two questions share that differ only in case, spaces and punctuation."""
    return " ".join(match.group().lower() for match in WORD.finditer(question))


def stable_id(question: str) -> str:
    """Return an id that is the same in every run, for a question that was given none."""
    return f"f{hashlib.sha256(question_key(question).encode()).hexdigest()[:10]}"


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """Read what `Answer.to_dict` gives."""
    sources = tuple(
        Source(
            row["document"],
            row["title"],
            tuple(row["section"]),
            row["page"],
            row["quotation"],
            row["start"],
            row["end"],
            row["url"],
            row["date"],
            row["source"],
            row["page_label"],
            row["valid_from"],
            row["valid_to"],
            row["replaced_by"],
        )
        for row in answer["citations"]
    )
    words = "" if sources else str(answer["answer"])
    return Reply(str(answer["status"]), sources, float(answer["confidence"]), words)


def reply_from_row(row: Mapping[str, Any]) -> Reply:
    """Read what `asdict` gives of a reply."""
    sources = tuple(
        Source(**{**source, "section": tuple(source["section"])}) for source in row["sources"]
    )
    return Reply(row["status"], sources, row["confidence"], row["words"])


def review_from_row(row: Mapping[str, Any]) -> Review:
    """Read what `asdict` gives of a review."""
    return Review(**{**row, "verdict": Verdict(row["verdict"])})


def reply_row(reply: Reply) -> dict[str, object]:
    """Return a reply as JSON holds it."""
    return asdict(reply)
