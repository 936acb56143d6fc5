"""Is everything in place, what is missing, and what to do about it?"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant import texts
from assistant.core import Assistant, open_store
from assistant.listening import listen
from assistant.logo import logo_type
from assistant.settings import Settings, settings_file
from corpus.catalogue import find_files, find_gaps, read_catalogue
from corpus.errors import IndexElsewhereError, PlanfragaError, PortBusyError, StorageError
from corpus.reading.scanned import can_read_scans
from index.embedding import load_embedder
from index.store import check_corpus, corpus_of

Check = tuple[bool, str]
"""In order?, and one Swedish sentence."""


def check(settings: Settings) -> list[Check]:
    """Return one check for every part, in the order to mend them."""
    return [
        _check(lambda: _corpus(settings)),
        _check(lambda: _model(settings)),
        _check(lambda: _writable(settings.state_folder)),
        _check(lambda: _writable(settings.index_folder)),
        _check(lambda: _index(settings)),
        _check(lambda: _answer(settings)),
        *([] if _is_port_busy(settings) else [_check(lambda: _address(settings))]),
        *([_check(partial(_logo, settings.logo))] if settings.logo else []),
        *([(True, texts.DOCTOR_SCANS)] if can_read_scans() else []),
    ]


def notes(settings: Settings) -> list[str]:
    """Return what is in order but should be known: who sees what, and what cannot be read."""
    found = settings_notes(settings)
    if _is_port_busy(settings):
        found.append(texts.DOCTOR_PORT_BUSY.format(port=settings.port))
    if not can_read_scans():
        found.append(texts.DOCTOR_NO_SCANS)
    if elsewhere := _made_of_another_folder(settings):
        found.append(elsewhere)
    try:
        return found + texts.catalogue_notes(str(settings.corpus), find_gaps(settings.corpus))
    except PlanfragaError:  # `check` says it
        return found


def settings_notes(settings: Settings) -> list[str]:
    """Return where the settings come from, and whether the name is left as the program has it."""
    file = settings_file()
    text = texts.SETTINGS_READ if file.exists() else texts.SETTINGS_NOT_READ
    found = [text.format(name=file.name, file=file, folder=file.parent)]
    if settings.has_own_corpus and settings.organisation == Settings().organisation:
        found.append(texts.ORGANISATION_UNSET.format(organisation=settings.organisation))
    return found


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


def _writable(folder: Path) -> str:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(existing, os.W_OK):
        raise StorageError(str(folder), texts.NO_PERMISSION)
    return texts.DOCTOR_WRITABLE.format(folder=folder)


def _index(settings: Settings) -> str:
    manifest = open_store(settings).manifest
    return texts.DOCTOR_INDEX.format(
        folder=settings.index_folder,
        documents=manifest.documents,
        passages=manifest.passages,
        built=manifest.built,
    )


def _made_of_another_folder(settings: Settings) -> str:
    """Say whose documents the answers are of, where that is not the folder of the settings."""
    if not (settings.index and settings.has_own_corpus):
        return ""
    try:
        made_of = corpus_of(settings.index)
        check_corpus(settings.index, made_of, settings.corpus)
    except IndexElsewhereError:
        return texts.DOCTOR_INDEX_ELSEWHERE.format(
            index=settings.index, made_of=made_of, corpus=settings.corpus
        )
    except PlanfragaError:  # `check` says it
        pass
    return ""


def _answer(settings: Settings) -> str:
    Assistant.build(settings).ask(texts.DOCTOR_QUESTION)
    return texts.DOCTOR_ANSWER


def _is_port_busy(settings: Settings) -> bool:
    """Say whether somebody listens there, who may be the server that is to."""
    try:
        listen(settings.host, settings.port).close()
    except PortBusyError:
        return True
    except PlanfragaError:  # `_address` says it
        pass
    return False


def _address(settings: Settings) -> str:
    listen(settings.host, settings.port).close()
    return texts.DOCTOR_ADDRESS.format(host=settings.host, port=settings.port)


def _logo(logo: Path) -> str:
    logo_type(logo)
    return texts.DOCTOR_LOGO.format(file=logo)
