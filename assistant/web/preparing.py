"""What takes a while and is wanted again and again: made once, in the background."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Prepared(Generic[T]):
    """A value for each version of the index; the first who asks sets it going, nobody waits."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Take the function that makes the value."""
        self._make = make
        self._version = ""
        self._made: Future[T] = Future()
        self._lock = Lock()

    def get(self, version: str) -> T | None:
        """Return the value of this version, or None while it is being made.

        Raises:
            Exception: what the function raised.
        """
        with self._lock:
            if version != self._version:
                self._version, self._made = version, Future()
                Thread(target=self._run, args=(self._made,), daemon=True).start()
            made = self._made
        return made.result() if made.done() else None

    def _run(self, made: Future[T]) -> None:
        try:
            made.set_result(self._make())
        except Exception as error:  # handed over to whoever asks, who knows what to do
            made.set_exception(error)
