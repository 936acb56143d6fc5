from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import jsonschema
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from assistant.faq.formats.data import is_faq, json_file, read_faq
from assistant.faq.formats.html import html_file, structured_data
from assistant.faq.formats.look import Look
from assistant.faq.formats.markdown import markdown_file
from assistant.faq.formats.tables import csv_file, xlsx_file
from assistant.faq.formats.word import docx_file
from assistant.faq.types import Faq, Review, Verdict
from assistant.faq.writing import faq_files, left_over, write_all
from corpus.errors import FaqReviewedError, QuestionsError, StorageError
from tests.assistant.faq.replies import answered, entry, faq, refused

HOSTILE = '</script><img src=x onerror="alert(1)"><!-- & *[x](javascript:1)* | `'
WORDED = replace(
    entry("Vad kostar det?", refused(), "k", "Avgifter"),
    review=Review(Verdict.REWORDED, "Det kostar inget.", "Anna Karlsson", "2026-11-20"),
)
PAGE = faq(
    entry("Vad är bygglov?", answered("Bygglov är ett tillstånd."), "b/1"),
    entry(f"Vad är {HOSTILE}?", answered(f"Det är {HOSTILE}", "Två:\nEtt\nTvå"), "b 1"),
    WORDED,
    entry("Vad händer sedan?", refused(), "s", "Avgifter"),
    replace(entry("Bort?", answered("bort")), review=Review(Verdict.REMOVED)),
)
FORMS: dict[str, Callable[[Faq], bytes]] = {
    "html": lambda page: html_file(page, Look("https://plan.example")),
    "md": lambda page: markdown_file(page, Look()),
    "docx": docx_file,
    "csv": csv_file,
    "xlsx": xlsx_file,
    "json": json_file,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_faq_gives_the_same_bytes(form: str) -> None:
    assert FORMS[form](PAGE) == FORMS[form](PAGE)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_archive_holds_no_clock_but_the_indexs(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMS[form](PAGE))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"2026-11-24T10:00:00"}


def test_json_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "faq.json"
    path.write_bytes(json_file(PAGE))
    assert read_faq(path) == PAGE


def test_the_page_shows_answers_and_wordings_and_leaves_out_the_rest() -> None:
    page = lxml_html.fromstring(FORMS["html"](PAGE))
    assert [h.text_content() for h in page.iter("h3")] == [
        "Vad är bygglov?", f"Vad är {HOSTILE}?", "Vad kostar det?",
    ]  # fmt: skip
    shown = page.xpath("string(//main)")
    assert "Det kostar inget." in shown
    assert "Svaret är formulerat av Anna Karlsson 2026-11-20." in shown
    assert page.xpath("//cite/a/@href")[0].startswith("https://plan.example/dokument/plan?")


def test_every_link_of_the_contents_leads_to_a_place_of_its_own() -> None:
    page = lxml_html.fromstring(FORMS["html"](PAGE))
    targets = [link.removeprefix("#") for link in page.xpath("//nav//a/@href")]
    assert len(set(targets)) == len(targets) == 5
    assert all(len(page.xpath(f"//*[@id='{target}']")) == 1 for target in targets)


def test_nothing_in_a_document_becomes_a_tag_or_a_script() -> None:
    text = FORMS["html"](PAGE).decode()
    page = lxml_html.fromstring(text)
    assert page.xpath("//img") == []
    assert len(page.xpath("//script")) == text.count("<script") == 2
    assert HOSTILE in page.xpath("string(//main)")


def test_the_structured_data_is_a_faqpage_of_what_is_shown() -> None:
    page = lxml_html.fromstring(FORMS["html"](PAGE))
    data = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    assert (data["@context"], data["@type"]) == ("https://schema.org", "FAQPage")
    validate_faqpage(data)
    assert [question["name"] for question in data["mainEntity"]] == [
        h.text_content() for h in page.iter("h3")
    ]
    assert "Det kostar inget." in data["mainEntity"][2]["acceptedAnswer"]["text"]


def validate_faqpage(data: dict[str, object]) -> None:
    """Hold data against schema.org's properties of a FAQPage, and against what search engines ask.

    https://schema.org/FAQPage; a question has one name and one accepted answer with a text.
    """
    jsonschema.validate(data, FAQPAGE)


FAQPAGE = {
    "type": "object",
    "required": ["@context", "@type", "mainEntity"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "FAQPage"},
        "name": {"type": "string", "minLength": 1},
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "dateModified": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
        "mainEntity": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["@type", "name", "acceptedAnswer"],
                "additionalProperties": False,
                "properties": {
                    "@type": {"const": "Question"},
                    "name": {"type": "string", "minLength": 1},
                    "acceptedAnswer": {
                        "type": "object",
                        "required": ["@type", "text"],
                        "additionalProperties": False,
                        "properties": {
                            "@type": {"const": "Answer"},
                            "text": {"type": "string", "minLength": 1},
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("form", ["html", "md", "docx", "csv", "xlsx"])
def test_every_form_says_that_a_document_no_longer_holds_good(form: str) -> None:
    old = answered("Badet är öppet.")
    ended = replace(old, sources=(replace(old.sources[0], valid_to="2023-12-31"),))
    shown = FORMS[form](faq(entry("Är badet öppet?", ended)))
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(shown)) as archive:
            shown = b"".join(archive.read(name) for name in archive.namelist())
    assert "gällde till 2023-12-31" in unescape(shown.decode(errors="replace"))


def test_an_internal_page_says_so_and_has_nothing_for_search_engines() -> None:
    text = html_file(replace(PAGE, audience="internal"), Look()).decode()
    assert "Publicera inte" in text
    assert "ld+json" not in text


def test_markdown_shows_the_documents_words_and_not_what_they_mean_to_markdown() -> None:
    rendered = MarkdownIt("commonmark").render(FORMS["md"](PAGE).decode())
    page = lxml_html.fromstring(rendered)
    assert page.xpath("//img|//script|//em[contains(., 'javascript')]") == []
    assert HOSTILE in page.xpath("string(.)")
    assert [item.text_content().strip() for item in page.xpath("//blockquote//li")] == [
        "Ett",
        "Två",
    ]


def test_a_csv_opens_in_a_swedish_excel_and_holds_no_formula() -> None:
    page = faq(entry("=HYPERLINK(1)", answered("-1 grad"), "@id"))
    data = csv_file(page)
    assert data.startswith(b"\xef\xbb\xbf")
    _, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [cell[:1] for cell in (row[0], row[2], row[6])] == ["'", "'", "'"]


def test_an_xlsx_holds_the_words_as_words() -> None:
    page = faq(entry("=HYPERLINK(1)", answered("-1 grad\x07"), "@id"))
    sheet = load_workbook(io.BytesIO(xlsx_file(page))).worksheets[0]
    cells = list(sheet[2])
    assert [cells[n].value for n in (0, 2, 6)] == ["@id", "=HYPERLINK(1)", "-1 grad"]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_word_document_holds_every_question_and_the_unanswered_last() -> None:
    document = docx.Document(io.BytesIO(docx_file(PAGE)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs.index("Vad är bygglov?") < paragraphs.index("Frågor utan svar")
    assert paragraphs.index("Frågor utan svar") < paragraphs.index("Vad händer sedan?")


def test_one_page_for_each_category_links_to_the_others(tmp_path: Path) -> None:
    written = faq_files(PAGE, tmp_path / "faq.html", per_category=True)
    names = [file.name for file in written]
    assert names == ["faq-klimat.html", "faq-avgifter.html"]
    for content in written.values():
        page = lxml_html.fromstring(content)
        assert page.xpath("//nav[@aria-label='Alla sidor']//a/@href") == names


def test_pages_of_categories_that_are_no_longer_written_are_named(tmp_path: Path) -> None:
    write_all(faq_files(PAGE, tmp_path / "faq.html", per_category=True))
    written = faq_files(faq(WORDED), tmp_path / "faq.html", per_category=True)
    assert left_over(tmp_path / "faq.html", written) == [tmp_path / "faq-klimat.html"]


def test_the_structured_data_says_that_an_answer_may_be_outdated() -> None:
    stale = replace(WORDED, newer=answered("Det kostar 9 kronor."))
    data = json.loads(structured_data(faq(stale)))
    assert "kan ha blivit inaktuellt" in data["mainEntity"][0]["acceptedAnswer"]["text"]


def test_an_faq_with_reviews_is_not_overwritten_by_one_without(tmp_path: Path) -> None:
    path = tmp_path / "faq.json"
    write_all(faq_files(PAGE, path, per_category=False))
    write_all(faq_files(PAGE, path, per_category=False))
    with pytest.raises(FaqReviewedError):
        faq_files(faq(entry("Vad är bygglov?", answered("x"), "b/1")), path, per_category=False)
    with pytest.raises(FaqReviewedError):
        faq_files(replace(PAGE, audience="internal"), path, per_category=False)
    assert read_faq(path) == PAGE


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'f' * 250}.json"
    write_all(faq_files(PAGE, path, per_category=False))
    assert read_faq(path) == PAGE


@pytest.mark.parametrize("hindered", ["folder", "missing/faq.html"])
def test_when_one_file_cannot_be_written_the_faq_that_the_next_run_reads_stays(
    tmp_path: Path, hindered: str
) -> None:
    (tmp_path / "folder").mkdir()
    path = tmp_path / "faq.json"
    path.write_bytes(b"before")
    for files in ([path, tmp_path / hindered], [tmp_path / hindered, path]):
        with pytest.raises(StorageError):
            write_all(dict.fromkeys(files, b"after"))
    assert path.read_bytes() == b"before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["faq.json", "folder"]


def test_files_whose_names_begin_alike_are_each_written(tmp_path: Path) -> None:
    files = {tmp_path / f"{'f' * 60}-{name}.html": name.encode() for name in ("lek", "bad")}
    write_all(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_an_faq_that_cannot_be_read_is_neither_overwritten_nor_asked_without_its_reviews(
    tmp_path: Path,
) -> None:
    path = tmp_path / "faq.json"
    damaged = json_file(PAGE).decode().replace('"reworded"', '"omskriven"')
    path.write_text(damaged, encoding="utf-8")
    assert is_faq(path)
    with pytest.raises(QuestionsError):
        faq_files(PAGE, path, per_category=False)
    assert path.read_text(encoding="utf-8") == damaged


@pytest.mark.parametrize("form", ["html", "md", "docx", "csv", "xlsx"])
def test_what_is_withheld_is_in_no_published_form(form: str, tmp_path: Path) -> None:
    hidden = replace(entry("Vad är hemligt?", answered("Hemligheten.")), withheld=True)
    path = tmp_path / f"faq.{form}"
    page = faq(hidden, entry("Vad är bygglov?", refused()))
    shown = faq_files(page, path, per_category=False)[path]
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(shown)) as archive:
            shown = b"".join(archive.read(name) for name in archive.namelist())
    assert "emlig" not in shown.decode(errors="replace")
