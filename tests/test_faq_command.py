from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.faq.formats.archive import fixed
from tests.conftest import HOUSE
from tests.test_cli import planfraga

CHANGED = 3
QUESTIONS = """# Trygghet
Var ska nya trygghetskameror sättas upp?
På vilka platser planeras nya trygghetskameror?
# Ord
Vad är bygglov?
Vad kostar det att parkera?
"""
PLAN = """# Plan för Exempelköping

## Lek

En ny lekplats byggs vid Storgatan under 2027.

## Bad

Badplatsen vid Lillsjön öppnar i juni varje år.

## Skräp

Papperskorgarna i parkerna töms varje vecka.
"""
ASKED = """Var byggs en ny lekplats?
När öppnar badplatsen vid Lillsjön?
Hur ofta töms papperskorgarna i parkerna?
Vad kostar en båtplats i hamnen?
"""


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "frågor.txt"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_questions_become_every_form_in_one_run(
    state: Path, tmp_path: Path, questions: Path
) -> None:
    files = [tmp_path / f"faq.{form}" for form in ("html", "md", "docx", "csv", "xlsx", "json")]
    outputs = [part for file in files for part in ("--output", str(file))]
    review = tmp_path / "granskning.xlsx"
    run = planfraga("faq", str(questions), *outputs, "--review", str(review), state=state)
    assert run.returncode == 0, run.stderr
    assert all(file.stat().st_size for file in [*files, review])
    assert re.search(r"4 frågor: [23] besvarade", run.stdout)
    assert "Sammanslagen: ”På vilka platser planeras" in run.stdout
    page = files[0].read_text(encoding="utf-8")
    assert "Masmo, Vårby och Huddinge centrum" in page
    assert "parkera" not in page


def test_the_faq_answers_as_ask_does(state: Path, tmp_path: Path) -> None:
    question = "Vad är bygglov?"
    (tmp_path / "q.txt").write_text(question, encoding="utf-8")
    output = tmp_path / "faq.json"
    planfraga("faq", str(tmp_path / "q.txt"), "--output", str(output), state=state)
    asked = json.loads(planfraga("ask", question, "--json", state=state).stdout)
    (entry,) = json.loads(output.read_text(encoding="utf-8"))["entries"]
    assert entry["reply"]["confidence"] == asked["confidence"]
    assert [(s["quotation"], s["start"], s["end"]) for s in entry["reply"]["sources"]] == [
        (c["quotation"], c["start"], c["end"]) for c in asked["citations"]
    ]


def test_suggested_questions_make_a_page(state: Path, tmp_path: Path) -> None:
    output = tmp_path / "faq.json"
    run = planfraga("faq", "--suggest", "6", "--output", str(output), "--json", state=state)
    assert json.loads(run.stdout)["answered"] == 6
    assert len(json.loads(output.read_text(encoding="utf-8"))["entries"]) == 6


def test_a_bad_row_is_named_and_the_rest_is_answered(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_bytes(
        "Vad är bygglov?\n".encode() + b"\xe4\xe4 \xc3\xa4\n" + b"x" * 2000 + b"\nb\xc3\xa5t?"
    )
    run = planfraga("faq", str(path), "--output", str(tmp_path / "f.json"), state=state)
    assert run.returncode == 1
    assert "Rad 2" in run.stderr
    assert "UTF-8" in run.stderr
    assert "Rad 3" in run.stderr
    assert "för lång" in run.stderr
    assert "2 frågor" in run.stdout


def test_a_review_goes_out_and_comes_in_and_is_not_lost(
    state: Path, tmp_path: Path, questions: Path
) -> None:
    review, output = tmp_path / "granskning.xlsx", tmp_path / "faq.json"
    planfraga("faq", str(questions), "--review", str(review), state=state)
    book = load_workbook(review)
    sheet = book.worksheets[0]
    sheet["I2"], sheet["J2"], sheet["K2"] = "Det är gratis.", "Anna Karlsson", "2026-11-24"
    sheet["H3"] = "bort med den"
    book.save(review)
    reviewed = ("--reviewed", str(review), "--output", str(output))
    read = planfraga("faq", str(questions), *reviewed, state=state)
    assert (read.returncode, "omdömet går inte att förstå" in read.stderr) == (1, True)
    faq = json.loads(output.read_text(encoding="utf-8"))
    assert [e["review"]["by"] for e in faq["entries"] if e["review"]] == ["Anna Karlsson"]
    lost = planfraga("faq", str(questions), "--output", str(output), state=state)
    assert lost.returncode == 1
    assert "1 granskade svar" in lost.stderr
    page = tmp_path / "faq.html"
    again = ("--output", str(output), "--output", str(page), "--approved-only")
    assert planfraga("faq", str(output), *again, state=state).returncode == 0
    shown = page.read_text(encoding="utf-8")
    assert "Svaret är formulerat av Anna Karlsson 2026-11-24." in shown
    assert "Masmo" not in shown


def test_an_older_review_file_does_not_replace_newer_reviews(tmp_path: Path) -> None:
    corpus, state = tmp_path / "corpus", tmp_path / "state"
    corpus.mkdir()
    (corpus / "plan.md").write_text(PLAN, encoding="utf-8")
    questions, faq = tmp_path / "q.txt", tmp_path / "faq.json"
    questions.write_text(ASKED, encoding="utf-8")

    def run(*arguments: str | Path) -> tuple[int, str]:
        done = planfraga("faq", *map(str, arguments), "--corpus", str(corpus), state=state)
        return done.returncode, done.stderr

    older, newer = tmp_path / "äldre.xlsx", tmp_path / "nyare.xlsx"
    assert run(questions, "--review", older)[0] == 0
    for path, saved_at in ((newer, "2026-11-20T10:00:00"), (older, "2026-11-20T09:00:00")):
        book = load_workbook(older)
        book.worksheets[0]["I2"] = f"Ur {path.name}."
        book.save(path)
        path.write_bytes(fixed(path.read_bytes(), saved_at))
    assert run(questions, "--reviewed", older, "--output", faq) == (0, "")
    assert run(questions, "--reviewed", newer, "--output", faq) == (0, "")
    code, error = run(questions, "--reviewed", older, "--output", faq)
    assert (code, "1 granskade svar" in error) == (1, True)
    code, error = run(faq, "--reviewed", older, "--output", faq)
    assert code == 0
    assert f"Obs: omdömen i {older} som inte lästes in: 1." in error
    wordings = [
        row["review"]["wording"]
        for row in json.loads(faq.read_text(encoding="utf-8"))["entries"]
        if row["review"]
    ]
    assert wordings == ["Ur nyare.xlsx."]


def test_update_names_exactly_the_questions_that_a_change_concerns(tmp_path: Path) -> None:
    corpus, state = tmp_path / "corpus", tmp_path / "state"
    corpus.mkdir()
    (corpus / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "q.txt").write_text(ASKED, encoding="utf-8")
    faq, report = tmp_path / "faq.json", tmp_path / "report.md"
    where = ("--corpus", str(corpus))
    planfraga("faq", str(tmp_path / "q.txt"), "--output", str(faq), *where, state=state)
    update = ("faq", "--update", str(faq), *where)
    same = planfraga(*update, state=state)
    assert (same.returncode, "oförändrade: 4" in same.stdout) == (0, True), (
        same.stdout + same.stderr
    )
    changed = (
        PLAN.replace("under 2027", "under 2029")
        .replace("Papperskorgarna i parkerna töms varje vecka.", "Parkerna är vackra.")
        .replace("## Skräp", "## Hamn\n\nEn båtplats i hamnen kostar 900 kronor.\n\n## Skräp")
    )
    (corpus / "plan.md").write_text(changed, encoding="utf-8")
    run = planfraga(*update, "--report", str(report), "--json", state=state)
    found = {row["question"]: row["change"] for row in json.loads(run.stdout)}
    assert run.returncode == CHANGED
    assert list(found.values()) == ["changed", "unchanged", "lost", "found"]
    table = report.read_text(encoding="utf-8")
    assert "under 2027" in table
    assert "under 2029" in table


def test_a_run_killed_again_and_again_gives_the_same_bytes_as_one_in_peace(
    tmp_path: Path,
) -> None:
    """Three kills at moments of chance; benchmarks/faq_batch.py has twenty on a large corpus."""
    state = tmp_path / "state"
    path = tmp_path / "q.txt"
    path.write_text("\n".join(f"Vad är bygglov nummer {n}?" for n in range(40)), encoding="utf-8")
    peaceful, killed = tmp_path / "lugn.json", tmp_path / "dödad.json"
    planfraga("faq", str(path), "--output", str(peaceful), "--workers", "1", state=state)
    chance = random.Random(6)
    answered = 0
    for _ in range(3):
        answered = killed_after(chance.randint(1, 8), answered, path, killed, state)
    assert 0 < answered < 40
    options = ("--output", str(killed), "--workers", "2", "--resume")
    run = planfraga("faq", str(path), *options, state=state)
    assert f"Redan besvarade frågor: {answered}." in run.stderr
    assert killed.read_bytes() == peaceful.read_bytes()
    assert journals(state) == []


def killed_after(more: int, answered: int, path: Path, output: Path, state: Path) -> int:
    """Kill a run when it has answered so many more; how many answers are on the disk."""
    command = [sys.executable, "-m", "assistant.cli", "faq", str(path)]
    options = ["--output", str(output), "--workers", "2", "--resume"]
    environment = {"PLANFRAGA_STATE": str(state), "PATH": "", "PYTHONPATH": str(HOUSE)}
    with subprocess.Popen([*command, *options], env=environment, stderr=subprocess.PIPE) as run:
        while lines(state) < answered + more:
            assert run.poll() is None, run.communicate()
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    assert not output.exists()
    return lines(state)


def lines(state: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in journals(state))


def journals(state: Path) -> list[Path]:
    return list((state / "faq").rglob("*.jsonl"))


def test_the_processes_of_a_killed_run_end_with_it(tmp_path: Path) -> None:
    state = tmp_path / "state"
    path = tmp_path / "q.txt"
    path.write_text("\n".join(f"Vad är plan nummer {n}?" for n in range(200)), encoding="utf-8")
    killed_after(4, lines(state), path, tmp_path / "f.json", state)
    deadline = time.monotonic() + 20
    while (left := running_with(str(state))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def running_with(word: str) -> list[str]:
    """The processes whose environment holds a word."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (process / "environ").read_bytes() and process.name != str(
                os.getpid()
            ):
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["faq"], "Ange en fil med frågor"),
        (["faq", "/finns/inte.txt"], "Ange minst en fil att skriva"),
        (["faq", "/finns/inte.txt", "--output", "x.json"], "filen finns inte"),
        (["faq", "/finns/inte.pdf", "--output", "x.json"], "formatet kan inte läsas"),
        (["faq", "--suggest", "3", "--output", "x.pdf"], "kan inte skrivas i det formatet"),
        (["faq", "--suggest", "0", "--output", "x.md"], "minst 1"),
        (["faq", "--suggest", "många", "--output", "x.md"], "många"),
        (["faq", "--update", "/finns/inte.json"], "filen finns inte"),
        (["faq", "q.txt", "--update", "f.json"], "utan frågefil"),
        (["faq", "q.txt", "--output", "x.md", "--report", "r.md"], "--report tillsammans"),
        (["faq", "--update", "f.json", "--report", "./f.json"], "Ange en egen fil"),
        (["faq", "q.txt", "--output", "x.xlsx", "--review", "x.xlsx"], "Ange en egen fil"),
        (["faq", "q.md", "--output", "./q.md"], "Frågefilen skrivs aldrig över"),
        (["faq", "q.json", "--output", "q.json"], "Frågefilen skrivs aldrig över"),
        (["faq", "--suggest", "1", "--output", "/finns/inte/x.md"], "Det går inte att skriva"),
    ],
)
def test_a_users_mistake_gets_one_swedish_sentence(
    state: Path, arguments: list[str], sentence: str
) -> None:
    run = planfraga(*arguments, state=state)
    assert run.returncode in (1, 2)
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert "{" not in run.stderr
