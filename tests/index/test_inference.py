from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelMissingError
from index.inference import TOKENS_IN_A_BATCH, OnnxModel, batches, read_tokenizer


@given(st.lists(st.integers(1, 3_000), max_size=200))
def test_every_text_is_in_one_batch_of_bounded_size(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        padded = len(batch) * max(lengths[row] for row in batch)
        assert len(batch) == 1 or padded <= TOKENS_IN_A_BATCH


def test_missing_or_damaged_weights_are_named(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"inte en modell")
    for path in (damaged, tmp_path / "saknas.onnx"):
        with pytest.raises(ModelMissingError, match=path.name):
            OnnxModel(path)
    with pytest.raises(ModelMissingError, match="saknas"):
        read_tokenizer(tmp_path / "saknas.json", 10)
