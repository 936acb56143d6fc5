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
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.evaluation import Question, read_questions
from assistant.reader import introduction
from corpus.types import Audience, Passage
from index.embedding import load_embedder
from index.search import Searcher
from index.store import Store
from index.types import DocumentInfo
from training.groups import GOVERNMENT, SQUAD, SWEQUAD, Candidate, Group, read_groups
from training.spans import answer_spans
from training.texts import DATA, municipal_questions, question_documents

SEED = 20261124
SEARCHED = 40
OWN_READ = 7
READ = 12
SQUAD_OTHERS = 5
_PIECE = 700


def main() -> None:
    """Collect, score and write the groups of one collection; a second call goes on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", help=f"{GOVERNMENT}, {SWEQUAD}, {SQUAD} or a municipality")
    parser.add_argument("--index", type=Path, help="an index of the collection's documents")
    parser.add_argument("--output", type=Path, required=True, help="a file .jsonl")
    parser.add_argument("--limit", type=int, default=None, help="at most so many questions")
    args = parser.parse_args()
    done = {group.id for group in read_groups([args.output])} if args.output.exists() else set()
    groups = collected(args.collection, args.index, done)
    started = time.monotonic()
    with args.output.open("a", encoding="utf-8") as file:
        for group in islice(groups, args.limit):
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")
            file.flush()
    print(f"{args.collection}: {time.monotonic() - started:.0f} s")


def collected(collection: str, index: Path | None, done: set[str]) -> Iterator[Group]:
    """Yield the groups of a collection, that are not done, in a fixed order, unscored."""
    if collection in (SWEQUAD, SQUAD):
        found = swequad_groups() if collection == SWEQUAD else squad_groups()
        yield from (group for group in found if group.id not in done)
        return
    if index is None:
        raise SystemExit("--index is needed for this collection")
    government = collection == GOVERNMENT
    if government:
        questions = read_questions(DATA / "questions-train.jsonl")
    else:
        questions = [q for path in municipal_questions(collection) for q in read_questions(path)]
    random.Random(SEED).shuffle(questions)
    store = Store(index)
    searcher = Searcher(store, load_embedder(store.manifest.model))
    unwanted = question_documents() if government else set()
    for question in questions:
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


def squad_groups() -> Iterator[Group]:
    """Yield the questions of SQuAD 2.0 in Swedish with their paragraph and some of its article.

    The further paragraphs are those that share most long words with the question; one that holds
    the answer's words too is left out.
    """
    with gzip.open(DATA / "squad-v2-sv-dev.json.gz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for article in articles:
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        words = [_long_words(text) for text in texts]
        for number, paragraph in enumerate(article["paragraphs"]):
            others = [other for other in range(len(texts)) if other != number]
            for row in paragraph["qas"]:
                asked = _long_words(row["question"])
                shared = {other: len(asked & words[other]) for other in others}
                near = [texts[o] for o in nlargest(SQUAD_OTHERS, others, key=shared.__getitem__)]
                yield _squad_group(article["title"], texts[number], near, row)


def _squad_group(title: str, text: str, others: Sequence[str], row: dict[str, Any]) -> Group:
    first = [] if row["is_impossible"] else row["answers"][:1]
    spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in first]
    answers = [answer["text"] for answer in first]
    candidates = [Candidate(title, text, tuple(spans), own=True)]
    candidates += [
        Candidate(title, other, (), own=True)
        for other in others
        if not answer_spans(other, answers)
    ]
    return Group(f"squad-{row['id']}", SQUAD, row["question"], bool(spans), tuple(candidates))


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    piece = ""
    for line in lines:
        if piece and len(piece) + len(line) > _PIECE:
            yield piece
            piece = ""
        piece = f"{piece}\n{line}".strip()
    if piece:
        yield piece
