"""Collect what the reader is trained on: `python -m training groups COLLECTION --output FILE`.

Each question comes with passages that answer and passages that do not.

The passages that do not answer are what our own search puts first, those of the question's own
document before others, and of these the ones that a reader trained so far scores highest. A
passage that this reader takes for an answer nearly as surely as the right one is left out, since
it may well be one in other words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation import Question, read_questions
from assistant.reader import LONGEST, introduction
from corpus.types import Audience, Passage
from index.embedding import load_embedder
from index.inference import OnnxModel, read_tokenizer
from index.search import Searcher
from index.store import Store
from index.types import DocumentInfo
from training.spans import Span, answer_spans
from training.texts import DATA, TEST_MUNICIPALITY, question_documents

MUNICIPALITIES = (
    "norrviken",
    "soderhaga",
    "ekdala",
    "havsnas",
    "fjallby",
    "kvarnby",
    "sundholmen",
    "hogmala",
    "vasterlunda",
)
GOVERNMENT = "regeringen"
SWEQUAD = "swequad"
COLLECTIONS = (*MUNICIPALITIES, TEST_MUNICIPALITY, GOVERNMENT, SWEQUAD)
SEED = 20261124
SEARCHED = 40
OWN_READ = 7
READ = 12
TOO_SURE = 0.95
_PIECE = 700


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage beside a question. `spans` is where `text` holds the answer, empty for nowhere.

    `head` is what the reader sees before the text; `score` is the mining reader's, as log odds.
    """

    head: str
    text: str
    spans: tuple[Span, ...]
    own: bool
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """A question and its passages; without any that answers, it cannot be answered."""

    id: str
    collection: str
    question: str
    answerable: bool
    candidates: tuple[Candidate, ...]

    @property
    def usable(self) -> bool:
        """Whether it is known which passages answer: where an answer is, it must be marked."""
        held = any(candidate.spans for candidate in self.candidates)
        return bool(self.candidates) and held == self.answerable


class Reader:
    """The mining reader: an exported model, read with ONNX Runtime."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Open `reader.int8.onnx` and `tokenizer.json` of a folder."""
        self._model = OnnxModel(folder / "reader.int8.onnx", threads)
        self._tokenizer = read_tokenizer(folder / "tokenizer.json", LONGEST, "only_second")

    def scores(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the log odds that each passage answers."""
        encodings = self._tokenizer.encode_batch([(question, passage) for passage in passages])
        found = np.zeros(len(encodings), np.float32)
        for row, (score, _) in self._model.run(encodings):
            found[row] = score
        return found


def main() -> None:
    """Collect, score and write the groups of one collection; a second call goes on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", choices=COLLECTIONS)
    parser.add_argument("--index", type=Path, help="an index of the collection's documents")
    parser.add_argument("--reader", type=Path, default=DATA / "reader")
    parser.add_argument("--output", type=Path, required=True, help="a file .jsonl")
    parser.add_argument("--limit", type=int, default=None, help="at most so many questions")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    done = {group.id for group in read_groups([args.output])} if args.output.exists() else set()
    groups = collected(args.collection, args.index, done, args.limit)
    reader, started = Reader(args.reader, args.threads), time.monotonic()
    with args.output.open("a", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(scored(group, reader)), ensure_ascii=False) + "\n")
            file.flush()
    print(f"{args.collection}: {time.monotonic() - started:.0f} s")


def read_groups(paths: Iterable[Path]) -> Iterator[Group]:
    """Read groups that were written before."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                candidates = tuple(
                    Candidate(c["head"], c["text"], tuple(map(tuple, c["spans"])), *_rest(c))
                    for c in row.pop("candidates")
                )
                yield Group(**row, candidates=candidates)


def _rest(row: dict[str, float]) -> tuple[bool, float]:
    return bool(row["own"]), float(row["score"])


def collected(
    collection: str, index: Path | None, done: set[str], limit: int | None
) -> Iterator[Group]:
    """Yield the groups of a collection that are not done, in a fixed order, unscored."""
    if collection == SWEQUAD:
        yield from (group for group in swequad_groups() if group.id not in done)
        return
    if index is None:
        raise SystemExit("--index is needed for this collection")
    government = collection == GOVERNMENT
    path = DATA / (
        "questions-train.jsonl" if government else f"kommuner/{collection}/questions.jsonl"
    )
    questions = read_questions(path)
    random.Random(SEED).shuffle(questions)
    searcher = Searcher(Store(index), load_embedder())
    unwanted = question_documents() if government else set()
    for question in questions[:limit]:
        if question.id not in done:
            yield searched_group(searcher, question, collection, unwanted)


def searched_group(
    searcher: Searcher, question: Question, collection: str, unwanted: set[str]
) -> Group:
    """Return a question with its document's answering passages and the best others."""
    store, right = searcher.store, []
    for number in store.passages_of(question.document):
        info, passage = store.infos[int(store.owners[number])], store.passage(number)
        spans = answer_spans(passage.text, question.answers) if question.answerable else []
        if spans:
            head = _head(info, passage)
            right.append(Candidate(head, passage.text, tuple(spans), own=True))
    others = []
    for hit in searcher.search(question.text, Audience.INTERNAL, SEARCHED):
        if hit.document.id in unwanted or answer_spans(hit.passage.text, question.answers):
            continue
        head = _head(hit.document, hit.passage)
        own = hit.document.id == question.document
        others.append(Candidate(head, hit.passage.text, (), own))
    near = [candidate for candidate in others if candidate.own][:OWN_READ]
    near += [candidate for candidate in others if not candidate.own][: READ - len(near)]
    return Group(question.id, collection, question.text, question.answerable, (*right, *near))


def _head(info: DocumentInfo, passage: Passage) -> str:
    return introduction(info.title, info.date, passage.section).removesuffix(". ")


def swequad_groups() -> Iterator[Group]:
    """Yield the questions of SweQUAD-MC with the pieces of their text."""
    with gzip.open(DATA / "swequad-train.json.gz", "rt", encoding="utf-8") as file:
        rows = json.load(file)["data"]
    for number, row in enumerate(rows):
        right = [c["text"] for c in row["choices"] if c["type"] == "Correct answer"]
        lines = [line.strip() for line in row["context"].splitlines() if line.strip()]
        pieces = [(text, answer_spans(text, right)) for text in _pieces(lines[1:])]
        # Pieces that answer first (a stable sort), so that none is cut off.
        pieces.sort(key=lambda piece: not piece[1])
        candidates = tuple(
            Candidate(lines[0], text, tuple(spans), own=True) for text, spans in pieces[:READ]
        )
        if candidates and candidates[0].spans:
            yield Group(f"swequad-{number}", SWEQUAD, row["question"], True, candidates)


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    piece = ""
    for line in lines:
        if piece and len(piece) + len(line) > _PIECE:
            yield piece
            piece = ""
        piece = f"{piece}\n{line}".strip()
    if piece:
        yield piece


def scored(group: Group, reader: Reader) -> Group:
    """Return the group with the reader's scores, without what may be an answer unmarked."""
    passages = [f"{c.head}. {c.text}" for c in group.candidates]
    values = reader.scores(group.question, passages)
    candidates = [
        replace(candidate, score=round(float(value), 3))
        for candidate, value in zip(group.candidates, values, strict=True)
    ]
    best = max((chance(c.score) for c in candidates if c.spans), default=None)
    if best is not None:
        known = group.collection not in (GOVERNMENT,)
        candidates = [
            c
            for c in candidates
            if c.spans or (known and c.own) or chance(c.score) < TOO_SURE * best
        ]
    return replace(group, candidates=tuple(candidates))


def chance(log_odds: float) -> float:
    """Return the probability of log odds."""
    return float(1 / (1 + np.exp(-log_odds)))
