"""A few kills; `python -m tests.index.kills` has a hundred."""

from __future__ import annotations

import random
from pathlib import Path

from tests.index.kills import kill_once, prepared


def test_an_index_is_whole_after_a_kill_and_the_next_run_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    bench = prepared(tmp_path)
    assert bench.before != bench.after
    chance = random.Random(9)
    for number in range(4):
        held = kill_once(bench, tmp_path / str(number), chance.uniform(0.1, 0.9))
        assert held in ("den gamla", "den nya")
