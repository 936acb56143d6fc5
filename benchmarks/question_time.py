"""Median time of a question in process: `python benchmarks/question_time.py INDEX QUESTIONS`.

Times are noisy: run `--threads 1` and `--threads 2` in turn a few times and compare those.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

import faiss

from assistant.core import Assistant
from assistant.evaluation import read_questions
from assistant.settings import Settings


def main() -> None:
    """Ask every question once and print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    assistant = Assistant.build(replace(Settings(), index=args.index))
    faiss.omp_set_num_threads(args.threads)
    times = []
    for question in read_questions(args.questions):
        started = time.perf_counter()
        assistant.ask(question.text)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    p95 = times[int(0.95 * len(times))]
    print(f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
