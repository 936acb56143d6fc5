"""Answer an FAQ again after the documents have changed, and say what became of every question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.faq.types import Basis, Entry, Faq, Reply


class Change(StrEnum):
    """What became of a question."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Difference:
    """One question with its reply before and now; `kept` says that a reviewed one stays shown."""

    id: str
    question: str
    change: Change
    old: Reply
    new: Reply
    kept: bool


def update(faq: Faq, replies: Sequence[Reply], basis: Basis) -> tuple[Faq, tuple[Difference, ...]]:
    """Return the FAQ of the new replies, one for each entry in order, and what changed.

    An entry that a person has reviewed keeps what the person saw; the new reply is put beside it.
    """
    pairs = list(zip(faq.entries, replies, strict=True))
    entries = tuple(_updated(entry, reply) for entry, reply in pairs)
    differences = tuple(
        Difference(
            entry.id,
            entry.question,
            compare(entry.newer or entry.reply, reply),
            entry.newer or entry.reply,
            reply,
            entry.review is not None and entry.reply.key != reply.key,
        )
        for entry, reply in pairs
    )
    return replace(faq, basis=basis, entries=entries), differences


def parted(before: Faq, entries: Sequence[Entry]) -> tuple[Difference, ...]:
    """Return what became of the questions that another stood for and that now stand alone."""
    old = {q: entry.newer or entry.reply for entry in before.entries for q in entry.also}
    return tuple(
        Difference(
            entry.id,
            entry.question,
            compare(old[entry.question], entry.reply),
            old[entry.question],
            entry.reply,
            kept=False,
        )
        for entry in entries
        if entry.question in old
    )


def compare(old: Reply, new: Reply) -> Change:
    """Say how a reply differs from the one before; a place that only moved on its page does not."""
    if old.is_answered != new.is_answered:
        return Change.FOUND if new.is_answered else Change.LOST
    if old.key != new.key and new.is_answered:
        return Change.CHANGED
    return Change.UNCHANGED if _places(old) == _places(new) else Change.MOVED


def _places(reply: Reply) -> list[tuple[object, ...]]:
    """Return where each source stands, and whether its document holds good."""
    return [
        (s.document, s.section, s.page, s.valid_from, s.valid_to, s.replaced_by)
        for s in reply.sources
    ]


def _updated(entry: Entry, reply: Reply) -> Entry:
    if entry.review is None or entry.reply.key == reply.key:
        return replace(entry, reply=reply, newer=None)
    return replace(entry, newer=reply)
