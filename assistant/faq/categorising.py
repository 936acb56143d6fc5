"""Put questions in categories: the given ones, or what the answers' documents are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant import texts
from assistant.faq.types import Reply

MOST_CATEGORIES = 12
"""With more than this, those that hold one question become "Övriga frågor"."""
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|§ ?\d+)\s+")


def categorise(given: Sequence[str], replies: Sequence[Reply]) -> list[str]:
    """Return the category of every question.

    A question without one gets the heading of its first source where all answers are from one
    document, and the document's title where they are from several.
    """
    documents = {reply.sources[0].document for reply in replies if reply.sources}
    found = [
        category or _of_source(reply, one_document=len(documents) == 1)
        for category, reply in zip(given, replies, strict=True)
    ]
    counts = Counter(found)
    if len(counts) <= MOST_CATEGORIES:
        return found
    return [
        category if own or counts[category] > 1 else texts.FAQ_OTHER
        for category, own in zip(found, given, strict=True)
    ]


def in_order(categories: Sequence[str]) -> list[int]:
    """Return the numbers of the questions, categories in the order of their first question."""
    order = list(dict.fromkeys(categories))
    last = texts.FAQ_OTHER
    ranks = {name: (name == last, at) for at, name in enumerate(order)}
    return sorted(range(len(categories)), key=lambda number: (ranks[categories[number]], number))


def _of_source(reply: Reply, *, one_document: bool) -> str:
    if not reply.sources:
        return texts.FAQ_OTHER
    source = reply.sources[0]
    heading = _NUMBERING.sub("", source.section[0]) if source.section else ""
    return heading if one_document and heading else source.title
