from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import vectors as module
from index.vectors import StoredVectors, half_precision

WIDTH = 8


@pytest.fixture(autouse=True, scope="module")
def four_cores() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "at_once", lambda: 4)
        yield


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(0, 200),
    wanted=st.integers(1, 30),
    slice_size=st.integers(1, 90),
    hidden=st.sets(st.integers(0, 199)),
    seed=st.integers(0, 9),
)
def test_slices_find_what_one_search_finds_and_nothing_hidden(
    count: int, wanted: int, slice_size: int, hidden: set[int], seed: int
) -> None:
    draw = np.random.default_rng(seed)
    stored = half_precision(WIDTH)
    if count:
        stored.add(draw.standard_normal((count, WIDTH)).astype(np.float32))
    question = draw.standard_normal(WIDTH).astype(np.float32)
    unseen = np.array(sorted(n for n in hidden if n < count), np.int64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.faiss"
        faiss.write_index(stored, str(path))
        whole, sliced = StoredVectors(path, max(count, 1)), StoredVectors(path, slice_size)
        found = sliced.nearest(question, wanted, unseen if hidden else None).tolist()
        assert set(found) == set(whole.nearest(question, wanted, unseen).tolist())
        assert len(found) == min(wanted, count - len(unseen))
        numbers = draw.integers(0, count, 20 * bool(count))
        rows = stored.reconstruct_batch(numbers) if count else np.zeros((0, WIDTH))
        assert np.array_equal(sliced.rows(numbers), rows)
