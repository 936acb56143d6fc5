"""The one function behind every door: `Assistant.ask`."""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant import texts
from assistant.answering import cite, nearest, quotations
from assistant.selecting import (
    Choice,
    SelectionWeights,
    choose,
    confidence,
    confidence_features,
    with_asked_detail,
)
from assistant.settings import Settings
from assistant.small_talk import small_talk_reply
from assistant.types import Answer, Sentence, Status
from corpus.errors import QuestionError
from corpus.swedish.words import WORD
from corpus.types import Audience, Document
from index.embedding import Embedder, load_embedder
from index.question import SearchQuestion
from index.search import Searcher
from index.store import Store
from index.types import DocumentInfo, Hit


class Assistant:
    """Answers questions from one opened version of an index."""

    def __init__(self, searcher: Searcher, embedder: Embedder, settings: Settings) -> None:
        """Take an opened index and the model that made it."""
        self._searcher = searcher
        self._embedder = embedder
        self._settings = settings
        self._weights = SelectionWeights.load()

    @classmethod
    def build(cls, settings: Settings) -> Assistant:
        """Open the index of the settings.

        Raises:
            IndexMissingError, IndexMismatchError, ModelMissingError: it cannot be used.
        """
        store = Store(settings.index_folder)
        embedder = load_embedder(settings.model, settings.question_prefix, settings.passage_prefix)
        return cls(Searcher(store, embedder), embedder, settings)

    def ask(self, question: str, *, audience: Audience = Audience.PUBLIC) -> Answer:
        """Answer a question from the documents that this audience may see.

        Raises:
            QuestionError: the question is empty or too long.
        """
        started = time.perf_counter()
        question = checked(question, self._settings.longest_question)
        reply = small_talk_reply(question)
        if reply is not None:
            return _reply(question, Status.GREETING, reply, (), 1.0, started)
        asked = self._searcher.prepare(question)
        hits = self._searcher.rank(asked, audience)
        chosen, sure = self._choose(asked, hits)
        if sure < self._weights.threshold:
            return _reply(question, Status.NOT_FOUND, texts.NOT_FOUND, hits, sure, started)
        sentences, citations = cite(quotations(asked, chosen))
        return Answer(
            question, Status.ANSWERED, "", sentences, citations, (), sure, _since(started)
        )

    def search(self, question: str, *, audience: Audience, count: int) -> list[Hit]:
        """Return the ranked hits behind an answer, for measuring."""
        return self._searcher.search(
            checked(question, self._settings.longest_question), audience, count
        )

    def documents(self, audience: Audience) -> list[DocumentInfo]:
        """Return the documents that this audience may see."""
        store = self._searcher.store
        return [store.infos[number] for number in store.visible_documents(audience)]

    def document(self, document_id: str, audience: Audience) -> Document | None:
        """Return a document with its text, or None if this audience may not see it."""
        document = self._searcher.store.document(document_id)
        if document is None or not audience.may_see(document.audience):
            return None
        return document

    def _choose(self, asked: SearchQuestion, hits: Sequence[Hit]) -> tuple[list[Choice], float]:
        """Return the sentences that may answer, best first, and how sure the first one is."""
        vectors = self._searcher.word_vectors
        choices = choose(asked, hits, vectors, self._embedder, self._weights)
        fitting = with_asked_detail(asked, choices)
        if not fitting:
            return [], 0.0
        features = confidence_features(asked, fitting, hits, vectors)
        return fitting, confidence(features, self._weights)


def checked(question: str, longest: int) -> str:
    """Return a question with its white space collapsed and without what no text can hold.

    Raises:
        QuestionError: it is empty or longer than `longest` characters.
    """
    if len(question) > longest:
        raise QuestionError(len(question), longest)
    question = " ".join(question.encode(errors="replace").decode().split())
    if not WORD.search(question):
        raise QuestionError(0, longest)
    return question


def _reply(
    question: str, status: Status, reply: str, hits: Sequence[Hit], sure: float, started: float
) -> Answer:
    sentences: tuple[Sentence, ...] = ()
    return Answer(question, status, reply, sentences, (), nearest(hits), sure, _since(started))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
