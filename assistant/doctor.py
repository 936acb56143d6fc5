"""Is everything in place, what is missing, and what to do about it?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from assistant import texts
from assistant.core import Assistant, open_store
from assistant.settings import Settings
from corpus.catalogue import find_files, find_gaps, read_catalogue
from corpus.errors import PlanfragaError, StorageError
from corpus.reading.scanned import can_read_scans
from index.embedding import load_embedder

Check = tuple[bool, str]
"""In order?, and one Swedish sentence."""


def check(settings: Settings) -> list[Check]:
    """Return one check for every part, in the order to mend them."""
    return [
        _check(lambda: _corpus(settings)),
        _check(lambda: _model(settings)),
        _check(lambda: _state(settings.state_folder)),
        _check(lambda: _index(settings)),
        _check(lambda: _answer(settings)),
        *([(True, texts.DOCTOR_SCANS)] if can_read_scans() else []),
    ]


def notes(settings: Settings) -> list[str]:
    """Return what is in order but should be known: who sees what, and what cannot be read."""
    scans = [] if can_read_scans() else [texts.DOCTOR_NO_SCANS]
    try:
        return scans + texts.catalogue_notes(str(settings.corpus), find_gaps(settings.corpus))
    except PlanfragaError:  # `check` says it
        return scans


def _check(part: Callable[[], str]) -> Check:
    try:
        return True, part()
    except PlanfragaError as error:
        return False, texts.error_text(error)


def _corpus(settings: Settings) -> str:
    read_catalogue(settings.corpus)
    count = len(find_files(settings.corpus))
    return texts.DOCTOR_CORPUS.format(count=count, folder=settings.corpus)


def _model(settings: Settings) -> str:
    model = load_embedder(settings.model)
    return texts.DOCTOR_MODEL.format(name=model.name, dimensions=model.dimensions)


def _state(folder: Path) -> str:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(existing, os.W_OK):
        raise StorageError(str(folder), texts.NO_PERMISSION)
    return texts.DOCTOR_STATE.format(folder=folder)


def _index(settings: Settings) -> str:
    manifest = open_store(settings).manifest
    return texts.DOCTOR_INDEX.format(
        folder=settings.index_folder,
        documents=manifest.documents,
        passages=manifest.passages,
        built=manifest.built,
    )


def _answer(settings: Settings) -> str:
    Assistant.build(settings).ask(texts.DOCTOR_QUESTION)
    return texts.DOCTOR_ANSWER
