from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import read_questions
from index.embedding import StaticModel
from index.indexing import build_index
from index.search import Searcher
from index.store import Store
from training.groups import GOVERNMENT, Candidate, Group, read_groups
from training.mining import READ, SQUAD_OTHERS, searched_group, squad_groups, swequad_groups
from training.spans import answer_spans


@pytest.fixture(scope="module")
def municipality(
    shared: Path, embedder: StaticModel, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Group, tuple[str, ...]]]:
    """The questions of a municipality as groups, each with its written answers."""
    folder = shared / "data" / "kommuner" / "ekdala"
    index = tmp_path_factory.mktemp("mining") / "index"
    build_index(folder / "documents", index, embedder)
    searcher = Searcher(Store(index), embedder)
    return [
        (searched_group(searcher, question, "ekdala", set()), question.answers)
        for question in read_questions(folder / "questions.jsonl")[:60]
    ]


def test_marked_passages_hold_the_answer_and_no_other_does(
    municipality: Sequence[tuple[Group, tuple[str, ...]]],
) -> None:
    for group, answers in municipality:
        for candidate in group.candidates:
            held = answer_spans(candidate.text, answers) if group.answerable else []
            assert list(candidate.spans) == held


def test_nearly_every_answerable_question_has_a_passage_that_answers_and_others(
    municipality: Sequence[tuple[Group, tuple[str, ...]]],
) -> None:
    can = [group for group, _ in municipality if group.answerable]
    assert np.mean([any(c.spans for c in group.candidates) for group in can]) > 0.95
    for group, _ in municipality:
        wrong = [candidate for candidate in group.candidates if not candidate.spans]
        assert 1 < len(wrong) <= READ


def test_what_scores_as_the_right_one_is_dropped_but_not_in_a_known_document() -> None:
    right = Candidate("Guide", "Badhuset öppnar klockan tio.", ((24, 27),), own=True)
    twin = Candidate("Guide", "Tio öppnar badhuset.", (), own=False)
    far = replace(twin, text="Skolan stänger.")
    group = Group("1", "ekdala", "?", True, (right, twin, replace(twin, own=True), far))
    kept = group.scored((3.0, 2.9, 2.9, -3.0)).candidates
    assert [(c.text, c.own, c.score) for c in kept] == [
        (right.text, True, 3.0),
        (twin.text, True, 2.9),
        (far.text, False, -3.0),
    ]
    foreign = replace(group, collection=GOVERNMENT).scored((3.0, 2.9, 2.9, -3.0))
    assert [c.text for c in foreign.candidates] == [right.text, far.text]


def test_written_groups_are_the_same_when_they_are_read(
    tmp_path: Path, municipality: Sequence[tuple[Group, tuple[str, ...]]]
) -> None:
    groups = [group for group, _ in municipality]
    path = tmp_path / "groups.jsonl"
    path.write_text("\n".join(json.dumps(asdict(group)) for group in groups), encoding="utf-8")
    assert list(read_groups([path])) == groups


def test_a_piece_of_a_swequad_text_holds_each_answer(shared: Path) -> None:
    assert shared.is_dir()
    groups = list(swequad_groups())
    assert len(groups) > 900
    assert all(any(c.spans for c in group.candidates) for group in groups)


def test_a_squad_question_is_marked_in_its_paragraph_and_nowhere_else(shared: Path) -> None:
    assert shared.is_dir()
    groups = list(islice(squad_groups(), 300))
    assert all(group.usable and len(group.candidates) > 1 for group in groups)
    assert {group.answerable for group in groups} == {True, False}
    for group in groups:
        first, *others = group.candidates
        assert len(others) <= SQUAD_OTHERS
        answers = [first.text[start:end] for start, end in first.spans]
        assert len(answers) == group.answerable
        assert not any(other.spans or answer_spans(other.text, answers) for other in others)
