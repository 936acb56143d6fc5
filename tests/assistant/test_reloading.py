"""A server's index is renewed, whatever was wrong with one that came before."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from assistant import reloading, texts
from assistant.core import Assistant
from assistant.reloading import Reloader
from assistant.settings import Settings
from index.embedding import Embedder
from index.indexing import build_index
from tests.browser.conftest import serving


@pytest.fixture
def own(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(reloading, "_SECONDS", 0.05)
    monkeypatch.setattr(reloading, "_SECONDS_AFTER_FAILURE", 0.1)
    settings = Settings(corpus=tmp_path / "corpus", state=tmp_path / "state")
    settings.corpus.mkdir()
    write(settings, "juni")
    build_index(settings.corpus, settings.index_folder, embedder)
    return settings


def write(settings: Settings, month: str) -> None:
    text = f"# Bad\n\nBadhuset öppnar i {month}."
    (settings.corpus / "bad.md").write_text(text, encoding="utf-8")


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise TimeoutError


def break_index(folder: Path) -> None:
    """Make a version current whose files cannot be opened, though its manifest can."""
    version = (folder / "current").read_text(encoding="utf-8")
    broken = folder / "v-trasig"
    broken.mkdir()
    (broken / "manifest.json").write_bytes((folder / version / "manifest.json").read_bytes())
    (folder / "current").write_text(broken.name, encoding="utf-8")


def test_an_index_that_cannot_be_opened_is_said_once_and_the_next_one_is_taken_into_use(
    own: Settings, embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = Assistant.build(own)
    before = assistant.index_version
    reloader = Reloader(assistant)
    reloader.start()
    break_index(own.index_folder)
    wait_until(lambda: reloader.is_behind)
    time.sleep(0.5)
    assert [record.message for record in caplog.records] == [texts.NOT_RELOADED]
    assert assistant.index_version == before
    (own.index_folder / "current").write_text(before, encoding="utf-8")
    write(own, "juli")
    build_index(own.corpus, own.index_folder, embedder)
    wait_until(lambda: assistant.index_version != before)
    wait_until(lambda: not reloader.is_behind)
    reloader.stop()
    reloader.join()


def test_a_server_says_that_the_index_in_use_is_not_the_newest(own: Settings) -> None:
    folder = str(own.index_folder)
    with serving("--index", folder, "--port", "0", state=own.state_folder) as address:
        health = lambda: httpx.get(address + "/healthz", trust_env=False)  # noqa: E731
        assert health().json() == {"status": "ok"}
        break_index(own.index_folder)
        wait_until(lambda: health().json() == {"status": "outdated"})
        assert health().status_code == 200
