from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training import reader
from training.groups import GOVERNMENT, SWEQUAD, Group
from training.reader import Plan, draws, held_out, passage_losses, train, with_teacher
from training.texts import is_held_out
from training.transformer import load_reader

PLAN = Plan(
    minutes=0,
    steps=6,
    seed=7,
    groups_a_step=2,
    learning_rate=1e-3,
    save_minutes=1e9,
    municipal=0.5,
    government=0.4,
    measured=4,
    frozen=0,
)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(str(folder / "reader.f16.safetensors"))


def test_a_stopped_run_that_goes_on_ends_with_the_weights_of_one_that_was_not_stopped(
    start: Path,
    groups: Sequence[Group],
    tokenizer: Tokenizer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    train(PLAN, groups, tokenizer, start, tmp_path / "whole")

    steps: list[int] = []
    one_step = reader.one_step

    def until_the_power_goes(*arguments: object) -> tuple[float, float, float]:
        if len(steps) == 4:
            raise KeyboardInterrupt
        steps.append(1)
        return one_step(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "one_step", until_the_power_goes)
    often = replace(PLAN, save_minutes=0)
    with pytest.raises(KeyboardInterrupt):
        train(often, groups, tokenizer, start, tmp_path / "stopped")
    monkeypatch.setattr(reader, "one_step", one_step)
    train(PLAN, groups, tokenizer, start, tmp_path / "stopped")

    whole, stopped = weights(tmp_path / "whole"), weights(tmp_path / "stopped")
    assert all(torch.equal(whole[name], stopped[name]) for name in whole)


def test_training_teaches_which_passage_answers_and_where(
    start: Path, groups: Sequence[Group], tokenizer: Tokenizer, tmp_path: Path
) -> None:
    plan = replace(PLAN, steps=120, groups_a_step=6, learning_rate=3e-3, measured=12)
    held = [replace(group, collection="hogmala") for group in groups]
    train(plan, [*groups, *held], tokenizer, start, tmp_path / "to")
    line = (tmp_path / "to" / "figures.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    figures = json.loads(line)
    assert figures["first"] == figures["sentence"] == figures["apart"] == 1.0


def test_frozen_layers_and_word_vectors_stay_and_the_others_move(
    start: Path,
    groups: Sequence[Group],
    tokenizer: Tokenizer,
    tmp_path: Path,
) -> None:
    train(replace(PLAN, frozen=1), groups, tokenizer, start, tmp_path / "to")
    before, after = weights(start), weights(tmp_path / "to")
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert any(name.startswith("bert.encoder.layer.1.") for name in moved)
    assert not any(name.startswith(("bert.embeddings", "bert.encoder.layer.0.")) for name in moved)


def test_a_reader_of_fewer_layers_learns_from_the_scores_of_a_larger_one(
    start: Path, groups: Sequence[Group], tokenizer: Tokenizer, tmp_path: Path
) -> None:
    plan = replace(PLAN, steps=120, groups_a_step=6, learning_rate=3e-3, measured=12)
    held = [replace(group, collection="hogmala") for group in groups]
    train(plan, [*groups, *held], tokenizer, start, tmp_path / "large")
    smaller = replace(plan, layers=(0,), teacher=tmp_path / "large")
    train(smaller, [*groups, *held], tokenizer, start, tmp_path / "small")
    assert len(load_reader(tmp_path / "small" / "reader.f16.safetensors").bert.encoder.layer) == 1
    line = (tmp_path / "small" / "figures.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line)["apart"] == 1.0


def test_half_of_what_is_learnt_is_the_teachers(start: Path) -> None:
    teacher = load_reader(start / "reader.f16.safetensors").eval()
    ids = torch.tensor([[0, 4, 5, 2, 2, 6, 2]])
    right, targets = torch.ones(1), torch.zeros(ids.shape)
    assert with_teacher(None, ids, ids > 0, right, targets) == (right, targets)
    passage, tokens = with_teacher(teacher, ids, ids > 0, right, targets)
    scores = teacher(ids, ids > 0)
    assert torch.allclose(passage, 0.5 + scores[0].sigmoid() / 2)
    assert torch.allclose(tokens, scores[1].sigmoid() / 2)


def test_saved_weights_give_the_same_scores_when_they_are_read_again(start: Path) -> None:
    model, again = (load_reader(start / "reader.f16.safetensors").eval() for _ in range(2))
    ids = torch.tensor([[0, 4, 5, 2, 2, 6, 2]])
    for one, other in zip(model(ids, ids > 0), again(ids, ids > 0), strict=True):
        assert torch.equal(one, other)


def test_the_mixture_is_as_asked_and_each_collection_comes_in_rounds(
    groups: Sequence[Group],
) -> None:
    collections = ("ekdala", GOVERNMENT, SWEQUAD)
    pool = [
        replace(group, id=f"{name}{group.id}", collection=name)
        for name in collections
        for group in groups
    ]
    drawn = list(islice(draws(PLAN, pool), 2_000))
    for name, share in zip(collections, (0.5, 0.4, 0.1), strict=True):
        own = [group.id for group in drawn if group.collection == name]
        assert len(own) / len(drawn) == pytest.approx(share, abs=0.04)
        assert len(set(own[: len(groups)])) == len(groups)


def test_a_municipality_and_a_twentieth_of_the_governments_questions_are_held_out(
    groups: Sequence[Group],
) -> None:
    assert held_out(replace(groups[0], collection="hogmala"))
    assert not held_out(replace(groups[0], collection="ekdala"))
    numbers = [f"t{number:05}" for number in range(400)]
    kept = [
        name for name in numbers if held_out(replace(groups[0], id=name, collection=GOVERNMENT))
    ]
    assert kept == [name for name in numbers if is_held_out(name)]
    assert 0.02 < len(kept) / len(numbers) < 0.09


def test_training_refuses_the_municipality_that_measures(
    start: Path, groups: Sequence[Group], tokenizer: Tokenizer, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="storvik measures"):
        train(PLAN, [replace(groups[0], collection="storvik")], tokenizer, start, tmp_path)


def test_a_right_passage_is_also_set_above_those_of_a_question_that_nothing_answers() -> None:
    right = torch.tensor([1.0, 0.0, 0.0, 1.0])
    owner, counts = torch.tensor([0, 0, 1, 2]), torch.ones(3)

    def among(of_the_unanswerable: float, of_another: float) -> float:
        scores = torch.tensor([1.0, 0.0, of_the_unanswerable, of_another])
        return float(passage_losses(scores, right, right, owner, counts)[1])

    assert among(3.0, 9.0) > among(0.0, 9.0) > among(-3.0, 9.0)
    assert among(-30.0, 9.0) == pytest.approx(among(-30.0, 30.0), abs=1e-4)
