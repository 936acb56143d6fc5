from __future__ import annotations

from collections.abc import Iterator

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import nearest as module
from index.nearest import nearest

WIDTH = 8


@pytest.fixture(autouse=True, scope="module")
def four_cores() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_cores", lambda: 4)
        yield


def vectors(count: int, seed: int) -> faiss.Index:
    drawn = np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)
    stored = faiss.IndexScalarQuantizer(
        WIDTH, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    stored.train(drawn)
    stored.add(drawn)
    return stored


@settings(deadline=None, max_examples=40)
@given(
    count=st.integers(1, 200),
    wanted=st.integers(1, 30),
    slice_size=st.integers(1, 90),
    hidden=st.sets(st.integers(0, 199)),
    seed=st.integers(0, 9),
)
def test_slices_find_what_one_search_finds(
    count: int, wanted: int, slice_size: int, hidden: set[int], seed: int
) -> None:
    stored = vectors(count, seed)
    question = np.random.default_rng(seed + 100).standard_normal(WIDTH).astype(np.float32)
    unseen = np.array(sorted(hidden), np.int64) if hidden else None
    whole = nearest(stored, question, wanted, unseen, slice_size=count)
    sliced = nearest(stored, question, wanted, unseen, slice_size)
    assert set(sliced.tolist()) == set(whole.tolist())
    assert not hidden.intersection(sliced.tolist())
    assert len(sliced) == min(wanted, count - len([n for n in hidden if n < count]))
