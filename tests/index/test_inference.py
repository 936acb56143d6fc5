from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelMissingError
from index.embedding import DEFAULT_MODEL, MODELS
from index.inference import TOKENS_IN_A_BATCH, OnnxModel, batches, read_tokenizer


@given(st.lists(st.integers(1, 3_000), max_size=200))
def test_every_text_is_in_one_batch_of_bounded_size(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        padded = len(batch) * max(lengths[row] for row in batch)
        assert len(batch) == 1 or padded <= TOKENS_IN_A_BATCH


def test_what_a_text_gives_does_not_depend_on_the_texts_that_it_is_read_with() -> None:
    folder = MODELS / DEFAULT_MODEL
    model = OnnxModel(folder / "onnx" / "model.onnx", threads=1)
    tokenizer = read_tokenizer(folder / "tokenizer.json", 256)
    texts = ["Var byggs det?", "Vad kostar det?", "Nya lekplatser byggs i parken. " * 9, "Ja"]
    encodings = tokenizer.encode_batch(texts)
    lengths = [len(encoding.ids) for encoding in encodings]
    assert {length % 2 for length in lengths} == {0, 1}
    together = dict(model.run(encodings))
    for row, other in permutations(range(len(texts)), 2):
        (tokens,) = dict(model.run([encodings[row], encodings[other]]))[0]
        assert (tokens[: lengths[row]] == together[row][0][: lengths[row]]).all()


def test_missing_or_damaged_weights_are_named(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"inte en modell")
    for path in (damaged, tmp_path / "saknas.onnx"):
        with pytest.raises(ModelMissingError, match=path.name):
            OnnxModel(path)
    with pytest.raises(ModelMissingError, match="saknas"):
        read_tokenizer(tmp_path / "saknas.json", 10)
