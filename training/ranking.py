"""Learn the weights of the passage ranking and of the sentence selection.

`python -m training.ranking --index FOLDER`, where FOLDER is an index of all documents of
regeringen.jsonl.gz. All three models are linear: a softmax over each question's candidates for
the two orders, a logistic regression for the confidence. Cross-validated figures are printed;
the written weights come from all training questions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answering import quotations
from assistant.evaluation import Question, share_of_answers
from assistant.selecting import (
    CHOICE,
    CONFIDENCE,
    PASSAGES,
    SelectionWeights,
    choice_features,
    choose,
    confidence_features,
)
from assistant.selecting import WEIGHTS as SELECTION_WEIGHTS
from corpus.types import Audience
from index.embedding import load_embedder
from index.ranking import FEATURES, rank_features
from index.ranking import WEIGHTS as RANKING_WEIGHTS
from index.search import Searcher
from index.store import Store
from training.questions import questions

Array = npt.NDArray[np.float64]

FOLDS = 10
PENALTY = 0.02
SAME_DOCUMENT_CREDIT = 0.15
OTHER_DOCUMENT_CREDIT = 0.5
WRONG_SENTENCE_WEIGHT = 0.3
"""A wrong sentence for an answerable question is half a success: the source is usually right."""
COST_OF_WRONG_ANSWER = 3.0


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates: features (n, features) and how right each is, 0 to 1."""

    features: Array
    right: Array


def main() -> None:
    """Train, print figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    args = parser.parse_args()
    train_ranking(args.index)
    train_selection(args.index)


def train_ranking(index: Path) -> None:
    """Learn and write the order of the candidates."""
    searcher = Searcher(Store(index), load_embedder())
    examples = [ranking_example(searcher, q) for q in questions(test=False) if q.answerable]
    usable = [example for example in examples if example.right.max(initial=0) == 1]
    found = cross_validated(usable, fit_softmax)
    print(f"ranking: {len(usable)} of {len(examples)} questions reach an answer")
    print(f"  cross-validated, right passage first {np.mean(found == 0) * len(usable) / len(examples):.3f}, "
          f"among five {np.mean(found < 5) * len(usable) / len(examples):.3f}")
    weights = fit_softmax(usable)
    _write(RANKING_WEIGHTS, {"weights": dict(zip(FEATURES, weights.tolist(), strict=True))})


def ranking_example(searcher: Searcher, question: Question) -> Example:
    """Return the candidates of a question and how right each passage is."""
    asked = searcher.prepare(question.text)
    candidates = searcher.candidates(asked, Audience.PUBLIC)
    right = [
        (
            1.0 if share_of_answers([candidate.passage.text], question) > 0
            else SAME_DOCUMENT_CREDIT
        )
        if candidate.document.id == question.document
        else 0.0
        for candidate in candidates
    ]
    features = rank_features(asked, candidates, searcher.word_vectors, searcher.newest)
    return Example(features, np.array(right))


def train_selection(index: Path) -> None:
    """Learn and write the order of the sentences, and the confidence in the first."""
    searcher = Searcher(Store(index), load_embedder())
    all_questions = questions(test=False)
    examples = [selection_example(searcher, question) for question in all_questions]
    usable = [example for example in examples if example.right.max(initial=0) > 0]
    found = cross_validated(usable, fit_softmax)
    answerable = sum(question.answerable for question in all_questions)
    print(f"selection: {len(usable)} of {answerable} questions reach an answer")
    print(f"  cross-validated, right sentence first {np.mean(found == 0) * len(usable) / answerable:.3f}, "
          f"among three {np.mean(found < 3) * len(usable) / answerable:.3f}")
    choice = fit_softmax(usable)
    folds = {
        fold: fit_softmax([e for n, e in enumerate(examples) if n % FOLDS != fold and e.right.max(initial=0) > 0])
        for fold in range(FOLDS)
    }
    rows = [
        confidence_row(searcher, question, folds[number % FOLDS])
        for number, question in enumerate(all_questions)
    ]
    weights, bias = fit_logistic(rows)
    threshold = report_confidence(rows, all_questions)
    _write(
        SELECTION_WEIGHTS,
        {
            "choice": dict(zip(CHOICE, choice.tolist(), strict=True)),
            "confidence": dict(zip(CONFIDENCE, weights.tolist(), strict=True)),
            "bias": bias,
            "threshold": threshold,
        },
    )


def selection_example(searcher: Searcher, question: Question) -> Example:
    """Return the sentences of a question's best passages and how right each is."""
    asked = searcher.prepare(question.text)
    hits = searcher.rank(asked, Audience.PUBLIC)[:PASSAGES]
    features, places = choice_features(asked, hits, searcher.word_vectors, searcher.embedder)
    right = []
    for number, view in places:
        text = hits[number].passage.text[view.start : view.end]
        held = question.answerable and share_of_answers([text], question) > 0
        own = hits[number].document.id == question.document
        right.append((1.0 if own else OTHER_DOCUMENT_CREDIT) if held else 0.0)
    return Example(features, np.array(right))


def confidence_row(
    searcher: Searcher, question: Question, choice: Array
) -> tuple[Array, float, float]:
    """Return (features, label, weight) of the answer that would be shown."""
    weights = SelectionWeights(choice, np.zeros(len(CONFIDENCE)), 0.0, 0.0)
    asked = searcher.prepare(question.text)
    hits = searcher.rank(asked, Audience.PUBLIC)
    choices = choose(asked, hits, searcher.word_vectors, searcher.embedder, weights)
    features = confidence_features(asked, choices, hits)
    if not question.answerable:
        return features, 0.0, 1.0
    shown = [quotation.text for quotation in quotations(asked, choices)]
    right = share_of_answers(shown, question) > 0
    return features, float(right), 1.0 if right else WRONG_SENTENCE_WEIGHT


def fit_softmax(examples: Sequence[Example]) -> Array:
    """Return the weights that maximise the probability of a right candidate, L2-penalised."""
    spread = np.concatenate([example.features for example in examples]).std(axis=0) + 1e-6
    scaled = [(example.features / spread, example.right) for example in examples]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for features, right in scaled:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            held = float(shares @ right) + 1e-12
            total -= np.log(held) / len(scaled)
            slope = slope - features.T @ (shares * right / held - shares) / len(scaled)
        return total, slope

    found = minimize(loss, np.zeros(scaled[0][0].shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def fit_logistic(rows: Sequence[tuple[Array, float, float]]) -> tuple[Array, float]:
    """Return weights and bias of an L2-penalised, weighted logistic regression."""
    features, labels, weights = (np.array(column) for column in zip(*rows, strict=True))
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])

    def loss(values: Array) -> tuple[float, Array]:
        probability = 1 / (1 + np.exp(-scaled @ values))
        likelihood = labels * np.log(probability + 1e-12) + (1 - labels) * np.log(1 - probability + 1e-12)
        penalty = PENALTY * len(labels) * values[:-1] / 4
        slope = scaled.T @ (weights * (probability - labels))
        slope[:-1] += 2 * penalty
        return float(-weights @ likelihood + penalty @ values[:-1]), slope

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(found[:-1] / spread), float(found[-1] - found[:-1] @ (mean / spread))


def cross_validated(
    examples: Sequence[Example], fit: Callable[[Sequence[Example]], Array]
) -> npt.NDArray[np.int64]:
    """Return the rank of the first fully right candidate of each example, from 0."""
    ranks = np.zeros(len(examples), np.int64)
    for fold in range(FOLDS):
        weights = fit([e for n, e in enumerate(examples) if n % FOLDS != fold])
        for number in range(fold, len(examples), FOLDS):
            order = np.argsort(-(examples[number].features @ weights))
            ranks[number] = int(np.flatnonzero(examples[number].right[order] > 0.4)[0])
    return ranks


def report_confidence(
    rows: Sequence[tuple[Array, float, float]], asked: Sequence[Question]
) -> float:
    """Print what every threshold would do, cross-validated, and return the cheapest one."""
    probability = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights, bias = fit_logistic([row for n, row in enumerate(rows) if n % FOLDS != fold])
        for number in range(fold, len(rows), FOLDS):
            probability[number] = 1 / (1 + np.exp(-(rows[number][0] @ weights + bias)))
    answerable = np.array([question.answerable for question in asked])
    right = np.array([row[1] for row in rows]) > 0
    best = (np.inf, 0.5)
    for threshold in np.arange(0.1, 0.9, 0.05):
        refused = probability < threshold
        cost = COST_OF_WRONG_ANSWER * (~refused & ~answerable).sum() + (refused & right).sum()
        print(f"  threshold {threshold:.2f}: rightly refused {refused[~answerable].mean():.2f}, "
              f"right answers refused {refused[right].mean():.2f}, "
              f"answerable refused {refused[answerable].mean():.2f}, cost {cost:.0f}")
        best = min(best, (float(cost), float(round(threshold, 2))))
    return best[1]


def _write(path: Path, table: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
