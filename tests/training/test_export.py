from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import ExternalDataInfo

from assistant.reader import WEIGHTS
from index.embedding import DEFAULT_MODEL, MODELS
from training.export import share

EMBEDDING = MODELS / DEFAULT_MODEL / "onnx" / "model.onnx"
FOLDER = "session.model_external_initializers_file_folder_path"


def test_a_model_that_reads_weights_out_of_another_file_gives_the_same(tmp_path: Path) -> None:
    own, common = (np.random.default_rng(n).random((40, 40), np.float32) for n in (1, 2))
    other, model = _model(common, common), _model(common, own)
    onnx.save(other, str(tmp_path / "other.onnx"))
    before = model.SerializeToString()
    assert share(model, tmp_path / "other.onnx") == common.nbytes
    after = model.SerializeToString()
    assert len(after) < len(before) - common.nbytes + 200
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry(FOLDER, str(tmp_path))
    asked = {"x": np.ones((2, 40), np.float32)}
    [expected] = onnxruntime.InferenceSession(before).run(None, asked)
    [given] = onnxruntime.InferenceSession(after, options).run(None, asked)
    assert np.array_equal(expected, given)


def test_what_the_reader_takes_from_the_embedding_model_is_a_whole_weight_there() -> None:
    held = EMBEDDING.read_bytes()
    stored = {tensor.raw_data for tensor in onnx.load(str(EMBEDDING)).graph.initializer}
    reader = onnx.load(str(WEIGHTS), load_external_data=False)
    taken = [t for t in reader.graph.initializer if t.data_location == TensorProto.EXTERNAL]
    assert len(taken) > 30
    for tensor in taken:
        place = ExternalDataInfo(tensor)
        assert held[place.offset : place.offset + place.length] in stored


def _model(first: np.ndarray, second: np.ndarray) -> onnx.ModelProto:
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", 40]) for n in "xy")
    nodes = [helper.make_node("MatMul", ["x", "a"], ["z"])]
    nodes += [helper.make_node("MatMul", ["z", "b"], ["y"])]
    weights = [numpy_helper.from_array(first, "a"), numpy_helper.from_array(second, "b")]
    graph = helper.make_graph(nodes, "two products", [x], [y], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
