"""Put questions in categories: the given ones, or what the answers' documents are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant import texts
from assistant.faq.types import Reply, Source, question_key
from assistant.headings import without_numbering
from corpus.types import Audience
from index.store import Store
from index.types import DocumentInfo

MOST_CATEGORIES = 12
"""With more than this, those that hold one question become "Övriga frågor"."""


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


def hidden_categories(
    given: Iterable[str], seen: Iterable[Source], store: Store, audience: Audience
) -> frozenset[str]:
    """Return the categories that only documents could have given that the audience may not see.

    They come from a file that was made for other readers, or before a document became internal.
    `seen` are sources of earlier answers, whose documents may be gone.
    """
    keys = {category: key for category in given if (key := question_key(category))}
    if not keys:
        return frozenset()
    visible = [store.infos[number] for number in store.visible_documents(audience)]
    ids = {info.id for info in visible}
    hidden = _keys(store, [info for info in store.infos if info.id not in ids])
    for source in seen:
        if source.document not in ids:
            hidden |= {question_key(source.title), question_key(_heading(source.section))}
    found = hidden.intersection(keys.values()) - {question_key(texts.FAQ_OTHER)}
    if found:
        found -= _keys(store, visible)
    return frozenset(category for category, key in keys.items() if key in found)


def _keys(store: Store, infos: Sequence[DocumentInfo]) -> set[str]:
    """Return what the documents could give as categories, as it is compared."""
    names = {info.title for info in infos}
    sections = {store.passage(at).section for info in infos for at in store.passages_of(info.id)}
    return set(map(question_key, names | set(map(_heading, sections))))


def _of_source(reply: Reply, *, one_document: bool) -> str:
    if not reply.sources:
        return texts.FAQ_OTHER
    source = reply.sources[0]
    heading = _heading(source.section)
    return heading if one_document and heading else source.title


def _heading(section: Sequence[str]) -> str:
    return without_numbering(section[0]) if section else ""
