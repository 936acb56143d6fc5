"""What an index that is damaged under a running server lets a reader see of it."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.browser.conftest import serving


def test_a_damaged_index_shows_no_path_and_no_command_to_who_asks(tmp_path: Path) -> None:
    with serving("--port", "0", state=tmp_path) as address:
        [passages] = (tmp_path / "index").glob("*/passages.jsonl")
        passages.write_bytes(b"x" * passages.stat().st_size)
        for path in ("/kiosk/svar", "/chatt/svar"):
            asked = {"question": "När antogs planen?"}
            found = httpx.post(address + path, json=asked, trust_env=False, timeout=60)
            assert found.status_code == 500, path
            assert str(tmp_path) not in found.text
            assert "planfraga" not in found.text
