"""Adding, following and replacing documents while questions are asked."""

from __future__ import annotations

import dataclasses
import errno
import http.server
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import pytest

from assistant import adding, watching
from assistant.adding import add_document
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from assistant.watching import follow
from assistant.web.source import source_page
from corpus.catalogue import Entry, entries_for, find_files, has_catalogue, read_catalogue
from corpus.catalogue_writing import write_entries
from corpus.errors import (
    AddError,
    CatalogueLostError,
    DocumentError,
    FileError,
    FolderMissingError,
    StorageError,
)
from corpus.preparing import Outcome, prepare
from corpus.types import Audience
from index.embedding import Embedder
from index.indexing import IndexReport, build_index
from index.store import Store
from tests.conftest import HOUSE

QUESTION = "Hur ofta töms soptunnorna i Kvarnby?"
PUBLIC, INTERNAL = Entry(), Entry(audience=Audience.INTERNAL)


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A corpus of one document, not yet indexed."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write(corpus / "sopor.md", "varannan vecka")
    return Settings(corpus=corpus, state=tmp_path / "state")


@pytest.fixture
def asked(own: Settings) -> Settings:
    """The same beside the shipped documents: what answers is told from what does not."""
    for path in (HOUSE / "corpus" / "documents").glob("*.md"):
        shutil.copy(path, own.corpus)
    return own


def write(path: Path, how_often: str) -> None:
    text = f"# Sophämtning\n\nSoptunnorna i Kvarnby töms {how_often}."
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server with a page and nothing else."""
    folder = tmp_path / "site"
    folder.mkdir()
    page = "<main><h1>Bad</h1><p>Badet öppnar i juni.</p></main>"
    for name in ("sida", "bad i sjön"):
        (folder / name).write_text(page, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map = {"": "text/html"}  # noqa: RUF012

        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_file_is_added_with_its_title_for_employees_only(own: Settings, tmp_path: Path) -> None:
    write(tmp_path / "bad.md", "aldrig")
    added = add_document(own, str(tmp_path / "bad.md"), "Badplan", None, replace=False)
    assert added.document.title == "Badplan"
    assert (own.corpus / "bad.md").read_bytes() == (tmp_path / "bad.md").read_bytes()
    assert read_catalogue(own.corpus) == {
        "bad.md": Entry("Badplan", audience=Audience.INTERNAL),
        "sopor.md": PUBLIC,
    }


def test_a_web_page_is_added_with_its_address_as_source(own: Settings, site: str) -> None:
    added = add_document(own, f"{site}/sida", "", Audience.PUBLIC, replace=False)
    assert added.document.title == "Bad"
    assert read_catalogue(own.corpus)["sida.html"] == Entry(source=f"{site}/sida")


def test_an_address_is_taken_as_a_person_writes_it(own: Settings, site: str) -> None:
    address = f"{site}/bad i sjön?år=2027 vår"
    assert add_document(own, address, "", None, replace=False).document.title == "Bad"
    assert read_catalogue(own.corpus)["bad-i-sjön.html"].source == address
    encoded = f"{site}/bad%20i%20sj%C3%B6n"
    assert add_document(own, encoded, "", None, replace=True).document.title == "Bad"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n# Bad\n\nHalva", "broken"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n999\r\n# Bad", "broken"),
        (b"hej\r\n\r\n", "unreachable"),
    ],
)
def test_half_a_reply_and_what_is_no_reply_are_told_as_the_address_s_fault(
    own: Settings, reply: bytes, reason: str
) -> None:
    class Cut(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(reply)

    with socketserver.TCPServer(("127.0.0.1", 0), Cut) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/bad.md"
        with pytest.raises(AddError) as told:
            add_document(own, address, "", None, replace=False)
        server.shutdown()
    assert told.value.args[:2] == (address, reason)
    assert find_files(own.corpus) == ["sopor.md"]


def test_what_cannot_be_fetched_or_read_is_not_added(
    own: Settings, site: str, tmp_path: Path
) -> None:
    (tmp_path / "trasig.pdf").write_bytes(b"x")
    strange = tmp_path / os.fsdecode(b"\xe5.md")
    write(strange, "aldrig")
    for source, error in (
        (f"{site}/saknas", AddError),
        ("http://127.0.0.1:9/", AddError),
        ("http://127.0.0.1:x/", AddError),
        ("http://127.0.0.1/\n", AddError),
        ("http://å..se/", AddError),
        (str(tmp_path / "saknas.pdf"), AddError),
        (str(tmp_path / "trasig.pdf"), DocumentError),
        (str(strange), DocumentError),
    ):
        with pytest.raises(error):
            add_document(own, source, "", None, replace=False)
    assert find_files(own.corpus) == ["sopor.md"]
    assert not has_catalogue(own.corpus)


def test_another_document_of_the_same_name_is_replaced_only_when_told(
    own: Settings, tmp_path: Path
) -> None:
    write(tmp_path / "sopor.md", "varje vecka")
    with pytest.raises(AddError):
        add_document(own, str(tmp_path / "sopor.md"), "", None, replace=False)
    add_document(own, str(tmp_path / "sopor.md"), "", Audience.INTERNAL, replace=True)
    assert "varje vecka" in (own.corpus / "sopor.md").read_text(encoding="utf-8")
    assert read_catalogue(own.corpus) == {"sopor.md": INTERNAL}


def test_nothing_is_added_to_a_folder_whose_catalogue_is_lost(
    own: Settings, tmp_path: Path, embedder: Embedder
) -> None:
    (own.corpus / "catalogue.toml").write_text("", encoding="utf-8")
    build_index(own.corpus, own.index_folder, embedder)
    (own.corpus / "catalogue.toml").unlink()
    write(tmp_path / "bad.md", "aldrig")
    with pytest.raises(CatalogueLostError):
        add_document(own, str(tmp_path / "bad.md"), "", Audience.PUBLIC, replace=False)
    assert [path.name for path in own.corpus.iterdir()] == ["sopor.md"]


def test_a_followed_folder_whose_catalogue_is_lost_is_told_so_and_followed_on(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_MS", 500)
    catalogue = own.corpus / "catalogue.toml"
    catalogue.write_text("", encoding="utf-8")
    reports = follow(own)
    next(reports)
    catalogue.unlink()
    assert isinstance(next(reports), CatalogueLostError)
    assert [info.audience for info in Store(own.index_folder).infos] == [Audience.INTERNAL]
    catalogue.write_text('[[document]]\nfile = "sopor.md"\n', encoding="utf-8")
    back = next(outcome for outcome in reports if isinstance(outcome, IndexReport))
    assert back.read == 1
    reports.close()


def test_a_document_added_beside_its_original_is_told_under_the_id_that_it_gets(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "prepare_all", read_here)
    (own.corpus / "bad.html").write_text("<main><p>Badet öppnar i juni.</p></main>")
    write(tmp_path / "bad.html.md", "aldrig")
    added = add_document(own, str(tmp_path / "bad.html.md"), "", None, replace=False)
    assert added.document.id == "bad.html.md"


class Killed(BaseException):
    """The process ended at this step."""


@pytest.mark.parametrize("step", range(8))
@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, Audience.INTERNAL, {"varannan vecka"}),
        (Audience.PUBLIC, Audience.INTERNAL, {"varannan vecka"}),
        (Audience.INTERNAL, Audience.PUBLIC, {"varje vecka"}),
    ],
)
def test_a_kill_at_any_step_of_adding_shows_nobody_what_is_internal(
    own: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: Audience | None,
    after: Audience,
    shown: set[str],
    step: int,
) -> None:
    if before:
        write_entries(own.corpus, {"sopor.md": Entry(audience=before)})
    write(tmp_path / "sopor.md", "varje vecka")
    kill_at(step, monkeypatch)
    with suppress(Killed):
        add_document(own, str(tmp_path / "sopor.md"), "", after, replace=True)
    monkeypatch.undo()
    entries = entries_for(own.corpus, find_files(own.corpus))
    assert find_files(own.corpus) == ["sopor.md"]
    if entries["sopor.md"].audience is Audience.PUBLIC:
        text = (own.corpus / "sopor.md").read_text(encoding="utf-8")
        assert any(part in text for part in shown)


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """End at the given one of all writings, namings and copyings of a file."""
    steps = iter(range(100))

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **options: Any) -> Any:
            if next(steps) == step:
                raise Killed
            return real(*args, **options)

        return change

    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    monkeypatch.setattr(Path, "write_text", counted(Path.write_text))
    monkeypatch.setattr(shutil, "copyfile", counted(shutil.copyfile))
    monkeypatch.setattr(adding, "prepare_all", read_here)


def read_here(folder: Path, files: list[tuple[str, Entry]], _: object) -> Iterator[Outcome]:
    """Read in this process, which is quicker."""
    return (prepare(folder, path, entry) for path, entry in files)


def test_a_full_disk_adds_neither_a_file_nor_an_entry(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write(tmp_path / "bad.md", "aldrig")
    monkeypatch.setattr(adding, "prepare_all", read_here)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(StorageError):
        add_document(own, str(tmp_path / "bad.md"), "", None, replace=False)
    assert find_files(own.corpus) == ["sopor.md"]
    assert not has_catalogue(own.corpus)
    assert not list(own.corpus.glob(".*.draft"))


def test_what_changes_in_the_folder_is_in_the_index_soon_after(own: Settings) -> None:
    reports = follow(own)
    first = next(reports)
    assert isinstance(first, IndexReport)
    assert first.read == 1
    changing = threading.Timer(1.0, lambda: replace_keeping_time(own.corpus / "sopor.md"))
    changing.start()
    second = next(reports)
    assert isinstance(second, IndexReport)
    assert (second.read, second.manifest.documents) == (1, 1)
    reports.close()


def test_what_changes_is_seen_where_the_system_follows_no_folders(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watching, "LOOK_MS", 100)
    monkeypatch.setattr(watching, "watch", refuse)
    reports = follow(own)
    next(reports)
    write(own.corpus / "ny.md", "aldrig")
    second = next(reports)
    assert isinstance(second, IndexReport)
    assert second.manifest.documents == 2
    reports.close()


def test_a_folder_that_may_not_be_entered_does_not_end_the_following(own: Settings) -> None:
    (own.corpus / "lost+found").mkdir(mode=0)
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    command = [sys.executable, "-m", "assistant.cli", "watch", "--corpus", str(own.corpus)]
    with subprocess.Popen(
        [*(plain if os.geteuid() == 0 else []), *command],
        stdout=subprocess.PIPE, text=True, cwd=HOUSE,
        env={**os.environ, "PLANFRAGA_STATE": str(own.state)},
    ) as watcher:  # fmt: skip
        said = cast(IO[str], watcher.stdout)
        started = [said.readline(), said.readline()]
        write(own.corpus / "ny.md", "aldrig")
        changed = said.readline()
        watcher.terminate()
    (own.corpus / "lost+found").chmod(0o755)
    assert "1 dokument" in started[1]
    assert "2 dokument" in changed


def test_what_fails_while_looking_does_not_end_the_following(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(watching, "_changes", lambda folder: iter([True, False, True]))
    monkeypatch.setattr(watching, "is_fresh", fail)
    reports = follow(own)
    kinds = [type(next(reports)) for _ in range(3)]
    assert kinds == [IndexReport, FileError, IndexReport]


def replace_keeping_time(path: Path) -> None:
    """Another content with an old time stamp, as when a copy from a backup is put back."""
    write(path, "varje vecka")
    os.utime(path, (1_000_000_000, 1_000_000_000))


def test_a_followed_folder_that_disappears_is_told_and_waited_for(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_MS", 500)
    away = own.corpus.with_name("borta")
    reports = follow(own)
    next(reports)
    threading.Timer(1.0, lambda: own.corpus.rename(away)).start()
    assert any(isinstance(outcome, FolderMissingError) for outcome in reports)
    write(away / "ny.md", "aldrig")
    threading.Timer(1.0, lambda: away.rename(own.corpus)).start()
    back = next(outcome for outcome in reports if isinstance(outcome, IndexReport))
    assert back.manifest.documents == 2
    reports.close()


def test_a_new_index_is_taken_into_use_without_a_lost_or_wrong_answer(
    asked: Settings, embedder: Embedder
) -> None:
    build_index(asked.corpus, asked.index_folder, embedder)
    assistant = Assistant.build(asked)
    answers: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answers.append(shown(assistant.ask(QUESTION, audience=Audience.PUBLIC)))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    said = ["varannan vecka", *(f"var {number}:e dag" for number in range(2, 8))]
    for how_often in said[1:]:
        write(asked.corpus / "sopor.md", how_often)
        build_index(asked.corpus, asked.index_folder, embedder)
        assert assistant.refresh()
    done.set()
    for thread in threads:
        thread.join()
    assert said[-1] in shown(assistant.ask(QUESTION, audience=Audience.PUBLIC))
    assert set(answers) <= {f"Soptunnorna i Kvarnby töms {how}." for how in said}


def shown(answer: Answer) -> str:
    """What the reader sees of the one passage, answered or refused."""
    return answer.citations[0].quotation if answer.citations else answer.nearest[0].text


def test_an_expired_document_says_until_when_it_held_good(
    asked: Settings, embedder: Embedder
) -> None:
    (asked.corpus / "catalogue.toml").write_text(
        '[[document]]\nfile = "sopor.md"\nvalid_to = "2020-12-31"\n'
        '[[document]]\nfile = "verksamhetsplan-2024.md"\n',
        encoding="utf-8",
    )
    build_index(asked.corpus, asked.index_folder, embedder)
    assistant = Assistant.build(asked)
    answer = assistant.ask(QUESTION, audience=Audience.PUBLIC)
    assert answer.citations[0].valid_to == "2020-12-31"
    document = assistant.document("sopor", Audience.PUBLIC)
    assert document is not None
    assert "Gällde till 2020-12-31" in source_page(document, 0, 0, "")
    current = dataclasses.replace(document, valid_to="2999")
    assert "ällde till" not in source_page(current, 0, 0, "")


def test_a_citation_of_a_document_that_has_changed_since_marks_nothing_and_says_so(
    asked: Settings, embedder: Embedder
) -> None:
    build_index(asked.corpus, asked.index_folder, embedder)
    assistant = Assistant.build(asked)
    citation = assistant.ask(QUESTION, audience=Audience.PUBLIC).citations[0]
    proof = citation.url.split("prov=")[1].split("#")[0]
    before = assistant.document("sopor", Audience.PUBLIC)
    write(asked.corpus / "sopor.md", "varje dag")
    build_index(asked.corpus, asked.index_folder, embedder)
    assistant.refresh()
    after = assistant.document("sopor", Audience.PUBLIC)
    assert before is not None
    assert after is not None
    assert "<mark" in source_page(before, citation.start, citation.end, proof)
    changed = source_page(after, citation.start, citation.end, proof)
    assert "<mark" not in changed
    assert "har ändrats sedan svaret gavs" in changed
