"""What stands in a Markdown file beside its text: comments, front matter, HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.types import Document


def read(folder: Path, text: str) -> Document:
    (folder / "plan.md").write_bytes(text.encode())
    return read_document(folder, "plan.md", Entry())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Före.\n\n<!-- kolla med Anna innan publicering -->\n\nEfter.", "Före.\n\nEfter."),
        ("Före.\n\n<!-- kolla\n\n# Anna -->\nEfter **här**.", "Före.\n\nEfter här."),
        ("<!-- Anna --> Efter **här**.", "Efter här."),
        ("Avgiften<!-- Anna? --> är 500 kr.", "Avgiften är 500 kr."),
        ("- ett\n  <!-- Anna -->\n- två", "ett\ntvå"),
        ("```\n<!-- så -->\n```\n\n`<!--` inleder.", "<!-- så -->\n\n<!-- inleder."),
        ("<!-- Glömd.\n\n# Planen\n\nText.", "Glömd.\n\nPlanen\n\nText."),
    ],
)
def test_a_comment_is_not_read_and_what_is_none_is(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert read(tmp_path, text).text == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("title", "first", "expected"),
    [
        ("Planen: 2024", "## Mål", "Planen: 2024"),
        ("'Planen'", "Mål", "Planen"),
        ("Planen", "# Mål", "Mål"),
        (">-", "## Mål", "Mål"),
    ],
)
def test_front_matter_gives_the_title_where_no_heading_does_and_no_text(
    tmp_path: Path, title: str, first: str, expected: str, end: str
) -> None:
    fields = ("---", f"title: {title}", "tags:", "  - a", "- b", "date: 2024-03-01", "---")
    document = read(tmp_path, end.join((*fields, first, "", "Text.")))
    assert document.text == "Mål\n\nText."
    assert (document.title, document.date) == (expected, "2024-03-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n\nAvgift: 500 kr\n\n---\n\nText.", "Avgift: 500 kr\n\nText."),
        ("---\nPlanen gäller.\n---\n\nText.", "Planen gäller.\n\nText."),
        ("---\nAvgift: 500 kr\n\nText.", "Avgift: 500 kr\n\nText."),
    ],
)
def test_a_line_of_dashes_at_the_start_loses_no_text(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert read(tmp_path, text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kl. 8<br>9", "Kl. 8 9"),
        ("| Dag | Tid |\n|---|---|\n| Måndag | 8<br/>9 |", "Dag: Måndag; Tid: 8 9"),
        ("H<sub>2</sub>O till <namn>, om a < b.", "H2O till <namn>, om a < b."),
        ("Avgiften är ~~500~~ <del>550</del> 600 kr.", "Avgiften är 600 kr."),
        ("<a name='mål'></a>\n<br>\n## Mål **nu**\n\n<br>\nText *här*.", "Mål nu\n\nText här."),
        ("<namn>\n\nText.", "<namn>\n\nText."),
        ("<details>\n<summary>Hur?</summary>\n\nSå *här*.\n\n</details>", "Hur?\n\nSå här."),
        ("<table><tr><td>Måndag</td><td>8–17</td></tr></table>", "Måndag: 8–17"),
    ],
)
def test_html_in_markdown_is_read_without_its_tags(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert read(tmp_path, text).text == expected
