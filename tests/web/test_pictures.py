"""A page's picture is of what was indexed, whatever lies in the file now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fpdf import FPDF

from tests.browser.conftest import serving

ADDRESS = "/dokument/plan.pdf?start=0&slut=20"
PICTURE = "/sida/plan.pdf?start=0&slut=20"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder / "plan.pdf", "Badhuset öppnar i juni.")
    return folder / "plan.pdf"


@pytest.fixture
def address(file: Path, tmp_path: Path) -> Iterator[str]:
    with serving("--corpus", str(file.parent), "--port", "0", state=tmp_path / "state") as address:
        yield address


def write(path: Path, text: str) -> None:
    file = FPDF()
    file.set_font("Helvetica", size=14)
    file.add_page()
    file.multi_cell(0, 9, text)
    file.output(str(path))


def test_a_file_that_was_overwritten_is_shown_as_the_text_that_was_indexed(
    address: str, file: Path
) -> None:
    asked = {"document": "plan.pdf", "spans": [[0, 20]]}

    def pictures() -> list[int]:
        shown = httpx.get(address + PICTURE, trust_env=False)
        in_kiosk = httpx.post(address + "/kiosk/sida", json=asked, trust_env=False)
        return [shown.status_code, in_kiosk.status_code]

    page = httpx.get(address + ADDRESS, trust_env=False).text
    assert "<img" in page
    assert pictures() == [200, 200]
    indexed = file.read_bytes()
    write(file, "Lösenordet är kattunge.")
    assert pictures() == [404, 404]
    page = httpx.get(address + ADDRESS, trust_env=False).text
    assert "<img" not in page
    assert '<mark id="citat"' in page
    assert "Badhuset" in page
    file.write_bytes(indexed)
    assert pictures() == [200, 200]
