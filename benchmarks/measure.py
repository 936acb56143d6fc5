"""One system in a process of its own: `python -m benchmarks.measure index|search|answer …`.

Prints one line of JSON. Imports stand before the clock of `index`; the cold start of the others
runs from when the process was started (`--started`, seconds since 1970) to the first result.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.models import model

COUNT = 5
CLIENTS = 16
_WARM_UP = 5


def main() -> None:
    """Measure one step and print what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=("index", "search", "answer"))
    parser.add_argument("--peer", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--timed", type=int, default=100)
    parser.add_argument("--started", type=float, default=0.0)
    args = parser.parse_args()
    peer: Any = importlib.import_module(f"benchmarks.peers.{args.peer}")
    embedding = model(args.model)
    if args.step == "index":
        seen = _index(peer, args.corpus, args.folder, embedding)
    else:
        questions = json.loads(args.questions.read_text(encoding="utf-8"))
        if args.step == "search":
            opened = peer.open_index(args.folder, embedding)
            seen = _search(lambda text: opened(text, COUNT), questions, args.started, args.timed)
        else:
            answers = peer.open_answers(args.folder, embedding)
            seen = _answer(answers, questions[: args.timed // 5], args.started)
    seen["megabytes"] = peak_megabytes()
    seen["versions"] = {name: version(name) for name in peer.PACKAGES}
    print(json.dumps(seen))


def peak_megabytes() -> float:
    """Return the peak of this process and of its largest child."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_maxrss for one in who) / 1024


def cpu_seconds() -> float:
    """Return what this process and its ended children have used of the processor.

    Unlike the clock it hardly depends on what else the machine does.
    """
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return median, 95th and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    at = {name: min(len(ordered) - 1, int(share * len(ordered))) for name, share in _SHARES}
    return {name: round(ordered[number] * 1000, 2) for name, number in at.items()}


_SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


def _index(peer: Any, corpus: Path, folder: Path, embedding: Any) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    started, used = time.perf_counter(), cpu_seconds()
    passages = peer.index(corpus, folder, embedding)
    seconds, used = time.perf_counter() - started, cpu_seconds() - used
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "seconds": seconds,
        "cpu_seconds": used,
        "passages": passages,
        "index_megabytes": size / 2**20,
    }


def _search(
    search: Callable[[str], Any], questions: list[str], started: float, timed: int
) -> dict[str, Any]:
    search(questions[0])
    cold = time.time() - started
    for question in questions[:_WARM_UP]:
        search(question)
    used = cpu_seconds()
    one = [_seconds(search, question) for question in questions[:timed]]
    used = cpu_seconds() - used
    before = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        many = list(clients.map(lambda text: _seconds(search, text), questions[:timed]))
    took = time.perf_counter() - before
    return {
        "cold_start": cold,
        "one": percentiles(one),
        "cpu_milliseconds": used / len(one) * 1000,
        "sixteen": percentiles(many),
        "sixteen_per_second": len(many) / took,
        "found": [search(question) for question in questions],
    }


def _answer(ask: Callable[[str], Any], questions: list[str], started: float) -> dict[str, Any]:
    ask(questions[0])
    cold = time.time() - started
    for question in questions[:_WARM_UP]:
        ask(question)
    return {"cold_start": cold, "one": percentiles([_seconds(ask, q) for q in questions])}


def _seconds(run: Callable[[str], Any], question: str) -> float:
    started = time.perf_counter()
    run(question)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
