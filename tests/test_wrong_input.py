"""Whatever is typed: one Swedish sentence, exit status 0, 1 or 2, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.cli import COMMANDS, index, main
from assistant.settings import Settings
from tests.conftest import HOUSE

ENGLISH = re.compile(
    r"usage|argument|expected|required|unrecognized|invalid|choose from|error"
    r"|no such|permission denied|not a directory|is a directory|address already",
    re.I,
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "mapp"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nBron vid sjön blir klar 2027.", encoding="utf-8")
    os.utime(folder / "a.md", (0, 0))
    return folder


@pytest.fixture(autouse=True)
def own_state_and_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANFRAGA_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("När blir bron klar?\n"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as leaving:
        status = int(str(leaving.code))
    return status, *capsys.readouterr()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    status, out, said = run(capsys, *arguments)
    assert status in (1, 2)
    assert out == ""
    assert len(said.splitlines()) == 1
    assert not ENGLISH.search(said)
    return said


def without_rights(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run as somebody for whom the rights of files count, which they do not for root."""
    plain = [shutil.which("setpriv") or "", "--bounding-set=-dac_override,-dac_read_search"]
    return subprocess.run(
        [*(plain if os.geteuid() == 0 else []), sys.executable, "-m", "assistant.cli", *arguments],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip


@pytest.mark.parametrize("port", ["99999", "-1", "sju", "²", "1" * 5000])
def test_a_port_out_of_range_is_told_the_range(
    capsys: pytest.CaptureFixture[str], corpus: Path, port: str
) -> None:
    said = refused(capsys, "serve", "--corpus", str(corpus), f"--port={port}")
    assert "Tillåtet är 0–65535." in said


@pytest.mark.parametrize("host", ["1.2.3.4", "10.0.0.300", "", "å å", "x" * 999, ":::"])
def test_an_address_of_another_machine_is_not_called_a_busy_port(
    capsys: pytest.CaptureFixture[str], corpus: Path, host: str
) -> None:
    run(capsys, "index", "--corpus", str(corpus))
    said = refused(capsys, "serve", "--corpus", str(corpus), "--host", host, "--port", "0")
    assert f"Adressen ”{host}” finns inte på den här datorn." in said


def test_a_busy_port_is_called_one(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    run(capsys, "index", "--corpus", str(corpus))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused(capsys, "serve", "--corpus", str(corpus), "--port", port)
    assert f"Porten {port} används redan." in said


@pytest.mark.parametrize("command", ["index", "ask hej", "documents", "serve"])
def test_a_file_in_place_of_the_folder_is_called_a_file(
    capsys: pytest.CaptureFixture[str], corpus: Path, command: str
) -> None:
    said = refused(capsys, *command.split(), "--corpus", str(corpus / "a.md"))
    assert "är en fil, inte en mapp" in said


def test_an_empty_folder_name_is_not_taken_for_the_folder_one_stands_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "Inställningen corpus kan inte vara ””." in refused(capsys, "index", "--corpus", "")


def test_an_empty_question_is_refused_before_anything_is_built(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    assert "Skriv en fråga först." in refused(capsys, "ask", " ", "--corpus", str(corpus))
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[document]]\nfile = "a.md"\ntitel = "A"', "a.md har uppgiften titel, som inte finns"),
        ('[[document]]\ntitle = "A"', "dokument nummer 1 saknar file"),
        ('[[dokument]]\nfile = "a.md"', "dokument hör inte hemma där"),
        ('document = "a.md"', "dokumenten ska stå under [[document]]"),
        ('[document]\nfile = "a.md"', "dokumenten ska stå under [[document]]"),
        ('[[document]]\nfile = "a.md"\ndate = "2024-13"', "a.md har ”2024-13” som date"),
        ('[[document]]\nfile = "a.md"\naudience = "alla"', "a.md har målgruppen ”alla”"),
        ('[[document]]\nfile = "a.md"\n' * 2, "a.md står två gånger"),
        ('\n[[document]]\nfile "a.md"', "inte riktigt skriven TOML på rad 3"),
    ],
)
def test_a_wrong_catalogue_is_told_what_is_wrong_in_words(
    capsys: pytest.CaptureFixture[str], corpus: Path, text: str, sentence: str
) -> None:
    (corpus / "catalogue.toml").write_text(text, encoding="utf-8")
    assert sentence in refused(capsys, "index", "--corpus", str(corpus))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"portt = 1", "Inställningen portt finns inte. De som finns är corpus,"),
        (b"port =", "inte riktigt skriven TOML på rad 1"),
        (b'\nhost = "\xe5"', "inte riktigt skriven TOML på rad 2"),
        (b'door_audience = "alla"', "Tillåtet är public, internal."),
        (b'model = "a\\u0000b"', "Tillåtet är UTF-8."),
    ],
)
def test_a_wrong_settings_file_is_told_what_is_wrong_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: bytes, sentence: str
) -> None:
    (tmp_path / "planfraga.toml").write_bytes(text)
    assert sentence in refused(capsys, "doctor")


def test_a_variable_that_is_no_setting_is_told_and_stops_nothing(
    capsys: pytest.CaptureFixture[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANFRAGA_MODEL", "svensk-statisk")
    monkeypatch.setenv("PLANFRAGA_SERVICE_HOST", "10.0.0.7")
    status, _, said = run(capsys, "index", "--corpus", str(corpus))
    assert status == 0
    assert "Obs: miljön har PLANFRAGA_SERVICE_HOST, som inte är inställningar" in said


def test_a_settings_file_pointed_out_in_the_home_of_nobody_is_told_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANFRAGA_SETTINGS", "~ingen-som-finns/planfraga.toml")
    assert "Inställningen PLANFRAGA_SETTINGS kan inte vara" in refused(capsys, "doctor")


def test_nothing_is_added_to_the_documents_that_the_program_brings(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    said = refused(capsys, "add", str(corpus / "a.md"))
    assert "inställningen corpus eller med --corpus" in said
    assert not (Settings().corpus / "a.md").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("saknas.svg", "saknas.svg: sökvägen finns inte."),
        ("logotyp.gif", "Tillåtet är .svg, .png, .webp."),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told_before_anything_is_served(
    capsys: pytest.CaptureFixture[str],
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    sentence: str,
) -> None:
    (tmp_path / "logotyp.gif").write_bytes(b"GIF89a")
    run(capsys, "index", "--corpus", str(corpus))
    monkeypatch.setenv("PLANFRAGA_LOGO", str(tmp_path / name))
    assert sentence in refused(capsys, "serve", "--corpus", str(corpus), "--port", "0")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "filen har inga frågor"),
        (b"\xff", "rad 1: raden är inte JSON"),
        (b'\n{"question": 5, "answerable": true}', "rad 2: question och answers ska vara text"),
        (b'{"question": " ", "answerable": true}', "rad 1: question och answers ska vara text"),
        (b'{"question": "a", "answerable": true, "answers": [1]}', "ska vara text"),
        (b'{"question": "a"}', "rad 1: fältet answerable saknas"),
        (b"[" * 100_000, "rad 1: raden är inte JSON"),
    ],
)
def test_a_wrong_question_file_is_told_the_line(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path, line: bytes, sentence: str
) -> None:
    (tmp_path / "q.jsonl").write_bytes(line)
    assert sentence in refused(capsys, "eval", "q.jsonl", "--corpus", str(corpus))


def test_a_question_file_that_is_not_there_has_no_line(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    assert "rad" not in refused(capsys, "eval", "saknas.jsonl", "--corpus", str(corpus))
    assert "det är en mapp" in refused(capsys, "eval", str(corpus), "--corpus", str(corpus))


def test_details_that_cannot_be_written_are_told_so(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "När?", "answerable": false}', "utf-8")
    run(capsys, "index", "--corpus", str(corpus))
    said = refused(
        capsys, "eval", "q.jsonl", "--corpus", str(corpus), "--details", "finns/inte.jsonl"
    )
    assert "finns/inte.jsonl" in said


def test_a_folder_where_nothing_could_be_read_names_the_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "trasigt"
    folder.mkdir()
    (folder / "plan.pdf").write_bytes(b"x")
    (folder / "bild.png").write_bytes(b"x")
    said = refused(capsys, "index", "--corpus", str(folder))
    assert "plan.pdf (filen är skadad" in said
    assert "bild.png (formatet kan inte läsas)" in said


def test_an_unreadable_folder_is_told_so(corpus: Path) -> None:
    corpus.chmod(0)
    found = without_rights("index", "--corpus", str(corpus))
    corpus.chmod(0o755)
    assert found.returncode == 1
    assert "rättigheten saknas" in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_an_unreadable_subfolder_is_reported_as_not_read(corpus: Path) -> None:
    (corpus / "hemligt").mkdir(mode=0)
    found = without_rights("index", "--corpus", str(corpus), "--json")
    (corpus / "hemligt").chmod(0o755)
    unread = json.loads(found.stdout)["unread"]
    assert [row["file"] for row in unread] == ["hemligt"]


def test_a_document_that_can_no_longer_be_opened_is_told_and_answers_as_it_was(
    capsys: pytest.CaptureFixture[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANFRAGA_MODEL", "svensk-statisk")
    run(capsys, "index", "--corpus", str(corpus))
    (corpus / "a.md").chmod(0)
    found = without_rights("index", "--corpus", str(corpus))
    (corpus / "a.md").chmod(0o644)
    assert found.returncode == 1
    assert "Inte läst: a.md (kan inte öppnas just nu, svaren ges ur" in found.stderr
    assert run(capsys, "documents", "--corpus", str(corpus))[1] != ""


def test_a_subfolder_that_may_be_listed_but_not_entered_costs_its_own_files_only(
    corpus: Path,
) -> None:
    (corpus / "låst").mkdir()
    shutil.copy(corpus / "a.md", corpus / "låst" / "b.md")
    (corpus / "låst").chmod(0o444)
    built = without_rights("index", "--corpus", str(corpus), "--json")
    again = without_rights("report", "--corpus", str(corpus), "--json")
    (corpus / "låst").chmod(0o755)
    for found in (built, again):
        assert [row["file"] for row in json.loads(found.stdout)["unread"]] == ["låst/b.md"]


def fail(*_: object) -> None:
    raise KeyError("något oväntat")


def test_a_fault_in_the_program_is_told_in_a_sentence_and_kept_in_a_file(
    capsys: pytest.CaptureFixture[str],
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "build", fail)
    said = refused(capsys, "index", "--corpus", str(corpus))
    (kept,) = (tmp_path / "state").glob("fault-*.txt")
    assert str(kept) in said
    assert "KeyError: 'något oväntat'" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_a_fault_that_cannot_be_kept_is_shown_after_the_sentence(
    capsys: pytest.CaptureFixture[str],
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "build", fail)
    (tmp_path / "state").write_text("en fil", encoding="utf-8")
    status, _, said = run(capsys, "index", "--corpus", str(corpus))
    assert status == 1
    assert said.startswith("Fel: Ett fel i programmet")
    assert "KeyError: 'något oväntat'" in said


def test_a_word_where_a_number_is_wanted_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "faq", "--suggest", "några", "--output", "faq.html")
    assert "”några” är inte ett tal" in said


def test_a_settings_file_that_leads_nowhere_is_told_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("planfraga.toml").symlink_to("finns-inte.toml")
    assert "planfraga.toml: sökvägen finns inte" in refused(capsys, "documents")


def test_index_and_doctor_say_which_files_the_catalogue_does_not_name_and_which_are_missing(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    (corpus / "catalogue.toml").write_text('[[document]]\nfile = "b.md"', encoding="utf-8")
    _, _, said = run(capsys, "index", "--corpus", str(corpus))
    _, checked, _ = run(capsys, "doctor", "--corpus", str(corpus))
    _, report, _ = run(capsys, "index", "--corpus", str(corpus), "--json")
    for text in (said, checked):
        assert "visas därför bara internt tills de gör det: a.md." in text
        assert "Står i catalogue.toml men finns inte: b.md." in text
    assert (json.loads(report)["unnamed"], json.loads(report)["missing"]) == (["a.md"], ["b.md"])
    _, listed, _ = run(capsys, "documents", "--corpus", str(corpus))
    assert listed == ""


def test_a_lost_catalogue_is_told_what_to_do_and_nothing_is_answered_from_then_on(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    (corpus / "catalogue.toml").write_text("", encoding="utf-8")
    run(capsys, "index", "--corpus", str(corpus))
    (corpus / "catalogue.toml").unlink()
    for command in ("index", "ask hej", "documents --write"):
        status, out, said = run(capsys, *command.split(), "--corpus", str(corpus))
        assert (status, out) == (1, "")
        assert "ett dokument som var internt skulle bli offentligt" in said
        assert "lägg tillbaka den" in said
    assert not (corpus / "catalogue.toml").exists()


def test_that_a_folder_without_a_catalogue_is_public_is_said_once(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    _, _, first = run(capsys, "ask", "När blir bron klar?", "--corpus", str(corpus))
    _, _, second = run(capsys, "ask", "När blir bron klar?", "--corpus", str(corpus))
    assert first.count("alla dokument i den är offentliga") == 1
    assert second == ""


WORDS = st.one_of(
    st.sampled_from(
        ["--corpus", "--index", "--json", "--audience", "internal", "--details", "--help", "-h"]
    ),
    st.sampled_from(["--version", "--", "-", "mapp", "mapp/a.md", "finns/inte", "/dev/null", ""]),
    st.text(max_size=20).map(lambda text: text.replace("\0", "")),
    st.binary(max_size=8).map(lambda data: os.fsdecode(data.replace(b"\0", b""))),
)
NAMES = st.sampled_from(
    [command.name for command in COMMANDS if command.name not in ("serve", "watch")]
)


@given(NAMES, st.lists(WORDS, max_size=5))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_input_ends_in_a_status_and_never_in_a_traceback(
    capsys: pytest.CaptureFixture[str], corpus: Path, name: str, words: list[str]
) -> None:
    status, _, said = run(capsys, name, "--corpus", str(corpus), *words)
    assert status in (0, 1, 2)
    assert "Traceback" not in said


@given(st.lists(WORDS, max_size=4))
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_serve_too_refuses_whatever_it_does_not_know(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    status, _, said = run(capsys, "serve", "--port", "99999", *words)
    assert status in (0, 1, 2)
    assert "Traceback" not in said
