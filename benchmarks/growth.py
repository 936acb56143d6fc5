"""How cost grows: `python -m benchmarks.growth 10000 100000 1000000`.

Passages are recombined, seeded, from the sentences of the open benchmark and, where ../shared is,
of the government. Each size is built by the store's own writer with the static model and searched
by the searcher, in a process of its own. Sentences are analysed once and reused, so the build
time is that of embedding, writing and the lexical index; reading files is linear and measured
side by side.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from benchmarks.corpora import GOVERNMENT, government_rows
from benchmarks.kommunfragor.score import DOCUMENTS, questions_of
from benchmarks.measure import peak_megabytes, percentiles
from benchmarks.models import WORK
from corpus.swedish.sentences import sentences
from corpus.swedish.terms import terms
from corpus.types import Audience, Document, Passage
from index.embedding import STATIC_MODEL, Embedder, load_embedder
from index.search import Searcher
from index.store import MadeWith, Record, Store, writing

FOLDER = WORK / "growth"
TABLE = WORK / "growth.json"
_IN_A_PASSAGE = 3
_IN_A_DOCUMENT = 20
_SENTENCES = 60_000
_BATCH = 200
_ASKED = 200
_WARM_UP = 20


def main() -> None:
    """Measure every size, each in a process of its own, and keep the rows for the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--here", action="store_true", help="in this process, one size")
    args = parser.parse_args()
    if args.here:
        print(json.dumps(measure(args.sizes[0])))
        return
    rows = {row["passages"]: row for row in _rows()}
    for size in args.sizes:
        if size not in rows:
            command = [sys.executable, "-m", "benchmarks.growth", str(size), "--here"]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            rows[size] = json.loads(done.stdout.splitlines()[-1])
            TABLE.write_text(json.dumps([rows[key] for key in sorted(rows)]), encoding="utf-8")


def measure(size: int) -> dict[str, Any]:
    """Build and search an index of `size` passages."""
    embedder = load_embedder(STATIC_MODEL)
    folder = FOLDER / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    started, used = time.perf_counter(), time.process_time()
    build(folder, size, embedder)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    built_megabytes = peak_megabytes()
    store = Store(folder)
    searcher = Searcher(store, embedder)
    questions = [one.text for one in random.Random(15).sample(questions_of(), _ASKED)]
    for question in questions[:_WARM_UP]:
        searcher.search(question, Audience.PUBLIC)
    cpu = _cpu_median(lambda at: searcher.search(questions[at], Audience.PUBLIC))
    times = percentiles([_took(searcher, question) for question in questions])
    bytes_read = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "passages": size,
        "build s": seconds,
        "build CPU s": used,
        "build peak MB": built_megabytes,
        "index MB": bytes_read / 2**20,
        "retrieval p50 ms": times["p50"],
        "p95 ms": times["p95"],
        "retrieval CPU ms": cpu,
        **_parts(searcher, questions),
        "recall@10": recall(store, embedder, questions),
    }


def build(folder: Path, size: int, embedder: Embedder) -> None:
    """Write an index of recombined passages."""
    with writing(folder) as writer:
        made = recombined(size)
        while batch := list(islice(made, _BATCH)):
            texts = [passage.text for _, passages, _ in batch for passage in passages]
            vectors = iter(embedder.embed(texts))
            for document, passages, words in batch:
                rows = np.stack([next(vectors) for _ in passages])
                writer.add(Record("", document, passages, rows, words, ()))
        built = time.strftime("%Y-%m-%dT%H:%M:%S")
        writer.publish(MadeWith(embedder.name, embedder.dimensions, "recombined", 0, built, ""))


def recombined(
    size: int,
) -> Iterator[tuple[Document, tuple[Passage, ...], tuple[tuple[str, ...], ...]]]:
    """Yield documents of `size` passages in all, each of three sentences drawn at random."""
    pool = sentence_pool()
    draw = random.Random(15)
    for first in range(0, size, _IN_A_DOCUMENT):
        count = min(_IN_A_DOCUMENT, size - first)
        name = f"d{first // _IN_A_DOCUMENT:07d}"
        chosen = [draw.sample(pool, _IN_A_PASSAGE) for _ in range(count)]
        texts = [" ".join(parts) for parts in chosen]
        words = tuple(tuple(t for part in parts for t in _terms(part)) for parts in chosen)
        document = Document(name, name, "\n".join(texts), (), path=f"{name}.md")
        yield document, tuple(_passages(name, texts)), words


def recall(store: Store, embedder: Embedder, questions: list[str]) -> float:
    """Return the share of the ten truly nearest passages that the index finds."""
    total, width = len(store.vectors), store.vectors.dimensions
    wanted = np.concatenate([embedder.embed_question(question) for question in questions])
    exact = faiss.IndexFlatIP(width)
    best = np.zeros((len(questions), 0), np.float32)
    numbers = np.zeros((len(questions), 0), np.int64)
    for first in range(0, total, 100_000):
        exact.reset()
        exact.add(store.vectors.rows(np.arange(first, min(total, first + 100_000))))
        scores, found = exact.search(wanted, 10)
        best = np.concatenate([best, scores], axis=1)
        numbers = np.concatenate([numbers, found + first], axis=1)
    truth = np.take_along_axis(numbers, np.argsort(-best, axis=1)[:, :10], axis=1)
    seen = [store.vectors.nearest(question, 10) for question in wanted]
    return statistics.fmean(
        len(set(map(int, a)) & set(map(int, b))) / 10 for a, b in zip(truth, seen, strict=True)
    )


def _parts(searcher: Searcher, questions: list[str]) -> dict[str, float]:
    """Return the median CPU milliseconds of vector search and of BM25 over passages alone."""
    asked = [searcher.prepare(question) for question in questions]
    store = searcher.store

    def dense(at: int) -> None:
        store.vectors.nearest(asked[at].vector, 300)

    def lexical(at: int) -> None:
        words = [store.vocabulary.find(word.stem) for word in asked[at].words]
        found = [(number, 1.0) for number in words if number is not None]
        store.passages_lexical.scores(found)

    return {"vectors CPU ms": _cpu_median(dense), "BM25 CPU ms": _cpu_median(lexical)}


def _cpu_median(run: Callable[[int], object]) -> float:
    """Return the median of what a question costs, which other work hardly changes."""
    times = []
    for at in range(_ASKED):
        started = time.process_time()
        run(at)
        times.append(time.process_time() - started)
    return statistics.median(times) * 1000


def _took(searcher: Searcher, question: str) -> float:
    started = time.perf_counter()
    searcher.search(question, Audience.PUBLIC)
    return time.perf_counter() - started


@cache
def sentence_pool() -> list[str]:
    """Return the sentences that passages are made of."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.rglob("*.md"))]
    if GOVERNMENT.is_file():
        texts += [row["text"] for row in islice(government_rows(), 4_000)]
    found = dict.fromkeys(one for text in texts for one in sentences(text) if 30 < len(one) < 300)
    return list(found)[:_SENTENCES]


@cache
def _terms(sentence: str) -> tuple[str, ...]:
    return tuple(terms(sentence))


def _passages(name: str, texts: list[str]) -> Iterator[Passage]:
    at = 0
    for text in texts:
        yield Passage(name, text, at, at + len(text), None, ())
        at += len(text) + 1


def _rows() -> list[dict[str, Any]]:
    return json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.is_file() else []


if __name__ == "__main__":
    main()
