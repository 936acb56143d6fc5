"""Median time of a question in process: `python benchmarks/question_time.py INDEX QUESTIONS`.

Times are noisy; compare figures of one run only.
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
    """Ask every question once and print the median, for one FAISS thread and for two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    args = parser.parse_args()
    questions = [question.text for question in read_questions(args.questions)]
    for threads in (1, 2):
        assistant = Assistant.build(replace(Settings(), index=args.index))
        faiss.omp_set_num_threads(threads)
        times = []
        for question in questions:
            started = time.perf_counter()
            assistant.ask(question)
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        p95 = times[int(0.95 * len(times))]
        print(
            f"FAISS threads {threads}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms"
        )


if __name__ == "__main__":
    main()
