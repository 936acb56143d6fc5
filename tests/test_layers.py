from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
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
    later = {*ROOMS[ROOMS.index(room) + 1 :], "training", "benchmarks", "tests"}
    for path in (HOUSE / room).rglob("*.py"):
        wrong = {name for name in imports(path) if name.split(".")[0] in later}
        assert not wrong, f"{path} imports {wrong}"


def files_imported(path: Path, house: Path) -> set[Path]:
    """The files of the house that `path` names in an import, wherever in the file it stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names = [full if file_of(full, house) else node.module for full in inner.values()]
        found |= {file for name in names if (file := file_of(name, house))}
    return found


def file_of(module: str, house: Path) -> Path | None:
    bare = house.joinpath(*module.split("."))
    choices = (bare.with_suffix(".py"), bare / "__init__.py")
    return next((path for path in choices if path.is_file()), None)


def circle(house: Path, rooms: tuple[str, ...]) -> list[str]:
    """A circle of files that import each other, [] where there is none."""
    files = [path for room in rooms for path in (house / room).rglob("*.py")]
    graph = {path: files_imported(path, house) for path in files}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [path.relative_to(house).as_posix() for path in error.args[1]]
    return []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle(HOUSE, (*ROOMS, "training", "benchmarks")) == []


def test_a_circle_over_several_files_and_inside_a_function_is_found(tmp_path: Path) -> None:
    room = tmp_path / "room"
    (room / "inner").mkdir(parents=True)
    (room / "a.py").write_text("from room.inner import x", encoding="utf-8")
    (room / "inner" / "__init__.py").write_text("from room import b\nx = 1", encoding="utf-8")
    (room / "b.py").write_text("def f():\n    import room.a", encoding="utf-8")
    assert set(circle(tmp_path, ("room",))) == {"room/a.py", "room/b.py", "room/inner/__init__.py"}


def test_only_the_settings_read_the_environment() -> None:
    """Two write there what libraries read when they are imported."""
    allowed = {"assistant/settings.py", "assistant/web/server.py", "index/inference.py"}
    for room in ROOMS:
        for path in (HOUSE / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            reads = re.search(r"\benviron\b|\bgetenv\b", text)
            assert not reads or path.relative_to(HOUSE).as_posix() in allowed


def test_swedish_sentences_for_users_stand_in_texts_alone() -> None:
    """A string literal with å, ä or ö and a space is a sentence; data of the language is not."""
    data = {
        "texts.py",
        "conversation.py",
        "headings.py",
        "languages.py",
        "overview.py",
        "parts.py",
        "personal_numbers.py",
        "routing.py",
        "selecting.py",
        "settings.py",
        "faq/amounts.py",
        "faq/asking.py",
        "faq/grammar.py",
        "faq/candidates.py",
        "faq/clauses.py",
        "faq/phrasing.py",
        "faq/relations.py",
        "faq/merging.py",
    }
    room = HOUSE / "assistant"
    assert all((room / name).is_file() for name in data)
    for path in room.rglob("*.py"):
        if path.relative_to(room).as_posix() in data:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
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
