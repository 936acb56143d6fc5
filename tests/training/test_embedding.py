from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from training import embedding
from training.embedding import Plan, batches, pool, softmax_loss, train
from training.groups import Group
from training.transformer import reader_config

PLAN = Plan(
    minutes=0,
    steps=6,
    seed=7,
    questions_a_step=3,
    learning_rate=1e-3,
    save_minutes=1e9,
    government=0.25,
)


@pytest.fixture(autouse=True)
def two_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "FROZEN", 1)


@pytest.fixture
def base(tmp_path: Path, tokenizer: Tokenizer) -> Path:
    torch.manual_seed(1)
    folder = tmp_path / "base"
    BertModel(
        reader_config(32, 2, tokenizer.get_vocab_size(), 512, 64), add_pooling_layer=False
    ).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def weights(folder: Path) -> dict[str, torch.Tensor]:
    state: dict[str, torch.Tensor] = BertModel.from_pretrained(
        folder, add_pooling_layer=False
    ).state_dict()
    return state


def test_a_stopped_run_that_goes_on_ends_with_the_weights_of_one_that_was_not_stopped(
    base: Path, groups: Sequence[Group], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(PLAN, groups, base, tmp_path / "whole")
    steps: list[int] = []
    one_step = embedding.one_step

    def until_the_power_goes(*arguments: object) -> float:
        if len(steps) == 4:
            raise KeyboardInterrupt
        steps.append(1)
        return one_step(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(embedding, "one_step", until_the_power_goes)
    with pytest.raises(KeyboardInterrupt):
        train(replace(PLAN, save_minutes=0), groups, base, tmp_path / "stopped")
    monkeypatch.setattr(embedding, "one_step", one_step)
    train(PLAN, groups, base, tmp_path / "stopped")
    whole, stopped = weights(tmp_path / "whole"), weights(tmp_path / "stopped")
    assert all(torch.equal(whole[name], stopped[name]) for name in whole)


def test_training_teaches_which_passage_a_question_finds(
    base: Path, groups: Sequence[Group], tmp_path: Path
) -> None:
    held = [replace(group, collection="hogmala") for group in groups]
    plan = replace(PLAN, steps=150, questions_a_step=6, learning_rate=3e-3)
    train(plan, [*groups, *held], base, tmp_path / "to")
    lines = (tmp_path / "to" / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    before, *_, after = map(json.loads, lines)
    assert before["first"] < after["first"] == 1.0


def test_what_the_reader_reads_out_of_this_models_file_stays(
    base: Path, groups: Sequence[Group], tmp_path: Path
) -> None:
    train(PLAN, groups, base, tmp_path / "to")
    before, after = weights(base), weights(tmp_path / "to")
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved
    assert all(name.startswith("encoder.layer.1.") for name in moved)


def test_the_municipality_that_measures_is_refused(
    base: Path, groups: Sequence[Group], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="storvik"):
        train(PLAN, [replace(groups[0], collection="storvik")], base, tmp_path / "to")


def test_a_step_is_of_one_collection_and_a_round_has_every_question_once(
    groups: Sequence[Group],
) -> None:
    mixed = [replace(g, collection=name) for g in groups for name in ("ekdala", "fjallby")]
    found = batches(mixed, 5, random.Random(3))
    assert all(len({group.collection for group in batch}) == 1 for batch in found)
    assert sorted(map(repr, mixed)) == sorted(repr(group) for batch in found for group in batch)


def test_all_passages_that_answer_are_in_a_step_and_of_the_others_as_many_as_there_is_room_for(
    groups: Sequence[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "PASSAGES_A_STEP", 7)
    can = [group for group in groups if group.answerable]
    passages, right = pool(can, random.Random(3))
    assert len(passages) == len({p.whole for p in passages}) == 7
    assert right.sum(dim=1).tolist() == [1] * len(can)
    for group, row in zip(can, right, strict=True):
        (found,) = (p for p, own in zip(passages, row, strict=True) if own)
        assert found in group.candidates


def test_the_loss_is_nought_where_all_of_the_softmax_is_on_what_answers() -> None:
    scores = torch.tensor([[50.0, 50.0, -50.0], [-50.0, -50.0, 50.0]])
    right = torch.tensor([[True, True, False], [False, False, True]])
    assert float(softmax_loss(scores, right)) == pytest.approx(0.0, abs=1e-6)
    assert float(softmax_loss(scores, ~right)) > 50
