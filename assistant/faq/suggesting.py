"""Suggest questions that the documents answer, without a language model.

Every question is made from a place in a document (`candidates.py`), asked, and kept only if the
answer is quoted from that very place and no other document could be meant. The kept ones are
spread over the documents and over the kinds of question, and no two are alike.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core import Assistant
from assistant.faq.candidates import Context, Suggestion, candidates, document_noun, stems_of
from assistant.faq.clauses import Casing
from assistant.faq.merging import merge
from assistant.faq.types import Reply, reply_of
from corpus.swedish.terms import terms
from corpus.types import Audience
from index.types import DocumentInfo

TRIES = 12
"""At most this many questions are asked for each one that is wanted."""
BATCH = 64
ALIKE = 0.6
"""Two questions that share this much of their words (Jaccard) are too alike."""
LOOKED_THROUGH = 15
"""Passages among which another document is looked for that the question might mean."""
MOST_SENTENCES = 3
FEWEST_WORDS = 4
MOST_CHARACTERS = 500
"""A longer answer, a whole table, is right but does not show that it is; a list may be longer."""
LARGEST_SHARE = 0.25
OPENING_SHARE = 0.05
"""Of one kind of question, and of one opening of four words, as long as there are others."""
SPECIFIC_SHARE = 0.02
SPECIFIC_LETTERS = 8
"""A question has a word of so many letters that stands in at most this share of the documents."""
_MANY_DOCUMENTS = 50
"""From here on a share of the documents says something."""
_LEARNT_DOCUMENTS = 1_000
"""Names and common words are learnt from this many documents."""
_PREFERRED = {
    "heading": 1.0, "list": 0.95, "how_many": 0.9, "how_many_do": 0.9, "how_much": 0.9,
    "meaning": 0.9, "when": 0.85, "purpose": 0.85, "who_is": 0.85, "how_often": 0.85, "why": 0.85,
    "where": 0.85, "who_does": 0.8, "fee": 0.8, "aim": 0.8, "what_is": 0.9, "what_means": 0.8,
    "appointed": 0.8, "how": 0.75,
    "may": 0.7, "who_may": 0.8, "who_agent": 0.9, "which_law": 0.75, "happens": 0.7,
    "what_does": 0.75, "what_to": 0.8, "says": 0.75,
    "open": 0.85, "task": 0.7, "topic": 0.5,
    "share": 0.9, "by_percent": 0.85, "consists_of": 0.9, "under_law": 0.7, "is_part": 0.7,
    "who_shall": 0.8, "what_kind": 0.8, "shall_do": 0.65, "called": 0.9, "whom": 0.85,
    "how_long": 0.9, "within": 0.9, "to_what_end": 0.8, "who_both": 0.85, "allowed": 0.9,
    "adopted": 0.9, "adopted_by": 0.8, "in_charge": 0.9,
}  # fmt: skip

Ask = Callable[[Sequence[str]], Sequence[Reply]]
Progress = Callable[[int], None]
"""Called with the number of questions accepted so far."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which questions are wanted: how many, for whom, of which documents.

    `besides` are questions that there are already, `longest` is the most characters of one, and
    `documents` those that may be asked about, in the order in which they take turns; without it
    all may, in an order that has nothing to do with folders and years.
    """

    count: int
    audience: Audience = Audience.PUBLIC
    besides: tuple[str, ...] = ()
    longest: int = 1_000
    documents: tuple[DocumentInfo, ...] | None = None


def suggest(
    assistant: Assistant,
    wish: Wish,
    ask: Ask | None = None,
    progress: Progress = lambda accepted: None,
) -> list[tuple[Suggestion, Reply]]:
    """Return the questions with the replies that they got, fewer where there are no more.

    `ask` answers many questions at once; without it they are asked one by one.
    """
    count = wish.count
    ask = ask or (
        lambda asked: [reply_of(assistant.ask(q, audience=wish.audience).to_dict()) for q in asked]
    )
    accepted: list[tuple[Suggestion, Reply]] = []
    offered = _Offer(assistant, wish)
    tries = count * TRIES
    while len(accepted) < count and tries > 0:
        batch = offered.take(min(BATCH, tries, 2 * (count - len(accepted)) + 2))
        if not batch:
            break
        tries -= len(batch)
        for suggestion, reply in zip(batch, ask([s.question for s in batch]), strict=True):
            fits = len(accepted) < count and answers_itself(suggestion, reply)
            if not fits or _is_merged(accepted, suggestion, reply):
                continue
            if offered.has_one_answer(suggestion) and offered.accept(suggestion):
                accepted.append((suggestion, reply))
                progress(len(accepted))
    return accepted


def answers_itself(suggestion: Suggestion, reply: Reply) -> bool:
    """Say whether a reply quotes the place that the question was made from, first and most."""
    first, last = suggestion.passage
    beside = [
        source
        for source in reply.sources
        if source.document != suggestion.document or source.start < first or last < source.end
    ]
    return (
        reply.is_answered
        and len(reply.sources) <= MOST_SENTENCES
        and len(reply.text.split()) >= FEWEST_WORDS
        and (suggestion.kind == "list" or len(reply.text) <= MOST_CHARACTERS)
        and 2 * len(beside) <= len(reply.sources)
        and reply.sources[0] not in beside
        and any(
            source.start < suggestion.end and suggestion.start < source.end
            for source in reply.sources
            if source not in beside
        )
    )


def _is_merged(
    accepted: Sequence[tuple[Suggestion, Reply]], suggestion: Suggestion, reply: Reply
) -> bool:
    """Say whether a question would be merged into one that has been accepted."""
    every = [*accepted, (suggestion, reply)]
    return len(accepted) in merge([one.question for one, _ in every], [got for _, got in every])


def too_alike(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether two questions, as sets of stems, ask nearly the same."""
    return len(first & second) >= ALIKE * len(first | second)


class _Offer:
    """Offers questions, one of each document in turn, and remembers what has been accepted."""

    def __init__(self, assistant: Assistant, wish: Wish) -> None:
        self._assistant = assistant
        self._wish = wish
        every = sorted(assistant.documents(wish.audience), key=lambda info: _spread(info.id))
        self._infos = every if wish.documents is None else list(wish.documents)
        self._few = len(every) < _MANY_DOCUMENTS
        self._nouns = _own_nouns(every)
        self._known = _Known()
        self._left: dict[str, list[Suggestion]] = {}
        self._later: defaultdict[str, list[Suggestion]] = defaultdict(list)
        self._besides = [stems_of(question) for question in wish.besides]
        self._taken: list[frozenset[str]] = []
        self._places: set[tuple[str, int]] = set()
        self._used: Counter[str] = Counter()
        self._most_of_kind = max(2, round(LARGEST_SHARE * wish.count))
        self._most_of_opening = max(2, round(OPENING_SHARE * wish.count))
        self._free = False
        self._turn = 0
        for info in self._infos[:_LEARNT_DOCUMENTS]:
            if document := assistant.document(info.id, wish.audience):
                self._known.learn(document.text)

    def take(self, count: int) -> list[Suggestion]:
        """Return the next questions to try, fewer when there are no more."""
        found: list[Suggestion] = []
        idle = 0
        while len(found) < count and idle < len(self._infos):
            info = self._infos[self._turn % len(self._infos)]
            self._turn += 1
            suggestion = self._next_of(info)
            idle = 0 if suggestion else idle + 1
            if suggestion:
                found.append(suggestion)
            elif idle == len(self._infos) and not self._free:
                self._set_free()
                idle = 0
        return found

    def has_one_answer(self, suggestion: Suggestion) -> bool:
        """Say whether the question could not as well be about another of many documents."""
        if self._few:
            return True
        asked = stems_of(suggestion.question)
        hits = self._assistant.search(
            suggestion.question, audience=self._wish.audience, count=LOOKED_THROUGH
        )
        return not any(
            asked
            <= stems_of(" ".join((hit.document.title, *hit.passage.section, hit.passage.text)))
            for hit in hits
            if hit.document.id != suggestion.document
        )

    def accept(self, suggestion: Suggestion) -> bool:
        """Take a question in, unless one like it has been taken or there are enough of its kind."""
        stems = stems_of(suggestion.question)
        if any(too_alike(stems, other) for other in self._besides):
            return False
        alike = any(too_alike(stems, other) for other in self._taken)
        if not self._is_wanted(suggestion) or (alike and not self._free):
            self._later[suggestion.document].append(suggestion)
            return False
        self._taken.append(stems)
        self._places.add((suggestion.document, suggestion.start))
        self._used.update((suggestion.kind, _opening(suggestion.question)))
        return True

    def _set_free(self) -> None:
        """Let in what was held back for the sake of variety: there is nothing else."""
        self._free = True
        for document, suggestions in self._later.items():
            self._left[document] += suggestions

    def _next_of(self, info: DocumentInfo) -> Suggestion | None:
        if info.id not in self._left:
            self._left[info.id] = self._read(info)
        left = self._left[info.id]
        wanted = [one for one in left if self._is_wanted(one)]
        if not wanted:
            return None
        best = max(wanted, key=lambda one: (self._worth(one.kind), -one.start))
        left.remove(best)
        return best

    def _is_wanted(self, suggestion: Suggestion) -> bool:
        return self._free or (
            (suggestion.document, suggestion.start) not in self._places
            and self._used[suggestion.kind] < self._most_of_kind
            and self._used[_opening(suggestion.question)] < self._most_of_opening
        )

    def _worth(self, kind: str) -> float:
        return _PREFERRED[kind] - self._used[kind] / (len(self._taken) + 5)

    def _read(self, info: DocumentInfo) -> list[Suggestion]:
        document = self._assistant.document(info.id, self._wish.audience)
        if document is None:
            return []
        noun = self._nouns.get(info.id)
        context = Context(info.title, noun, self._known.casing, alone=self._few)
        return [
            one
            for one in candidates(document, context)
            if len(one.question) <= self._wish.longest and self._known.is_specific(one.question)
        ]


class _Known:
    """What the documents themselves teach: which words are names, and which are common."""

    def __init__(self) -> None:
        self.casing = Casing()
        self._documents = 0
        self._frequency: Counter[str] = Counter()

    def learn(self, text: str) -> None:
        self.casing.learn([text])
        self._documents += 1
        self._frequency.update(set(terms(text)))

    def is_specific(self, question: str) -> bool:
        """Say whether the question's rare words say what it is about."""
        if self._documents < _MANY_DOCUMENTS:
            return True
        most = SPECIFIC_SHARE * self._documents
        rare = [stem for stem in stems_of(question) if self._frequency[stem] <= most]
        return sum(map(len, rare)) >= SPECIFIC_LETTERS


def _opening(question: str) -> str:
    return " ".join(question.split()[:4])


def _own_nouns(infos: Sequence[DocumentInfo]) -> dict[str, str]:
    """Return document → noun where no other document is called the same."""
    nouns = {info.id: document_noun(info.title) for info in infos}
    counts = Counter(nouns.values())
    return {key: noun for key, noun in nouns.items() if noun and counts[noun] == 1}


def _spread(document_id: str) -> str:
    """Return an order that has nothing to do with folders and years, the same each time."""
    return hashlib.sha256(document_id.encode()).hexdigest()
