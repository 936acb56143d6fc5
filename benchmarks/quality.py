"""What each part is good for, and how far the probability can be trusted.

`python -m benchmarks.quality` reads the questions over Storvik, which no weights have seen, and
Högmåla, which only the first round of training has, with parts of the search or of the decision
left out, and writes var/bench/quality.json; `benchmarks.report` and `benchmarks.plots` make tables
and plots of it for docs/quality.md.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant.core import Assistant
from assistant.evaluation import Question, share_of_answers
from assistant.reader import Reader, Reading
from assistant.selecting import CONFIDENCE, Floats, SelectionWeights, confidence
from assistant.settings import Settings
from benchmarks.kommunfragor.score import DOCUMENTS, questions_of
from benchmarks.models import WORK
from corpus.swedish.terms import QuestionWord, question_words
from corpus.types import Passage
from index import search
from index.embedding import DEFAULT_MODEL, load_embedder
from index.indexing import build_index
from index.ranking import FEATURES, ranking_weights
from index.types import DocumentInfo, Hit
from training import selecting
from training.selecting import Case

TABLE = WORK / "quality.json"
SETS = ("storvik", "hogmala")
"""Municipalities on which nothing is calibrated; only the first round of training saw Högmåla."""
DEEPEST = 20
FOLDS = 10
BINS = 10
REFUSED = 0.88

Part = AbstractContextManager[object]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1: over the answerable questions, `apart` over pairs with one that is not.

    `unrefused` is answered rightly where nothing is refused, `answered` where so much is that
    0.88 of the unanswerable questions are.
    """

    first: float
    among_five: float
    unrefused: float
    apart: float
    answered: float


def main() -> None:
    """Measure whole and in parts, and keep the rows."""
    with _reading_once():
        table = _table()
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(json.dumps(table, indent=1), encoding="utf-8")


def _table() -> dict[str, Any]:
    sets = dict(_sets())
    whole = {name: list(_cases(name, asked, folder)) for name, (folder, asked) in sets.items()}
    weights = SelectionWeights.load(DEFAULT_MODEL)
    rows: list[dict[str, Any]] = []
    for name, cases in whole.items():
        rows.append({"left out": "nothing", "set": name, **_row(cases, weights, None)})
        for number, feature in enumerate(CONFIDENCE):
            rows.append({"left out": feature, "set": name, **_row(cases, weights, number)})
        folder, asked = sets[name]
        for part, without in _parts():
            with without:
                left = list(_cases(name, asked, folder))
            rows.append({"left out": part, "set": name, **_row(left, weights, None)})
            print(rows[-1], flush=True)
    every = [case for cases in whole.values() for case in cases]
    return {
        "ablation": rows,
        "recall": _recall(sets, every, weights),
        "reliability": _reliability(every, weights),
        "types": _by_type(every, weights),
    }


def _reading_once() -> Part:
    """Read a question with a passage once, however often one part or another finds it."""
    read = Reader.read
    known: dict[tuple[str, DocumentInfo, Passage], Reading] = {}

    def once(self: Reader, question: str, hits: Sequence[Hit]) -> list[Reading]:
        keys = [(question, hit.document, hit.passage) for hit in hits]
        new = {key: hit for key, hit in zip(keys, hits, strict=True) if key not in known}
        known.update(zip(new, read(self, question, list(new.values())), strict=True))
        return [replace(known[key], hit=hit) for key, hit in zip(keys, hits, strict=True)]

    return patch.object(Reader, "read", once)


def _sets() -> Iterator[tuple[str, tuple[Path, list[Question]]]]:
    for name in SETS:
        asked = [
            replace(question, document=question.document.removeprefix(f"{name}/"))
            for question in questions_of(name)
        ]
        yield name, (DOCUMENTS / name, asked)


def _parts() -> Iterator[tuple[str, Part]]:
    """Yield the parts of the search that can be left out, each with how."""
    yield "e5", _without("cosine")
    yield "BM25 and words", _without("passage", "document", "passage_words", "document_words")
    yield "the document's BM25 and words", _without("document", "document_words")
    yield "shares of the question's words", _without("passage_words", "document_words")
    yield "dates", _without("date")
    yield "compound parts", patch.object(search, "question_words", _whole_words)
    yield "spelling", patch.object(search.Searcher, "corrected", lambda self, text: text)


def _whole_words(text: str) -> list[QuestionWord]:
    return [replace(word, parts=()) for word in question_words(text)]


def _without(*features: str) -> Part:
    """Order the candidates without some of the features."""
    kept = np.array([name not in features for name in FEATURES], np.float32)
    weights = ranking_weights(DEFAULT_MODEL) * kept
    return patch.object(search, "ranking_weights", lambda model: weights)


def _assistant(name: str, folder: Path) -> Assistant:
    index = WORK / "quality" / name
    build_index(folder, index, load_embedder())
    return Assistant.build(Settings(index=index))


def _cases(name: str, asked: Sequence[Question], folder: Path) -> Iterator[Case]:
    return selecting.cases_of(_assistant(name, folder), asked, name)


def _row(cases: Sequence[Case], weights: SelectionWeights, without: int | None) -> dict[str, float]:
    """Return the figures with the decision fitted anew in folds, perhaps without a feature."""
    features, labels = _examples(cases, weights)
    if without is not None:
        features[:, without] = 0.0
    chances = _crossed(features, labels)
    can = np.array([case.question.answerable for case in cases])
    threshold = np.quantile(chances[~can], REFUSED)
    ranks = [_rank(case.question, _read_order(case, weights)) for case in cases]
    found = np.array([rank if rank is not None else DEEPEST for rank in ranks])
    pairs = chances[can][:, None] - chances[~can][None]
    return asdict(
        Figures(
            first=float(np.mean(found[can] == 0)),
            among_five=float(np.mean(found[can] < 5)),
            unrefused=float(np.mean(labels[can])),
            apart=float(np.mean(pairs > 0) + np.mean(pairs == 0) / 2),
            answered=float(np.mean(labels[can] * (chances[can] >= threshold))),
        )
    )


def _examples(cases: Sequence[Case], weights: SelectionWeights) -> tuple[Floats, Floats]:
    rows = [selecting.example(case, weights) for case in cases]
    nothing = np.zeros(len(CONFIDENCE))
    features = np.array([nothing if row is None else row[0] for row in rows])
    return features, np.array([0.0 if row is None else row[1] for row in rows])


def _crossed(features: Floats, labels: Floats) -> Floats:
    """Return each question's probability by weights that were fitted without its fold."""
    chances, fold = np.zeros(len(labels)), np.arange(len(labels)) % FOLDS
    for number in range(FOLDS):
        own = fold == number
        values = selecting.fit_logistic(features[~own], labels[~own], np.ones(int((~own).sum())))
        chances[own] = 1 / (1 + np.exp(-(features[own] @ values[:-1] + values[-1])))
    return chances


def _read_order(case: Case, weights: SelectionWeights) -> list[tuple[str, str]]:
    """Return the read passages in the order of their best sentences."""
    hits = dict.fromkeys(choice.hit for choice in selecting.ordered(case, weights))
    return [(hit.document.id, hit.passage.text) for hit in hits]


def _rank(question: Question, passages: Sequence[tuple[str, str]]) -> int | None:
    """Return the place, from 0, of the first passage that answers."""
    return next(
        (
            at
            for at, (document, text) in enumerate(passages)
            if document == question.document and share_of_answers([text], question) > 0
        ),
        None,
    )


def _recall(
    sets: dict[str, tuple[Path, list[Question]]], cases: Sequence[Case], weights: SelectionWeights
) -> dict[str, list[float]]:
    """Return the share of answerable questions whose passage is among k, for k from 1."""
    orders: dict[str, list[int | None]] = defaultdict(list)
    ways: tuple[tuple[str, Part], ...] = (
        ("BM25 and e5", nullcontext()),
        ("BM25 alone", _without("cosine")),
        ("e5 alone", _without("passage", "document", "passage_words", "document_words")),
    )
    for way, part in ways:
        for name, (folder, asked) in sets.items():
            with part:
                assistant = _assistant(name, folder)
                for question in asked:
                    if question.answerable:
                        hits = assistant.search(
                            question.text, audience=question.audience, count=DEEPEST
                        )
                        passages = [(hit.document.id, hit.passage.text) for hit in hits]
                        orders[way].append(_rank(question, passages))
    orders["after reading eight"] = [
        _rank(case.question, _read_order(case, weights))
        for case in cases
        if case.question.answerable
    ]
    return {
        way: [
            float(np.mean([r is not None and r < k for r in ranks])) for k in range(1, DEEPEST + 1)
        ]
        for way, ranks in orders.items()
    }


def _reliability(cases: Sequence[Case], weights: SelectionWeights) -> list[dict[str, float]]:
    """Return for each tenth of the probability: its mean, the share right, and how many."""
    features, labels = _examples(cases, weights)
    chances = np.array([confidence(row, weights) for row in features])
    rows = []
    for number in range(BINS):
        inside = np.minimum((chances * BINS).astype(int), BINS - 1) == number
        if inside.any():
            rows.append(
                {
                    "probability": float(chances[inside].mean()),
                    "right": float(labels[inside].mean()),
                    "questions": int(inside.sum()),
                }
            )
    return rows


def _by_type(cases: Sequence[Case], weights: SelectionWeights) -> list[dict[str, Any]]:
    """Return answers by the question's type: what the product shows at its threshold."""
    features, labels = _examples(cases, weights)
    kinds: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for case, row, right in zip(cases, features, labels, strict=True):
        if case.question.answerable:
            shown = confidence(row, weights) >= weights.threshold
            kinds[case.question.type].append((right, shown))
    return [
        {
            "type": kind,
            "questions": len(rows),
            "answered": float(np.mean([right * shown for right, shown in rows])),
            "refused": float(np.mean([not shown for _, shown in rows])),
        }
        for kind, rows in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]


if __name__ == "__main__":
    main()
