from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import HOUSE


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the Makefile and nothing to run."""
    shutil.copy(HOUSE / "Makefile", tmp_path)
    return tmp_path


def make(house: Path, *arguments: str) -> int:
    command = ["make", "--silent", "--directory", str(house), *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def test_clean_leaves_the_index_and_what_people_wrote(house: Path) -> None:
    (house / "var" / "indexes" / "plan").mkdir(parents=True)
    opinions = house / "var" / "indexes" / "plan" / "feedback.jsonl"
    opinions.write_text("{}", encoding="utf-8")
    (house / ".venv").mkdir()
    assert make(house, "clean") == 0
    assert opinions.exists()
    assert not (house / ".venv").exists()


def test_an_environment_that_could_not_be_made_is_not_taken_for_one(house: Path) -> None:
    """Debian's Python without python3-venv leaves one that has everything but pip."""
    python = house / "python"
    python.write_text("#!/bin/sh\nmkdir -p .venv/bin && touch .venv/bin/python\nexit 1\n")
    python.chmod(0o755)
    assert make(house, f"PYTHON={python}", ".venv/bin/python") != 0
    assert not (house / ".venv").exists()
