"""The review file: what a person reads and writes in a spreadsheet, out and in again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import texts
from assistant.faq.formats.workbook import plain_cell, saved
from assistant.faq.making import Reviewed, reviews_of
from assistant.faq.saying import places, status
from assistant.faq.types import (
    BadRow,
    Entry,
    Faq,
    Reply,
    Review,
    Verdict,
    reply_from_row,
    reply_row,
    review_from_row,
)
from corpus.errors import FaqReviewedError, FileError, QuestionsError
from corpus.types import Audience

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_SEEN = "underlag"
"""The hidden sheet: for whom the replies were made, then each as it was shown: id, JSON."""
_LONGEST_CELL = 30_000
"""Characters; Excel's own limit is 32 767."""
_WIDTHS = (14, 40, 20, 16, 10, 60, 44, 16, 50, 20, 14)


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What a review file says: id → review, and the rows that say nothing understandable.

    `audience` is for whom the replies were made that the person saw.
    """

    audience: Audience
    reviewed: dict[str, Reviewed]
    bad: tuple[BadRow, ...]

    @property
    def written(self) -> int:
        """How many rows say something, understandable or not."""
        return len(self.reviewed) + len(self.bad)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a person is shown in a row. `held` is the review that there was when it was written."""

    question: str
    reply: Reply
    held: Reviewed | None

    @property
    def is_stale(self) -> bool:
        """Say whether the earlier review is of a reply that is no longer given."""
        return self.held is not None and self.held.seen.key != self.reply.key


def write_review(faq: Faq, path: Path) -> bytes:
    """Return the review file; the unanswered and the uncertain come first.

    An answer that has changed since it was reviewed is shown as it is now, without a verdict.

    Raises:
        FaqReviewedError: the file is there and somebody has written in it what the FAQ has not.
    """
    if path.exists() and (lost := _lost(read_review(path), faq)):
        raise FaqReviewedError(str(path), lost)
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = texts.FAQ_REVIEW_SHEET
    _write_row(sheet, 1, list(texts.FAQ_REVIEW_COLUMNS.values()))
    for number, entry in enumerate(_first_to_look_at(faq.entries), start=2):
        _write_row(sheet, number, _cells(entry))
    _dress(sheet, len(faq.entries) + 1)
    _write_seen(book, faq)
    return saved(book, faq.basis.built)


def read_review(path: Path) -> ReviewFile:
    """Read the verdicts and wordings that people have written in a review file.

    Raises:
        QuestionsError: it is missing, or not a review file.
        FileError: the system does not let it be read.
    """
    from openpyxl import load_workbook

    if not path.exists():
        raise QuestionsError(str(path), 0, texts.QUESTIONS_MISSING)
    try:
        with path.open("rb") as opened:  # a damaged file that the library opens it leaves open
            book = load_workbook(opened, data_only=True)
        rows = list(_rows(book.worksheets[0]))
        audience, seen = _read_seen(book)
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error
    except Exception as error:  # what a damaged file leads to in the library has no common class
        raise QuestionsError(str(path), 0, texts.FAQ_NOT_REVIEW) from error
    saved_at = book.properties.modified.isoformat(timespec="seconds")
    return ReviewFile(audience, *_understood(rows, seen, saved_at))


def is_review(path: Path) -> bool:
    """Say whether a file is a review file, be it one that can no longer be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return f'name="{_SEEN}"'.encode() in archive.read("xl/workbook.xml")
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


def _lost(file: ReviewFile, faq: Faq) -> int:
    """Return how many rows of a review file say what the FAQ does not hold."""
    held = reviews_of(faq.entries) if file.audience == faq.audience else {}
    kept = [i for i, one in file.reviewed.items() if i in held and one.is_kept_by(held[i])]
    return file.written - len(kept)


def _first_to_look_at(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(
        entries,
        key=lambda entry: (
            entry.newer is None,
            entry.is_approved,
            entry.reply.is_answered,
            entry.reply.confidence if entry.reply.is_answered else 0.0,
        ),
    )


def _cells(entry: Entry) -> list[str | float]:
    shown = entry.newer or entry.reply
    review = None if entry.newer else entry.review
    return [
        entry.id,
        entry.question,
        "" if entry.withheld else entry.category,
        status(entry),
        round(shown.confidence, 2),
        shown.text,
        places(shown),
        texts.FAQ_VERDICTS[review.verdict][0] if review else "",
        "" if entry.withheld else entry.wording,
        review.by if review else "",
        review.when if review else "",
    ]


def _write_row(sheet: Worksheet, number: int, cells: Sequence[str | float]) -> None:
    for column, value in enumerate(cells, start=1):
        plain_cell(sheet, number, column, value)


def _dress(sheet: Worksheet, last: int) -> None:
    """Fix the heading row, wrap the texts, and offer the verdicts in a list."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:K{max(last, 2)}"
    for letter, width in zip("ABCDEFGHIJK", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=1, max_row=last):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, max_row=last, min_col=8, max_col=11):
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFF7DC")
    choices = ",".join(words[0] for words in texts.FAQ_VERDICTS.values())
    offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    offered.add(f"H2:H{max(last, 2)}")
    sheet.add_data_validation(offered)


def _write_seen(book: Workbook, faq: Faq) -> None:
    sheet = book.create_sheet(_SEEN)
    sheet.sheet_state = "hidden"
    plain_cell(sheet, 1, 1, faq.audience)
    for number, entry in enumerate(faq.entries, start=2):
        plain_cell(sheet, number, 1, entry.id)
        row = json.dumps(_seen_row(entry), ensure_ascii=False)
        for column, at in enumerate(range(0, len(row), _LONGEST_CELL), start=2):
            plain_cell(sheet, number, column, row[at : at + _LONGEST_CELL])


def _seen_row(entry: Entry) -> dict[str, object]:
    held = entry.review and {"review": asdict(entry.review), "reply": reply_row(entry.reply)}
    reply = reply_row(entry.newer or entry.reply)
    return {"question": entry.question, "reply": reply, "held": held}


def _seen(row: dict[str, Any]) -> _Seen:
    question, held = row["question"], row["held"]
    before = held and Reviewed(
        question, review_from_row(held["review"]), reply_from_row(held["reply"])
    )
    return _Seen(question, reply_from_row(row["reply"]), before)


def _read_seen(book: Workbook) -> tuple[Audience, dict[str, _Seen]]:
    (audience, *_), *rows = book[_SEEN].iter_rows(values_only=True)
    seen = {
        str(identity): _seen(json.loads("".join(str(part) for part in parts if part)))
        for identity, *parts in rows
        if identity
    }
    return Audience(str(audience)), seen


def _rows(sheet: Worksheet) -> Iterator[tuple[int, dict[str, str]]]:
    headings = {heading: name for name, heading in texts.FAQ_REVIEW_COLUMNS.items()}
    rows = sheet.iter_rows(values_only=True)
    names = [headings.get(str(cell), "") for cell in next(rows, ())]
    if not {"id", "verdict", "wording"} <= set(names):
        raise ValueError(names)
    for number, cells in enumerate(rows, start=2):
        yield number, {n: _text(c) for n, c in zip(names, cells, strict=False) if n}


def _understood(
    rows: Sequence[tuple[int, dict[str, str]]], seen: dict[str, _Seen], saved_at: str
) -> tuple[dict[str, Reviewed], tuple[BadRow, ...]]:
    """Return what the rows say; what stands as it was written keeps the time that it had."""
    reviewed: dict[str, Reviewed] = {}
    bad: list[BadRow] = []
    for number, row in rows:
        shown = seen.get(row["id"])
        verdict = _verdict(row)
        if shown and shown.held and shown.is_stale and _is_untouched(row, shown.held.review):
            reviewed[row["id"]] = shown.held
        elif verdict is None and (row["verdict"] or row["wording"]):
            bad.append(BadRow(number, "verdict", row["verdict"]))
        elif verdict is not None and shown is None:
            bad.append(BadRow(number, "unknown", row["id"]))
        elif verdict is not None and shown is not None:
            wording = row["wording"] if verdict is Verdict.REWORDED else ""
            review = Review(verdict, wording, row.get("by", ""), row.get("when", ""), saved_at)
            said = Reviewed(shown.question, review, shown.reply)
            reviewed[row["id"]] = shown.held if shown.held and shown.held == said else said
    return reviewed, tuple(bad)


def _is_untouched(row: dict[str, str], held: Review) -> bool:
    """Say whether a row stands as it was written: an earlier wording is not a new one."""
    return not row["verdict"] and row["wording"] in ("", held.wording)


def _verdict(row: dict[str, str]) -> Verdict | None:
    """Read a verdict; a wording without one speaks for itself."""
    said = row["verdict"].lower()
    if not said:
        return Verdict.REWORDED if row["wording"] else None
    found = next((v for v in Verdict if said in texts.FAQ_VERDICTS[v]), None)
    if found is Verdict.APPROVED and row["wording"]:
        return Verdict.REWORDED
    return None if found is Verdict.REWORDED and not row["wording"] else found


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip() if value is not None else ""
