from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant import texts
from assistant.faq.making import make_entries, with_reviews
from assistant.faq.reviewing import read_review, write_review
from assistant.faq.types import AskedQuestion, Review, Verdict
from assistant.faq.writing import faq_files
from corpus.errors import FaqReviewedError, QuestionsError
from tests.assistant.faq.replies import answered, entry, faq, refused

ENTRIES = (
    entry("Vad är bygglov?", answered("Bygglov är ett tillstånd."), "B"),
    entry("Vad görs?", answered("Något görs.", confidence=0.4), "G"),
    entry("Vad kostar det?", refused(), "K"),
    entry("=1+1", answered("-2 grader"), "F"),
)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "granskning.xlsx"
    path.write_bytes(write_review(faq(*ENTRIES), path))
    return path


def fill_in(path: Path, identity: str, **cells: object) -> int:
    """Write in a row as a person does; the row's number."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == identity:
            for name, value in cells.items():
                row[names.index(name.replace("_", " "))].value = value
            book.save(path)
            return int(row[0].row)
    raise AssertionError(identity)


def test_the_unanswered_and_the_uncertain_come_first(review: Path) -> None:
    sheet = load_workbook(review).worksheets[0]
    rows = [[cell.value for cell in row][:4] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == ["K", "G", "B", "F"]
    assert [row[3] for row in rows][:3] == ["obesvarad", "osäker", "besvarad"]


def test_verdicts_and_wordings_come_back_with_who_and_when(review: Path) -> None:
    fill_in(review, "B", Omdöme="Godkänd", Granskad_av="Bo Ek", Datum=datetime(2026, 11, 2))
    fill_in(review, "K", Egen_formulering="Det kostar inget.", Granskad_av="Ada")
    fill_in(review, "G", Omdöme="ta bort")
    found = read_review(review).reviewed
    entries = {one.id: one for one in with_reviews(ENTRIES, found)}
    approved = entries["B"].review
    assert approved is not None
    assert (approved.verdict, approved.by, approved.when) == (
        Verdict.APPROVED, "Bo Ek", "2026-11-02",
    )  # fmt: skip
    assert entries["K"].shown_text == "Det kostar inget."
    assert entries["K"].is_shown
    assert not entries["G"].is_shown
    assert entries["F"].review is None


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("Godkänns", Verdict.APPROVED), ("tas bort", Verdict.REMOVED)],
)
def test_the_words_that_the_word_file_offers_are_verdicts(
    review: Path, said: str, verdict: Verdict
) -> None:
    assert said.lower() in texts.FAQ_REVIEW_LINE
    fill_in(review, "B", Omdöme=said)
    assert read_review(review).reviewed["B"].review.verdict is verdict


def test_a_row_that_cannot_be_understood_is_named(review: Path) -> None:
    row = fill_in(review, "B", Omdöme="kanske")
    other = fill_in(review, "G", Omdöme="ändrad")
    assert {(bad.row, bad.reason) for bad in read_review(review).bad} == {
        (row, "verdict"), (other, "verdict"),
    }  # fmt: skip


def test_what_a_person_saw_stays_when_the_documents_say_something_else(review: Path) -> None:
    fill_in(review, "B", Omdöme="godkänd")
    changed = entry("Vad är bygglov?", answered("Bygglov krävs inte."), "B")
    (kept,) = with_reviews([changed], read_review(review).reviewed)
    assert kept.shown_text == "Bygglov är ett tillstånd."
    assert kept.newer == changed.reply
    assert not kept.is_approved


STALE = replace(
    entry("Vad är bygglov?", answered("Bygglov är ett tillstånd."), "B"),
    review=Review(Verdict.REWORDED, "Ett lov.", "Bo Ek", "2026-11-02"),
    newer=answered("Bygglov krävs inte."),
)


def test_an_answer_that_has_changed_is_shown_as_it_is_now_and_needs_a_new_verdict(
    tmp_path: Path,
) -> None:
    path = tmp_path / "granskning.xlsx"
    path.write_bytes(write_review(faq(STALE), path))
    row = [cell.value or "" for cell in load_workbook(path).worksheets[0][2]]
    assert (row[5], *row[7:]) == ("Bygglov krävs inte.", "", "Ett lov.", "", "")
    now = replace(STALE, reply=answered("Bygglov krävs inte."), review=None, newer=None)
    assert with_reviews([now], read_review(path).reviewed) == (STALE,)
    fill_in(path, "B", Omdöme="ändrad", Granskad_av="Ada")
    (again,) = with_reviews([now], read_review(path).reviewed)
    assert again.is_approved
    assert again.review == Review(Verdict.REWORDED, "Ett lov.", "Ada")


def test_a_review_is_not_put_on_another_question_that_has_got_the_same_id(review: Path) -> None:
    fill_in(review, "B", Omdöme="godkänd")
    found = read_review(review).reviewed
    other = entry("Vad är rivningslov?", answered("Bygglov är ett tillstånd."), "B")
    same = entry("vad är  bygglov", answered("Bygglov är ett tillstånd."), "B")
    assert [one.is_approved for one in with_reviews([other, same], found)] == [False, True]


def test_a_file_with_a_verdict_that_cannot_be_understood_is_not_overwritten(review: Path) -> None:
    fill_in(review, "B", Omdöme="kanske")
    with pytest.raises(FaqReviewedError):
        write_review(faq(*ENTRIES), review)


def test_a_question_that_somebody_has_reviewed_is_not_merged_into_another() -> None:
    asked = [AskedQuestion("Vad är bygglov?", id="A"), AskedQuestion("Vad är ett bygglov?", id="B")]
    replies = [answered("Bygglov är ett tillstånd.")] * 2
    assert [one.id for one in make_entries(asked, replies, merging=True)] == ["A"]
    kept = make_entries(asked, replies, merging=True, reviewed={"B"})
    assert [(one.id, one.also) for one in kept] == [("A", ()), ("B", ())]


def test_a_table_is_not_written_over_a_review_file_that_somebody_has_written_in(
    review: Path,
) -> None:
    fill_in(review, "B", Omdöme="godkänd")
    with pytest.raises(FaqReviewedError):
        faq_files(faq(*ENTRIES), review, per_category=False)


def test_a_file_that_somebody_has_written_in_is_not_overwritten(review: Path) -> None:
    write_review(faq(*ENTRIES), review)
    fill_in(review, "B", Omdöme="godkänd")
    with pytest.raises(FaqReviewedError):
        write_review(faq(*ENTRIES), review)


def test_a_review_file_is_overwritten_when_the_faq_has_all_that_it_says(review: Path) -> None:
    fill_in(review, "B", Omdöme="godkänd", Granskad_av="Bo Ek", Datum=datetime(2026, 11, 2))
    fill_in(review, "K", Egen_formulering="Det kostar inget.")
    read = faq(*with_reviews(ENTRIES, read_review(review).reviewed))
    review.write_bytes(write_review(read, review))
    review.write_bytes(write_review(read, review))
    later = Review(Verdict.REMOVED, "", "Ada", "2026-11-03", "2027-01-01T00:00:00")
    assert write_review(faq(*(replace(one, review=later) for one in read.entries)), review)


@pytest.mark.parametrize(
    "written",
    [
        {"Omdöme": "ta bort"},
        {"Omdöme": "kanske"},
        {"Egen_formulering": "Ett lov."},
        {"Granskad_av": "Ada"},
    ],
)
def test_a_review_file_that_says_more_than_the_faq_is_not_overwritten(
    review: Path, written: dict[str, str]
) -> None:
    fill_in(review, "B", Omdöme="godkänd", Granskad_av="Bo Ek")
    read = faq(*with_reviews(ENTRIES, read_review(review).reviewed))
    fill_in(review, "B", **written)
    with pytest.raises(FaqReviewedError):
        write_review(read, review)


def test_a_review_file_is_not_overwritten_by_an_faq_that_has_the_verdict_of_something_else(
    review: Path,
) -> None:
    fill_in(review, "B", Omdöme="godkänd")
    read = with_reviews(ENTRIES, read_review(review).reviewed)[0]
    write_review(faq(read), review)
    for other in (
        faq(replace(read, question="Vad är rivningslov?")),
        faq(replace(read, reply=answered("Bygglov krävs inte."))),
        faq(replace(read, id="X")),
        faq(read, audience="internal"),
    ):
        with pytest.raises(FaqReviewedError):
            write_review(other, review)


@pytest.mark.parametrize(
    ("one", "other", "is_older"),
    [
        (("2026-11-01", "B"), ("2026-11-02", "A"), True),
        (("2026-11-02", "A"), ("2026-11-01", "B"), False),
        (("2026-11-02", "A"), ("2026-11-02", "B"), True),
        (("i november", "A"), ("", "B"), True),
        (("", ""), ("", "B"), False),
    ],
)
def test_the_day_on_the_row_says_which_review_is_older_or_else_when_the_file_was_saved(
    one: tuple[str, str], other: tuple[str, str], *, is_older: bool
) -> None:
    (day, saved_at), (other_day, other_saved) = one, other
    mine = Review(Verdict.REWORDED, "Så.", "Ada", day, saved_at)
    theirs = Review(Verdict.APPROVED, "", "Bo", other_day, other_saved)
    assert mine.is_older_than(theirs) is is_older
    assert not mine.is_older_than(replace(mine, saved="C"))


def test_a_row_that_stands_as_it_was_written_is_as_old_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "granskning.xlsx"
    old = Review(Verdict.APPROVED, "", "Bo Ek", "2026-11-02", "2026-11-02T10:00:00")
    path.write_bytes(write_review(faq(*(replace(one, review=old) for one in ENTRIES)), path))
    fill_in(path, "G", Omdöme="ta bort")
    saved = {name: one.review.saved for name, one in read_review(path).reviewed.items()}
    assert saved.pop("G") > old.saved
    assert set(saved.values()) == {old.saved}


def test_nothing_in_the_review_file_is_a_formula(review: Path) -> None:
    sheet = load_workbook(review).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "annan.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(QuestionsError):
        read_review(path)
