from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import texts
from assistant.core import Assistant
from assistant.doctor import check
from assistant.settings import Settings, settings_file
from corpus.errors import FileError, IndexElsewhereError, SettingsError
from index.embedding import STATIC_MODEL, StaticModel
from index.indexing import build_index


def made(folder: Path, state: Path, model: StaticModel) -> Settings:
    """Index a folder with one document in the default place."""
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"# {folder.name}\n\nBron blir klar 2027.", encoding="utf-8")
    settings = Settings(corpus=folder, state=state, model=STATIC_MODEL)
    build_index(folder, settings.index_folder, model)
    return settings


def test_folders_of_similar_names_have_indexes_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / ("b" * 120)
    folders = [tmp_path / "plan" / "intern", tmp_path / "plan-intern", deep / "x", deep / "y"]
    places = {Settings(corpus=folder).index_folder for folder in folders}
    assert len(places) == 4
    monkeypatch.chdir(tmp_path)
    assert Settings(corpus=Path("plan-intern")).index_folder in places


def test_an_index_of_another_folder_is_not_taken_into_use(
    tmp_path: Path, static_model: StaticModel
) -> None:
    public = made(tmp_path / "plan-intern", tmp_path / "state", static_model)
    internal = made(tmp_path / "plan" / "intern", tmp_path / "state", static_model)
    assistant = Assistant.build(public)
    shutil.rmtree(public.index_folder)
    shutil.copytree(internal.index_folder, public.index_folder)
    with pytest.raises(IndexElsewhereError) as told:
        assistant.refresh()
    assert [info.title for info in assistant.documents(public.door_audience)] == ["plan-intern"]
    with pytest.raises(IndexElsewhereError):
        Assistant.build(public)
    said = texts.error_text(told.value)
    assert f"är gjort av mappen {internal.corpus}, inte av {public.corpus}." in said
    assert (False, said) in check(public)


def test_an_index_that_was_moved_is_used_where_it_is_pointed_out(
    tmp_path: Path, static_model: StaticModel
) -> None:
    settings = made(tmp_path / "plan", tmp_path / "state", static_model)
    moved = settings.index_folder.rename(tmp_path / "flyttat")
    shutil.rmtree(settings.corpus)
    assistant = Assistant.build(replace(settings, corpus=tmp_path / "annan", index=moved))
    assert [info.title for info in assistant.documents(settings.door_audience)] == ["plan"]
    assert not assistant.refresh()


def test_a_server_goes_on_with_its_folder_when_its_index_is_made_of_another(
    tmp_path: Path, static_model: StaticModel
) -> None:
    first = made(tmp_path / "plan", tmp_path / "state", static_model)
    other = made(tmp_path / "annan", tmp_path / "state", static_model)
    assistant = Assistant.build(replace(first, index=first.index_folder))
    build_index(other.corpus, first.index_folder, static_model)
    with pytest.raises(IndexElsewhereError):
        assistant.refresh()
    assert [info.title for info in assistant.documents(first.door_audience)] == ["plan"]


@pytest.fixture
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tom"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_settings_file_that_is_pointed_out_goes_before_the_working_folder(
    in_an_empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (in_an_empty_folder / "planfraga.toml").write_text("port = 1", encoding="utf-8")
    (tmp_path / "drift.toml").write_text("port = 8080", encoding="utf-8")
    assert Settings.load().port == 1
    monkeypatch.setenv("PLANFRAGA_SETTINGS", str(tmp_path / "drift.toml"))
    assert Settings.load().port == 8080
    assert settings_file() == tmp_path / "drift.toml"


def test_a_settings_file_that_is_pointed_out_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANFRAGA_SETTINGS", str(tmp_path / "saknas.toml"))
    with pytest.raises(FileError):
        Settings.load()


def test_a_tilde_in_a_path_is_the_home_folder(
    in_an_empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "drift.toml").write_text('corpus = "~/plan"', encoding="utf-8")
    monkeypatch.setenv("PLANFRAGA_SETTINGS", "~/drift.toml")
    monkeypatch.setenv("PLANFRAGA_STATE", "~/data")
    read = Settings.load({"index": "~/index"})
    home = [tmp_path / name for name in ("plan", "data", "index")]
    assert [read.corpus, read.state, read.index] == home
    with pytest.raises(SettingsError):
        Settings.load({"corpus": "~ingen-som-finns/plan"})


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("longest_question", ("0", "10001"), ("1", "10000")),
        ("reading_seconds", ("0",), ("1",)),
        ("reading_megabytes", ("0",), ("1",)),
        ("kiosk_idle_seconds", ("0",), ("1",)),
        ("kiosk_warning_seconds", ("0",), ("1",)),
        ("threads", ("-1",), ("0",)),
    ],
)
def test_a_number_that_would_mean_nothing_is_refused(
    name: str, wrong: tuple[str, ...], right: tuple[str, ...]
) -> None:
    for text in wrong:
        with pytest.raises(SettingsError):
            Settings().with_values({name: text})
    for text in right:
        assert getattr(Settings().with_values({name: text}), name) == int(text)


def test_an_option_goes_before_a_variable_that_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANFRAGA_PORT", "tcp://10.0.0.7:7860")
    assert Settings.load({"port": "8080", "host": None}).port == 8080
    with pytest.raises(SettingsError):
        Settings.load()
