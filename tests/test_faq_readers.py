"""What an FAQ may show to its readers: `planfraga faq` over public and internal documents."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant import texts
from tests.test_cli import planfraga
from tests.test_faq_command import CHANGED, PLAN

NIGHTS = """# Rutin för jouren

## Natt

Vaktmästaren bemannar jourtelefonen på natten.
"""
ASKED = """När öppnar badplatsen vid Lillsjön?
Vem bemannar jourtelefonen på natten?
"""
SECRET = "Vaktmästaren bemannar"
PUBLISHED = ("html", "md", "docx", "csv", "xlsx")


class Office:
    """A corpus of a public plan and an internal routine, and where its FAQs are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus = folder / "corpus"
        self.corpus.mkdir()
        (self.corpus / "plan.md").write_text(PLAN, encoding="utf-8")
        (self.corpus / "jour.md").write_text(NIGHTS, encoding="utf-8")
        self.questions = folder / "q.txt"
        self.questions.write_text(ASKED, encoding="utf-8")
        self.set_public("plan.md")

    def set_public(self, *names: str) -> None:
        """Name the public documents; the others are internal."""
        rows = "".join(f'[[document]]\nfile = "{name}"\n' for name in names)
        (self.corpus / "catalogue.toml").write_text(rows, encoding="utf-8")

    def faq(self, *arguments: str | Path) -> tuple[int, str, str]:
        command = map(str, ("faq", *arguments, "--corpus", self.corpus))
        run = planfraga(*command, state=self.folder / "state")
        return run.returncode, run.stdout, run.stderr

    def approve_all(self, *arguments: str | Path) -> Path:
        """Make an FAQ and approve every answer of it; the review file."""
        review = self.folder / "granskning.xlsx"
        code, _, error = self.faq(self.questions, "--review", review, *arguments)
        assert code == 0, error
        book = load_workbook(review)
        for row in book.worksheets[0].iter_rows(min_row=2):
            row[7].value, row[9].value = "godkänd", "Anna Karlsson"
        book.save(review)
        return review

    def outputs(self) -> list[str | Path]:
        """The options that write every form."""
        forms = [self.folder / f"faq.{form}" for form in (*PUBLISHED, "json")]
        return [part for form in forms for part in ("--output", form)]

    def published(self) -> str:
        """All that the published forms say."""
        return "".join(text_of(self.folder / f"faq.{form}") for form in PUBLISHED)


def text_of(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode(errors="replace")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_what_was_approved_for_internal_readers_does_not_reach_a_public_page(
    office: Office,
) -> None:
    review = office.approve_all("--audience", "internal")
    internal = office.folder / "intern.json"
    reviewed = ("--reviewed", review, "--output", internal, "--audience", "internal")
    assert office.faq(office.questions, *reviewed)[0] == 0
    assert SECRET in internal.read_text(encoding="utf-8")
    for source in ((office.questions, "--reviewed", review), (internal,)):
        code, _, error = office.faq(*source, *office.outputs())
        assert code == 1
        assert "är gjord för dem som får se interna dokument" in error
    assert not list(office.folder.glob("faq.*"))


def test_what_was_approved_for_the_public_serves_an_internal_page(office: Office) -> None:
    review = office.approve_all()
    page = office.folder / "intern.html"
    options = ("--reviewed", review, "--output", page, "--audience", "internal")
    assert office.faq(office.questions, *options)[0] == 0
    shown = page.read_text(encoding="utf-8")
    assert "Badplatsen vid Lillsjön öppnar" in shown
    assert "Svaret är granskat av Anna Karlsson." in shown
    assert "Publicera inte" in shown


@pytest.mark.parametrize("withdrawn", [False, True], ids=["internal", "withdrawn"])
def test_an_approved_answer_is_not_published_when_its_document_may_no_longer_be_seen(
    office: Office, *, withdrawn: bool
) -> None:
    office.set_public("plan.md", "jour.md")
    review = office.approve_all()
    office.faq(office.questions, "--reviewed", review, *office.outputs())
    assert office.published().count(SECRET) >= len(PUBLISHED)
    office.set_public("plan.md")
    if withdrawn:
        (office.corpus / "jour.md").unlink()
    faq = office.folder / "faq.json"
    _, _, error = office.faq("--update", faq, *office.outputs())
    assert "Utelämnade svar: 1." in error
    assert "Vem bemannar jourtelefonen på natten?" in error
    assert SECRET not in office.published()
    _, said, _ = office.faq(faq, "--json", *office.outputs())
    assert json.loads(said)["withheld"] == 1
    assert SECRET not in office.published()
    reviews = [row["review"] for row in json.loads(faq.read_text(encoding="utf-8"))["entries"]]
    assert [one["by"] for one in reviews] == ["Anna Karlsson", "Anna Karlsson"]
    office.set_public("plan.md", "jour.md")
    (office.corpus / "jour.md").write_text(NIGHTS, encoding="utf-8")
    office.faq("--update", faq, *office.outputs())
    assert office.published().count(SECRET) >= len(PUBLISHED)


def test_a_wording_is_not_published_when_the_document_under_it_may_no_longer_be_seen(
    office: Office,
) -> None:
    office.set_public("plan.md", "jour.md")
    review = office.approve_all()
    book = load_workbook(review)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[8].value = "Ring vaktmästaren."
    book.save(review)
    office.set_public("plan.md")
    office.faq(office.questions, "--reviewed", review, *office.outputs())
    faq = json.loads((office.folder / "faq.json").read_text(encoding="utf-8"))
    assert [row["review"]["wording"] for row in faq["entries"]] == ["Ring vaktmästaren."] * 2
    assert text_of(office.folder / "faq.html").count("<p>Ring vaktmästaren.</p>") == 1


def test_a_public_page_counts_only_the_documents_that_the_public_may_see(office: Office) -> None:
    public, internal = office.folder / "faq.json", office.folder / "intern.json"
    page = office.folder / "faq.html"
    office.faq(office.questions, "--output", public, "--output", page)
    office.faq(office.questions, "--output", internal, "--audience", "internal")
    counts = [
        (basis["documents"], basis["passages"])
        for basis in (json.loads(path.read_text())["basis"] for path in (public, internal))
    ]
    assert counts == [(1, 3), (2, 4)]
    assert "ur 1 dokument" in page.read_text(encoding="utf-8")


def test_update_says_with_its_status_that_a_kept_answer_may_no_longer_be_shown(
    office: Office,
) -> None:
    office.set_public("plan.md", "jour.md")
    path = office.folder / "faq.json"
    office.faq(office.questions, "--output", path)
    faq = json.loads(path.read_text(encoding="utf-8"))
    for entry in faq["entries"]:
        entry["review"] = {"verdict": "approved", "wording": "", "by": "Anna", "when": ""}
    path.write_text(json.dumps(faq), encoding="utf-8")
    office.set_public("plan.md")
    assert office.faq("--update", path, "--output", path)[0] == CHANGED
    assert office.faq("--update", path)[0] == 0
    known = path.read_text(encoding="utf-8")
    path.write_text(known.replace('"withheld": true', '"withheld": false'), encoding="utf-8")
    assert office.faq("--update", path)[0] == CHANGED


@pytest.mark.parametrize("form", ["csv", "xlsx", "review"])
def test_a_category_that_names_an_internal_document_does_not_reach_a_public_page(
    office: Office, form: str
) -> None:
    asked = f"# Rutin för jouren\n{ASKED}# Natt\nVar byggs en ny lekplats?\n"
    office.questions.write_text(asked, encoding="utf-8")
    made = office.folder / ("granskning.xlsx" if form == "review" else f"intern.{form}")
    option = "--review" if form == "review" else "--output"
    assert office.faq(office.questions, option, made, "--audience", "internal")[0] == 0
    review = office.folder / "ny.xlsx"
    code, _, error = office.faq(made, *office.outputs(), "--review", review)
    assert code == 0, error
    assert "Kategorier som inte används: ”Natt”, ”Rutin för jouren”." in error
    shown = [text_of(path) for path in (*office.folder.glob("faq.*"), review)]
    assert not [text for text in shown if "Rutin för jouren" in text or "Natt" in text]
    page = text_of(office.folder / "faq.html")
    assert page.count(">Bad</h2>") == page.count(">Lek</h2>") == 1


@pytest.mark.parametrize("category", ["Eget", "Bad", "Plan för Exempelköping", texts.FAQ_OTHER])
def test_a_category_of_ones_own_or_of_a_public_document_stays(
    office: Office, category: str
) -> None:
    internal = f"# Plan för Exempelköping\n\n## Bad\n\nBada.\n\n## {texts.FAQ_OTHER}\n\nFrågor.\n"
    (office.corpus / "jour.md").write_text(internal, encoding="utf-8")
    office.questions.write_text(f"# {category}\n{ASKED}", encoding="utf-8")
    code, _, error = office.faq(office.questions, *office.outputs())
    assert (code, "Kategorier" in error) == (0, False)
    assert f">{category}</h2>" in text_of(office.folder / "faq.html")


@pytest.mark.parametrize("withdrawn", [False, True], ids=["internal", "withdrawn"])
def test_a_kept_category_is_not_published_when_it_names_what_has_become_internal(
    office: Office, *, withdrawn: bool
) -> None:
    office.set_public("plan.md", "jour.md")
    office.questions.write_text(f"# Rutin för jouren\n{ASKED}", encoding="utf-8")
    review = office.approve_all()
    office.faq(office.questions, "--reviewed", review, *office.outputs())
    assert office.published().count("Rutin för jouren") >= len(PUBLISHED)
    office.set_public("plan.md")
    if withdrawn:
        (office.corpus / "jour.md").unlink()
    faq = office.folder / "faq.json"
    code, _, error = office.faq("--update", faq, *office.outputs())
    assert code == CHANGED
    assert "Kategorier som inte används: ”Rutin för jouren”." in error
    assert "Rutin för jouren" not in office.published()
    entries = json.loads(faq.read_text(encoding="utf-8"))["entries"]
    assert [row["category"] for row in entries if row["withheld"]] == ["Rutin för jouren"]
    assert office.faq("--update", faq)[0] == 0


@pytest.mark.parametrize("asked_again", ["update", "questions"])
def test_a_question_that_no_longer_gets_the_answer_is_not_said_to_be_answered_by_it(
    office: Office, asked_again: str
) -> None:
    lake, night = ASKED.splitlines()
    office.questions.write_text(lake, encoding="utf-8")
    office.faq(office.questions, *office.outputs())
    faq = office.folder / "faq.json"
    row = json.loads(faq.read_text(encoding="utf-8"))
    row["entries"][0]["also"] = [night, "När öppnar badplatsen vid  Lillsjön"]
    faq.write_text(json.dumps(row), encoding="utf-8")
    source = ("--update", faq) if asked_again == "update" else (faq,)
    code, said, _ = office.faq(*source, *office.outputs())
    assert code == (CHANGED if asked_again == "update" else 0)
    assert ("inte längre besvarad: 1" in said) == (asked_again == "update")
    entries = json.loads(faq.read_text(encoding="utf-8"))["entries"]
    assert [(one["question"], len(one["also"])) for one in entries] == [(lake, 1), (night, 0)]
    assert night not in text_of(office.folder / "faq.html")
