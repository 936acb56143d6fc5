"""Which kind of vector index: `python -m benchmarks.kinds 200000`, one thread, CPU time.

Exact search in half precision (what index/store.py writes), eight bits, inverted lists, and a
graph (HNSW: Malkov and Yashunin, 2016), over means of three sentences' vectors. Recall is the
share of the ten nearest that exact search finds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from benchmarks.growth import sentence_pool
from benchmarks.kommunfragor.score import questions_of
from benchmarks.models import WORK
from index.embedding import STATIC_MODEL, Vectors, load_embedder, unit_rows

_ASKED = 100
_NEAREST = 300
_LISTS = 1_024
_PROBES = (16, 64, 256)
_LINKS = 16
_BREADTHS = (300, 1_200)
_SENTENCES = 3


def main() -> None:
    """Measure each kind over the same vectors and keep the rows for the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", type=int)
    rows = measured(parser.parse_args().size)
    (WORK / "kinds.json").write_text(json.dumps(rows), encoding="utf-8")


def measured(size: int) -> list[dict[str, Any]]:
    """Return a row for each kind of index; the first is exact."""
    embedder = load_embedder(STATIC_MODEL)
    asked = random.Random(15).sample(questions_of(), _ASKED)
    questions = embedder.embed([question.text for question in asked])
    vectors = _vectors(embedder.embed(sentence_pool()), size)
    truth: list[npt.NDArray[np.int64]] = []
    rows = []
    for name, built, seconds in _kinds(vectors):
        found, milliseconds = _searched(built, questions)
        truth = truth or found
        shares = [
            len(set(map(int, a[:10])) & set(map(int, b[:10]))) / 10
            for a, b in zip(truth, found, strict=True)
        ]
        rows.append(
            {
                "kind": name,
                "vectors": size,
                "build CPU s": seconds,
                "question CPU ms": milliseconds,
                "recall@10": statistics.fmean(shares),
            }
        )
    return rows


def _vectors(sentences: Vectors, size: int) -> Vectors:
    draw = np.random.default_rng(15)
    chosen = draw.integers(0, len(sentences), (size, _SENTENCES))
    total = np.zeros((size, sentences.shape[1]), np.float32)
    for column in chosen.T:
        total += sentences[column]
    return unit_rows(total)


def _kinds(vectors: Vectors) -> Iterator[tuple[str, Any, float]]:
    width = vectors.shape[1]
    half, eight = faiss.ScalarQuantizer.QT_fp16, faiss.ScalarQuantizer.QT_8bit
    for name, kind in (("exact, half precision", half), ("exact, eight bits", eight)):
        flat = faiss.IndexScalarQuantizer(width, kind, faiss.METRIC_INNER_PRODUCT)
        yield name, flat, _filled(flat, vectors)
    lists = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width), width, _LISTS, half, faiss.METRIC_INNER_PRODUCT, False
    )
    lists.cp.max_points_per_centroid = 64
    lists.cp.spherical = True
    seconds = _filled(lists, vectors)
    for probes in _PROBES:
        lists.nprobe = probes
        yield f"inverted lists, {probes} of {_LISTS}", lists, seconds
    graph = faiss.IndexHNSWSQ(width, half, _LINKS, faiss.METRIC_INNER_PRODUCT)  # type: ignore[arg-type]
    seconds = _filled(graph, vectors)
    for breadth in _BREADTHS:
        graph.hnsw.efSearch = breadth
        yield f"HNSW, {_LINKS} links, breadth {breadth:,}", graph, seconds


def _filled(index: Any, vectors: Vectors) -> float:
    started = time.process_time()
    index.train(vectors)
    index.add(vectors)
    return time.process_time() - started


def _searched(index: Any, questions: Vectors) -> tuple[list[npt.NDArray[np.int64]], float]:
    faiss.omp_set_num_threads(1)
    found, times = [], []
    for question in questions:
        started = time.process_time()
        _, numbers = index.search(question[None], _NEAREST)
        times.append(time.process_time() - started)
        found.append(numbers[0])
    return found, statistics.median(times) * 1000


if __name__ == "__main__":
    main()
