from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from corpus.content import FileState
from corpus.drawing import PagePictures, draw_page
from corpus.errors import DocumentError

LONG = (
    "Kommunen ska tillsammans med polisen sätta upp trygghetskameror vid stationen, torget och "
    "skolan under året."
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A page with a sentence over two lines, a broken word, and a table row."""
    file = FPDF()
    file.set_font("Helvetica", size=14)
    file.add_page()
    file.multi_cell(0, 9, "Här står något annat först.", new_x="LMARGIN", new_y="NEXT")
    file.multi_cell(0, 9, LONG.replace("trygghetskameror", "trygghets-\nkameror"),
                    new_x="LMARGIN", new_y="NEXT")  # fmt: skip
    for cell in ("Trygga torg", "Andelen nöjda", "Nämnden"):
        file.cell(60, 9, cell)
    path = tmp_path / "plan.pdf"
    file.output(str(path))
    return path


def yellow_rows(picture: bytes) -> list[int]:
    """The heights at which something is marked, one for each marked line."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    marked = [
        y for y in range(image.height)
        if any(image.getpixel((x, y)) == (255, 214, 0) for x in range(0, image.width, 3))
    ]  # fmt: skip
    return [y for n, y in enumerate(marked) if n == 0 or y > marked[n - 1] + 1]


def test_a_quotation_is_marked_over_line_breaks_and_hyphenation(pdf: Path) -> None:
    assert len(yellow_rows(draw_page(pdf, 1, LONG))) == 2


def test_a_table_row_that_names_its_columns_is_marked_where_its_cells_stand(pdf: Path) -> None:
    row = "Mål: Trygga torg; Indikator: Andelen nöjda; Ansvarig: Nämnden"
    assert len(yellow_rows(draw_page(pdf, 1, row))) == 1


def test_a_quotation_that_goes_on_on_the_next_page_is_marked_as_far_as_this_one_goes(
    pdf: Path,
) -> None:
    assert len(yellow_rows(draw_page(pdf, 1, f"{LONG} Och här går det vidare."))) == 2


@pytest.mark.parametrize("text", ["", "Står inte här alls.", "och"])
def test_what_is_not_on_the_page_is_not_marked(pdf: Path, text: str) -> None:
    assert len(yellow_rows(draw_page(pdf, 1, text))) == (1 if text == "och" else 0)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_the_mark_is_where_the_text_is_on_a_rotated_page(pdf: Path, degrees: int) -> None:
    straight = Image.open(BytesIO(draw_page(pdf, 1, LONG)))
    writer = PdfWriter(PdfReader(pdf))
    writer.pages[0].rotate(degrees)
    writer.write(pdf)
    turned = Image.open(BytesIO(draw_page(pdf, 1, LONG))).rotate(degrees, expand=True)
    box = lambda image: [  # noqa: E731
        round(edge / side, 1)
        for edge, side in zip(_yellow_box(image), image.size * 2, strict=True)
    ]  # fmt: skip
    assert box(turned) == box(straight)


def _yellow_box(image: Image.Image) -> tuple[int, int, int, int]:
    red, _, blue = image.convert("RGB").split()
    bright = red.point(lambda value: 255 * (value > 200))
    marked = blue.point(lambda value: 255 * (value < 90))
    box = Image.composite(bright, Image.new("L", image.size), marked).getbbox()
    assert box is not None
    return box


def test_a_page_or_file_that_is_not_there_is_refused(pdf: Path) -> None:
    pictures, file = PagePictures(), FileState.now(pdf)
    assert pictures.draw(file, 1, LONG).startswith(b"\x89PNG")
    for missing, page in ((file, 9), (replace(file, path=pdf.with_name("saknas.pdf")), 1)):
        with pytest.raises(DocumentError):
            pictures.draw(missing, page, LONG)
    pictures.close()


def test_a_file_that_has_changed_since_it_was_looked_at_is_not_shown(pdf: Path) -> None:
    pictures, file = PagePictures(), FileState.now(pdf)
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    with pytest.raises(DocumentError):
        pictures.draw(file, 1, LONG)
    pictures.close()
