from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HOUSE

ROOMS = ("corpus", "index", "assistant")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_a_later_one(room: str) -> None:
    later = {*ROOMS[ROOMS.index(room) + 1 :], "training", "tests"}
    for path in (HOUSE / room).rglob("*.py"):
        wrong = {name for name in imports(path) if name.split(".")[0] in later}
        assert not wrong, f"{path} imports {wrong}"


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"assistant/settings.py", "assistant/web/server.py"}
    for room in ROOMS:
        for path in (HOUSE / room).rglob("*.py"):
            name = path.relative_to(HOUSE).as_posix()
            assert "os.environ" not in path.read_text(encoding="utf-8") or name in allowed


def test_swedish_sentences_for_users_stand_in_texts_alone() -> None:
    """A string literal with å, ä or ö and a space is a sentence; data of the language is not."""
    data = {"texts.py", "asking.py", "details.py", "small_talk.py", "selecting.py", "settings.py"}
    for path in (HOUSE / "assistant").rglob("*.py"):
        if path.name in data:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                swedish = re.search(r"[åäöÅÄÖ]\w* ", node.value)
                assert not swedish or id(node) in docstrings, f"{path}: {node.value!r}"


def test_functions_fit_a_screen() -> None:
    for room in (*ROOMS, "training"):
        for path in (HOUSE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno
                    assert length <= 60, f"{path}: {node.name} has {length} lines"
