from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.groups import Candidate, Group
from training.judging import NO, UNSURE, YES, contested, heeded, key


def scored(group: Group, right: float, wrong: float) -> Group:
    candidates = [replace(c, score=right if c.spans else wrong) for c in group.candidates]
    return replace(group, candidates=tuple(candidates))


def of(groups: Sequence[Group], *, answerable: bool) -> Group:
    return next(group for group in groups if group.answerable == answerable)


def after(group: Group, verdicts: dict[Candidate, str]) -> Group:
    known = {key(group, candidate): verdict for candidate, verdict in verdicts.items()}
    return next(heeded([group], known))


def test_a_pair_is_contested_where_reader_and_mark_disagree(groups: Sequence[Group]) -> None:
    can, cannot = of(groups, answerable=True), of(groups, answerable=False)
    marked = next(candidate for candidate in can.candidates if candidate.spans)
    assert not list(contested(scored(can, 3.0, -3.0)))
    assert [pair.passage for pair in contested(scored(can, -1.0, -3.0))] == [marked.whole]
    assert [pair.marked for pair in contested(scored(can, -1.0, -3.0))] == ["tio"]
    wrong = [candidate.whole for candidate in can.candidates if not candidate.spans]
    assert [pair.passage for pair in contested(scored(can, 2.0, 1.5))] == wrong
    assert not list(contested(scored(can, 2.0, 0.5)))
    assert len(list(contested(scored(cannot, 0.0, 0.5)))) == len(cannot.candidates)
    assert not list(contested(scored(cannot, 0.0, -0.5)))


def test_verdicts_take_out_what_they_contradict_and_nothing_else(groups: Sequence[Group]) -> None:
    can, cannot = of(groups, answerable=True), of(groups, answerable=False)
    right = next(candidate for candidate in can.candidates if candidate.spans)
    wrong = next(candidate for candidate in can.candidates if not candidate.spans)
    assert after(can, {right: YES, wrong: NO}) == can
    assert after(cannot, {cannot.candidates[0]: NO}) == cannot
    for verdict in (YES, UNSURE):
        assert wrong not in after(can, {wrong: verdict}).candidates
        assert after(can, {wrong: verdict}).usable
        assert not after(cannot, {cannot.candidates[0]: verdict}).usable
    for verdict in (NO, UNSURE):
        assert not after(can, {right: verdict}).usable


def test_a_verdict_holds_for_the_same_words_only(groups: Sequence[Group]) -> None:
    group = of(groups, answerable=True)
    longer = replace(group.candidates[0], text=group.candidates[0].text + " .")
    assert key(group, group.candidates[0]) != key(group, longer)
    other = replace(group, question="var ?")
    assert key(group, group.candidates[0]) != key(other, group.candidates[0])
