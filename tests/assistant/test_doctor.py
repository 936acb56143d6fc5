from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.doctor import check, notes, settings_notes
from assistant.settings import Settings
from tests.conftest import HOUSE


@pytest.fixture
def free(settings: Settings) -> Settings:
    """The shipped corpus with a port that the system chooses."""
    return replace(settings, port=0)


def faults(settings: Settings) -> str:
    return "\n".join(text for fine, text in check(settings) if not fine)


def test_everything_in_place_is_said_of_port_and_logo_too(free: Settings, tmp_path: Path) -> None:
    logo = tmp_path / "LOGOTYP.PNG"
    logo.write_bytes(b"\x89PNG")
    said = check(replace(free, logo=logo))
    assert all(fine for fine, _ in said)
    assert (True, "servern kan lyssna på 127.0.0.1, port 0") in said
    assert (True, f"logotypen {logo} kan visas") in said


def test_a_missing_logo_and_one_of_another_kind_are_faults(free: Settings, tmp_path: Path) -> None:
    gif = tmp_path / "logotyp.gif"
    gif.write_bytes(b"GIF89a")
    missing = replace(free, logo=tmp_path / "saknas.svg")
    assert "saknas.svg: sökvägen finns inte." in faults(missing)
    assert "Tillåtet är .svg, .png, .webp." in faults(replace(free, logo=gif))


def test_a_port_in_use_is_noted_and_an_address_of_another_machine_a_fault(free: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        busy = replace(free, port=other.getsockname()[1])
        assert faults(busy) == ""
        assert any(f"porten {busy.port} används redan" in note for note in notes(busy))
    assert "Adressen ”192.0.2.7” finns inte" in faults(replace(free, host="192.0.2.7"))


def test_an_index_that_belongs_to_somebody_else_is_a_fault(tmp_path: Path) -> None:
    corpus, state = tmp_path / "plan", tmp_path / "state"
    corpus.mkdir()
    (corpus / "a.md").write_text("# A\n\nBron blir klar 2027.", encoding="utf-8")
    own = Settings(corpus=corpus, state=state)
    own.index_folder.mkdir(parents=True)
    own.index_folder.chmod(0o555)
    plain = [shutil.which("setpriv") or "", "--bounding-set=-dac_override,-dac_read_search"]
    told = subprocess.run(
        [*(plain if os.geteuid() == 0 else []), sys.executable, "-m", "assistant.cli", "doctor"],
        capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(HOUSE),
            "PLANFRAGA_CORPUS": str(corpus),
            "PLANFRAGA_STATE": str(state),
        },
    )  # fmt: skip
    assert told.returncode == 1
    assert f"ok    mappen {state} går att skriva i" in told.stdout
    assert f"FEL   Det går inte att skriva i {own.index_folder}" in told.stdout


def test_an_index_made_of_another_folder_is_noted_with_both(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# A\n\nBron blir klar 2027.", encoding="utf-8")
    elsewhere = replace(settings, corpus=tmp_path, index=settings.index_folder)
    said = [note for note in notes(elsewhere) if "är gjort av mappen" in note]
    assert len(said) == 1
    assert f"av mappen {settings.corpus.resolve()}, inte av {tmp_path}" in said[0]
    own = replace(settings, index=settings.index_folder)
    assert not any("är gjort av mappen" in note for note in notes(own))


def test_where_the_settings_come_from_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"ingen planfraga.toml finns i {tmp_path}" in settings_notes(Settings())[0]
    file = tmp_path / "drift.toml"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("PLANFRAGA_SETTINGS", str(file))
    assert settings_notes(Settings()) == [f"inställningarna är lästa ur {file}"]


def test_a_name_left_as_it_was_over_documents_of_ones_own_is_noted(tmp_path: Path) -> None:
    own = Settings(corpus=tmp_path)
    assert "på sidan står Huddinge kommun, fast dokumenten är egna" in settings_notes(own)[1]
    assert len(settings_notes(replace(own, organisation="Ekdala kommun"))) == 1
    assert len(settings_notes(Settings())) == 1
