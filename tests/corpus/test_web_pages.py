"""Which parts of a web page are its text, and under which headings they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.types import BlockKind, Document


def read(folder: Path, page: str) -> Document:
    (folder / "sida.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    return read_document(folder, "sida.html", Entry())


def headings(document: Document) -> list[str]:
    return [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]


def test_an_article_before_the_main_text_is_not_read_in_its_place(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<article><h1>Vattnet stängs av</h1></article>"
        "<main><h1>Bygglov</h1><p>Du söker bygglov hos nämnden.</p></main>",
    )
    assert document.title == "Bygglov"
    assert document.text == "Bygglov\n\nDu söker bygglov hos nämnden."


def test_every_article_of_a_page_without_main_text_is_read_once(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<form><article><p>Bron är klar.</p><article><p>Den är röd.</p></article></article></form>"
        "<aside><article><p>Läs också</p></article></aside><article><p>Badet öppnar.</p></article>",
    )
    assert document.text == "Bron är klar.\n\nDen är röd.\n\nBadet öppnar."


@pytest.mark.parametrize(
    "struck",
    ["<del>500</del>", "<s>500</s>", "<strike>500</strike>",
     "<span style='color: red; text-decoration: line-through'>500</span>"],
)  # fmt: skip
def test_what_is_struck_out_on_a_page_is_not_read(tmp_path: Path, struck: str) -> None:
    page = f"<main><p>Avgiften är {struck} <ins>600</ins> kr</p></main>"
    assert read(tmp_path, page).text == "Avgiften är 600 kr"


@pytest.mark.parametrize("around", ["main", "div"])
@pytest.mark.parametrize("how", ["hidden", "style='color:red; DISPLAY : none'"])
def test_what_is_hidden_is_not_read_but_a_panel_that_a_button_opens_is(
    tmp_path: Path, how: str, around: str
) -> None:
    told = "Avgiften för en plats i förskolan beror på familjens inkomst före skatt. " * 3
    text = read(
        tmp_path,
        f"<{around}><h1>Avgifter</h1><p>{told}</p><p {how}>Gammalt.</p>"
        f"<h3><button aria-controls='a b'>Vem betalar?</button></h3>"
        f"<div id='b' {how}><p>{told}Vårdnadshavare betalar.</p></div>"
        f"<p hidden='until-found'>{told}Syskon betalar mindre.</p></{around}>",
    ).text
    assert "Gammalt" not in text
    assert "Vårdnadshavare betalar." in text
    assert "Syskon betalar mindre." in text


@pytest.mark.parametrize(
    "question",
    ["<h3><button>Vad kostar förskola?<svg></svg></button></h3>",
     "<div role='heading' aria-level='3'><button>Vad kostar förskola?</button></div>",
     "<details><summary>Vad kostar förskola?</summary>1 500 kr.</details>",
     "<details><summary><h3>Vad kostar förskola?</h3></summary></details>"],
)  # fmt: skip
def test_the_question_of_an_accordion_is_the_heading_of_its_answer(
    tmp_path: Path, question: str
) -> None:
    document = read(tmp_path, f"<main><h2>Köregler</h2>{question}<p>1 500 kr.</p></main>")
    assert headings(document) == ["Köregler", "Vad kostar förskola?"]
    assert document.text.startswith("Köregler\n\nVad kostar förskola?")
    assert document.text.endswith("\n\n1 500 kr.")


def test_a_button_beside_a_headings_words_is_no_part_of_it(tmp_path: Path) -> None:
    page = "<main><h2>Avgifter <button>Kopiera länk</button></h2><p>1 500 kr.</p></main>"
    assert headings(read(tmp_path, page)) == ["Avgifter"]


def test_a_web_tables_caption_stands_before_its_rows(tmp_path: Path) -> None:
    table = (
        "<table><caption>Priser 2024</caption><tr><th>Dag</th><th>Pris</th></tr>"
        "<tr><td>Måndag</td><td>60 kr</td></tr></table>"
    )
    text = read(tmp_path, f"<main>{table}</main>").text
    assert text == "Priser 2024\n\nDag: Måndag; Pris: 60 kr"


HOURS = "<table><tr><td>Måndag</td><td>8–17</td></tr><tr><td>Fredag</td><td>8–15</td></tr></table>"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (f"<tr><td>{HOURS}</td><td><p>Ring.</p><p>Skriv.</p></td></tr>",
         "Måndag: 8–17\nFredag: 8–15\n\nRing.\n\nSkriv."),
        (f"<tr><th>Plats</th><th>Tid</th></tr><tr><td>Biblioteket</td><td>{HOURS}</td></tr>",
         "Plats: Biblioteket; Tid: Måndag 8–17 Fredag 8–15"),
    ],
)  # fmt: skip
def test_a_table_in_a_table_is_read_once(tmp_path: Path, table: str, expected: str) -> None:
    assert read(tmp_path, f"<main><table>{table}</table></main>").text == expected


def test_a_table_that_only_places_its_text_is_read_as_text(tmp_path: Path) -> None:
    table = "<table role='presentation'><tr><td><p>Hej.</p><p>Vi ses.</p></td></tr></table>"
    assert read(tmp_path, f"<main>{table}</main>").text == "Hej.\n\nVi ses."


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<div>Öppettider</div><div>Måndag 8–17</div>", "Öppettider\n\nMåndag 8–17"),
        ("<section>Öppet</section>Ring först", "Öppet\n\nRing först"),
        ("<figure><img><figcaption>Badet</figcaption></figure>Öppet", "Badet\n\nÖppet"),
        ("<a href='/'><div>Badet</div><div>Öppet</div></a>", "Badet Öppet"),
        ("<p>Se <span><section>Badet</section><section>Öppet</section></span></p>",
         "Se Badet Öppet"),
        ("<b>Badet </b>har <i>öppet</i>.", "Badet har öppet."),
    ],
)  # fmt: skip
def test_words_of_different_lines_are_not_glued_together(
    tmp_path: Path, page: str, expected: str
) -> None:
    assert read(tmp_path, f"<main>{page}</main>").text == expected
