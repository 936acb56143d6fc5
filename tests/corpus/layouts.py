"""One known text in many layouts, made by the tools that offices use (LibreOffice, Chromium).

`python -m tests.corpus.layouts` reads each of them back and prints the table of
docs/layouter.md: how much of the known text is found whole, on the right page, in the right
section.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdfium2 import PdfDocument

from corpus.catalogue import Entry
from corpus.errors import DocumentError
from corpus.reading import read_document
from corpus.splitting import split
from corpus.swedish.sentences import sentence_spans
from corpus.types import BlockKind, Passage

HOUSE = Path(__file__).resolve().parents[2]
SOURCES = ("verksamhetsplan-2024", "nyhet-om-verksamhetsplanen", "om-planfraga", "ordlista")
TITLE = "Plan för Huddinge"
GOALS = (
    "Trygga torg", "Levande centrum", "Hållbara resor", "Starka skolor", "God äldreomsorg",
    "Fler företag", "Klimatanpassade verksamheter", "Blandade bostäder", "Rik fritid",
    "Ren natur", "Säkra skolvägar", "Delaktiga invånare",
)  # fmt: skip
UNITS = ("kommunstyrelsen", "klimat- och stadsmiljönämnden", "utbildningsnämnden")
COLUMNS = ("Mål", "Indikator", "Ansvarig")
NOTES = (
    "Noten förklarar att planen följs upp varje kvartal.",
    "Noten hänvisar till kommunens egen sammanställning.",
)


@dataclass(frozen=True)
class Piece:
    """A block of the known text: kind, text (cells for a row), section path, level."""

    kind: BlockKind
    text: str
    section: tuple[str, ...]
    level: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """How the text is set; the same for all formats that LibreOffice writes."""

    columns: int = 1
    header: str = ""
    footer: bool = False
    numbered: bool = False
    contents: bool = False
    hyphenated: bool = False
    landscape: bool = False
    small_page: bool = False
    notes: bool = False
    table: str = ""
    font: str = "Liberation Sans"
    size: float = 11
    flat_headings: bool = False


@cache
def known(table: bool = False) -> tuple[Piece, ...]:
    """Return the known text: shipped documents as sections, with a long table if asked."""
    pieces = [Piece(BlockKind.HEADING, TITLE, (), 1)]
    for name in SOURCES:
        document = read_document(HOUSE / "corpus" / "documents", f"{name}.md", Entry())
        path: list[str] = []
        for block in document.blocks:
            text = document.text[block.start : block.end]
            if block.kind is BlockKind.HEADING:
                path = [*path[: block.level - 1], text]
                pieces.append(Piece(block.kind, text, tuple(path), block.level + 1))
            else:
                pieces.append(Piece(block.kind, text, tuple(path)))
    if table:
        section = ("Mål och indikatorer",)
        pieces.append(Piece(BlockKind.HEADING, section[0], section, 2))
        for number in range(60):
            goal = f"{GOALS[number % len(GOALS)]} {2024 + number // len(GOALS)}"
            unit = UNITS[number % len(UNITS)]
            cells = (goal, f"Andelen ska vara minst {40 + number} procent av de svarande", unit)
            text = "; ".join(f"{c}: {v}" for c, v in zip(COLUMNS, cells, strict=True))
            pieces.append(Piece(BlockKind.ROW, text, section, 0, cells))
    return tuple(pieces)


def flat_odt(look: Look) -> str:
    """Return the known text as a flat OpenDocument text, which LibreOffice turns into the rest."""
    size = ("29.7cm", "21cm") if look.landscape else ("21cm", "29.7cm")
    size = ("14.8cm", "21cm") if look.small_page else size
    hyphenation = 'fo:hyphenate="true" ' if look.hyphenated else ""
    justified = 'fo:text-align="justify" ' if look.hyphenated else ""
    border = {"ruled": "0.5pt solid #000000", "plain": "none", "": "none"}[look.table]
    levels = "".join(
        f'<style:style style:name="H{n}" style:family="paragraph">'
        f'<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.15cm" '
        f'fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-size="{look.size if look.flat_headings else size_of(n)}pt"'
        f' fo:font-weight="{"normal" if look.flat_headings else "bold"}"/></style:style>'
        for n in range(1, 5)
    )
    columns = (
        f'<style:columns fo:column-count="{look.columns}" fo:column-gap="0.8cm"/>'
        if look.columns > 1
        else ""
    )
    head = f"<style:header><text:p>{escape(look.header)}</text:p></style:header>"
    foot = (
        "<style:footer><text:p>Dnr KS-2024/17<text:tab/>Sida <text:page-number>1"
        "</text:page-number> (<text:page-count>9</text:page-count>)</text:p></style:footer>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document '
        + " ".join(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
            for name, path in {
                "office": "office",
                "style": "style",
                "text": "text",
                "table": "table",
                "fo": "xsl-fo-compatible",
                "svg": "svg-compatible",
            }.items()
        )
        + ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:styles>"
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:font-family="{look.font}" fo:font-size="{look.size}pt" fo:language="sv" '
        f'fo:country="SE" {hyphenation}fo:hyphenation-remain-char-count="2" '
        'fo:hyphenation-push-char-count="2"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties '
        f'{justified}fo:margin-bottom="0.2cm"/></style:style>'
        '<style:style style:name="Heading" style:family="paragraph"/>'
        "</office:styles><office:automatic-styles>"
        f"{levels}"
        f'<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
        f'fo:border="{border}" fo:padding="0.1cm"/></style:style>'
        f'<style:style style:name="Cols" style:family="section"><style:section-properties>'
        f"{columns}</style:section-properties></style:style>"
        '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"/></text:list-style>'
        f'<style:page-layout style:name="P"><style:page-layout-properties '
        f'fo:page-width="{size[0]}" fo:page-height="{size[1]}" fo:margin="2cm"/>'
        "<style:header-style><style:header-footer-properties/></style:header-style>"
        "<style:footer-style/></style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="P">{head if look.header else ""}{foot if look.footer else ""}'
        "</style:master-page></office:master-styles>"
        f"<office:body><office:text>{''.join(_body(look))}</office:text></office:body>"
        "</office:document>"
    )


def size_of(level: int) -> int:
    """Return the type size of a heading of this level in points."""
    return {1: 22, 2: 17, 3: 14, 4: 12}[level]


def _body(look: Look) -> Iterator[str]:
    pieces = known(bool(look.table))
    numbers = heading_numbers(pieces) if look.numbered else {}
    if look.contents:
        yield '<text:p text:style-name="H2">Innehåll</text:p>'
        for number, piece in enumerate(p for p in pieces if p.kind is BlockKind.HEADING):
            yield f"<text:p>{escape(piece.text)} {'.' * 60} {1 + number // 9}</text:p>"
    yield '<text:section text:name="S" text:style-name="Cols">'
    notes = list(NOTES) if look.notes else []
    rows: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.ROW:
            rows.append(piece)
            continue
        if piece.kind is BlockKind.HEADING:
            number = f"{numbers[at]} " if at in numbers else ""
            yield (
                f'<text:h text:style-name="H{piece.level}" text:outline-level="{piece.level}">'
                f"{number}{escape(piece.text)}</text:h>"
            )
        elif piece.kind is BlockKind.ITEM:
            yield (
                '<text:list text:style-name="L"><text:list-item><text:p>'
                f"{escape(piece.text)}</text:p></text:list-item></text:list>"
            )
        else:
            note = _note(notes.pop()) if notes and len(piece.text) > 150 else ""
            yield f'<text:p text:style-name="Standard">{escape(piece.text)}{note}</text:p>'
    if rows:
        yield _table(rows)
    yield "</text:section>"


def heading_numbers(pieces: tuple[Piece, ...]) -> dict[int, str]:
    """Return the numbers "1", "1.1", … of the headings under the title."""
    counts = [0, 0, 0, 0]
    numbers = {}
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING and piece.level > 1:
            depth = piece.level - 2
            counts = [*counts[:depth], counts[depth] + 1, *([0] * (3 - depth))]
            numbers[at] = ".".join(map(str, counts[: depth + 1]))
    return numbers


def _note(text: str) -> str:
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{escape(text)}</text:p></text:note-body></text:note>"
    )


def _table(rows: list[Piece]) -> str:
    def row(cells: tuple[str, ...]) -> str:
        inner = "".join(
            f'<table:table-cell table:style-name="Cell"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    return (
        f'<table:table><table:table-column table:number-columns-repeated="{len(COLUMNS)}"/>'
        f"<table:table-header-rows>{row(COLUMNS)}</table:table-header-rows>"
        f"{''.join(row(piece.cells) for piece in rows)}</table:table>"
    )


def html_page() -> str:
    """Return the known text as a web page, for Chromium's own PDF."""
    parts = []
    for piece in known(True):
        tag = {BlockKind.ITEM: "li", BlockKind.HEADING: f"h{piece.level}"}.get(piece.kind, "p")
        if piece.kind is not BlockKind.ROW:
            parts.append(f"<{tag}>{escape(piece.text)}</{tag}>")
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in piece.cells)}</tr>"
        for piece in known(True)
        if piece.kind is BlockKind.ROW
    )
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    return (
        '<!doctype html><html lang="sv"><meta charset="utf-8"><style>td,th{border:1px solid;'
        f"text-align:left}}</style><body>"
        "<nav><ul><li><a href='/'>Start</a></li><li><a href='/om'>Om kommunen</a></li></ul></nav>"
        f"<main>{''.join(parts)}<table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></main><footer>Kakor och kontakt</footer></body></html>"
    )


LOOKS: dict[str, Look] = {
    "en-spalt": Look(),
    "sidhuvud-och-sidfot": Look(header="Huddinge kommun – Plan för Huddinge", footer=True),
    "numrerade-rubriker": Look(numbered=True, footer=True),
    "innehallsforteckning": Look(contents=True, footer=True),
    "tva-spalter": Look(columns=2),
    "tva-spalter-med-sidhuvud": Look(columns=2, header="Huddinge kommun", footer=True),
    "tva-spalter-avstavade": Look(columns=2, hyphenated=True, footer=True),
    "tre-spalter-liggande": Look(columns=3, landscape=True, size=10),
    "avstavad": Look(hyphenated=True, font="Liberation Serif"),
    "avstavad-liten-sida": Look(hyphenated=True, small_page=True, footer=True),
    "liggande": Look(landscape=True, header="Huddinge kommun", footer=True),
    "fotnoter": Look(notes=True, footer=True),
    "fotnoter-tva-spalter": Look(notes=True, columns=2),
    "tabell-med-linjer": Look(table="ruled", footer=True, header="Huddinge kommun"),
    "tabell-utan-linjer": Look(table="plain", footer=True),
    "tabell-liggande": Look(table="ruled", landscape=True, numbered=True),
    "tabell-avstavad-liten-sida": Look(table="ruled", small_page=True, hyphenated=True),
    "antikva-stor": Look(font="Liberation Serif", size=14),
    "antikva-liten": Look(font="Liberation Serif", size=8.5, numbered=True),
    "skrivmaskin": Look(font="Liberation Mono", size=10, footer=True),
    "dejavu-numrerad": Look(font="DejaVu Sans", numbered=True, header="Plan", footer=True),
    "bokmarken-utan-rubrikstil": Look(flat_headings=True, footer=True),
}

FILES = {"fil-html": "html", "fil-docx": "docx", "fil-odt": "odt"}
"""The known text as files that are no PDF, and their suffixes."""


Layout = tuple[Path, Look, Path]
"""A file, how its text is set, and the file that tells on which page a sentence stands."""


def build(folder: Path) -> dict[str, Layout]:
    """Write every layout into `folder` and return it under its name."""
    work = folder / "arbete"
    work.mkdir(parents=True, exist_ok=True)
    for name, look in LOOKS.items():
        (work / f"{name}.fodt").write_text(flat_odt(look), encoding="utf-8")
    sources = sorted(str(path) for path in work.glob("*.fodt"))
    _soffice('pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}',
             folder, sources)  # fmt: skip
    made: dict[str, Layout] = {}
    for name, look in LOOKS.items():
        path = folder / f"{name}.pdf"
        made[name] = path, look, path
    table = LOOKS["tabell-med-linjer"]
    for name, suffix in FILES.items():
        path = folder / f"{name}.{suffix}"
        if suffix == "html":
            path.write_text(html_page(), encoding="utf-8")
        else:
            _soffice(suffix, work, [str(work / "tabell-med-linjer.fodt")])
            (work / f"tabell-med-linjer.{suffix}").rename(path)
        made[name] = path, table, path
    for name, (make, origin) in DERIVED.items():
        path = folder / f"{name}.pdf"
        make(made[origin][0], path)
        look = table if name == "webblasare" else made[origin][1]
        made[name] = path, look, made[origin][0] if "inlast" in name else path
    return made


def _soffice(target: str, folder: Path, sources: list[str]) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
             target, "--outdir", str(folder), *sources],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip


def _rotated(degrees: int) -> Callable[[Path, Path], None]:
    def make(source: Path, target: Path) -> None:
        writer = PdfWriter(PdfReader(source))
        for page in writer.pages:
            page.rotate(degrees)
        writer.write(target)

    return make


def _open_protected(source: Path, target: Path) -> None:
    writer = PdfWriter(PdfReader(source))
    writer.encrypt("", "agare", algorithm="RC4-128")
    writer.write(target)


def _without_bookmarks(source: Path, target: Path) -> None:
    writer = PdfWriter()
    for page in PdfReader(source).pages:
        writer.add_page(page)
    writer.write(target)


def _roman_labels(source: Path, target: Path) -> None:
    writer = PdfWriter(PdfReader(source))
    writer.set_page_label(0, 1, PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, len(writer.pages) - 1, PageLabelStyle.DECIMAL)
    writer.write(target)


def page_images(source: Path, dpi: int) -> list[Image.Image]:
    """Draw every page, as a scanner would see it."""
    with PdfDocument(source) as file:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in file]


def _scanned(dpi: int, angle: float = 0.0) -> Callable[[Path, Path], None]:
    def make(source: Path, target: Path) -> None:
        images = [
            image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
            for image in page_images(source, dpi)
        ]
        images[0].save(target, save_all=True, append_images=images[1:], resolution=dpi)

    return make


def _partly_scanned(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.pdf"
        _scanned(200)(source, scan)
        writer = PdfWriter()
        for number, page in enumerate(PdfReader(source).pages):
            writer.add_page(PdfReader(scan).pages[number] if number == 1 else page)
        writer.write(target)


def _from_browser(_: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "sida.html"
        page.write_text(html_page(), encoding="utf-8")
        subprocess.run(
            [shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
             f"--print-to-pdf={target}", "--no-pdf-header-footer", f"file://{page}"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def _from_fpdf(_: Path, target: Path) -> None:
    file = FPDF()
    file.set_auto_page_break(True, 20)
    file.add_page()
    for piece in known():
        size = size_of(piece.level) if piece.kind is BlockKind.HEADING else 11
        file.set_font("Helvetica", "B" if piece.kind is BlockKind.HEADING else "", size)
        mark = "- " if piece.kind is BlockKind.ITEM else ""
        text = (mark + piece.text).replace("–", "-").replace("”", '"').replace("“", '"')
        file.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        file.ln(0 if mark else 2)
    file.output(str(target))


DERIVED: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "vriden-90": (_rotated(90), "sidhuvud-och-sidfot"),
    "vriden-180": (_rotated(180), "tva-spalter"),
    "utan-bokmarken": (_without_bookmarks, "sidhuvud-och-sidfot"),
    "utan-bokmarken-numrerad": (_without_bookmarks, "antikva-liten"),
    "utan-bokmarken-tva-spalter": (_without_bookmarks, "tva-spalter-avstavade"),
    "utan-bokmarken-tabell": (_without_bookmarks, "tabell-avstavad-liten-sida"),
    "tomt-losenord": (_open_protected, "numrerade-rubriker"),
    "romerska-sidnummer": (_roman_labels, "innehallsforteckning"),
    "inlast-200-dpi": (_scanned(200), "en-spalt"),
    "inlast-300-dpi-sned": (_scanned(300, 0.4), "antikva-stor"),
    "delvis-inlast": (_partly_scanned, "sidhuvud-och-sidfot"),
    "webblasare": (_from_browser, "en-spalt"),
    "fpdf": (_from_fpdf, "en-spalt"),
}


@dataclass(frozen=True)
class Figures:
    """Shares, 0 to 1: sentences and rows found whole, their page and section right."""

    name: str
    found: float
    rows: float
    page: float
    section: float
    missing: tuple[str, ...]


def measure(name: str, layout: Layout) -> Figures:
    """Read one file back and compare it with the known text."""
    path, look, original = layout
    passages = split(read_document(path.parent, path.name, Entry()))
    pages = _pdfium_pages(original) if original.suffix == ".pdf" else []
    kinds = ("found", "rows", "page", "section")
    counts: dict[str, list[bool]] = {kind: [] for kind in kinds}
    missing = []
    for piece in known(bool(look.table)):
        for sentence in _sentences(piece):
            kind = "rows" if piece.kind is BlockKind.ROW else "found"
            places = list(_places(sentence, passages))
            counts[kind].append(bool(places))
            if not places:
                missing.append(sentence)
                continue
            if ends := _last(piece.section):
                counts["section"].append(any(_last(p.section) == ends for p, _ in places))
            told = _bare(piece.cells[1] if piece.cells else sentence)
            if right := {number for number, text in enumerate(pages, 1) if told in text}:
                counts["page"].append(all(p.page_at(at)[0] in right for p, at in places))
    shares = {kind: sum(got) / len(got) if got else 1.0 for kind, got in counts.items()}
    return Figures(name, **shares, missing=tuple(missing))


def _places(sentence: str, passages: list[Passage]) -> Iterator[tuple[Passage, int]]:
    """Yield every passage that holds the sentence in one block, and where."""
    wanted = _plain(sentence)
    for passage in passages:
        if (at := _plain(passage.text).find(wanted)) >= 0:
            yield passage, at


def _sentences(piece: Piece) -> list[str]:
    if piece.kind is BlockKind.HEADING:
        return []
    if piece.kind is BlockKind.ROW:
        return [piece.text]
    return [piece.text[start:end] for start, end in sentence_spans(piece.text)]


def _last(section: tuple[str, ...]) -> str:
    return _plain(re.sub(r"^[\d.]+\s+", "", section[-1]).lower()) if section else ""


def _plain(text: str) -> str:
    """Ignore what a PDF does not carry: the kind of a quotation mark, a dash or a space."""
    return text.translate(str.maketrans({"–": "-", "”": '"', "“": '"', "’": "'", "\u00a0": " "}))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _pdfium_pages(path: Path) -> list[str]:
    """Return every page's letters and figures as another program reads them."""
    with PdfDocument(path) as file:
        return [_bare(page.get_textpage().get_text_range()) for page in file]


def table(figures: list[Figures]) -> str:
    """Return the Markdown table of docs/layouter.md."""
    rows = [
        "| layout | meningar | tabellrader | rätt sida | rätt avsnitt |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {f.name} | {f.found:.3f} | {f.rows:.3f} | {f.page:.3f} | {f.section:.3f} |"
        for f in figures
    ]
    return "\n".join(rows)


def main() -> None:
    """Build, read and print; with --visa also what was not found."""
    with tempfile.TemporaryDirectory() as folder:
        made = build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder))
        figures = []
        for name, layout in made.items():
            try:
                figures.append(measure(name, layout))
            except DocumentError as error:
                figures.append(Figures(name, 0, 0, 0, 0, (str(error),)))
        print(table(figures))
        for figure in figures:
            for sentence in figure.missing[:3]:
                print(f"<!-- {figure.name}: {sentence[:150]} -->")


if __name__ == "__main__":
    main()
