"""One more document in the corpus: a file or a web address, read before it is let in."""

from __future__ import annotations

import dataclasses
import http.client
import mimetypes
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from assistant.settings import Settings
from corpus.catalogue import (
    Entry,
    entries_for,
    find_files,
    has_catalogue,
    read_catalogue,
    why_not_read,
)
from corpus.catalogue_writing import changing, write_entries
from corpus.drafts import draft_of
from corpus.errors import AddError, DocumentError
from corpus.preparing import Limits, Prepared, Unread, prepare_all
from corpus.reading import SUFFIXES
from corpus.reading.formats import document_ids
from corpus.reading.guard import LARGEST_FILE
from corpus.types import Audience
from index.indexing import check_catalogue

_SECONDS = 60
_PIECE = 1 << 20
_IN_ADDRESSES = "/?%:@!$&'()*+,;=~"
_TYPES = {"application/xhtml+xml": ".html", "text/markdown": ".md"}


def add_document(
    settings: Settings, source: str, title: str, audience: Audience | None, replace: bool
) -> Prepared:
    """Put a file, or what a web address holds, in the corpus folder and its catalogue.

    Nothing is added that cannot be read. A new document is internal where `audience` is None, a
    replaced one as it was. The index is left to `build_index`.

    Raises:
        AddError: the address gives no document, the name is taken, or the folder is the program's.
        CatalogueLostError: the folder's catalogue is gone; a new one would name all as public.
        DocumentError: the document cannot be read.
        FolderMissingError, StorageError: the corpus folder cannot be written.
    """
    if not settings.has_own_corpus:
        raise AddError(source, "shipped")
    check_catalogue(settings.corpus, settings.index_folder)
    with tempfile.TemporaryDirectory() as folder:
        if _is_address(source):
            file = _download(source, Path(folder))
        else:
            file = Path(source)
            if not file.is_file():
                raise AddError(source, "missing")
        if why_not_read(file.parent, file.name) == "name":
            raise DocumentError(file.name, "name")
        with changing(settings.corpus):
            known = read_catalogue(settings.corpus).get(file.name)
            entry = _entry(known, source, title, audience)
            outcome = next(prepare_all(file.parent, [(file.name, entry)], limits(settings)))
            if isinstance(outcome, Unread):
                raise DocumentError(file.name, outcome.reason)
            _place(file, settings.corpus, entry, replace)
    name = document_ids({*find_files(settings.corpus), file.name})[file.name]
    return dataclasses.replace(outcome, document=dataclasses.replace(outcome.document, id=name))


def _entry(known: Entry | None, source: str, title: str, audience: Audience | None) -> Entry:
    """Return what is to stand in the catalogue: what was said now goes before what stood there."""
    before = known or Entry(audience=Audience.INTERNAL)
    return dataclasses.replace(
        before,
        title=title or before.title,
        source=source if _is_address(source) else before.source,
        audience=audience or before.audience,
    )


def _name_in_catalogue(folder: Path, name: str, entry: Entry) -> None:
    """Write the entry; a folder's first catalogue also names the files that were public so far."""
    others = {} if has_catalogue(folder) else {path: Entry() for path in find_files(folder)}
    write_entries(folder, {**others, name: entry}, overwrite=True)


def _is_address(source: str) -> bool:
    return bool(re.match(r"https?://", source, re.I))


def limits(settings: Settings) -> Limits:
    """Return what one file may cost and how many are read at once, from the settings."""
    return Limits(settings.reading_seconds, settings.reading_megabytes, settings.threads)


def _place(file: Path, folder: Path, entry: Entry, replace: bool) -> None:
    """Put the file in the folder; until it is there, its entry shows it to no more than before."""
    target = folder / file.name
    if target.exists() and not replace and target.read_bytes() != file.read_bytes():
        raise AddError(file.name, "taken")
    before = entries_for(folder, [file.name])[file.name].audience
    meanwhile = before if before is Audience.INTERNAL else entry.audience
    with draft_of(target) as draft:
        shutil.copyfile(file, draft)
        _name_in_catalogue(folder, file.name, dataclasses.replace(entry, audience=meanwhile))
    if meanwhile is not entry.audience:
        _name_in_catalogue(folder, file.name, entry)


def _download(address: str, folder: Path) -> Path:
    try:
        request = urllib.request.Request(_encoded(address), headers={"User-Agent": "planfraga"})
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            file = folder / _name(answer.url, answer.headers.get_content_type())
            with file.open("wb") as target:
                while piece := answer.read(_PIECE):
                    target.write(piece)
                    if target.tell() > LARGEST_FILE:
                        raise DocumentError(file.name, "too-large")
            if answer.length:  # a connection that ends early raises nothing
                raise http.client.IncompleteRead(b"", answer.length)
    except urllib.error.HTTPError as error:
        raise AddError(address, "refused", str(error.code)) from error
    except http.client.IncompleteRead as error:
        raise AddError(address, "broken") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise AddError(address, "unreachable") from error
    return file


def _encoded(address: str) -> str:
    """Return an address as HTTP takes it; what is encoded already stays as it is."""
    parts = urlsplit(address)
    return parts._replace(
        netloc=parts.netloc.encode("idna").decode(),
        path=quote(parts.path, safe=_IN_ADDRESSES),
        query=quote(parts.query, safe=_IN_ADDRESSES),
    ).geturl()


def _name(address: str, content_type: str) -> str:
    """Return a file name for an address; what the server says it is decides the suffix."""
    last = unquote(urlsplit(address).path).rstrip("/").rsplit("/", 1)[-1]
    stem = re.sub(r"[^\w.-]+", "-", last).strip(".-") or urlsplit(address).netloc.split(":")[0]
    if Path(stem).suffix.lower() in SUFFIXES:
        return stem
    return stem + (_TYPES.get(content_type) or mimetypes.guess_extension(content_type) or "")
