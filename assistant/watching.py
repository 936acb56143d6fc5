"""The folder of documents followed: what changes in it is in the index soon after."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from assistant.adding import limits
from assistant.settings import Settings
from corpus.errors import FileError, FolderMissingError, PlanfragaError
from index.embedding import load_embedder
from index.freshness import is_fresh
from index.indexing import IndexReport, build_index

_SETTLE_MS = 2_000
"""A file that is being copied is left alone until nothing has happened for so long."""
LOOK_MS = 30_000
"""Folders on a network tell nothing of their changes: they are looked at this often."""
_RETURN_SECONDS = 2


def follow(settings: Settings) -> Iterator[IndexReport | PlanfragaError]:
    """Bring the index up to date now and after every change; yield what was done or was wrong.

    A folder that disappears is waited for; the index that is there serves on meanwhile.

    Raises:
        FolderMissingError: there is no such folder to follow.
    """
    if not settings.corpus.is_dir():
        raise FolderMissingError(str(settings.corpus))
    embedder = load_embedder(
        settings.model, settings.question_prefix, settings.passage_prefix, settings.threads
    )
    while True:
        for told in _changes(settings.corpus):
            try:
                if told or not is_fresh(settings.corpus, settings.index_folder):
                    yield build_index(
                        settings.corpus, settings.index_folder, embedder, limits=limits(settings)
                    )
            except PlanfragaError as error:
                yield error
            except OSError as error:
                path = str(error.filename or settings.corpus)
                yield FileError(path, error.strerror or str(error))
        yield FolderMissingError(str(settings.corpus))
        while not settings.corpus.is_dir():
            time.sleep(_RETURN_SECONDS)


def _changes(folder: Path) -> Iterator[bool]:
    """Yield True at once and after each change, False when it is time to look; end without it."""
    yield True
    try:
        for changes in watch(
            folder, debounce=_SETTLE_MS, rust_timeout=LOOK_MS, yield_on_timeout=True,
            raise_interrupt=True, ignore_permission_denied=True,
        ):  # fmt: skip
            if not folder.is_dir():
                return
            yield bool(changes)
    except FileNotFoundError:
        return
    except OSError:  # the system follows no more folders
        while folder.is_dir():
            time.sleep(LOOK_MS / 1_000)
            yield False
