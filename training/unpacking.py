"""The shipped reader as weights to train on: `python -m training unpack --to FOLDER`.

What was trained is read back from the eight bits of assistant/models; the rest is the base's. The
difference from the weights that were written is half a step of each block's scale at most.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from assistant.reader import WEIGHTS as READER_WEIGHTS
from index.embedding import DEFAULT_MODEL, MODELS
from training.base import BASE
from training.transformer import ReaderModel, reader_config, save_reader

MIDDLE = 128
"""What stands for nought in eight bits without a sign."""
_PRODUCT = re.compile(r"/(?P<name>.+)/MatMul_Q8")


def main() -> None:
    """Write reader.f16.safetensors and tokenizer.json into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", type=Path, default=BASE)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    save_reader(unpacked(READER_WEIGHTS, args.base), args.to / "reader.f16.safetensors")
    tokenizer = Tokenizer.from_file(str(MODELS / DEFAULT_MODEL / "tokenizer.json"))
    tokenizer.save(str(args.to / "tokenizer.json"))


def unpacked(path: Path, base: Path) -> ReaderModel:
    """Return the reader of an ONNX file that `training export --reader` wrote."""
    own = stored(onnx.load(str(path), load_external_data=False))
    layers = 1 + max(layer(name) for name in own)
    weights = {
        f"bert.{name}": weight.float()
        for name, weight in load_file(str(base / "model.safetensors")).items()
        if layer(name) < layers
    } | own
    pieces, width = weights["bert.embeddings.word_embeddings.weight"].shape
    positions = len(weights["bert.embeddings.position_embeddings.weight"])
    inner = len(weights["bert.encoder.layer.0.intermediate.dense.weight"])
    model = ReaderModel(reader_config(width, layers, pieces, positions, inner))
    model.load_state_dict(weights)
    return model


def layer(name: str) -> int:
    """Return the layer that a weight belongs to, counted from 0, -1 for what is in none."""
    found = re.search(r"encoder\.layer\.(\d+)\.", name)
    return int(found[1]) if found else -1


def stored(graph: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the weights that stand in the file itself, by the names of the torch model."""
    inside = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in graph.graph.initializer
        if tensor.data_location != onnx.TensorProto.EXTERNAL
    }
    found = {
        name: torch.from_numpy(values.copy())
        for name, values in inside.items()
        if name.startswith(("bert.", "rel.", "tok."))
        and values.dtype == np.float32
        and not name.endswith(".scale")  # the word vectors', which are the base's
    }
    for node in graph.graph.node:
        named = _PRODUCT.fullmatch(node.name)
        if named and node.op_type == "MatMulNBits" and node.input[1] in inside:
            name = named["name"].replace("/", ".") + ".weight"
            found[name] = torch.from_numpy(
                matrix(inside[node.input[1]], inside[node.input[2]], _columns(node))
            )
    return found


def matrix(packed: np.ndarray[Any, Any], scales: np.ndarray[Any, Any], columns: int) -> Any:
    """Return (rows, columns) float32 from bytes (rows, blocks, block) and their scales."""
    rows = len(packed)
    values = (packed.astype(np.float32) - MIDDLE) * scales.reshape(rows, -1, 1)
    return np.ascontiguousarray(values.reshape(rows, -1)[:, :columns], np.float32)


def _columns(node: onnx.NodeProto) -> int:
    return next(int(attribute.i) for attribute in node.attribute if attribute.name == "K")
