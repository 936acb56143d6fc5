"""Find questions that ask the same thing, and let one stand for them.

Two questions are the same when they ask for the same kind of thing, name the same numbers, names
and negations, and either share nearly all their words or get the same quotations and share some.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.faq.types import Reply
from corpus.swedish.terms import question_words
from corpus.swedish.words import WORD

SAME_WORDS = 0.75
"""Share of words (Jaccard) from which two questions are the same whatever they are answered."""
SOME_WORDS = 0.34
"""The same, for two questions with the same quotations."""
_PLACES = r"vilka (?:platser|områden|orter)|vilken plats|vilket område"
_ASKS = (
    ("meaning", re.compile(r"^vad (?:är|innebär|menas|avses|betyder)\b", re.I)),
    ("happens", re.compile(r"^vad ska hända\b", re.I)),
    ("why", re.compile(r"\bvarför\b", re.I)),
    ("amount", re.compile(r"\bhur (?:många|mycket|stor|hög)|\bvad (?:kostar|kostade)\b", re.I)),
    ("often", re.compile(r"\bhur ofta\b", re.I)),
    ("when", re.compile(r"\b(?:när|vilket datum|vilken dag|vilket år)\b", re.I)),
    ("where", re.compile(rf"^(?:var|vart)\b|\b(?:varifrån|{_PLACES})\b", re.I)),
    ("who", re.compile(r"\b(?:vem|vilka personer|vilken person)\b", re.I)),
    ("how", re.compile(r"\bhur\b", re.I)),
)
_NEGATION = re.compile(r"\b(?:inte|ej|aldrig|utan|ingen|inget|inga)\b", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared."""

    stems: frozenset[str]
    asks: str
    fixed: frozenset[str]
    quotations: tuple[tuple[str, str], ...]


def merge(questions: Sequence[str], replies: Sequence[Reply]) -> dict[int, int]:
    """Return the number of every merged question → the number of the one that stands for it.

    The first of those that are alike stands for the others, and nothing is merged into a question
    that is itself merged.
    """
    compared = [_asked(q, r) for q, r in zip(questions, replies, strict=True)]
    rarity = Counter(stem for asked in compared for stem in asked.stems)
    holders: dict[object, list[int]] = defaultdict(list)
    merged: dict[int, int] = {}
    for number, asked in enumerate(compared):
        keys = _keys(asked, rarity)
        candidates = sorted({other for key in keys for other in holders[key]})
        same = next((other for other in candidates if is_same(asked, compared[other])), None)
        if same is not None:
            merged[number] = same
            continue
        for key in keys:
            holders[key].append(number)
    return merged


def is_same(first: Asked, second: Asked) -> bool:
    """Say whether two questions ask the same thing."""
    if first.asks != second.asks or first.fixed != second.fixed:
        return False
    shared, all_stems = len(first.stems & second.stems), len(first.stems | second.stems)
    if shared >= SAME_WORDS * all_stems:
        return True
    quoted = not set(first.quotations).isdisjoint(second.quotations)
    return quoted and shared >= SOME_WORDS * min(len(first.stems), len(second.stems))


def _asked(question: str, reply: Reply) -> Asked:
    words = [match.group() for match in WORD.finditer(question)]
    names = {word.lower() for word in words[1:] if word[:1].isupper()}
    fixed = {word for word in words if word.isdigit()} | names
    if _NEGATION.search(question):
        fixed.add("inte")
    return Asked(
        frozenset(word.stem for word in question_words(question)),
        next((name for name, pattern in _ASKS if pattern.search(question)), ""),
        frozenset(fixed),
        tuple((source.document, source.quotation) for source in reply.sources),
    )


def _keys(asked: Asked, rarity: Counter[str]) -> list[object]:
    """Return what two questions that are the same have at least one of in common.

    Of n words, two sets with a Jaccard of at least t share one of each set's n − ⌈tn⌉ + 1 rarest.
    """
    rarest = sorted(asked.stems, key=lambda stem: (rarity[stem], stem))
    count = len(rarest) - -(-len(rarest) * SAME_WORDS // 1) + 1
    keys: list[object] = list(rarest[: int(count)])
    return [*keys, *asked.quotations]
