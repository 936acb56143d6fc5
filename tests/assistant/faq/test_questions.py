from __future__ import annotations

import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.faq.questions import QuestionFile, read_question_file
from assistant.faq.reviewing import read_review
from corpus.errors import QuestionsError

LONGEST = 100


def read(path: Path, data: bytes | str) -> QuestionFile:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_question_file(path, LONGEST)


def bad(found: QuestionFile) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in found.bad]


def test_a_text_has_a_question_a_line_and_headings_for_categories(tmp_path: Path) -> None:
    found = read(tmp_path / "q.txt", "# Bygga\nVad är bygglov?\n\n# Äldre\nVad görs för äldre?\n\n")
    assert [(q.question, q.category, q.row) for q in found.questions] == [
        ("Vad är bygglov?", "Bygga", 2),
        ("Vad görs för äldre?", "Äldre", 5),
    ]
    assert bad(found) == [(3, "empty")]


def test_items_and_headings_of_a_list_are_not_part_of_the_questions(tmp_path: Path) -> None:
    text = "## Bygga\n- Vad är bygglov?\n* Vad är lov?\n### Äldre\n2. Vad görs för äldre?\n#tag?"
    found = read(tmp_path / "q.md", text)
    assert [(q.question, q.category) for q in found.questions] == [
        ("Vad är bygglov?", "Bygga"),
        ("Vad är lov?", "Bygga"),
        ("Vad görs för äldre?", "Äldre"),
        ("#tag?", "Äldre"),
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_title_may_stand_above_the_headings_of_a_table(tmp_path: Path, delimiter: str) -> None:
    rows = [["Frågor", ""], [], ["Id", "Fråga"], ["a1", "Vad är bygglov?"]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "q.xlsx")
    table = "Frågor till webben; 2026\n" + "\n".join(map(delimiter.join, rows[1:]))
    for found in (
        read_question_file(tmp_path / "q.xlsx", LONGEST),
        read(tmp_path / "q.csv", table),
    ):
        assert [(q.question, q.id, q.row) for q in found.questions] == [
            ("Vad är bygglov?", "a1", 4)
        ]


def test_a_row_with_more_cells_than_headings_is_named(tmp_path: Path) -> None:
    table = "Fråga,Kategori\nVad kostar förskola, fritids?,Avgifter\nVad är bygglov?,Bygga,,\n"
    found = read(tmp_path / "q.csv", table)
    assert bad(found) == [(2, "columns")]
    assert [q.question for q in found.questions] == ["Vad är bygglov?"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_has_columns_in_any_order(tmp_path: Path, delimiter: str) -> None:
    rows = [["Kategori", "Fråga", "Id"], ["Bygga", "Vad är bygglov?", "B1"]]
    found = read(tmp_path / "q.csv", "\n".join(delimiter.join(row) for row in rows))
    question = found.questions[0]
    assert (question.question, question.category, question.id, question.row) == (
        "Vad är bygglov?", "Bygga", "B1", 2,
    )  # fmt: skip


def test_a_table_as_a_swedish_excel_saves_it_is_read(tmp_path: Path) -> None:
    found = read(tmp_path / "q.csv", "Fråga;Ämne\r\nVad görs för äldre?;Äldre\r\n".encode("cp1252"))
    assert (found.questions[0].question, found.questions[0].category) == (
        "Vad görs för äldre?", "Äldre",
    )  # fmt: skip
    assert read(tmp_path / "q.txt", "Vad görs för äldre?".encode("utf-16")).questions


def test_a_workbook_is_read_and_its_rows_are_named_as_excel_names_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Fråga", "Kategori"], ["Vad är bygglov?", None], [None, None], ["?", "x"]):
        sheet.append(row)
    book.save(tmp_path / "q.xlsx")
    found = read_question_file(tmp_path / "q.xlsx", LONGEST)
    assert [q.row for q in found.questions] == [2]
    assert bad(found) == [(3, "empty"), (4, "no-words")]


def test_json_and_jsonl_hold_texts_or_objects(tmp_path: Path) -> None:
    rows = ["Vad är bygglov?", {"question": "Vad är en nämnd?", "category": "Ord", "id": "N"}, 7]
    as_list = read(tmp_path / "q.json", json.dumps(rows))
    as_lines = read(tmp_path / "q.jsonl", "\n".join(map(json.dumps, rows)) + "\n{trasig\n")
    assert as_list.questions == as_lines.questions
    assert [q.id for q in as_list.questions] == ["", "N"]
    assert bad(as_list) == [(3, "json")]
    assert bad(as_lines) == [(3, "json"), (4, "json")]


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        "Vad är bygglov?".encode(),
        "Vad görs för äldre?".encode("latin-1"),
        ("x " * LONGEST).encode(),
        b"VAD \xc3\x84R bygglov",
        "Vad görs för unga?".encode(),
    ]
    found = read(tmp_path / "q.txt", b"\n".join(lines))
    assert [q.row for q in found.questions] == [1, 5]
    assert bad(found) == [(2, "encoding"), (3, "long"), (4, "twice")]


def test_letters_that_a_mac_has_taken_apart_are_put_together(tmp_path: Path) -> None:
    table = "Fråga;Ämne\nVad görs för äldre?;Äldre\nVad gors for aldre?;\n"
    apart = unicodedata.normalize("NFD", f"{table}VAD GÖRS FÖR ÄLDRE;Äldre\n")
    found = read(tmp_path / "q.csv", apart)
    asked = [(q.question, q.category) for q in found.questions]
    assert asked == [("Vad görs för äldre?", "Äldre"), ("Vad gors for aldre?", "")]
    assert read(tmp_path / "b.csv", apart + "Vad görs för äldre?;Äldre\n").bad[-1].reason == "twice"


def test_an_id_used_twice_is_named(tmp_path: Path) -> None:
    found = read(tmp_path / "q.csv", "fråga;id\nVad är bygglov?;1\nVad är en nämnd?;1\n")
    assert bad(found) == [(3, "id")]


def test_half_a_character_in_json_is_read_as_one_that_is_missing(tmp_path: Path) -> None:
    found = read(tmp_path / "q.jsonl", '"Vad kostar \\ud83d bygglov?"\n')
    assert [q.question for q in found.questions] == ["Vad kostar \ufffd bygglov?"]


def damaged(tmp_path: Path) -> bytes:
    """A workbook whose first sheet breaks off."""
    book = Workbook()
    book.worksheets[0].append(["Fråga"])
    book.save(tmp_path / "hel.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "hel.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "skadad.xlsx", "w") as cut,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    return (tmp_path / "skadad.xlsx").read_bytes()


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="Excelfil"):
        read(tmp_path / "q.xlsx", damaged(tmp_path))
    with pytest.raises(QuestionsError, match="granskningsfil"):
        read_review(tmp_path / "skadad.xlsx")


def test_a_table_with_a_quotation_mark_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="citattecken"):
        read(tmp_path / "q.csv", 'fråga\n"Vad är ' + "bygglov och " * 20_000)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.pdf", b""),
        ("q.xlsx", b"inte en arbetsbok"),
        ("q.json", b"{"),
        ("q.json", b'{"svar": 1}'),
        ("q.csv", b"svar;ort\nja;nej\n"),
    ],
)
def test_a_file_that_cannot_be_a_question_file_is_refused(
    tmp_path: Path, name: str, data: bytes
) -> None:
    with pytest.raises(QuestionsError):
        read(tmp_path / name, data)
