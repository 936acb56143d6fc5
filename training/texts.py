"""The texts that the shipped weights are trained on, without those that measure them.

Two rules keep the figures honest. A document behind a question is never trained on, and
neither is a fixed twentieth of all documents (the sha-1 of the id decides, so that the same
documents are held out on every machine).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
OWN_QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "questions" / "regeringen.jsonl"
MUNICIPALITIES = Path(__file__).parent / "municipalities"
"""Invented municipalities of our own, and more questions over those of `DATA`."""
HELD_OUT_SHARE = 20
TEST_MUNICIPALITY = "storvik"
"""Nothing is trained or tuned on it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One raw text: its id, its title and its Markdown."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Seminar:
    """One seminar of the Almedalen weeks."""

    id: str
    title: str
    description: str
    more: str


def is_held_out(identifier: str) -> bool:
    """Say whether the fixed rule holds this id out of all training."""
    return int(hashlib.sha1(identifier.encode()).hexdigest(), 16) % HELD_OUT_SHARE == 0


def question_documents() -> set[str]:
    """Return the ids of all documents that a written question is about."""
    ids: set[str] = set()
    for path in (DATA / "questions.jsonl", OWN_QUESTIONS):
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                ids.update(str(json.loads(line)["doc"]) for line in lines if line.strip())
    return ids


def government_texts(*, held_out: bool) -> Iterator[Text]:
    """Yield the government's documents: those to train on, or those held out by the rule."""
    behind_questions = question_documents()
    for record in records("regeringen.jsonl.gz"):
        identifier, body = record["id"], record["text"]
        if identifier in behind_questions or is_held_out(identifier) != held_out:
            continue
        title, _, rest = body.partition("\n")
        yield Text(identifier, title.lstrip("# ").strip(), rest.strip())


def seminars(*, held_out: bool) -> Iterator[Seminar]:
    """Yield the seminars: those to train on, or those held out by the rule."""
    for record in records("almedalen.jsonl.gz"):
        if is_held_out(record["id"]) == held_out:
            yield Seminar(
                record["id"], record["title"], record["description"], record.get("more") or ""
            )


def municipal_texts() -> Iterator[str]:
    """Yield the documents of the invented municipalities, without the one that measures."""
    for folder in sorted((DATA / "kommuner").iterdir()):
        if folder.name != TEST_MUNICIPALITY:
            for file in sorted((folder / "documents").iterdir()):
                yield file.read_text(encoding="utf-8")


def municipal_documents(name: str) -> Path:
    """Return the folder of a municipality's documents."""
    own = MUNICIPALITIES / name / "documents"
    return own if own.is_dir() else DATA / "kommuner" / name / "documents"


def municipal_questions(name: str) -> list[Path]:
    """Return the files of questions over a municipality's documents."""
    folders = (DATA / "kommuner" / name, MUNICIPALITIES / name)
    return [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]


def own_questions() -> Iterator[str]:
    """Yield the questions written for training."""
    for file in (DATA / "questions-train.jsonl", *sorted(DATA.glob("kommuner/*/questions.jsonl"))):
        if file.parent.name != TEST_MUNICIPALITY:
            with file.open(encoding="utf-8") as lines:
                yield from (str(json.loads(line)["question"]) for line in lines)


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield every record of a data file, held out or not."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
