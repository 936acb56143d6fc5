from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from training import averaging
from training.transformer import ReaderModel, load_reader, reader_config, save_reader

WEIGHTS = "reader.f16.safetensors"


def make(folder: Path, tokenizer: Tokenizer, value: float) -> Path:
    model = ReaderModel(reader_config(32, 2, tokenizer.get_vocab_size(), 512, 64))
    for weight in model.state_dict().values():
        weight.fill_(value)
    folder.mkdir()
    save_reader(model, folder / WEIGHTS)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def run(monkeypatch: pytest.MonkeyPatch, *options: object) -> None:
    monkeypatch.setattr(sys, "argv", ["mean", *map(str, options)])
    averaging.main()


@pytest.mark.parametrize(("shares", "expected"), [((), 3.0), (("--shares", 3, 1), 2.0)])
def test_the_mean_lies_between_the_readers_by_their_shares(
    tmp_path: Path,
    tokenizer: Tokenizer,
    monkeypatch: pytest.MonkeyPatch,
    shares: tuple[object, ...],
    expected: float,
) -> None:
    one, five = make(tmp_path / "1", tokenizer, 1.0), make(tmp_path / "5", tokenizer, 5.0)
    run(monkeypatch, one, five, *shares, "--to", tmp_path / "mean")
    found = load_reader(tmp_path / "mean" / WEIGHTS).state_dict().values()
    assert all(torch.equal(weight, torch.full_like(weight, expected)) for weight in found)
    assert (tmp_path / "mean" / "tokenizer.json").read_bytes() == (
        one / "tokenizer.json"
    ).read_bytes()


def test_a_share_too_few_is_refused_before_anything_is_written(
    tmp_path: Path,
    tokenizer: Tokenizer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, five = make(tmp_path / "1", tokenizer, 1.0), make(tmp_path / "5", tokenizer, 5.0)
    with pytest.raises(SystemExit):
        run(monkeypatch, one, five, "--shares", 1, "--to", tmp_path / "mean")
    assert "2 readers need as many shares, not 1" in capsys.readouterr().err
    assert not (tmp_path / "mean").exists()
