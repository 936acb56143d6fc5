"""A large batch: rate and memory on every core, one core in comparison, and kills at random.

    python -m benchmarks.faq_batch INDEX QUESTIONS.jsonl … [--count N] [--alone N] [--kills N]

INDEX is a built index folder; the question files have a "question" in each line. Prints the
questions per second of the whole batch and of a plain loop of `Assistant.ask` over some of them,
the processor time of both (which a busy machine disturbs less), the peak memory of all processes
together and of the largest, and whether a run whose processes were killed at random moments and
resumed wrote the same bytes as one in peace.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.core import Assistant
from assistant.settings import Settings

SEED = 6
_LOOK = 0.2
"""Seconds between two looks at the memory."""


def main() -> None:
    """Measure and print."""
    args = _arguments()
    questions = _questions(args.questions, args.count)
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "questions.txt"
        asked.write_text("\n".join(questions), encoding="utf-8")
        peaceful, killed = Path(folder) / "a.json", Path(folder) / "b.json"
        seconds, peak = _run(_command(args.index, asked, peaceful), folder)
        rate, used = len(questions) / seconds, _used_by_children()
        print(
            f"batch: {len(questions)} questions in {seconds:.0f} s, {rate:.1f} a second, "
            f"{used:.0f} s of processor time: {used / seconds:.2f} cores"
        )
        print(
            f"peak memory, shared pages counted once: all processes {peak.together >> 20} MiB, "
            f"the largest {peak.largest >> 20} MiB"
        )
        if args.alone:
            _compare_with_alone(
                args.index, questions[:: max(len(questions) // args.alone, 1)], rate
            )
        if args.kills:
            kept = _kill(_command(args.index, asked, killed), folder, args.kills, len(questions))
            _run(_command(args.index, asked, killed), folder)
            same = peaceful.read_bytes() == killed.read_bytes()
            print(
                f"killed {len(kept)} times, with {', '.join(map(str, kept))} answers kept, "
                f"and resumed: {'same' if same else 'OTHER'} bytes"
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--alone", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    return parser.parse_args()


def _questions(files: list[Path], count: int) -> list[str]:
    found: dict[str, None] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            found[" ".join(json.loads(line)["question"].split())] = None
    return list(found)[:count]


def _command(index: Path, asked: Path, output: Path) -> list[str]:
    return [
        sys.executable, "-m", "assistant.cli", "faq", str(asked), "--index", str(index),
        "--output", str(output), "--resume",
    ]  # fmt: skip


@dataclass(frozen=True)
class Peak:
    """The most bytes that all processes of a run held at a time, and that one of them held."""

    together: int
    largest: int


def _run(command: list[str], state: str) -> tuple[float, Peak]:
    """Run to the end; (seconds, memory of the process and its children)."""
    started, together, largest = time.perf_counter(), 0, 0
    with _started(command, state) as run:
        while run.poll() is None:
            held = [_memory(process) for process in _family(run.pid)]
            together, largest = max(together, sum(held)), max(largest, *held)
            time.sleep(_LOOK)
    if not _wrote(command):
        raise SystemExit("the batch failed")
    return time.perf_counter() - started, Peak(together, largest)


def _started(command: list[str], state: str, group: int | None = None) -> subprocess.Popen[bytes]:
    """Start the command in our process group, or for 0 in one of its own."""
    environment = {**os.environ, "PLANFRAGA_STATE": state}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, process_group=group
    )


def _used_by_children() -> float:
    """Return the processor seconds, own and the system's, of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _wrote(command: list[str]) -> bool:
    """Say whether the output file of a command is there; bad rows give a status of their own."""
    return Path(command[command.index("--output") + 1]).exists()


def _compare_with_alone(index: Path, questions: list[str], rate: float) -> None:
    began = time.process_time()
    alone = _alone(index, questions)
    spent = time.process_time() - began
    print(
        f"ask alone, one process, {len(questions)} questions: {alone:.1f} a second, "
        f"{spent:.0f} s of processor time; the batch is {rate / alone:.2f} × as fast"
    )


def _alone(index: Path, questions: list[str]) -> float:
    """Return the questions a second of a plain loop."""
    assistant = Assistant.build(replace(Settings.load(), index=index))
    assistant.ask(questions[0])
    started = time.perf_counter()
    for question in questions:
        assistant.ask(question)
    return len(questions) / (time.perf_counter() - started)


def _kill(command: list[str], state: str, times: int, count: int) -> list[int]:
    """Start a run and kill its processes at a random moment, again and again.

    The moments are numbers of kept answers drawn from all but the last tenth, and up to a quarter
    of a second later. Returns how many answers were kept after each kill.
    """
    chance = random.Random(SEED)
    kept = []
    for goal in sorted(chance.sample(range(count - count // 10), times)):
        with _started(command, state, group=0) as run:
            while run.poll() is None and _kept(state) < goal:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.25))
            if run.poll() is not None:
                raise SystemExit("a run ended before it was killed")
            os.killpg(run.pid, signal.SIGKILL)
        kept.append(_kept(state))
    return kept


def _kept(state: str) -> int:
    """Return how many answers are on the disk."""
    journals = (Path(state) / "faq").rglob("*.jsonl")
    return sum(journal.read_bytes().count(b"\n") for journal in journals)


def _family(pid: int) -> list[int]:
    found = [pid]
    for process in found:
        for thread in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += [int(child) for child in thread.read_text().split()]
            except OSError:
                continue
    return found


def _memory(pid: int) -> int:
    """Return the bytes of a process, each shared page counted in part."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(
        int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")
    )


if __name__ == "__main__":
    main()
