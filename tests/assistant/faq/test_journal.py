from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.faq.journal import journal_folder, journal_path, open_journal
from corpus.errors import FaqBusyError
from tests.assistant.faq.replies import answered, refused

ROWS = [(f"Fråga {number}\u2028?", answered(f"Svar\n{number}.")) for number in range(5)]


def test_what_was_written_is_there_for_a_run_that_resumes_and_gone_for_one_that_does_not(
    tmp_path: Path,
) -> None:
    path = journal_path(tmp_path / "faq", "v-1", "public", ["a"])
    with open_journal(path, resume=False) as journal:
        journal.add(ROWS)
    with open_journal(path, resume=True) as journal:
        assert journal.replies == dict(ROWS)
    with open_journal(path, resume=False) as journal:
        assert journal.replies == {}


@given(cut=st.integers(1, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_line_cut_anywhere_is_left_out_and_the_next_is_written_after_the_whole_ones(
    tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "faq" / "v-1-x.jsonl"
    with open_journal(path, resume=False) as journal:
        journal.add(ROWS)
    data = path.read_bytes()
    path.write_bytes(data[: max(len(data) - cut, 0)])
    with open_journal(path, resume=True) as journal:
        kept = len(journal.replies)
        assert list(journal.replies.items()) == ROWS[:kept]
        journal.add([("Ny?", refused())])
    with open_journal(path, resume=True) as journal:
        assert list(journal.replies) == [*(q for q, _ in ROWS[:kept]), "Ny?"]


def test_the_journal_of_another_index_is_never_used_and_is_removed(tmp_path: Path) -> None:
    old, new = (journal_path(tmp_path, version, "public", ["a"]) for version in ("v-1", "v-2"))
    with open_journal(old, resume=True) as journal:
        journal.add(ROWS)
    with open_journal(new, resume=True) as journal:
        assert journal.replies == {}
    assert not old.exists()


def test_the_journal_of_one_index_stays_when_questions_are_asked_of_another(tmp_path: Path) -> None:
    one, other = (
        journal_path(journal_folder(tmp_path, tmp_path / name), name, "public", ["a"])
        for name in ("plan", "skola")
    )
    with open_journal(one, resume=False) as journal:
        journal.add(ROWS)
    with open_journal(other, resume=False):
        pass
    with open_journal(one, resume=True) as journal:
        assert journal.replies == dict(ROWS)


def test_two_runs_of_the_same_questions_do_not_write_into_each_other(tmp_path: Path) -> None:
    path = tmp_path / "v-1-x.jsonl"
    with (
        open_journal(path, resume=True),
        pytest.raises(FaqBusyError),
        open_journal(path, resume=True),
    ):
        pass


def test_questions_order_and_audience_say_which_journal_it_is(tmp_path: Path) -> None:
    names = {
        journal_path(tmp_path, "v-1", audience, questions)
        for audience in ("public", "internal")
        for questions in (["a", "b"], ["b", "a"], ["a"])
    }
    assert len(names) == 6
