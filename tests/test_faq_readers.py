"""What an FAQ may show to its readers: `planfraga faq` over public and internal documents."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

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
