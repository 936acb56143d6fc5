from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.groups import Group
from training.scoring import shortened


def test_a_shortened_group_keeps_what_answers_and_the_first_of_the_others(
    groups: Sequence[Group],
) -> None:
    group = next(group for group in groups if group.answerable)
    turned = replace(group, candidates=group.candidates[::-1])
    right = [candidate for candidate in group.candidates if candidate.spans]
    assert list(shortened(turned, 2).candidates) == [*right, *turned.candidates[:2]]
    assert set(shortened(turned, None).candidates) == set(turned.candidates)
