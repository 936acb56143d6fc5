"""A running server takes a new index into use; questions under way keep the one they began with."""

from __future__ import annotations

import logging
import threading

from assistant import texts
from assistant.core import Assistant

_SECONDS, _SECONDS_AFTER_FAILURE = 1.0, 10.0


class Reloader(threading.Thread):
    """Looks for a new version once a second and opens it beside the one in use."""

    def __init__(self, assistant: Assistant) -> None:
        """Follow the index of this assistant."""
        super().__init__(name="reloader", daemon=True)
        self._assistant = assistant
        self._stop_now = threading.Event()
        self._failure = ""

    @property
    def is_behind(self) -> bool:
        """Say whether there is a newer version that could not be taken into use."""
        return bool(self._failure)

    def run(self) -> None:
        """Look until stopped; an index that cannot be opened is left, the old one serves on."""
        while not self._stop_now.wait(_SECONDS_AFTER_FAILURE if self._failure else _SECONDS):
            try:
                self._assistant.refresh()
            except Exception as error:  # whatever it is: without this thread nothing changes again
                self._say(error)
            else:
                self._failure = ""

    def _say(self, error: Exception) -> None:
        """Write what was wrong in the log, once as long as it is the same."""
        failure = repr(error)
        if failure != self._failure:
            logging.getLogger(__name__).error(texts.NOT_RELOADED, exc_info=error)
        self._failure = failure

    def stop(self) -> None:
        """End the thread."""
        self._stop_now.set()
