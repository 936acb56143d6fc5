"""A few of the damaged files; `python -m tests.corpus.fuzzing` has two thousand."""

from __future__ import annotations

from pathlib import Path

from assistant.texts import REASONS
from corpus.preparing import Prepared
from tests.corpus.fuzzing import damaged, read_damaged

NUMBERS = range(5_000, 5_060)


def test_every_damaged_file_is_read_or_reported_with_a_reason(tmp_path: Path) -> None:
    outcomes = [outcome for _, outcome in read_damaged(tmp_path, NUMBERS)]
    assert len(outcomes) == len(NUMBERS)
    reasons = {o.reason for o in outcomes if not isinstance(o, Prepared)}
    assert reasons <= set(REASONS) - {"timeout"}
    assert 0 < sum(isinstance(o, Prepared) for o in outcomes) < len(outcomes)


def test_the_damage_is_the_same_each_time_and_another_for_every_number() -> None:
    assert damaged(7) == damaged(7)
    assert len({damaged(number)[1] for number in range(40)}) == 40
