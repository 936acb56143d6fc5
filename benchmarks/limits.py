"""How far from the machine's limit: `python -m benchmarks.limits`, in CPU time, medians.

Vector search against reading the same bytes from memory; embedding against its multiply-adds at
the peak that this machine's matrix product reaches; indexing against reading and hashing files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from tokenizers import Tokenizer

from benchmarks.corpora import municipalities
from benchmarks.measure import cpu_seconds
from benchmarks.models import WORK
from index.embedding import MODELS, load_embedder, read_matrix
from index.indexing import build_index

_RUNS = 3
_VECTORS = 200_000
_TEXTS = 64


def main() -> None:
    """Measure and keep the rows for the report."""
    rows = [vector_search(), *embedding(), *indexing()]
    for row in rows:
        row["times the limit"] = row["CPU ms"] / row["limit CPU ms"]
    (WORK / "limits.json").write_text(json.dumps(rows), encoding="utf-8")


def vector_search() -> dict[str, Any]:
    """One question over half-precision vectors, one thread, against summing the same bytes."""
    faiss.omp_set_num_threads(1)
    store = faiss.IndexScalarQuantizer(
        256, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    draw = np.random.default_rng(15)
    store.add(draw.standard_normal((_VECTORS, 256)).astype(np.float32))
    question = draw.standard_normal((1, 256)).astype(np.float32)
    same_bytes = np.ones(_VECTORS * 256 * 2 // 8, np.int64)
    return _row(
        f"exact vector search, {_VECTORS:,} × 256 in half precision",
        "reading the bytes once",
        _median(lambda: store.search(question, 300)),
        _median(same_bytes.max),
    )


def embedding() -> list[dict[str, Any]]:
    """Passages through svensk-e5 and svensk-statisk, against their arithmetic or their bytes."""
    texts = [path.read_text(encoding="utf-8")[200:900] for path in _files()][:_TEXTS]
    e5, static = load_embedder("svensk-e5"), load_embedder("svensk-statisk")
    peak = _multiply_adds_per_second()
    needed = sum(_multiply_adds(len(ids)) for ids in _pieces("svensk-e5", texts))
    ids = np.concatenate(_pieces("svensk-statisk", texts))
    vectors = read_matrix(MODELS / "svensk-statisk" / "model.safetensors", "embedding.weight")
    return [
        _row(
            f"svensk-e5, {len(texts)} passages (8-bit weights)",
            f"its multiply-adds at {peak / 1e9:.0f} G a CPU second, float32",
            _median(lambda: e5.embed(texts)),
            needed / peak * 1000,
        ),
        _row(
            f"svensk-statisk, {len(texts)} passages",
            "fetching the token vectors",
            _median(lambda: static.embed(texts)),
            _median(lambda: vectors[ids]),
        ),
    ]


def indexing() -> list[dict[str, Any]]:
    """The municipalities' files into an index, against reading and hashing them."""
    corpus, folder = municipalities().folder, WORK / "indexes" / "limits"
    rows = []
    for name in ("svensk-statisk", "svensk-e5"):
        embedder = load_embedder(name)

        def built(embedder: Any = embedder) -> None:
            shutil.rmtree(folder, ignore_errors=True)
            build_index(corpus, folder, embedder)

        rows.append(
            _row(
                f"indexing 100 Markdown files, {name}",
                "reading and hashing them",
                _median(built, 1),
                _median(lambda: [hashlib.sha256(path.read_bytes()) for path in _files()]),
            )
        )
    return rows


def _pieces(name: str, texts: list[str]) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(MODELS / name / "tokenizer.json"))
    return [list(one.ids) for one in tokenizer.encode_batch(texts)]


def _multiply_adds(tokens: int, width: int = 384, layers: int = 12, forward: int = 1536) -> int:
    """Return what a BERT of these sizes needs for one text: projections and attention."""
    dense = 4 * width * width + 2 * width * forward
    return layers * (tokens * dense + 2 * tokens * tokens * width)


def _multiply_adds_per_second(size: int = 2_048) -> float:
    """Return the measured peak of float32 matrix products, for a second of one core."""
    matrix = np.ones((size, size), np.float32)
    milliseconds = min(_times(lambda: matrix @ matrix, _RUNS))
    return float(size**3 / milliseconds * 1000)


def _files() -> list[Path]:
    return sorted(municipalities().folder.rglob("*.md"))


def _row(what: str, limit: str, milliseconds: float, least: float) -> dict[str, Any]:
    return {"what": what, "limit": limit, "CPU ms": milliseconds, "limit CPU ms": least}


def _median(run: Callable[[], object], times: int = _RUNS) -> float:
    return statistics.median(_times(run, times))


def _times(run: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        started = cpu_seconds()
        run()
        taken.append((cpu_seconds() - started) * 1000)
    return taken


if __name__ == "__main__":
    main()
