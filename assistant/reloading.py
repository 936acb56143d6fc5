"""A running server takes a new index into use; questions under way keep the one they began with."""

from __future__ import annotations

import threading

from assistant.core import Assistant
from corpus.errors import PlanfragaError

_SECONDS = 1.0


class Reloader(threading.Thread):
    """Looks for a new version once a second and opens it beside the one in use."""

    def __init__(self, assistant: Assistant) -> None:
        """Follow the index of this assistant."""
        super().__init__(name="reloader", daemon=True)
        self._assistant = assistant
        self._stop_now = threading.Event()

    def run(self) -> None:
        """Look until stopped; an index that cannot be opened is left, the old one serves on."""
        while not self._stop_now.wait(_SECONDS):
            try:
                self._assistant.refresh()
            except PlanfragaError:
                continue

    def stop(self) -> None:
        """End the thread."""
        self._stop_now.set()
