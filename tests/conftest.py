"""What all tests share: the shipped corpus indexed once, and no way out to a network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.core import Assistant
from assistant.settings import Settings
from index.embedding import STATIC_MODEL, Embedder, StaticModel, load_embedder
from index.indexing import build_index

HOUSE = Path(__file__).resolve().parents[1]
SHARED = HOUSE.parent / "shared"
LOOPBACK = ("127.", "::1", "localhost")

hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse every connection that is not to this machine, and fail the test that tried."""
    attempts: list[str] = []
    connect = socket.socket.connect

    def guarded(own: socket.socket, address: object) -> None:
        host = str(address[0]) if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not host.startswith(LOOPBACK):
            attempts.append(host)
            raise OSError(f"a test may not connect to {host}")
        connect(own, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield attempts
    assert attempts == []


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def static_model() -> StaticModel:
    model = load_embedder(STATIC_MODEL)
    assert isinstance(model, StaticModel)
    return model


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Settings:
    """The shipped corpus, indexed in a temporary state folder."""
    found = Settings(state=tmp_path_factory.mktemp("state"))
    build_index(found.corpus, found.index_folder, embedder)
    return found


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    return Assistant.build(settings)


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: a skipped browser test there is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI"):
        for report in skipped:
            print(f"skipped in CI: {report.nodeid}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
