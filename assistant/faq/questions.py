"""Read a file of questions: text, CSV, XLSX, JSON or JSONL; a bad row is named, the rest is read.

A text file has one question a line, and "# Rubrik" or "## Rubrik" begins a category. Tables have a
heading row, perhaps under a title, with a column for the question, and if they like for category
and id. JSON is a list of texts or
objects, or an FAQ that `planfraga faq` has written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import texts
from assistant.faq.types import AskedQuestion, BadRow, question_key
from corpus.characters import one_line
from corpus.errors import FileError, QuestionsError
from corpus.swedish.words import WORD

SHOWN = 60
"""Characters of a bad row that are shown."""
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+")
_HEADINGS_WITHIN = 20
"""Rows of a table among which its heading row is looked for."""
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

Row = AskedQuestion | BadRow


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The good questions of a file in order, each once, and the rows that gave none."""

    questions: tuple[AskedQuestion, ...]
    bad: tuple[BadRow, ...]


def read_question_file(path: Path, longest: int) -> QuestionFile:
    """Read the questions of a file; `longest` is the most characters a question may have.

    Raises:
        QuestionsError: the file is missing, of no known form, or has no question column.
        FileError: the system does not let it be read.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise QuestionsError(str(path), 0, texts.FAQ_FILE_FORM.format(forms=", ".join(_READERS)))
    if not path.exists():
        raise QuestionsError(str(path), 0, texts.QUESTIONS_MISSING)
    try:
        rows = list(reader(path))
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error
    return _sorted_out(rows, longest)


def _sorted_out(rows: list[Row], longest: int) -> QuestionFile:
    while rows and not _has_something(rows[-1]):
        rows.pop()
    good: list[AskedQuestion] = []
    bad: list[BadRow] = []
    ids: set[str] = set()
    keys: set[str] = set()
    for row in rows:
        checked = _checked(row, longest, ids, keys)
        if isinstance(checked, BadRow):
            bad.append(checked)
        else:
            good.append(checked)
            ids.add(checked.id)
            keys.add(question_key(checked.question))
    return QuestionFile(tuple(good), tuple(bad))


def _has_something(row: Row) -> bool:
    return row.reason != "empty" if isinstance(row, BadRow) else bool(row.question)


def _checked(row: Row, longest: int, ids: set[str], keys: set[str]) -> Row:
    if isinstance(row, BadRow):
        return row
    shown = row.question[:SHOWN]
    if len(row.question) > longest:
        return BadRow(row.row, "long", shown)
    if not WORD.search(row.question):
        return BadRow(row.row, "empty" if not row.question else "no-words", shown)
    if question_key(row.question) in keys:
        return BadRow(row.row, "twice", shown)
    if row.id and row.id in ids:
        return BadRow(row.row, "id", f"{row.id}: {shown}")
    return row


def _read_text(path: Path) -> Iterator[Row]:
    category = ""
    for number, line in _lines(path):
        if line is None:
            yield BadRow(number, "encoding")
        elif heading := _HEADING.match(line):
            category = _tidy(heading.group(1))
        else:
            yield AskedQuestion(_tidy(_ITEM.sub("", line, count=1)), category, "", number)


def _read_jsonl(path: Path) -> Iterator[Row]:
    for number, line in _lines(path):
        if line is None:
            yield BadRow(number, "encoding")
        elif not line.strip():
            yield BadRow(number, "empty")
        else:
            try:
                yield _of_json(json.loads(line), number)
            except ValueError:
                yield BadRow(number, "json", line[:SHOWN])


def _read_json(path: Path) -> Iterator[Row]:
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise QuestionsError(str(path), getattr(error, "lineno", 0), texts.FAQ_NOT_JSON) from error
    rows = found.get("entries", found.get("questions")) if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise QuestionsError(str(path), 0, texts.FAQ_NO_LIST)
    for number, row in enumerate(rows, start=1):
        yield _of_json(row, number)


def _of_json(row: object, number: int) -> Row:
    if isinstance(row, str):
        return AskedQuestion(_tidy(row), row=number)
    if not isinstance(row, dict):
        return BadRow(number, "json")
    return _of_columns({str(name).lower(): value for name, value in row.items()}, number)


def _read_csv(path: Path) -> Iterator[Row]:
    lines = list(_lines(path))
    text = "\n".join(line if line is not None else "\0" for _, line in lines)
    delimiter = _delimiter(text.splitlines()[:_HEADINGS_WITHIN])
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    numbered = ((table.line_num, cells) for cells in table)
    try:
        yield from _of_table(path, numbered)
    except csv.Error as error:
        raise QuestionsError(str(path), table.line_num, texts.FAQ_OPEN_QUOTE) from error


def _delimiter(lines: Sequence[str]) -> str:
    """Return what parts the cells of the heading row, else what there is most of at the top."""

    def known(delimiter: str) -> int:
        return max((_known(line.replace('"', "").split(delimiter)) for line in lines), default=0)

    return max(";\t,", key=lambda one: (known(one), lines[0].count(one) if lines else 0))


def _read_xlsx(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook

    try:
        with path.open("rb") as opened:  # a damaged file that the library opens it leaves open
            book = load_workbook(opened, read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(values_only=True)
            cells = [[_tidy(cell) for cell in row] for row in rows]
    except OSError:
        raise
    except Exception as error:  # what a damaged file leads to in the library has no common class
        raise QuestionsError(str(path), 0, texts.FAQ_NOT_XLSX) from error
    yield from _of_table(path, enumerate(cells, start=1))


def _of_table(path: Path, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """Yield the rows under the heading row; without a known heading a single column is taken."""
    table = list(rows)
    known = [_known(cells) for _, cells in table[:_HEADINGS_WITHIN]]
    names = [texts.FAQ_COLUMNS["question"][0]]
    if any(known):
        at = known.index(max(known))
        names = _names(table[at][1])
        table = table[at + 1 :]
    elif table and len(list(filter(None, table[0][1]))) > 1:
        raise QuestionsError(str(path), table[0][0], texts.FAQ_NO_COLUMN)
    for number, cells in table:
        if any("\0" in cell for cell in cells):
            yield BadRow(number, "encoding")
        elif any(cells[len(names) :]):
            yield BadRow(number, "columns", cells[0][:SHOWN])
        else:
            yield _of_columns(dict(zip(names, cells, strict=False)), number)


def _names(cells: Sequence[str]) -> list[str]:
    return [_tidy(cell).lstrip("\ufeff").lower() for cell in cells]


def _known(cells: Sequence[str]) -> int:
    """Return how many columns the headings name, 0 where none is the question's."""
    names = set(_names(cells))
    found = [field for field, known in texts.FAQ_COLUMNS.items() if names & set(known)]
    return len(found) if "question" in found else 0


def _of_columns(row: Mapping[str, Any], number: int) -> AskedQuestion:
    values = {
        field: next((_tidy(row[name]) for name in names if row.get(name) is not None), "")
        for field, names in texts.FAQ_COLUMNS.items()
    }
    also = row.get("also")
    merged = tuple(filter(question_key, map(_tidy, also))) if isinstance(also, list) else ()
    return AskedQuestion(values["question"], values["category"], values["id"], number, merged)


def _lines(path: Path) -> Iterator[tuple[int, str | None]]:
    """Yield (number, line), None for a line that is not in the file's encoding.

    Excel saves Swedish CSV in Windows-1252: a file in which no line with å, ä or ö is UTF-8 is
    taken to be in that.
    """
    data = path.read_bytes()
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            yield from enumerate(text.splitlines(), start=1)
            return
    lines = data.splitlines()
    foreign = [line for line in lines if not line.isascii()]
    if foreign and not any(_utf8(line) is not None for line in foreign):
        yield from enumerate((line.decode("cp1252", "replace") for line in lines), start=1)
        return
    yield from enumerate(map(_utf8, lines), start=1)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _tidy(value: object) -> str:
    return one_line(str(value)) if value is not None else ""


_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".xlsx": _read_xlsx,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
}
