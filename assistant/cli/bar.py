"""A bar on a terminal that shows how far something has come."""

from __future__ import annotations

import sys
from types import TracebackType


class Bar:
    """How far a run has come; nothing where the output goes to a file."""

    def __init__(self, name: str, unit: str = "", form: str | None = None) -> None:
        """Take the words before the bar, the unit of its rate and tqdm's format of the line."""
        from tqdm import tqdm

        self._bar = tqdm(
            total=0,
            desc=name,
            unit=unit,
            bar_format=form,
            disable=not sys.stderr.isatty(),
            leave=False,
        )

    def __enter__(self) -> Bar:
        """Show the bar."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.close()

    def update(self, done: int, total: int) -> None:
        """Show `done` of `total`."""
        self._bar.total = total
        self._bar.update(done - self._bar.n)
