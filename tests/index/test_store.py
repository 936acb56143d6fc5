from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from pypdf import PdfWriter

from assistant import texts
from corpus.content import digest
from corpus.errors import (
    CatalogueLostError,
    FolderMissingError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    NoDocumentsError,
    StorageError,
)
from corpus.preparing import Limits, Unread
from corpus.types import Audience
from index import freshness, indexing
from index.embedding import Embedder, StaticModel
from index.freshness import is_fresh
from index.indexing import IndexReport, build_index
from index.search import Searcher
from index.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in {
        "a": "# Katter\n\nKatten sover på mattan.",
        "b": "# Hundar\n\nHunden äter upp benet.",
        "c": "# Bilar\n\nBilen står i garaget.",
    }.items():
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    return corpus


def test_an_index_folder_that_is_made_is_closed_to_other_users(
    folder: Path, tmp_path: Path, static_model: StaticModel
) -> None:
    before = os.umask(0o022)
    try:
        build_index(folder, tmp_path / "index", static_model)
    finally:
        os.umask(before)
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o750


def name_all(folder: Path, audience: str = "public") -> None:
    """Write a catalogue of all files, `b.md` for this audience and the others public."""
    rows = "".join(
        f'[[document]]\nfile = "{name}.md"\naudience = "{audience if name == "b" else "public"}"\n'
        for name in "abc"
    )
    (folder / "catalogue.toml").write_text(rows, encoding="utf-8")


def build(folder: Path, embedder: Embedder) -> IndexReport:
    return build_index(folder, folder.parent / "index", embedder)


def opened(folder: Path) -> Store:
    return Store(folder.parent / "index")


def passages(folder: Path) -> list[str]:
    store = opened(folder)
    return [store.passage(number).text for number in range(store.manifest.passages)]


def test_what_is_stored_is_what_is_read_back(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    store = opened(folder)
    document = store.document("b")
    assert document is not None
    assert document.title == "Hundar"
    row = store.passages_of("b")[0]
    passage = store.passage(row)
    assert document.text[passage.start : passage.end] == passage.text == "Hunden äter upp benet."
    expected = embedder.embed(["Hundar Hunden äter upp benet."])[0]
    assert float(store.vectors.rows(np.array([row]))[0] @ expected) > 0.999


def test_an_unknown_document_is_none_and_has_no_passages(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    assert opened(folder).document("x") is None
    assert len(opened(folder).passages_of("x")) == 0


def test_only_what_changed_is_read_again(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    (folder / "b.md").write_text("# Hundar\n\nHunden sover.", encoding="utf-8")
    (folder / "d.md").write_text("# Fåglar\n\nFågeln sjunger.", encoding="utf-8")
    (folder / "c.md").unlink()
    report = build(folder, embedder)
    assert (report.read, report.reused, report.removed) == (2, 1, 1)
    assert sorted(passages(folder)) == [
        "Fågeln sjunger.", "Hunden sover.", "Katten sover på mattan.",
    ]  # fmt: skip


def test_an_update_gives_the_same_answers_as_building_anew(
    folder: Path, embedder: Embedder, tmp_path: Path
) -> None:
    build(folder, embedder)
    (folder / "b.md").write_text("# Hundar\n\nHunden sover.", encoding="utf-8")
    build(folder, embedder)
    build_index(folder, tmp_path / "anew", embedder)
    searchers = [Searcher(opened(folder), embedder), Searcher(Store(tmp_path / "anew"), embedder)]
    found = [
        [(hit.passage.text, round(hit.score, 4)) for hit in searcher.search("Vad gör hunden?",
                                                                           Audience.PUBLIC)]
        for searcher in searchers
    ]  # fmt: skip
    assert sorted(found[0]) == sorted(found[1])


def test_what_is_kept_beside_what_changed_is_stored_as_in_an_index_built_anew(
    folder: Path, embedder: Embedder, tmp_path: Path
) -> None:
    for number in range(6):
        text = f"# Plan {number}\n\nMålet är {number} hundar.\n\n## Två\n\n" + "Ett mål. " * 300
        (folder / f"plan-{number}.md").write_text(text, encoding="utf-8")
    build(folder, embedder)
    (folder / "plan-2.md").write_text("# Nya\n\nKatterna är sju.", encoding="utf-8")
    (folder / "plan-4.md").rename(folder / "a-forst.md")
    (folder / "b.md").unlink()
    (folder / "sist.md").write_text("# Sist\n\nBilen sover.", encoding="utf-8")
    build(folder, embedder)
    build_index(folder, tmp_path / "anew", embedder)
    kept, anew = opened(folder), Store(tmp_path / "anew")
    assert kept.infos == anew.infos
    assert kept.owners.tolist() == anew.owners.tolist()
    for number in range(len(anew.infos)):
        one, other = kept.record(number), anew.record(number)
        assert np.allclose(one.vectors, other.vectors, atol=1e-3)
        assert replace(one, vectors=other.vectors) == other
    assert sorted(kept.vocabulary.terms) == sorted(anew.vocabulary.terms)
    for term in anew.vocabulary.terms:
        first, second = (
            store.passages_lexical.scores([(store.vocabulary.find(term) or 0, 1.0)])
            for store in (kept, anew)
        )
        assert np.allclose(first, second)


def test_a_run_without_changes_writes_no_version_and_knows_that_it_has_looked(
    folder: Path, embedder: Embedder
) -> None:
    (folder / "trasig.pdf").write_bytes(b"inte en pdf")
    build(folder, embedder)
    version, built = opened(folder).version, opened(folder).manifest.built
    time.sleep(0.05)
    (folder / "b.md").touch()
    assert not is_fresh(folder, folder.parent / "index")
    report = build(folder, embedder)
    assert (report.read, report.reused, report.unread) == (0, 3, (("trasig.pdf", "broken"),))
    assert opened(folder).version == version
    assert opened(folder).manifest == report.manifest
    assert report.manifest.built == built < report.manifest.looked
    assert is_fresh(folder, folder.parent / "index")


def test_a_file_that_is_tried_again_in_vain_makes_no_new_version(
    folder: Path, embedder: Embedder
) -> None:
    scan = PdfWriter()
    scan.add_blank_page(200, 200)
    scan.write(folder / "inskannad.pdf")
    first = build(folder, embedder)
    assert [path for path, _ in first.unread] == ["inskannad.pdf"]
    version = opened(folder).version
    assert build(folder, embedder).unread == first.unread
    assert opened(folder).version == version
    shutil.copy(folder / "inskannad.pdf", folder / "annan.pdf")
    assert len(build(folder, embedder).unread) == 2
    assert opened(folder).version != version
    assert opened(folder).unread().keys() == {"annan.pdf", "inskannad.pdf"}


def test_a_reader_keeps_its_version_while_newer_ones_come(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    reader = opened(folder)
    for text in ("Ett.", "Två.", "Tre."):
        (folder / "a.md").write_text(f"# Katter\n\n{text}", encoding="utf-8")
        build(folder, embedder)
    assert reader.passage(0).text == "Katten sover på mattan."


def test_an_unreadable_file_is_reported_and_the_rest_indexed(
    folder: Path, embedder: Embedder
) -> None:
    (folder / "trasig.pdf").write_bytes(b"inte en pdf")
    report = build(folder, embedder)
    assert report.unread == (("trasig.pdf", "broken"),)
    assert report.manifest.documents == 3


def test_a_file_that_could_not_be_read_is_not_tried_again_until_it_changes(
    folder: Path, embedder: Embedder
) -> None:
    broken = folder / "trasig.pdf"
    broken.write_bytes(b"inte en pdf")
    for _ in range(2):
        assert build(folder, embedder).unread == (("trasig.pdf", "broken"),)
    assert opened(folder).unread().keys() == {"trasig.pdf"}
    broken.unlink()
    (folder / "trasig.md").write_text("# Hel\n\nHel text.", encoding="utf-8")
    assert build(folder, embedder).unread == ()


def test_a_file_that_cost_too_much_is_tried_again_when_it_may_cost_more(
    folder: Path, embedder: Embedder
) -> None:
    page = "<h1>Fåglar</h1><p>Ugglan flyger om natten.</p>" + f"<!-- {'ord ' * 2_000_000}-->" * 3
    (folder / "stor.html").write_text(page, encoding="utf-8")
    index, little = folder.parent / "index", Limits(megabytes=100)
    report = build_index(folder, index, embedder, limits=little)
    assert report.unread == (("stor.html", "memory"),)
    version = opened(folder).version
    assert build_index(folder, index, embedder, limits=little).unread == report.unread
    assert opened(folder).version == version
    assert build_index(folder, index, embedder, limits=Limits(megabytes=1_000)).unread == ()
    assert "Fåglar" in [info.title for info in opened(folder).infos]


def test_a_renamed_document_is_moved_and_answers_under_its_new_name(
    folder: Path, embedder: Embedder
) -> None:
    build(folder, embedder)
    (folder / "b.md").rename(folder / "hundar.md")
    report = build(folder, embedder)
    assert (report.read, report.moved, report.removed) == (0, 1, 0)
    store = opened(folder)
    assert store.document("b") is None
    assert store.passage(store.passages_of("hundar")[0]).text == "Hunden äter upp benet."


def test_every_document_has_an_id_of_its_own(folder: Path, embedder: Embedder) -> None:
    page = "<main><h1>Plan</h1><p>Planen är {}.</p></main>"
    build(folder, embedder)
    (folder / "plan.html").write_text(page.format("intern"), encoding="utf-8")
    for name in ("plan.html.md", "a.markdown", "plan.html.md.md", "b"):
        (folder / name).write_text(f"# Omskriven\n\nText i {name}.", encoding="utf-8")
    build(folder, embedder)
    store = opened(folder)
    assert {info.path: info.id for info in store.infos} == {
        "a.markdown": "a.markdown",
        "a.md": "a.md",
        "b.md": "b",
        "c.md": "c",
        "plan.html": "plan.html",
        "plan.html.md": "plan.html.md",
        "plan.html.md.md": "plan.html.md.md",
    }
    for info in store.infos:
        document = store.document(info.id)
        assert document is not None
        assert document.path == info.path
        assert [store.passage(n).document_id for n in store.passages_of(info.id)] == [info.id]


def test_a_new_name_that_says_another_date_is_read_again(folder: Path, embedder: Embedder) -> None:
    (folder / "b.md").rename(folder / "plan-2023.md")
    build(folder, embedder)
    (folder / "plan-2023.md").rename(folder / "plan-2024.md")
    assert build(folder, embedder).read == 1
    document = opened(folder).document("plan-2024")
    assert document is not None
    assert document.date == "2024"


def test_a_file_with_a_new_time_stamp_and_the_old_content_is_not_read_again(
    folder: Path, embedder: Embedder
) -> None:
    build(folder, embedder)
    (folder / "b.md").touch()
    assert build(folder, embedder).read == 0


def test_a_folder_that_disappears_leaves_the_old_index(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    (folder / "d.md").write_text("# D\n\nText.", encoding="utf-8")
    with pytest.raises(FolderMissingError):
        build_index(
            folder, folder.parent / "index", embedder, lambda done, total: shutil.rmtree(folder)
        )
    assert len(passages(folder)) == 3


def test_a_full_disk_is_said_and_leaves_the_old_index(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    (folder / "lang.md").write_text("Långa ord om allt. " * 2_000, encoding="utf-8")
    command = [sys.executable, "-m", "assistant.cli", "index", "--corpus", str(folder)]
    run = subprocess.run(
        [*command, "--index", str(folder.parent / "index")],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert run.returncode == 1
    assert "Det går inte att skriva" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(passages(folder)) == 3
    assert not list((folder.parent / "index").glob(".draft-*"))


def test_a_document_that_no_longer_holds_good_stands_behind_one_that_does(
    folder: Path, embedder: Embedder
) -> None:
    for name in ("a-plan", "b-plan"):
        text = f"# Kattplan {name[0]}\n\nKatterna ska få mat två gånger om dagen."
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for old, new in (("a-plan", "b-plan"), ("b-plan", "a-plan")):
        (folder / "catalogue.toml").write_text(
            f'[[document]]\nfile = "{old}.md"\nvalid_to = "2020"\n'
            f'[[document]]\nfile = "{new}.md"\n',
            encoding="utf-8",
        )
        build(folder, embedder)
        hits = Searcher(opened(folder), embedder).search(
            "Hur ofta får katterna mat?", Audience.PUBLIC
        )
        assert [hit.document.id for hit in hits[:2]] == [new, old]
        assert [hit.outdated for hit in hits[:2]] == [False, True]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, embedder: Embedder) -> None:
    secret = folder.parent / "hemligt.md"
    secret.write_text("# Hemligt\n\nLösenordet är kattunge.", encoding="utf-8")
    (folder / "lank.md").symlink_to(secret)
    (folder / "mapp").symlink_to(folder.parent, target_is_directory=True)
    report = build(folder, embedder)
    assert ("lank.md", "outside") in report.unread
    assert not any("kattunge" in passage for passage in passages(folder))


def test_a_folder_without_documents_is_refused_and_the_old_index_stays(
    folder: Path, embedder: Embedder
) -> None:
    build(folder, embedder)
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(NoDocumentsError):
        build(folder, embedder)
    assert len(passages(folder)) == 3


def test_no_index_and_an_index_of_another_version_are_told_apart(
    folder: Path, embedder: Embedder
) -> None:
    with pytest.raises(IndexMissingError):
        opened(folder)
    build(folder, embedder)
    version = folder.parent / "index" / opened(folder).version
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    (version / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(IndexMismatchError):
        opened(folder)


def test_a_catalogue_that_is_lost_makes_no_internal_document_public(
    folder: Path, embedder: Embedder
) -> None:
    name_all(folder, "internal")
    build(folder, embedder)
    kept = (folder / "catalogue.toml").rename(folder.parent / "undan.toml")
    with pytest.raises(CatalogueLostError, match="1"):
        build(folder, embedder)
    assert [info.audience for info in opened(folder).infos] == ["public", "internal", "public"]
    kept.rename(folder / "catalogue.toml")
    assert build(folder, embedder).read == 0


def test_a_catalogue_that_kept_nothing_internal_may_be_taken_away(
    folder: Path, embedder: Embedder
) -> None:
    name_all(folder)
    build(folder, embedder)
    (folder / "catalogue.toml").unlink()
    build(folder, embedder)
    assert {info.audience for info in opened(folder).infos} == {"public"}


def test_a_run_reads_once_what_the_last_version_says_of_each_document(
    folder: Path, static_model: StaticModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, static_model)
    read: list[str] = []
    read_text = Path.read_text

    def noted(path: Path, encoding: str | None = None) -> str:
        read.append(path.name)
        return read_text(path, encoding)

    monkeypatch.setattr(Path, "read_text", noted)
    build(folder, static_model)
    assert read.count("infos.json") == 1


def test_an_index_knows_the_content_that_each_document_was_read_from(
    folder: Path, embedder: Embedder
) -> None:
    name_all(folder)
    build(folder, embedder)
    indexed = digest(folder / "b.md")
    assert opened(folder).content("b.md") == indexed
    (folder / "b.md").write_text("# Annat\n\nEn annan text.", encoding="utf-8")
    assert opened(folder).content("b.md") == indexed != digest(folder / "b.md")
    assert opened(folder).content("finns-inte.md") == ""


def test_an_index_without_the_digests_of_contents_opens_and_one_run_adds_them(
    folder: Path, embedder: Embedder
) -> None:
    build(folder, embedder)
    prints = folder.parent / "index" / opened(folder).version / "files.json"
    prints.write_text(json.dumps(dict.fromkeys(("a.md", "b.md", "c.md"), "5a" * 32)))
    assert opened(folder).content("b.md") == ""
    assert build(folder, embedder).read == 3
    assert opened(folder).content("b.md") == digest(folder / "b.md")
    assert build(folder, embedder).read == 0


def test_an_index_of_another_model_is_refused(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    with pytest.raises(IndexMismatchError, match="annan"):
        opened(folder).check_model("annan", embedder.dimensions)


def test_two_indexers_do_not_write_at_once(folder: Path, embedder: Embedder) -> None:
    build(folder, embedder)
    with FileLock(folder.parent / "index" / ".lock"), pytest.raises(IndexBusyError):
        build(folder, embedder)


def test_a_place_that_cannot_be_written_is_named(folder: Path, embedder: Embedder) -> None:
    (folder.parent / "fil").write_text("")
    with pytest.raises(StorageError, match="fil"):
        build_index(folder, folder.parent / "fil" / "index", embedder)


def test_a_version_that_cannot_be_made_current_leaves_nothing_beside_the_one_that_is(
    folder: Path, static_model: StaticModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, static_model)
    before = opened(folder).version
    (folder / "a.md").write_text("# Katter\n\nKatten är vaken.", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_room)
        with pytest.raises(StorageError):
            build(folder, static_model)
    assert opened(folder).version == before
    beside = {path.name for path in (folder.parent / "index").iterdir() if path.is_file()}
    assert beside == {".lock", "current"}


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_index_is_stale_when_a_file_is_newer_added_or_removed(
    folder: Path, embedder: Embedder
) -> None:
    index = folder.parent / "index"
    assert not is_fresh(folder, index)
    time.sleep(1.1)
    build(folder, embedder)
    assert is_fresh(folder, index)
    (folder / "d.md").write_text("# Ny\n\nText.", encoding="utf-8")
    assert not is_fresh(folder, index)


def test_an_index_is_stale_when_the_catalogue_is_gone_or_an_older_file_came(
    folder: Path, embedder: Embedder
) -> None:
    index = folder.parent / "index"
    catalogue = folder / "catalogue.toml"
    name_all(folder)
    build(folder, embedder)
    time.sleep(0.05)
    catalogue.unlink()
    assert not is_fresh(folder, index)
    build(folder, embedder)
    time.sleep(0.05)
    (folder / "a.md").write_text("# Gammal\n\nText.", encoding="utf-8")
    os.utime(folder / "a.md", (0, 0))
    assert not is_fresh(folder, index)


def test_a_run_that_is_killed_leaves_the_old_index_and_the_next_finishes(
    folder: Path, embedder: Embedder
) -> None:
    build(folder, embedder)
    for number in range(3):
        (folder / f"ny-{number}.md").write_text(f"# Ny\n\nNyhet {number}.", encoding="utf-8")
        command = [sys.executable, "-m", "assistant.cli", "index", "--corpus", str(folder)]
        run = subprocess.Popen([*command, "--index", str(folder.parent / "index")])
        time.sleep(0.15 + 0.1 * number)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert {"Katten sover på mattan.", "Bilen står i garaget."} <= set(passages(folder))
    build(folder, embedder)
    assert {f"Nyhet {number}." for number in range(3)} <= set(passages(folder))


DAMAGES = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "overwritten": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_told_and_made_anew(
    folder: Path, static_model: StaticModel, damage: str
) -> None:
    """Each damage to every other file: every file is gone or empty, and cut or overwritten."""
    build(folder, static_model)
    index = folder.parent / "index"
    right = passages(folder)
    names = sorted(path.name for path in (index / opened(folder).version).iterdir())
    for name in names[list(DAMAGES).index(damage) % 2 :: 2]:
        (folder / "d.md").write_text(f"# D\n\nNu {name}.", encoding="utf-8")
        DAMAGES[damage](index / opened(folder).version / name)
        build(folder, static_model)
        assert passages(folder)[:3] == right, name
        assert passages(folder)[3] == f"Nu {name}."


@pytest.mark.parametrize("name", ["vectors.faiss", "infos.json", "owners.npy", "passages.jsonl"])
def test_an_index_with_a_cut_file_is_refused_in_words_and_mended_though_no_document_changed(
    folder: Path, static_model: StaticModel, name: str
) -> None:
    build(folder, static_model)
    right = passages(folder)
    DAMAGES["cut"](folder.parent / "index" / opened(folder).version / name)
    with pytest.raises(IndexDamagedError) as told:
        opened(folder)
    assert "är skadat" in texts.error_text(told.value)
    build(folder, static_model)
    assert passages(folder) == right


def test_an_edited_file_is_seen_though_the_clock_of_the_last_run_was_ahead(
    folder: Path, static_model: StaticModel
) -> None:
    build(folder, static_model)
    say_in_manifest(folder, built="2099-01-01T00:00:00.000+00:00")
    assert is_fresh(folder, folder.parent / "index")
    (folder / "b.md").write_text("# Hundar\n\nHunden äter upp maten.", encoding="utf-8")
    assert not is_fresh(folder, folder.parent / "index")


def test_an_index_from_before_files_were_compared_is_looked_at_once(
    folder: Path, static_model: StaticModel
) -> None:
    build(folder, static_model)
    version = opened(folder).version
    say_in_manifest(folder, seen=None)
    assert not is_fresh(folder, folder.parent / "index")
    build(folder, static_model)
    assert is_fresh(folder, folder.parent / "index")
    assert opened(folder).version == version


def test_an_index_is_stale_when_files_are_read_in_a_later_way_but_not_in_an_earlier(
    folder: Path, static_model: StaticModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, now = folder.parent / "index", freshness.READING_VERSION
    build(folder, static_model)
    for module in (freshness, indexing):
        monkeypatch.setattr(module, "READING_VERSION", now + 1)
    assert not is_fresh(folder, index)
    assert build(folder, static_model).read == 3
    assert is_fresh(folder, index)
    monkeypatch.setattr(freshness, "READING_VERSION", now)
    assert is_fresh(folder, index)


def say_in_manifest(folder: Path, **changed: str | None) -> None:
    """Change the manifest of the version in use; None takes a field away."""
    path = folder.parent / "index" / opened(folder).version / "manifest.json"
    row = {**json.loads(path.read_text(encoding="utf-8")), **changed}
    kept = {key: value for key, value in row.items() if value is not None}
    path.write_text(json.dumps(kept), encoding="utf-8")


@pytest.fixture
def unopenable(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Files and folders that the system will not open for a moment."""
    paths: set[Path] = set()
    open_file, scan = Path.open, os.scandir

    def checked(path: Any) -> None:
        if not isinstance(path, int) and Path(path) in paths:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    def opening(path: Path, *args: Any, **options: Any) -> Any:
        checked(path)
        return open_file(path, *args, **options)

    def scanning(path: Any) -> Any:
        checked(path)
        return scan(path)

    monkeypatch.setattr(Path, "open", opening)
    monkeypatch.setattr(os, "scandir", scanning)
    return paths


def test_a_file_that_cannot_be_opened_for_a_moment_answers_as_it_was(
    folder: Path, static_model: StaticModel, unopenable: set[Path]
) -> None:
    (folder / "mapp").mkdir()
    (folder / "mapp" / "d.md").write_text("# D\n\nDuvan kuttrar.", encoding="utf-8")
    build(folder, static_model)
    right = passages(folder)
    (folder / "b.md").write_text("# Hundar\n\nHunden sover.", encoding="utf-8")
    unopenable |= {folder / "b.md", folder / "mapp"}
    report = build(folder, static_model)
    assert report.unread == (("b.md", "held"), ("mapp", "unreadable"), ("mapp/d.md", "held"))
    assert report.removed == 0
    assert passages(folder) == right
    unopenable.clear()
    report = build(folder, static_model)
    assert (report.read, report.unread) == (1, ())
    assert "Hunden sover." in passages(folder)


def test_a_changed_file_that_its_reader_cannot_open_answers_as_it_was(
    folder: Path, static_model: StaticModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_opened(_: Path, files: list[tuple[str, object]], __: Limits) -> Iterator[Unread]:
        return (Unread(path, "unreadable") for path, _ in files)

    build(folder, static_model)
    right = passages(folder)
    (folder / "b.md").write_text("# Hundar\n\nHunden sover.", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(indexing, "prepare_all", none_opened)
        assert build(folder, static_model).unread == (("b.md", "held"),)
    assert passages(folder) == right
    assert build(folder, static_model).read == 1
    assert "Hunden sover." in passages(folder)


def test_a_file_that_became_internal_is_not_shown_as_it_was(
    folder: Path, static_model: StaticModel, unopenable: set[Path]
) -> None:
    names = "".join(f'[[document]]\nfile = "{name}.md"\n' for name in "abc")
    (folder / "catalogue.toml").write_text(names, encoding="utf-8")
    build(folder, static_model)
    internal = names.replace('"b.md"', '"b.md"\naudience = "internal"')
    (folder / "catalogue.toml").write_text(internal, encoding="utf-8")
    unopenable.add(folder / "b.md")
    assert build(folder, static_model).unread == (("b.md", "unreadable"),)
    assert "Hunden äter upp benet." not in passages(folder)


def test_a_file_that_could_not_be_opened_is_tried_again_after_some_minutes(
    folder: Path, static_model: StaticModel, unopenable: set[Path]
) -> None:
    build(folder, static_model)
    unopenable.add(folder / "b.md")
    build(folder, static_model)
    assert is_fresh(folder, folder.parent / "index")
    for hour in ("2020-01-01T00:00:00.000+00:00", "2099-01-01T00:00:00.000+00:00"):
        say_in_manifest(folder, looked=hour)
        assert not is_fresh(folder, folder.parent / "index")
