"""Which files `planfraga faq` writes, in the order that docs/faq.md has its reader write them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import HOUSE
from tests.test_cli import planfraga
from tests.test_faq_command import ASKED, CHANGED, PLAN

GUIDE = (HOUSE / "docs" / "faq.md").read_text(encoding="utf-8")
SUGGEST, ASK, READ_IN, REPORT, UPDATE = re.findall(r"^ *planfraga (faq .+)$", GUIDE, re.MULTILINE)


class Desk:
    """A folder with a plan, where the guide's commands are run as they stand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.questions = folder / "frågor.xlsx"
        self.faq = folder / "faq.json"
        self.page = folder / "faq.html"
        self.review = folder / "granskning.xlsx"
        self.report = folder / "ändringar.md"
        (folder / "corpus").mkdir()
        self.set_plan(PLAN)
        book = Workbook()
        for row in (["Fråga"], *([line] for line in ASKED.splitlines())):
            book.worksheets[0].append(row)
        book.save(self.questions)

    def set_plan(self, text: str) -> None:
        (self.folder / "corpus" / "plan.md").write_text(text, encoding="utf-8")

    def run(self, command: str) -> tuple[int, str]:
        arguments = [*shlex.split(command), "--corpus", str(self.folder / "corpus")]
        run = planfraga(*arguments, state=self.folder / "state", cwd=self.folder)
        return run.returncode, run.stderr

    def approve(self, answer: str) -> None:
        book = load_workbook(self.review)
        (row,) = (row for row in book.worksheets[0].iter_rows() if answer in str(row[5].value))
        row[7].value, row[9].value = "godkänd", "Anna Karlsson"
        book.save(self.review)

    def approved(self) -> list[str]:
        entries = json.loads(self.faq.read_text(encoding="utf-8"))["entries"]
        shown = [row["reply"]["sources"][0]["quotation"] for row in entries if row["review"]]
        return sorted(shown)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


LEK, BAD = "En ny lekplats byggs vid Storgatan under 2027.", "Badplatsen vid Lillsjön öppnar"


@pytest.mark.parametrize("suggested", [False, True])
def test_the_guides_commands_go_on_from_each_other(desk: Desk, *, suggested: bool) -> None:
    if suggested:
        desk.questions.unlink()
        assert desk.run(SUGGEST)[0] == 0
    assert desk.run(ASK)[0] == 0
    desk.approve(LEK)
    assert desk.run(READ_IN) == (0, "")
    assert desk.approved() == [LEK]
    assert "granskat av Anna Karlsson" in desk.page.read_text(encoding="utf-8")
    assert desk.run(REPORT) == (0, "")
    desk.set_plan(PLAN.replace("2027", "2029"))
    known = desk.faq.read_bytes()
    assert desk.run(REPORT)[0] == CHANGED
    assert desk.faq.read_bytes() == known
    assert desk.run(UPDATE)[0] == CHANGED
    assert "2029" in desk.report.read_text(encoding="utf-8")
    desk.approve("2029")
    assert desk.run(READ_IN) == (0, "")
    assert desk.approved() == [LEK.replace("2027", "2029")]
    assert desk.run(UPDATE) == (0, "")


def test_a_question_is_added_as_the_guide_says(desk: Desk) -> None:
    desk.run(ASK)
    desk.approve(LEK)
    desk.run(READ_IN)
    book = load_workbook(desk.questions)
    book.worksheets[0].append(["Vad är en badplats?"])
    book.save(desk.questions)
    assert desk.run(READ_IN.replace("faq faq.json", "faq frågor.xlsx")) == (0, "")
    assert desk.approved() == [LEK]
    assert "Vad är en badplats?" in desk.faq.read_text(encoding="utf-8")


def test_an_update_that_may_not_write_its_review_file_writes_nothing_and_loses_no_change(
    desk: Desk,
) -> None:
    desk.run(ASK)
    desk.approve(LEK)
    known = [path.read_bytes() for path in (desk.faq, desk.page, desk.review)]
    desk.set_plan(PLAN.replace("juni", "maj"))
    code, error = desk.run(UPDATE)
    assert (code, "granskning.xlsx har 1 granskade svar" in error) == (1, True)
    assert [path.read_bytes() for path in (desk.faq, desk.page, desk.review)] == known
    assert desk.run("faq --update faq.json --report ändringar.md")[0] == CHANGED
    assert "i maj" in desk.report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "files",
    [
        "--report saknas/r.md --output faq.json",
        "--report r.md --output faq.json --output saknas/faq.html",
        "--report granskning.xlsx --output faq.json",
    ],
    ids=["report", "page", "review"],
)
def test_a_change_is_still_there_to_report_when_a_file_could_not_be_written(
    desk: Desk, files: str
) -> None:
    desk.run(ASK)
    desk.approve(BAD)
    desk.set_plan(PLAN.replace("juni", "maj"))
    assert desk.run(f"faq --update faq.json {files}")[0] == 1
    assert desk.run("faq --update faq.json")[0] == CHANGED
