from __future__ import annotations

from pathlib import Path

import onnx
import pytest
import torch
from safetensors.torch import save_file

from training.export import BITS, export
from training.transformer import ReaderModel, reader_config
from training.unpacking import stored, unpacked

LEVELS: int = 2 ** (BITS - 1) - 1


@pytest.mark.filterwarnings("ignore")
def test_weights_come_back_out_of_their_eight_bits(tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = ReaderModel(reader_config(width=128, layers=2, pieces=300, positions=40, inner=256))
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_()
    outputs = {"passage_score": ("batch",), "token_scores": ("batch", "length")}
    export(model, outputs, tmp_path / "model.onnx")
    found = stored(onnx.load(str(tmp_path / "model.onnx")))
    expected = {
        name: weight
        for name, weight in model.state_dict().items()
        if "embeddings" not in name or "LayerNorm" in name
    }
    assert set(expected) <= set(found)
    for name, weight in expected.items():
        assert found[name].shape == weight.shape, name
        step = weight.abs().max() / LEVELS
        assert (found[name] - weight).abs().max() <= step, name


@pytest.mark.filterwarnings("ignore")
def test_a_reader_of_fewer_layers_than_its_base_comes_back_with_its_own(tmp_path: Path) -> None:
    torch.manual_seed(3)
    base = ReaderModel(reader_config(width=128, layers=3, pieces=300, positions=40, inner=256))
    save_file(base.bert.state_dict(), str(tmp_path / "model.safetensors"))
    base.keep((0, 2))
    outputs = {"passage_score": ("batch",), "token_scores": ("batch", "length")}
    export(base, outputs, tmp_path / "model.onnx")
    found = unpacked(tmp_path / "model.onnx", tmp_path)
    assert len(found.bert.encoder.layer) == 2
    wanted, got = (model.bert.encoder.layer[1].output.dense.weight for model in (base, found))
    assert torch.allclose(wanted, got, atol=float(wanted.detach().abs().max()) / LEVELS)
