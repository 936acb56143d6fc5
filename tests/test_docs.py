from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from assistant import texts
from assistant.settings import ENVIRONMENT_PREFIX, Settings
from tests.conftest import HOUSE


def described(field: Field[Any]) -> str:
    """The setting's row; a default that is a place depends on the machine, so its help tells it."""
    environment = f"{ENVIRONMENT_PREFIX}{field.name.upper()}"
    default = ("nej", "ja")[field.default] if field.type == "bool" else field.default
    shown = "" if default in ("", None) or isinstance(default, Path) else f"`{default}`"
    return f"| `{field.name}` | `{environment}` | {shown} | {field.metadata['help']} |"


def test_every_setting_is_documented_with_its_default_and_help() -> None:
    page = (HOUSE / "docs" / "installningar.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [described(field) for field in fields(Settings)]


def test_every_guide_can_be_found_from_the_readme() -> None:
    page = (HOUSE / "README.md").read_text(encoding="utf-8")
    for path in (HOUSE / "docs").glob("*.md"):
        assert f"(docs/{path.name})" in page, path.name


def test_every_command_is_in_the_readme() -> None:
    page = (HOUSE / "README.md").read_text(encoding="utf-8")
    for command in texts.CLI_HELP:
        assert f"`planfraga {command}" in page


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for path in [*HOUSE.glob("*.md"), *(HOUSE / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert "://" in target or (path.parent / target).exists(), f"{path}: {target}"
