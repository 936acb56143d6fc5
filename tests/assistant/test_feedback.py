from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import feedback
from assistant.feedback import FILE, Feedback
from assistant.settings import Settings
from corpus.errors import SettingsError


def test_an_opinion_is_a_line_without_personal_numbers(tmp_path: Path) -> None:
    assert Feedback(tmp_path).keep("Jag är 19850709-9805", False, "\ud800 ingen\nhjälp " * 200)
    rows = [json.loads(line) for line in (tmp_path / FILE).read_text("utf-8").splitlines()]
    assert len(rows) == 1
    assert rows[0]["question"] == "Jag är [personnummer]"
    assert len(rows[0]["comment"]) <= 1_000


def test_the_file_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_BYTES", 300)
    kept = [Feedback(tmp_path).keep("När antogs planen?", True, "") for _ in range(20)]
    assert kept[0]
    assert not kept[-1]


def test_a_folder_that_cannot_be_written_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    assert not Feedback(tmp_path / "missing").keep("När antogs planen?", True, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "#ffff00"),
        ("colour", "red"),
        ("home", "javascript:alert(1)"),
        ("accessibility_url", "www.ekdala.se"),
        ("keep_feedback", "kanske"),
    ],
)
def test_a_setting_of_the_wrong_form_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError):
        Settings().with_values({name: value})


def test_yes_and_no_are_written_in_swedish_or_as_toml_has_them() -> None:
    given = [Settings().with_values({"keep_feedback": v}).keep_feedback for v in ("ja", True)]
    assert given == [True, True]
    assert not Settings().with_values({"keep_feedback": "Nej"}).keep_feedback
