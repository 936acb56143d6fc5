"""A folder of Markdown as LibreOffice prints it: the same documents as PDF, with their catalogue.

`python -m tests.corpus.printing FOLDER TARGET [QUESTIONS NEW]` prints a folder; with QUESTIONS it
also writes the same questions about the printed documents to NEW, for `planfraga eval`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_STYLE = "body{font-family:'Liberation Serif'}"
_TABLE = '<table border="1" cellpadding="4">'
"""LibreOffice draws the lines of a table only for this, not for a style sheet."""


def print_folder(folder: Path, target: Path) -> list[Path]:
    """Write every Markdown file of `folder` as PDF into `target`, and the catalogue for them."""
    target.mkdir(parents=True, exist_ok=True)
    sources = sorted(folder.rglob("*.md"))
    with tempfile.TemporaryDirectory() as work:
        pages = [Path(work) / f"{source.stem}.html" for source in sources]
        for source, page in zip(sources, pages, strict=True):
            page.write_text(web_page(source.read_text(encoding="utf-8")), encoding="utf-8")
        print_pages(pages, target)
    catalogue = folder / "catalogue.toml"
    if catalogue.is_file():
        text = catalogue.read_text(encoding="utf-8").replace('.md"', '.pdf"')
        (target / catalogue.name).write_text(text, encoding="utf-8")
    return [target / f"{source.stem}.pdf" for source in sources]


def web_page(markdown: str) -> str:
    """Return Markdown as a web page."""
    body = _PARSER.render(markdown).replace("<table>", _TABLE)
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><style>{escape(_STYLE, False)}'
        f"</style></head><body>{body}</body></html>"
    )


def print_pages(pages: list[Path], target: Path) -> None:
    """Print web pages with LibreOffice, with bookmarks for the headings."""
    options = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
             "--infilter=HTML (StarWriter)", "--convert-to", options, "--outdir", str(target),
             *map(str, pages)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip


def main() -> None:
    """Print a folder, and put the questions in terms of what was printed."""
    print_folder(Path(sys.argv[1]), Path(sys.argv[2]))
    if len(sys.argv) > 4:
        rows = map(json.loads, Path(sys.argv[3]).read_text(encoding="utf-8").splitlines())
        about = [{**row, "doc": row["doc"] and f"{row['doc']}.pdf"} for row in rows]
        lines = [json.dumps(row, ensure_ascii=False) for row in about]
        Path(sys.argv[4]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
