"""Put an FAQ together from questions, their replies, and what people have said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.faq.categorising import categorise, in_order
from assistant.faq.merging import merge
from assistant.faq.types import AskedQuestion, Entry, Reply, Review, question_key, stable_id


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review, the question it is of, and the reply that the person saw."""

    question: str
    review: Review
    seen: Reply

    def is_of(self, entry: Entry) -> bool:
        """Say whether the entry still asks what the person saw, whatever its id."""
        return question_key(self.question) == question_key(entry.question)

    def is_kept_by(self, other: Reviewed) -> bool:
        """Say whether the other is the same or a later review, of the same question."""
        if question_key(self.question) != question_key(other.question):
            return False
        same = self.review == other.review and self.seen.key == other.seen.key
        return same or self.review.is_older_than(other.review)


def make_entries(
    questions: Sequence[AskedQuestion],
    replies: Sequence[Reply],
    *,
    merging: bool,
    reviewed: Collection[str] = (),
) -> tuple[Entry, ...]:
    """Return the entries in the order in which they are shown.

    A question whose id is among `reviewed` stands for itself: what a person said is of it alone.
    """
    ids = [asked.id or stable_id(asked.question) for asked in questions]
    alike = merge([asked.question for asked in questions], replies) if merging else {}
    merged = {number: same for number, same in alike.items() if ids[number] not in reviewed}
    categories = categorise([asked.category for asked in questions], replies)
    also: dict[int, list[str]] = {}
    for number, standing in merged.items():
        also.setdefault(standing, []).append(questions[number].question)
        also[standing] += questions[number].also
    return tuple(
        Entry(
            ids[number],
            questions[number].question,
            categories[number],
            replies[number],
            (*questions[number].also, *also.get(number, ())),
        )
        for number in in_order(categories)
        if number not in merged
    )


def with_reviews(entries: Sequence[Entry], reviewed: Mapping[str, Reviewed]) -> tuple[Entry, ...]:
    """Return the entries with what people have said of them.

    Where the documents no longer give the reply that the person saw, that reply stays, and the
    one that they give now is put beside it.
    """
    return tuple(
        _with_review(entry, reviewed[entry.id])
        if entry.id in reviewed and reviewed[entry.id].is_of(entry)
        else entry
        for entry in entries
    )


def _with_review(entry: Entry, reviewed: Reviewed) -> Entry:
    if entry.reply.key == reviewed.seen.key:
        return replace(entry, review=reviewed.review)
    return replace(entry, review=reviewed.review, reply=reviewed.seen, newer=entry.reply)


def withhold(entries: Sequence[Entry], documents: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries, withheld where they cite another document than these."""
    return tuple(
        replace(
            entry, withheld=any(source.document not in documents for source in entry.reply.sources)
        )
        for entry in entries
    )


def part(entries: Sequence[Entry], replies: Mapping[str, Reply]) -> tuple[Entry, ...]:
    """Return the entries, with one more for each question that is no longer answered with another.

    `replies` are those of today to every question that an entry stands for. One that is withheld
    keeps its questions.
    """
    found: list[Entry] = []
    for entry in entries:
        also = () if entry.withheld else entry.also
        asked = [entry.question, *also]
        merged = merge(asked, [entry.newer or entry.reply, *(replies[q] for q in also)])
        apart = [q for number, q in enumerate(also, start=1) if merged.get(number) != 0]
        found.append(replace(entry, also=tuple(q for q in entry.also if q not in apart)))
        found += [Entry(stable_id(q), q, entry.category, replies[q]) for q in apart]
    return tuple(found)


def recategorise(entries: Sequence[Entry], hidden: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries, those in a hidden category placed as questions without one are.

    One that is withheld stays in it: it is published nowhere.
    """
    given = ["" if e.category in hidden and not e.withheld else e.category for e in entries]
    if all(given):
        return tuple(entries)
    categories = categorise(given, [entry.newer or entry.reply for entry in entries])
    placed = [replace(e, category=name) for e, name in zip(entries, categories, strict=True)]
    return tuple(placed[number] for number in in_order(categories))


def older_than(before: Mapping[str, Reviewed], read: Mapping[str, Reviewed]) -> list[str]:
    """Return the ids of the reviews that have been read and that `before` has a later one for."""
    return [
        identity
        for identity, one in read.items()
        if identity in before and one.review.is_older_than(before[identity].review)
    ]


def reviews_of(entries: Sequence[Entry]) -> dict[str, Reviewed]:
    """Return id → review of the entries that have one."""
    return {
        entry.id: Reviewed(entry.question, entry.review, entry.reply)
        for entry in entries
        if entry.review
    }
