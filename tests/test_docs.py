from __future__ import annotations

import re
from dataclasses import fields

from assistant import texts
from assistant.settings import ENVIRONMENT_PREFIX, Settings
from tests.conftest import HOUSE


def test_every_setting_is_documented_with_its_help() -> None:
    page = (HOUSE / "docs" / "installningar.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        environment = f"{ENVIRONMENT_PREFIX}{field.name.upper()}"
        assert f"| `{field.name}` | `{environment}` | {field.metadata['help']} |" in page


def test_every_command_is_in_the_readme() -> None:
    page = (HOUSE / "README.md").read_text(encoding="utf-8")
    for command in texts.CLI_HELP:
        assert f"`planfraga {command}" in page


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for path in [*HOUSE.glob("*.md"), *(HOUSE / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert "://" in target or (path.parent / target).exists(), f"{path}: {target}"
