"""`planfraga index` killed at moments of chance, with a known seed.

`python -m tests.index.kills 100` kills a hundred runs and prints what the index held after each;
docs/dokument.md has the figures.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.core import Assistant
from assistant.settings import Settings
from index.embedding import STATIC_MODEL
from index.store import Store, current_version
from tests.conftest import HOUSE
from tests.corpus.fuzzing import originals

QUESTION = "Var planeras nya trygghetskameror?"


@dataclass(frozen=True)
class Bench:
    """The corpus after a change, an index from before it, and what is right before and after."""

    settings: Settings
    before: bytes
    after: bytes
    seconds: float


def prepared(work: Path) -> Bench:
    """Index a corpus, change it, and index the change undisturbed in another folder."""
    corpus = work / "dokument"
    shutil.copytree(HOUSE / "corpus" / "documents", corpus)
    (corpus / "catalogue.toml").unlink()
    for number in range(60):
        (corpus / f"a-{number:02}.md").write_text(f"# Text {number}\n\nOm {number} saker.\n")
    settings = Settings(corpus=corpus, state=work / "före", model=STATIC_MODEL)
    run_in_peace(settings)
    before = passages(settings)
    for number in range(0, 60, 3):
        (corpus / f"a-{number:02}.md").write_text(f"# Ny {number}\n\nOm {number} nya saker.\n")
        (corpus / f"a-{number + 1:02}.md").unlink()
        (corpus / f"a-{number + 2:02}.md").rename(corpus / f"b-{number:02}.md")
    for suffix, files in originals().items():
        (corpus / f"c.{suffix}").write_bytes(files[0])
    (corpus / "d.pdf").write_bytes(b"%PDF-1.7 trasig")
    shutil.copytree(settings.state_folder, work / "lugn")
    peaceful = replace(settings, state=work / "lugn")
    started = time.monotonic()
    run_in_peace(peaceful)
    return Bench(settings, before, passages(peaceful), time.monotonic() - started)


def kill_once(bench: Bench, state: Path, moment: float) -> str:
    """Kill a run after `moment` of its usual time, check everything; say what the index held.

    Raises:
        AssertionError: the index was not whole, the next run not right, or something was left.
    """
    shutil.copytree(bench.settings.state_folder, state)
    settings = replace(bench.settings, state=state)
    run = started_run(settings)
    time.sleep(moment * bench.seconds)
    run.send_signal(signal.SIGKILL)
    run.wait()
    held = passages(settings)
    assert held in (bench.before, bench.after)
    answer = Assistant.build(settings).ask(QUESTION)
    assert answer.sentences
    document = Store(settings.index_folder).document(answer.citations[0].document)
    first = answer.citations[0]
    assert document is not None
    assert document.text[first.start : first.end] == first.quotation
    run_in_peace(settings)
    assert passages(settings) == bench.after
    assert list(settings.index_folder.glob(".draft-*")) == []
    assert ended(run.pid)
    return "den nya" if held == bench.after else "den gamla"


def run_in_peace(settings: Settings) -> None:
    run = started_run(settings)
    assert run.wait(timeout=120) == 0


def started_run(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own."""
    environment = {**os.environ, "PLANFRAGA_MODEL": settings.model, "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "index", "--corpus", str(settings.corpus),
         "--index", str(settings.index_folder)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def passages(settings: Settings) -> bytes:
    """Return the passages of the version in use, byte for byte."""
    return (current_version(settings.index_folder) / "passages.jsonl").read_bytes()


def ended(group: int) -> bool:
    """Say whether every process of a group ends by itself soon."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def main() -> None:
    """Kill as many runs as the command line says, a hundred by default."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(4)
    held: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = prepared(Path(folder))
        for number in range(count):
            state = Path(folder) / f"dödad-{number}"
            held[kill_once(bench, state, chance.uniform(0.0, 1.05))] += 1
            shutil.rmtree(state)
    told = ", ".join(f"{name} {times} gånger" for name, times in held.items())
    print(f"{count} dödade körningar; indexet var helt efter var och en: {told}")


if __name__ == "__main__":
    main()
