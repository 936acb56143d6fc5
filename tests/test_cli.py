from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import texts
from assistant.cli.ask import as_text
from assistant.types import Answer, Nearest, Status
from tests.conftest import HOUSE

QUESTION = "Var ska nya trygghetskameror sättas upp?"


def planfraga(
    *arguments: str, state: Path, stdin: str = "", cwd: Path = HOUSE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        input=stdin, capture_output=True, text=True, cwd=cwd, timeout=120,
        env={"PLANFRAGA_STATE": str(state), "PATH": "", "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


def test_ask_answers_at_once_and_builds_the_index_if_need_be(state: Path) -> None:
    run = planfraga("ask", QUESTION, "--json", state=state)
    answer = json.loads(run.stdout)
    assert run.returncode == 0
    assert answer["status"] == "answered"
    assert "Masmo, Vårby och Huddinge centrum" in answer["answer"]
    assert set(answer) >= {
        "question", "status", "answer", "sentences", "citations", "nearest", "milliseconds",
    }  # fmt: skip
    assert set(answer["citations"][0]) >= {
        "number", "document", "title", "section", "page", "quotation", "start", "end", "url",
    }  # fmt: skip


def test_ask_shows_text_with_its_sources(state: Path) -> None:
    shown = planfraga("ask", QUESTION, state=state).stdout
    assert "[1]" in shown
    assert "Källor:" in shown


def test_a_refusal_names_the_sentence_that_may_be_the_answer() -> None:
    passage = "Badet öppnar klockan nio. Hunden får vara med på södra stranden."
    quotation = "Hunden får vara med på södra stranden."
    near = Nearest("bad", "Badregler", (), None, passage, "", quotation=quotation)
    answer = Answer("Får man ta med hund?", Status.NOT_FOUND, texts.NOT_SURE, nearest=(near,))
    lines = as_text(answer).splitlines()
    assert lines[-3:] == ["• Badregler", f"Kanske svaret: ”{quotation}”", passage]


def test_ask_reads_one_question_per_line_and_goes_on_after_a_bad_one(state: Path) -> None:
    run = planfraga("ask", "-", "--json", state=state, stdin=f"{QUESTION}\n\n{'x' * 9999}\nHej\n")
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row.get("status", "error") for row in rows] == ["answered", "error", "greeting"]
    assert run.returncode == 1


def test_the_audience_decides_what_is_seen(state: Path) -> None:
    question = "Hur lägger man till ett dokument?"
    public = json.loads(planfraga("ask", question, "--json", state=state).stdout)
    internal = json.loads(
        planfraga("ask", question, "--json", "--audience", "internal", state=state).stdout
    )
    cited = {citation["document"] for citation in internal["citations"]}
    assert "intern-handledning" in cited
    assert "intern-handledning" not in json.dumps(public, ensure_ascii=False)


def test_documents_are_listed_for_their_audience(state: Path) -> None:
    public = planfraga("documents", state=state).stdout
    internal = planfraga("documents", "--audience", "internal", state=state).stdout
    assert "verksamhetsplan-2024" in public
    assert "intern-handledning" not in public
    assert "intern-handledning" in internal


def test_index_says_what_was_done_and_what_was_not_read(tmp_path: Path) -> None:
    corpus = tmp_path / "mapp"
    corpus.mkdir()
    (corpus / "a.md").write_text("# A\n\nText om trygghet.", encoding="utf-8")
    (corpus / "trasig.pdf").write_bytes(b"x")
    run = planfraga("index", "--corpus", str(corpus), "--json", state=tmp_path / "state")
    report = json.loads(run.stdout)
    assert run.returncode == 0
    assert (report["documents"], report["read"]) == (1, 1)
    assert report["unread"][0]["file"] == "trasig.pdf"
    assert "skadad" in report["unread"][0]["reason"]


def test_eval_prints_the_figures_and_writes_the_details(state: Path, tmp_path: Path) -> None:
    every = (HOUSE / "tests" / "questions" / "shipped.jsonl").read_text(encoding="utf-8")
    questions = tmp_path / "frågor.jsonl"
    questions.write_text("\n".join(every.splitlines()[::6]), encoding="utf-8")
    details = tmp_path / "details.jsonl"
    run = planfraga("eval", str(questions), "--json", "--details", str(details), state=state)
    assert json.loads(run.stdout)["exact_quotations"] == 1.0
    rows = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == json.loads(run.stdout)["questions"] == len(every.splitlines()[::6])


def test_doctor_finds_everything_in_place(state: Path) -> None:
    run = planfraga("doctor", state=state)
    assert run.returncode == 0
    assert "FEL" not in run.stdout


def test_doctor_says_what_is_missing(tmp_path: Path) -> None:
    run = planfraga("doctor", "--corpus", str(tmp_path / "saknas"), state=tmp_path)
    assert run.returncode == 1
    assert "finns inte" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask", ""], "Skriv en fråga först."),
        (["ask", "x" * 10_000], "Frågan är 10000 tecken lång."),
        (["ask", "hej", "--färg"], "Okänt: --färg."),
        (["sjung"], "”sjung” är inte tillåtet"),
        ([], "Det saknas: kommando."),
        (["ask", "hej", "--audience", "alla"], "”alla” är inte tillåtet"),
        (["ask", "hej", "--corpus", "/finns/inte"], "Mappen /finns/inte finns inte."),
        (["index", "--corpus", "/finns/inte"], "Mappen /finns/inte finns inte."),
        (["ask", "hej", "--index", "/finns/inte"], "Det finns inget index i /finns/inte."),
        (["eval", "/finns/inte.jsonl"], "filen finns inte"),
        (["ask", "hej", "--audience"], "--audience: ett värde saknas."),
        (["ask", "hej", "--json=ja"], "--json: flaggan tar inget värde"),
        (["serve", "--port", "sju"], "Inställningen port kan inte vara ”sju”."),
    ],
)
def test_a_users_mistake_gets_one_swedish_sentence_and_no_traceback(
    state: Path, arguments: list[str], sentence: str
) -> None:
    run = planfraga(*arguments, state=state)
    assert run.returncode != 0
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_an_empty_folder_is_told_so(tmp_path: Path) -> None:
    run = planfraga("index", "--corpus", str(tmp_path), state=tmp_path / "state")
    assert run.returncode == 1
    assert "inga dokument som kan läsas" in run.stderr


def test_a_wrong_setting_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "planfraga.toml").write_text("portt = 1\n", encoding="utf-8")
    run = planfraga("doctor", state=tmp_path, cwd=tmp_path)
    assert run.returncode == 1
    assert "portt" in run.stderr


def test_a_question_file_with_a_wrong_line_names_the_line(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "a", "answerable": true}\ninte json\n', encoding="utf-8")
    run = planfraga("eval", str(path), state=state)
    assert "rad 2" in run.stderr


def test_asking_imports_neither_torch_nor_gradio(state: Path) -> None:
    code = (
        "import sys; from assistant.cli import main; main(['ask', 'Vad är bygglov?']);"
        "print(sorted({'torch', 'gradio', 'sentence_transformers', 'transformers', 'scipy'}"
        " & set(sys.modules)))"
    )
    planfraga("index", state=state)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=HOUSE, timeout=60,
        env={"PLANFRAGA_STATE": str(state), "PATH": ""},
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == "[]"


def test_a_document_is_added_and_answers_those_who_may_see_it(tmp_path: Path) -> None:
    corpus = tmp_path / "mapp"
    corpus.mkdir()
    (tmp_path / "bad.txt").write_text("Badet\n\nBadet i Ekdala öppnar i juni.", encoding="utf-8")
    command = ("--corpus", str(corpus))
    added = planfraga("add", str(tmp_path / "bad.txt"), *command, state=tmp_path)
    assert "Badet är tillagt: 1 stycken. Det visas för anställda." in added.stdout
    ask = ("ask", "När öppnar badet i Ekdala?", *command)
    assert "juni" not in planfraga(*ask, state=tmp_path).stdout
    assert "juni" in planfraga(*ask, "--audience", "internal", state=tmp_path).stdout
    again = planfraga("add", str(tmp_path / "saknas.pdf"), *command, state=tmp_path)
    assert again.returncode == 1
    assert "saknas.pdf finns inte" in again.stderr


def test_the_report_names_every_document_and_what_was_not_read(tmp_path: Path) -> None:
    corpus = tmp_path / "mapp"
    corpus.mkdir()
    (corpus / "a.md").write_text("# A\n\nText om trygghet.", encoding="utf-8")
    (corpus / "trasig.pdf").write_bytes(b"x")
    (corpus / "brev.eml").write_bytes(
        b"Subject: Brev\nContent-Type: multipart/mixed; boundary=g\n\n--g\n\nHej.\n--g\n"
        b"Content-Disposition: attachment; filename=plan.pdf\n\nx\n--g--\n"
    )
    shown = planfraga("report", "--corpus", str(corpus), state=tmp_path).stdout
    assert "a.md" in shown
    assert "bilagor är inte lästa, lägg dem i mappen för sig (plan.pdf)" in shown
    assert "Inte läst: trasig.pdf (filen är skadad" in shown
    assert "2 dokument lästa, 1 med anmärkning, 1 inte lästa." in shown
    rows = json.loads(planfraga("report", "--corpus", str(corpus), "--json", state=tmp_path).stdout)
    assert [row["file"] for row in rows["documents"]] == ["a.md", "brev.eml"]
    assert [row["file"] for row in rows["unread"]] == ["trasig.pdf"]


def test_what_is_guessed_of_documents_is_written_to_the_catalogue(tmp_path: Path) -> None:
    corpus = tmp_path / "mapp"
    corpus.mkdir()
    text = "# Plan för trygghet\n\nAntagen 2024-03-12. Kameror sätts upp."
    (corpus / "plan.md").write_text(text, encoding="utf-8")
    command = ("documents", "--write", "--corpus", str(corpus))
    assert "1 dokument fick nya uppgifter" in planfraga(*command, state=tmp_path).stdout
    written = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    for line in ('title = "Plan för trygghet"', 'date = "2024-03-12"', 'audience = "public"'):
        assert line in written
    assert "0 dokument fick nya uppgifter" in planfraga(*command, state=tmp_path).stdout
