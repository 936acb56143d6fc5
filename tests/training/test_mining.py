from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import read_questions
from index.embedding import StaticModel
from index.indexing import build_index
from index.search import Searcher
from index.store import Store
from training.mining import (
    GOVERNMENT,
    READ,
    Candidate,
    Group,
    Reader,
    read_groups,
    scored,
    searched_group,
    swequad_groups,
)
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


def test_the_reader_drops_what_is_as_sure_as_the_right_one_but_not_in_a_known_document(
    shared: Path, municipality: Sequence[tuple[Group, tuple[str, ...]]]
) -> None:
    reader = Reader(shared / "data" / "reader", threads=1)
    found = next(g for g, _ in municipality if any(c.spans for c in g.candidates))
    right = next(candidate for candidate in found.candidates if candidate.spans)
    twin = Candidate(right.head, right.text, (), own=False)
    group = replace(found, candidates=(right, twin, replace(twin, own=True)))
    assert [c.own for c in scored(group, reader).candidates] == [True, True]
    foreign = replace(group, collection=GOVERNMENT)
    assert [bool(c.spans) for c in scored(foreign, reader).candidates] == [True]


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
