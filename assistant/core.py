"""The one function behind every door: `Assistant.ask`."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.asking import Asker
from assistant.conversation import NOTHING_SAID, Conversation
from assistant.finding import Finder
from assistant.personal_numbers import without_personal_numbers
from assistant.reader import Reader, Reading
from assistant.replies import Replies
from assistant.routing import Router
from assistant.selecting import SelectionWeights
from assistant.settings import Settings
from assistant.types import Answer, Scope
from corpus.catalogue import leads_outside
from corpus.characters import one_line
from corpus.content import FileState, digest_at
from corpus.errors import QuestionError
from corpus.swedish.words import WORD, words
from corpus.types import Audience, Document
from index.embedding import Embedder, load_embedder
from index.question import SearchQuestion
from index.search import Searcher
from index.store import Store, check_corpus, current_version
from index.types import DocumentInfo, Hit

_FEW_WORDS = 2
"""So many words in capitals may be a name or an abbreviation: "LSS", "SL TAXI"."""


class Assistant:
    """Answers questions from one opened version of an index."""

    def __init__(self, searcher: Searcher, embedder: Embedder, settings: Settings) -> None:
        """Take an opened index and the model that made it."""
        self._embedder = embedder
        self._settings = settings
        self._reader = Reader(settings.threads)
        self._router = Router.load(embedder)
        self._replies = Replies(settings)
        self._use(searcher)

    @classmethod
    def build(cls, settings: Settings) -> Assistant:
        """Open the index of the settings.

        Raises:
            IndexMissingError, IndexMismatchError, IndexElsewhereError, ModelMissingError: it cannot
            be used.
        """
        store = open_store(settings)
        embedder = load_embedder(
            settings.model, settings.question_prefix, settings.passage_prefix, settings.threads
        )
        return cls(Searcher(store, embedder), embedder, settings)

    def ask(
        self,
        question: str,
        *,
        audience: Audience = Audience.PUBLIC,
        conversation: Conversation = NOTHING_SAID,
        documents: Collection[str] = (),
    ) -> Answer:
        """Answer a question from the documents that this audience may see.

        `conversation` is what was said before, which a follow-up leans on; `documents` are the ids
        of the documents to stay within, all of them if there are none.

        Raises:
            QuestionError: the question is empty or too long.
        """
        return self.ask_with_hits(question, audience, conversation, documents)[0]

    def ask_with_hits(
        self,
        question: str,
        audience: Audience,
        conversation: Conversation = NOTHING_SAID,
        documents: Collection[str] = (),
    ) -> tuple[Answer, list[Hit]]:
        """Return what `ask` does and the ranked hits behind it, in their final order.

        Raises:
            QuestionError: the question is empty or too long.
        """
        started = time.perf_counter()
        question = checked(question, self.longest_question)
        scope = Scope(audience, frozenset(documents))
        found = self._asker.ask(question, scope, conversation)
        milliseconds = (time.perf_counter() - started) * 1000
        asked = without_personal_numbers(question)
        return replace(found.answer, question=asked, milliseconds=milliseconds), found.hits

    @property
    def longest_question(self) -> int:
        """How many characters a question may have."""
        return self._settings.longest_question

    @property
    def index_version(self) -> str:
        """The name of the version of the index in use."""
        return self._searcher.store.version

    def refresh(self) -> bool:
        """Take a newer version of the index into use, if there is one; say whether there was.

        Raises:
            IndexMissingError, IndexMismatchError, IndexElsewhereError: the new one cannot be used,
            or was made of other documents; the old one stays.
        """
        folder = self._settings.index_folder
        if current_version(folder).name == self.index_version:
            return False
        store = open_store(self._settings)
        check_corpus(folder, store.manifest.corpus, Path(self._searcher.store.manifest.corpus))
        self._use(Searcher(store, self._embedder))
        return True

    def search(self, question: str, *, audience: Audience, count: int) -> list[Hit]:
        """Return the best hits of the search alone, without reading them."""
        return self._searcher.search(checked(question, self.longest_question), audience, count)

    def read(self, question: str, audience: Audience) -> tuple[SearchQuestion, list[Reading]]:
        """Return a question as it is searched and all that the reader could say, for training."""
        asked = self._searcher.prepare(checked(question, self.longest_question))
        hits = self._searcher.rank(asked, audience)
        most = SelectionWeights.load(self._searcher.embedder.name).passages
        return asked, self._reader.read(asked.text, hits[:most])

    def alone(self, question: str, pieces: Sequence[tuple[Hit, str]]) -> list[float]:
        """Return what the reader says of texts read by themselves, as logits, for training."""
        return self._reader.alone(question, pieces)

    def documents(self, audience: Audience) -> list[DocumentInfo]:
        """Return the documents that this audience may see."""
        store = self._searcher.store
        return [store.infos[number] for number in store.visible_documents(audience)]

    def passages_in(self, document_id: str) -> int:
        """Return how many passages a document is searched by."""
        return len(self._searcher.store.passages_of(document_id))

    def document(self, document_id: str, audience: Audience) -> Document | None:
        """Return a document with its text, or None if this audience may not see it."""
        document = self._searcher.store.document(document_id)
        if document is None or not audience.may_see(document.audience):
            return None
        return document

    def file(self, document: Document) -> FileState | None:
        """Return the file that a document was read from, None if it holds something else now."""
        store = self._searcher.store
        folder = Path(store.manifest.corpus)
        try:
            file = FileState.now(folder / document.path)
            unchanged = digest_at(file) == store.content(document.path)
        except OSError:
            return None
        return file if unchanged and not leads_outside(folder, document.path) else None

    def _use(self, searcher: Searcher) -> None:
        """Take an index into use: questions under way keep theirs, which their `Asker` holds."""
        self._searcher = searcher
        finder = Finder(searcher, self._reader, self._replies.contact)
        self._asker = Asker(finder, self._router, self._replies)


def open_store(settings: Settings) -> Store:
    """Open the index of the settings; one that was pointed out may be of a folder elsewhere.

    Raises:
        IndexMissingError, IndexMismatchError: there is none that can be read.
        IndexElsewhereError: it was made of another folder of documents.
    """
    store = Store(settings.index_folder)
    if not settings.index:
        check_corpus(settings.index_folder, store.manifest.corpus, settings.corpus)
    return store


def checked(question: str, longest: int) -> str:
    """Return a question as documents are written: on one line, in NFC, not all in capitals.

    Raises:
        QuestionError: it is empty or longer than `longest` characters.
    """
    question = one_line(question)
    if len(question) > longest:
        raise QuestionError(len(question), longest)
    if not WORD.search(question):
        raise QuestionError(0, longest)
    return question.capitalize() if _is_shouted(question) else question


def _is_shouted(question: str) -> bool:
    """Say whether capitals tell nothing: a whole question without a lower-case letter."""
    return len(list(words(question))) > _FEW_WORDS and question == question.upper()
