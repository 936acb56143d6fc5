"""Which index a command uses, whose it is, and what if it cannot be written now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.cli import main
from index.embedding import StaticModel
from index.indexing import build_index
from index.store import Store


@pytest.fixture
def here(tmp_path: Path, static_model: StaticModel, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: the folder `plan`, its index, and beside them the folder `annan`."""
    for name in ("plan", "annan"):
        (tmp_path / name).mkdir()
        text = f"# Badet i {name}\n\nBadet i Ekdala öppnar i juni."
        (tmp_path / name / f"{name}.md").write_text(text, encoding="utf-8")
    build_index(tmp_path / "plan", tmp_path / "index", static_model)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANFRAGA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("PLANFRAGA_MODEL", static_model.name)
    return tmp_path


def in_settings(folder: Path, **values: str) -> None:
    rows = "".join(f'{name} = "{value}"\n' for name, value in values.items())
    (folder / "planfraga.toml").write_text(rows, encoding="utf-8")


def made_of(folder: Path) -> str:
    return Path(Store(folder / "index").manifest.corpus).name


def test_an_index_that_the_settings_name_alone_is_used_as_it_is(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_settings(here, index="index")
    assert main(["documents"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "Badet i plan" in line
    assert made_of(here) == "plan"


@pytest.mark.parametrize(
    ("chosen", "command"),
    [
        ({}, ["ask", "När öppnar badet?", "--corpus", "annan"]),
        ({}, ["ask", "När öppnar badet?", "--corpus", "saknas"]),
        ({}, ["index", "--corpus", "annan"]),
        ({}, ["index"]),
        ({}, ["watch"]),
        ({"corpus": "annan"}, ["documents"]),
        ({"corpus": "annan"}, ["index", "--index", "index"]),
        ({"corpus": "annan"}, ["add", "plan/plan.md"]),
    ],
)
def test_no_command_replaces_an_index_of_another_folder_that_was_pointed_out(
    here: Path, capsys: pytest.CaptureFixture[str], chosen: dict[str, str], command: list[str]
) -> None:
    in_settings(here, index="index", **chosen)
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"är gjort av mappen {here / 'plan'}, inte av" in line
    assert made_of(here) == "plan"
    assert [path.name for path in (here / "annan").iterdir()] == ["annan.md"]


def test_an_index_of_another_format_is_not_replaced_by_another_folders_either(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_settings(here, index="index")
    manifest = here / "index" / Store(here / "index").version / "manifest.json"
    row = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**row, "format": 1}), encoding="utf-8")
    assert main(["index", "--corpus", "annan"]) == 1
    assert "är gjort av mappen" in capsys.readouterr().err


def test_an_index_is_made_of_another_folder_when_both_are_named_on_the_command_line(
    here: Path,
) -> None:
    in_settings(here, index="index", corpus="plan")
    assert main(["index", "--corpus", "annan", "--index", "index"]) == 0
    assert made_of(here) == "annan"


def test_what_is_known_of_one_folders_documents_is_not_written_in_another_folder(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_settings(here, corpus="annan")
    assert main(["documents", "--write", "--index", "index"]) == 1
    assert f"är gjort av mappen {here / 'plan'}, inte av" in capsys.readouterr().err
    assert not (here / "annan" / "catalogue.toml").exists()


@pytest.fixture
def changed(here: Path) -> Path:
    """The same, where the folder has changed since it was indexed."""
    in_settings(here, corpus="plan", index="index")
    (here / "plan" / "ny.md").write_text("# Ny\n\nSimhallen är ny.", encoding="utf-8")
    return here


def test_an_older_index_is_used_while_another_run_writes_the_new_one(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(changed / "index" / ".lock"):
        assert main(["documents"]) == 0
        said = capsys.readouterr()
        assert main(["index"]) == 1
    assert "Badet i plan" in said.out
    assert len(said.out.splitlines()) == 1
    assert [line for line in said.err.splitlines() if line.startswith("Obs:")] == [
        "Obs: En annan körning skriver just nu till indexet i index. Vänta tills den är klar. "
        "Tills dess används det tidigare indexet."
    ]
    assert main(["documents"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_older_index_is_used_where_it_may_not_be_written(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (changed / "index" / ".lock").unlink()
    (changed / "index" / ".lock").mkdir()
    assert main(["documents"]) == 0
    assert "Tills dess används det tidigare indexet." in capsys.readouterr().err
    assert main(["index"]) == 1


def test_an_older_index_is_not_used_when_a_document_in_it_has_become_internal(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = '[[document]]\nfile = "plan.md"\naudience = "internal"\n'
    (changed / "plan" / "catalogue.toml").write_text(row, encoding="utf-8")
    with FileLock(changed / "index" / ".lock"):
        assert main(["ask", "När öppnar badet i Ekdala?"]) == 1
    assert capsys.readouterr().out == ""


def test_an_index_of_another_folder_is_not_used_while_it_is_being_made_of_this_one(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ["--corpus", "annan", "--index", "index"]
    with FileLock(changed / "index" / ".lock"):
        assert main(["documents", *both]) == 1
    assert "En annan körning skriver just nu" in capsys.readouterr().err
