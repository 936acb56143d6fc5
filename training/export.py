"""Write trained weights as ONNX files in eight bits: `python -m training export`.

What the reader was not trained in, its word vectors and first layers, is the embedding model's: it
is not written again, but read out of that model's file (ONNX's external data).

Matrices become MatMulNBits in blocks of 128 (accuracy level 4: products of integers), the word
vectors int8 with a scale each. Dynamic quantisation of the activations instead costs five to
seven points of answers: those after the feed-forward's first half have outliers (docs/quality.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from safetensors.torch import load_file

from assistant.reader import WEIGHTS as READER_WEIGHTS
from index.embedding import DEFAULT_MODEL, MODELS
from training.base import BASE
from training.transformer import load_reader

OPSET = 17
BITS = 8
BLOCK = 128
ACCURACY_LEVEL = 4
SHARED_FROM = 1024
"""Bytes of the smallest tensor that is worth looking for in another file."""
_EXAMPLE = (2, 16)


def main() -> None:
    """Write the embedding model from the base, or with --reader a trained reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", type=Path, default=BASE)
    parser.add_argument("--output", type=Path, default=MODELS / DEFAULT_MODEL)
    parser.add_argument("--reader", type=Path, help="weights of `training reader` to write instead")
    args = parser.parse_args()
    if args.reader:
        export_reader(args.reader, args.base, args.output / "onnx" / "model.onnx")
    else:
        export_embedding(args.base, args.output)


def export_reader(weights: Path, base: Path, embedding: Path) -> None:
    """Write a trained reader without what stands in the embedding model's file already."""
    outputs = {"passage_score": ("batch",), "token_scores": ("batch", "length")}
    model, stored = load_reader(weights), load_file(str(base / "model.safetensors"))
    with torch.no_grad():
        for name, weight in model.bert.state_dict().items():
            if torch.equal(stored[name].half().float(), weight):
                weight.copy_(stored[name])
    export(model, outputs, READER_WEIGHTS)
    small = onnx.load(str(READER_WEIGHTS))
    print(f"{share(small, embedding) / 1e6:.1f} MB are read from {embedding}")
    onnx.save(small, str(READER_WEIGHTS))


def share(model: onnx.ModelProto, other: Path) -> int:
    """Refer to another file for what stands in it too; return how many bytes that saves."""
    held, saved = other.read_bytes(), 0
    for tensor in model.graph.initializer:
        values = tensor.raw_data
        at = held.find(values) if len(values) >= SHARED_FROM else -1
        if at >= 0:
            set_external_data(tensor, other.name, at, len(values))
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            saved += len(values)
    return saved


def export(model: torch.nn.Module, outputs: dict[str, tuple[str, ...]], path: Path) -> None:
    """Write `model(input_ids, attention_mask)` to `path`.

    `outputs` names each output and its dynamic axes, such as {"score": ("batch",)}.
    """
    ids = torch.randint(4, 100, _EXAMPLE)
    axes = {"input_ids": ("batch", "length"), "attention_mask": ("batch", "length"), **outputs}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model.eval(),
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=list(outputs),
        dynamic_axes={name: dict(enumerate(names)) for name, names in axes.items()},
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.save(quantised(onnx.load(str(path))), str(path))


def quantised(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its matrices and word vectors in eight bits."""
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantiser = MatMulNBitsQuantizer(
        model,
        bits=BITS,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=ACCURACY_LEVEL,
    )
    quantiser.process()
    small: onnx.ModelProto = quantiser.model.model
    _quantise_gathers(small)
    return small


def _quantise_gathers(model: onnx.ModelProto) -> None:
    """Store every float matrix that is looked up by row as int8, with one scale a row."""
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    for node in list(graph.node):
        if node.op_type != "Gather" or node.input[0] not in stored:
            continue
        tensor = stored[node.input[0]]
        if tensor.data_type != TensorProto.FLOAT or len(tensor.dims) != 2 or tensor.dims[0] < 256:
            continue
        _replace_gather(graph, node, tensor)


def _replace_gather(graph: Any, node: onnx.NodeProto, tensor: onnx.TensorProto) -> None:
    rows = numpy_helper.to_array(tensor)
    scales = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-8) / 127
    small = np.round(rows / scales).astype(np.int8)
    name, output = tensor.name, node.output[0]
    graph.initializer.remove(tensor)
    graph.initializer.extend(
        [
            numpy_helper.from_array(small, f"{name}.int8"),
            numpy_helper.from_array(scales.astype(np.float32), f"{name}.scale"),
        ]
    )
    parts = [
        helper.make_node("Gather", [f"{name}.int8", node.input[1]], [f"{output}.int8"]),
        helper.make_node("Gather", [f"{name}.scale", node.input[1]], [f"{output}.scale"]),
        helper.make_node("Cast", [f"{output}.int8"], [f"{output}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{output}.float", f"{output}.scale"], [output]),
    ]
    at = list(graph.node).index(node)
    graph.node.remove(node)
    for number, part in enumerate(parts):
        graph.node.insert(at + number, part)


class _LastLayer(torch.nn.Module):
    """An encoder whose only output is its last layer."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return the tokens' vectors, (batch, length, width)."""
        layer: torch.Tensor = self.encoder(
            input_ids, attention_mask=attention_mask
        ).last_hidden_state
        return layer


def export_embedding(base: Path, folder: Path) -> None:
    """Write an encoder as an embedding model in sentence-transformers format, in eight bits."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertModel

    module = Transformer(str(base), max_seq_length=512)
    pooling = Pooling(module.get_embedding_dimension(), pooling_mode="mean")
    model = SentenceTransformer(
        modules=[module, pooling, Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    (folder / "model.safetensors").unlink()
    encoder = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
    export(
        _LastLayer(encoder),
        {"last_hidden_state": ("batch", "length")},
        folder / "onnx" / "model.onnx",
    )
