"""Answer a batch of questions, each once, with everything answered kept on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.core import Assistant
from assistant.faq.answering import Answerer
from assistant.faq.categorising import hidden_categories
from assistant.faq.journal import Journal, journal_folder, journal_path, open_journal
from assistant.faq.types import Basis, Kept, Reply, reply_of
from assistant.settings import Settings
from corpus.types import Audience
from index.store import Store

KEPT_TOGETHER = 4
"""Answers that are written to the disk at a time: what a killed run loses at most of its own."""

Progress = Callable[[int, int], None]
"""Called with (questions answered, questions in all)."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A version of the index as far as an audience may see it, and the ids of its documents.

    `hidden` are the kept categories that name what the audience may not see.
    """

    version: str
    basis: Basis
    documents: frozenset[str]
    hidden: frozenset[str]


class Batch:
    """Answers questions and remembers the answers, also those of an earlier run."""

    def __init__(self, answerer: Answerer, journal: Journal, readable: Readable) -> None:
        """Take who answers, where the answers are kept, and the index that they are from."""
        self.basis = readable.basis
        self.documents = readable.documents
        self.hidden = readable.hidden
        self._answerer = answerer
        self._journal = journal

    @property
    def assistant(self) -> Assistant:
        """The assistant of this process."""
        return self._answerer.assistant

    @property
    def kept(self) -> int:
        """How many answers are kept on the disk."""
        return len(self._journal.replies)

    def answer(
        self, questions: Sequence[str], progress: Progress = lambda done, total: None
    ) -> list[Reply]:
        """Return the reply to every question, in order."""
        left = [q for q in dict.fromkeys(questions) if q not in self._journal.replies]
        kept: list[tuple[str, Reply]] = []
        done = len(questions) - len(left)
        progress(done, len(questions))
        for number, answer in self._answerer.as_they_come(left):
            kept.append((left[number], reply_of(answer.to_dict())))
            if len(kept) == KEPT_TOGETHER:
                self._journal.add(kept)
                kept = []
            done += 1
            progress(done, len(questions))
        self._journal.add(kept)
        return [self._journal.replies[question] for question in questions]

    def finish(self) -> None:
        """Remove what was kept: everything that was asked for is written."""
        self._journal.remove()


@contextmanager
def open_batch(
    settings: Settings,
    audience: Audience,
    asked: Sequence[str],
    *,
    workers: int,
    resume: bool,
    kept: Kept,
) -> Iterator[Batch]:
    """Open the index for a batch; `asked` says which batch it is, for a run that resumes it.

    Raises:
        IndexMissingError, IndexMismatchError: there is no index that can be used.
        FaqBusyError: another run answers the same batch.
        StorageError: the state folder cannot be written.
    """
    readable = _readable(settings, audience, kept)
    folder = journal_folder(settings.state_folder, settings.index_folder)
    path = journal_path(folder, readable.version, audience, asked)
    with (
        open_journal(path, resume=resume) as journal,
        Answerer(settings, audience, workers) as answerer,
    ):
        yield Batch(answerer, journal, readable)


def _readable(settings: Settings, audience: Audience, kept: Kept) -> Readable:
    store = Store(settings.index_folder)
    infos = [store.infos[number] for number in store.visible_documents(audience)]
    passages = sum(info.passages for info in infos)
    basis = Basis(store.manifest.model, store.manifest.built, len(infos), passages)
    hidden = hidden_categories(kept.categories, kept.sources, store, audience)
    return Readable(store.version, basis, frozenset(info.id for info in infos), hidden)
