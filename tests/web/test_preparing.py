from __future__ import annotations

import time
from threading import Event

import pytest

from assistant.web.preparing import Prepared


def wait_for(prepared: Prepared[str], version: str = "1") -> str:
    for _ in range(500):
        made = prepared.get(version)
        if made is not None:
            return made
        time.sleep(0.01)
    raise TimeoutError


def test_nobody_waits_while_it_is_made_and_it_is_made_once_for_a_version() -> None:
    may_go_on, times = Event(), []

    def make() -> str:
        times.append(1)
        may_go_on.wait(5)
        return "klart"

    prepared = Prepared(make)
    assert times == []
    assert [prepared.get("1") for _ in range(3)] == [None, None, None]
    may_go_on.set()
    assert wait_for(prepared) == "klart"
    assert len(times) == 1
    assert wait_for(prepared, "2") == "klart"
    assert len(times) == 2


def test_what_went_wrong_is_told_to_whoever_asks() -> None:
    def fail() -> str:
        raise ValueError("fel")

    prepared = Prepared(fail)
    with pytest.raises(ValueError, match="fel"):
        wait_for(prepared)
