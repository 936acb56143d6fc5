"""The vectors nearest a question's, exactly: a large index is searched in slices, one per core."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import faiss
import numpy as np
import numpy.typing as npt

SLICE = 250_000
"""Vectors that are worth a thread of their own."""

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


def nearest(
    vectors: faiss.Index,
    question: Scores,
    count: int,
    hidden: Numbers | None = None,
    slice_size: int = SLICE,
) -> Numbers:
    """Return the numbers of the `count` vectors with the highest inner product, in no order.

    `question` has shape (dimensions,), float32; `hidden` are numbers that are never found.
    """
    total = vectors.ntotal
    slices = max(1, min(_cores(), -(-total // slice_size)))
    edges = [total * number // slices for number in range(slices + 1)]

    def search(span: tuple[int, int]) -> tuple[Scores, Numbers]:
        wanted: faiss.IDSelector | None = None if slices == 1 else faiss.IDSelectorRange(*span)
        if hidden is not None:
            seen = faiss.IDSelectorNot(faiss.IDSelectorBatch(hidden))
            wanted = seen if wanted is None else faiss.IDSelectorAnd(wanted, seen)
        parameters = _selected(wanted)
        scores, numbers = vectors.search(question[None], min(count, total), params=parameters)
        held = numbers[0] >= 0
        return scores[0][held], numbers[0][held]

    if slices == 1:
        return search((0, total))[1]
    found = list(_pool().map(search, pairwise(edges)))
    scores, numbers = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return np.asarray(numbers[np.argsort(-scores, kind="stable")[:count]], np.int64)


def _selected(wanted: faiss.IDSelector | None) -> faiss.SearchParameters | None:
    if wanted is None:
        return None
    return faiss.SearchParameters(sel=wanted)  # type: ignore[call-arg]


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_cores(), thread_name_prefix="nearest")
