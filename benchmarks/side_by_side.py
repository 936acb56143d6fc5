"""Every system on the same documents and questions: `python -m benchmarks.side_by_side`.

Each step runs in a process of its own. A row is one system with one model on one corpus, a JSON
file in var/bench/rows; one that exists is not run again, so an interrupted run goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation import Given, figures, judge
from benchmarks.corpora import GOVERNMENT, Corpus, government, municipalities, storvik
from benchmarks.models import HOUSE, WORK

ROWS = WORK / "rows"
PEER_PYTHON = WORK / "env" / "bin" / "python"
PEERS = ("langchain", "llamaindex", "haystack", "txtai")
THEIR_MODELS = ("all-MiniLM-L6-v2", "multilingual-e5-small", "svensk-statisk")
OUR_MODELS = ("svensk-e5", "svensk-statisk")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "true",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One row to be made."""

    peer: str
    model: str
    corpus: Corpus

    @property
    def path(self) -> Path:
        """Where the row lies."""
        return ROWS / f"{self.corpus.name}.{self.peer}.{self.model}.json"


def main() -> None:
    """Make every row that does not exist."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=250, help="of the government's, for all")
    parser.add_argument("--minutes", type=float, default=30, help="at most, for a step of a system")
    parser.add_argument("--corpus", default="", help="only the corpora that begin so")
    parser.add_argument("--model", action="append", help="only this model, may be repeated")
    parser.add_argument("--all-documents", action="store_true", help="ours on all, static model")
    args = parser.parse_args()
    ROWS.mkdir(parents=True, exist_ok=True)
    for run in _runs(args.documents, args.all_documents):
        wanted = run.corpus.name.startswith(args.corpus) and run.model in (args.model or run.model)
        if wanted and not run.path.exists():
            row = measure(run, args.minutes * 60)
            run.path.write_text(json.dumps(row, indent=1), encoding="utf-8")
            print(run.path.name, row.get("failed") or f"{row['documents_per_second']:.1f}/s")


def measure(run: Run, limit: float) -> dict[str, Any]:
    """Index and search with one system, or say in the row why it could not."""
    folder = WORK / "indexes" / run.path.stem
    row: dict[str, Any] = {
        "corpus": run.corpus.name,
        "documents": run.corpus.documents,
        "questions": len(run.corpus.questions),
        "peer": run.peer,
        "model": run.model,
        "machine": machine(),
        "day": time.strftime("%Y-%m-%d"),
    }
    try:
        row["indexing"] = _step(run, "index", folder, limit)
        row["searching"] = _step(run, "search", folder, limit)
        if run.peer == "planfraga":
            row["answering"] = _step(run, "answer", folder, limit)
    except subprocess.TimeoutExpired:
        return row | {"failed": f"over {limit / 60:.0f} minutes"}
    except subprocess.CalledProcessError as error:
        return row | {
            "failed": f"status {error.returncode} " + " ".join(error.stderr.split()[-40:])
        }
    row["documents_per_second"] = run.corpus.documents / row["indexing"]["seconds"]
    row["figures"] = _figures(run.corpus, row["searching"].pop("found"))
    return row


def machine() -> str:
    """Name the processor, its cores and the memory."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "?")
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {gigabytes:.0f} GB, Python {platform.python_version()}"


def _runs(documents: int, everything: bool) -> list[Run]:
    corpora = [one for one in (storvik(), municipalities(), government(documents)) if one]
    if not GOVERNMENT.is_file():
        print("../shared is not here: the government's documents are left out")
    runs = [
        Run(peer, model, corpus)
        for corpus in corpora
        for model in (*OUR_MODELS, *THEIR_MODELS)
        for peer in (("planfraga",) if model in OUR_MODELS else ())
        + (PEERS if model in THEIR_MODELS else ())
    ]
    whole = government(50_000) if everything else None
    runs += [Run("planfraga", "svensk-statisk", whole)] if whole else []
    return list({run.path: run for run in runs}.values())


def _step(run: Run, step: str, folder: Path, limit: float) -> dict[str, Any]:
    """Run one step, unless an interrupted run has done it already."""
    done = folder.with_name(f"{folder.name}.{step}.json")
    if not done.is_file():
        if step == "index":
            shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        done.write_text(_output(run, step, folder, limit), encoding="utf-8")
    return dict(json.loads(done.read_text(encoding="utf-8")))


def _output(run: Run, step: str, folder: Path, limit: float) -> str:
    questions = WORK / f"questions-{run.corpus.name}.json"
    questions.write_text(json.dumps([one.text for one in run.corpus.questions]), encoding="utf-8")
    python = sys.executable if run.peer == "planfraga" else str(PEER_PYTHON)
    command = [
        python, "-m", "benchmarks.measure", step, "--peer", run.peer, "--model", run.model,
        "--corpus", str(run.corpus.folder), "--folder", str(folder),
        "--questions", str(questions), "--started", str(time.time()),
    ]  # fmt: skip
    environment = {**os.environ, **_OFFLINE, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(
        command, cwd=HOUSE, env=environment, capture_output=True, text=True,
        timeout=limit, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


def _figures(corpus: Corpus, found: list[list[list[str]]]) -> dict[str, float]:
    """Judge as `planfraga eval` does, and count the words of a passage."""
    outcomes = []
    for question, passages in zip(corpus.questions, found, strict=True):
        pairs = tuple((document, text) for document, text in passages)
        outcomes.append(judge(question, Given(refused=True, passages=pairs)))
    words = [len(text.split()) for passages in found for _, text in passages]
    table = figures(outcomes)
    wanted = ("document_at_1", "document_at_5", "passage_at_1", "passage_at_5")
    return {name: table[name] for name in wanted} | {
        "passage_words": sum(words) / max(1, len(words))
    }


if __name__ == "__main__":
    main()
