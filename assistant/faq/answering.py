"""Answer many questions on every core: a pool of processes, each with the index open.

A process of its own for each core, because an answer is worked out in Python and in one-threaded
libraries; the index is read-only and its files are shared through the system's cache.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType

from assistant.core import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from corpus.cores import at_once
from corpus.errors import FaqWorkerError
from corpus.types import Audience

TOGETHER = 4
"""Questions that a process gets at a time: what a killed run loses of each."""
WAITING = 3
"""Parcels that lie ready for each process."""
WORTH_A_POOL = 12
"""Fewer questions than this are answered sooner than a second process has started."""

Numbered = tuple[int, Answer]


class Answerer:
    """Answers questions for one audience, on `workers` processes when there are enough of them."""

    def __init__(self, settings: Settings, audience: Audience, workers: int = 0) -> None:
        """Take the settings; the index is opened at the first question."""
        self._settings = settings
        self._audience = audience
        self._workers = at_once(workers)
        self._pool: ProcessPoolExecutor | None = None
        self._assistant: Assistant | None = None

    def __enter__(self) -> Answerer:
        """Keep processes between calls."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def assistant(self) -> Assistant:
        """The assistant of this process."""
        if self._assistant is None:
            self._assistant = Assistant.build(self._settings)
        return self._assistant

    def in_order(self, questions: Sequence[str]) -> list[Answer]:
        """Return the answers in the order of the questions."""
        answers = dict(self.as_they_come(questions))
        return [answers[number] for number in range(len(questions))]

    def as_they_come(self, questions: Sequence[str]) -> Iterator[Numbered]:
        """Yield (number of the question, its answer) as soon as it is there.

        Raises:
            FaqWorkerError: a process was ended from outside, as when memory runs out.
        """
        if self._workers < 2 or (self._pool is None and len(questions) < WORTH_A_POOL):
            for number, question in enumerate(questions):
                yield number, self.assistant.ask(question, audience=self._audience)
            return
        try:
            yield from self._pooled(questions)
        except BrokenProcessPool as error:
            raise FaqWorkerError(self._workers) from error

    def _pooled(self, questions: Sequence[str]) -> Iterator[Numbered]:
        pool = self._opened_pool()
        numbered = list(enumerate(questions))
        parcels = (numbered[at : at + TOGETHER] for at in range(0, len(numbered), TOGETHER))
        running: set[Future[list[Numbered]]] = set()
        for parcel in parcels:
            running.add(pool.submit(_answer, parcel))
            if len(running) >= self._workers * WAITING:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()

    def _opened_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                # A forked process would inherit the threads of the libraries in a state that
                # they do not expect.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_open,
                initargs=(replace(self._settings, threads=1), self._audience),
            )
        return self._pool


class _Process:
    """What a process of the pool keeps."""

    assistant: Assistant
    audience: Audience


def _open(settings: Settings, audience: Audience) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Process.assistant = Assistant.build(settings)
    _Process.audience = audience


def _end_with_parent() -> None:
    """End this process when the one that started it is killed, which cannot say so itself."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _answer(parcel: Sequence[tuple[int, str]]) -> list[Numbered]:
    return [
        (number, _Process.assistant.ask(question, audience=_Process.audience))
        for number, question in parcel
    ]
