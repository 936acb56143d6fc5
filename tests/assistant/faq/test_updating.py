from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.faq.types import Reply, Review, Verdict
from assistant.faq.updating import Change, compare, update
from tests.assistant.faq.replies import BASIS, answered, entry, faq, refused, source


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (answered("a"), answered("a", confidence=0.5), Change.UNCHANGED),
        (answered("a"), answered("a", document="annan"), Change.MOVED),
        (answered("a"), Reply("answered", (source("a", section=("Ny",)),), 0.9), Change.MOVED),
        (answered("a"), answered("a", "b"), Change.CHANGED),
        (answered("a"), refused(), Change.LOST),
        (refused(), answered("a"), Change.FOUND),
        (refused(), refused(), Change.UNCHANGED),
    ],
)
def test_every_kind_of_change_has_its_name(old: Reply, new: Reply, change: Change) -> None:
    assert compare(old, new) is change


def test_a_document_that_no_longer_holds_good_is_a_change_of_the_source() -> None:
    old = answered("a")
    ended = replace(old, sources=(replace(old.sources[0], valid_to="2024-12-31"),))
    assert compare(old, ended) is Change.MOVED


def test_a_place_that_only_moved_further_down_is_unchanged() -> None:
    old = answered("a")
    moved = replace(old, sources=(replace(old.sources[0], start=99, end=100),))
    assert compare(old, moved) is Change.UNCHANGED


def test_an_unreviewed_answer_is_replaced_and_a_reviewed_one_is_kept_beside_the_new() -> None:
    approved = replace(entry("B", answered("gammalt")), review=Review(Verdict.APPROVED, by="Bo"))
    before = faq(entry("A", answered("gammalt")), approved)
    after, differences = update(before, [answered("nytt"), answered("nytt")], BASIS)
    assert [one.change for one in differences] == [Change.CHANGED, Change.CHANGED]
    assert [one.kept for one in differences] == [False, True]
    assert after.entries[0].reply.text == "nytt"
    assert after.entries[1].shown_text == "gammalt"
    assert after.entries[1].newer == answered("nytt")


def test_a_change_is_reported_once_and_a_reviewed_answer_that_is_true_again_is_plain() -> None:
    approved = replace(entry("B", answered("gammalt")), review=Review(Verdict.APPROVED))
    once, _ = update(faq(approved), [answered("nytt")], BASIS)
    _, differences = update(once, [answered("nytt")], BASIS)
    assert [one.change for one in differences] == [Change.UNCHANGED]
    again, _ = update(once, [answered("gammalt")], BASIS)
    assert again.entries[0].newer is None
