"""Learn in which order candidates come: `python -m training ranking --government INDEX`.

INDEX is an index of all documents of regeringen.jsonl.gz with svensk-statisk. That model's weights
are learnt on questions over those documents (questions-train.jsonl), svensk-e5's on questions over
the municipalities that train; the questions that measure and their documents are not among them.
The loss is the softmax over a question's candidates (ListNet's top one: Cao et al. 2007,
https://doi.org/10.1145/1273496.1273513).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from assistant.evaluation import Question, read_questions, share_of_answers
from index.embedding import DEFAULT_MODEL, STATIC_MODEL, load_embedder
from index.indexing import build_index
from index.ranking import FEATURES, WEIGHTS
from index.search import Searcher
from index.store import Store
from training.questions import questions
from training.reader import HELD_OUT_MUNICIPALITIES
from training.texts import (
    DATA,
    MUNICIPALITIES,
    TEST_MUNICIPALITY,
    municipal_documents,
    municipal_questions,
)

SEED = 20261130
GOVERNMENT_QUESTIONS = 700
QUESTIONS_A_MUNICIPALITY = 60
PENALTY = 1e-3
DATE = FEATURES.index("date")
SHOWN = (1, 3, 5, 8, 20)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: their features (candidates, FEATURES), and which of them answer."""

    features: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Collect, fit, print recall on other questions and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--government", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    searcher = Searcher(Store(args.government), load_embedder(STATIC_MODEL))
    asked = read_questions(DATA / "questions-train.jsonl")
    government = fitted(examples(searcher, asked, GOVERNMENT_QUESTIONS), range(len(FEATURES)))
    show(STATIC_MODEL, government, examples(searcher, questions(test=False)))
    with tempfile.TemporaryDirectory() as folder:
        training, held = municipal_examples(Path(folder))
    # Hardly any question over a municipality names a month or a year: that weight is taken over.
    others = [number for number in range(len(FEATURES)) if number != DATE]
    municipal = fitted(training, others)
    municipal[DATE] = government[DATE]
    show(DEFAULT_MODEL, municipal, held)
    write(args.output, {DEFAULT_MODEL: municipal, STATIC_MODEL: government})


def examples(
    searcher: Searcher, asked: Iterable[Question], count: int | None = None
) -> Iterator[Example]:
    """Yield the examples of answerable questions, `count` of them drawn by the seed."""
    can = [question for question in asked if question.answerable]
    random.Random(SEED).shuffle(can)
    for question in can[:count]:
        found, features = searcher.candidates(searcher.prepare(question.text), None)
        store = searcher.store
        answering = [
            number
            for number in store.passages_of(question.document)
            if share_of_answers([store.passage(number).text], question) > 0
        ]
        yield Example(features, np.isin(found, answering))


def municipal_examples(folder: Path) -> tuple[list[Example], list[Example]]:
    """Return examples over the municipalities that train, and over those that are held out."""
    names = {path.name for path in (*(DATA / "kommuner").iterdir(), *MUNICIPALITIES.iterdir())}
    training: list[Example] = []
    held: list[Example] = []
    embedder = load_embedder()
    for name in sorted(names - {TEST_MUNICIPALITY}):
        build_index(municipal_documents(name), folder / name, embedder)
        searcher = Searcher(Store(folder / name), embedder)
        asked = [q for path in municipal_questions(name) for q in read_questions(path)]
        if name in HELD_OUT_MUNICIPALITIES:
            held += examples(searcher, asked)
        else:
            training += examples(searcher, asked, QUESTIONS_A_MUNICIPALITY)
        print(name, flush=True)
    return training, held


def fitted(training: Iterable[Example], learnt: Sequence[int]) -> Floats:
    """Return weights (len(FEATURES),), 0 for those that are not learnt.

    Questions none of whose candidates answers teach nothing and are left out.
    """
    usable = [example for example in training if example.right.any()]

    def loss(values: Floats) -> tuple[float, Floats]:
        total, gradient = PENALTY * float(values @ values), 2 * PENALTY * values
        for example in usable:
            features = example.features[:, learnt].astype(np.float64)
            scores = features @ values
            right = np.where(example.right, scores, -np.inf)
            total += float(logsumexp(scores) - logsumexp(right)) / len(usable)
            shares = np.exp(scores - logsumexp(scores)) - np.exp(right - logsumexp(right))
            gradient = gradient + shares @ features / len(usable)
        return total, gradient

    found = minimize(loss, np.zeros(len(learnt)), jac=True, method="L-BFGS-B")
    weights = np.zeros(len(FEATURES))
    weights[list(learnt)] = found.x
    return weights


def show(name: str, weights: Floats, measured: Iterable[Example]) -> None:
    """Print how often a passage that answers is among the first few."""
    ranks = []
    for example in measured:
        scores = example.features @ weights
        best = scores[example.right].max() if example.right.any() else -np.inf
        ranks.append(np.inf if best == -np.inf else int((scores > best).sum()))
    shares = ", ".join(f"{count}: {np.mean(np.array(ranks) < count):.3f}" for count in SHOWN)
    print(f"{name}, {len(ranks)} other questions, a passage that answers among {shares}")


def write(path: Path, found: dict[str, Floats]) -> None:
    """Write each model's weights by name."""
    tables = {
        model: dict(zip(FEATURES, np.round(weights, 3).tolist(), strict=True))
        for model, weights in found.items()
    }
    path.write_text(json.dumps(tables, indent=2) + "\n", encoding="utf-8")
