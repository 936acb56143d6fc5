"""The stored vectors, searched exactly: many of them in slices, a core for each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from corpus.cores import at_once

SLICE = 250_000
"""Vectors that are worth a thread of their own."""

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.float32]


def half_precision(dimensions: int) -> faiss.IndexScalarQuantizer:
    """Return an empty index of vectors in half precision.

    It halves what a question has to read. The first hundred neighbours of 60 questions among
    85 000 passages were the same as in single precision, in a quarter of the time.
    """
    half = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(dimensions, half, faiss.METRIC_INNER_PRODUCT)


class StoredVectors:
    """The vectors of one index file, of unit length, by the numbers of their passages."""

    def __init__(self, path: Path, slice_size: int = SLICE) -> None:
        """Read the file."""
        # One question at a time is faster on one thread: OpenMP's waiting threads take the cores
        # from the tokenizer's (30 ms against 40 ms a question, benchmarks/question_time.py).
        faiss.omp_set_num_threads(1)
        whole = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self.dimensions, self._total = int(whole.d), int(whole.ntotal)
        count = max(1, min(at_once(), -(-self._total // slice_size)))
        self._edges = np.array([self._total * at // count for at in range(count + 1)], np.int64)
        self._slices: list[faiss.Index] = [whole]
        if count > 1:
            spans = pairwise(self._edges.tolist())
            self._slices = [self._slice(whole, first, last) for first, last in spans]

    def __len__(self) -> int:
        """Return how many there are."""
        return self._total

    def nearest(self, question: Scores, count: int, hidden: Numbers | None = None) -> Numbers:
        """Return the numbers of the `count` vectors with the highest inner product, in no order.

        `question` has shape (dimensions,), float32; `hidden` are numbers that are never found, in
        ascending order.
        """
        places = range(len(self._slices))
        if len(places) == 1:
            return self._search(0, question, count, hidden)[1]
        found = _pool().map(lambda at: self._search(at, question, count, hidden), places)
        scores, numbers = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return np.asarray(numbers[np.argsort(-scores, kind="stable")[:count]], np.int64)

    def rows(self, numbers: Numbers) -> Rows:
        """Return the vectors of these numbers, shape (len(numbers), dimensions), float32."""
        found = np.empty((len(numbers), self.dimensions), np.float32)
        owners = np.searchsorted(self._edges, numbers, side="right") - 1
        for at, part in enumerate(self._slices):
            own = owners == at
            if own.any():
                found[own] = part.reconstruct_batch(numbers[own] - self._edges[at])
        return found

    def _slice(self, whole: Any, first: int, last: int) -> faiss.Index:
        part = half_precision(self.dimensions)
        size = whole.sa_code_size()
        codes = faiss.rev_swig_ptr(whole.codes.data(), self._total * size).reshape(-1, size)
        part.add_sa_codes(codes[first:last])
        return part

    def _search(
        self, at: int, question: Scores, count: int, hidden: Numbers | None
    ) -> tuple[Scores, Numbers]:
        part, first = self._slices[at], self._edges[at]
        parameters = None
        if hidden is not None:
            start, end = np.searchsorted(hidden, self._edges[at : at + 2])
            unwanted = faiss.IDSelectorNot(faiss.IDSelectorBatch(hidden[start:end] - first))
            parameters = faiss.SearchParameters(sel=unwanted)  # type: ignore[call-arg]
        wanted = max(1, min(count, part.ntotal))
        scores, numbers = part.search(question[None], wanted, params=parameters)
        held = numbers[0] >= 0
        return scores[0][held], np.asarray(numbers[0][held] + first, np.int64)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(at_once(), thread_name_prefix="vectors")
