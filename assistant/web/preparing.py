"""What takes a while and is wanted again and again: made once, in the background."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Prepared(Generic[T]):
    """A value that the first who asks for it sets going; nobody waits for it."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Take the function that makes the value."""
        self._make = make
        self._made: Future[T] | None = None
        self._lock = Lock()

    def get(self) -> T | None:
        """Return the value, or None while it is being made.

        Raises:
            Exception: what the function raised.
        """
        with self._lock:
            if self._made is None:
                self._made = Future()
                Thread(target=self._run, args=(self._made,), daemon=True).start()
        return self._made.result() if self._made.done() else None

    def _run(self, made: Future[T]) -> None:
        try:
            made.set_result(self._make())
        except Exception as error:  # handed over to whoever asks, who knows what to do
            made.set_exception(error)
