"""Two small linear models and their cross-validation, with gradients written out.

The softmax over candidates is the listwise loss of ListNet for one right candidate (Cao et al.
2007, https://doi.org/10.1145/1273496.1273513), summed over all right ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Array = npt.NDArray[np.float64]

PENALTY = 0.02
LESS_IS_BETTER = frozenset(
    {
        "date_gap",
        "year_gap",
        "age",
        "passage_log_rank",
        "detail_missing",
        "item",
        "lead_in",
        "asks",
        "reported_speech",
        "opens_with_pronoun",
        "required_detail_missing",
        "heaviest_missing",
        "softly_heaviest_missing",
        "heaviest_missing_nearby",
    }
)
EITHER_WAY = frozenset({"log_length", "new_words"})
"""What a feature means is known before training: more coverage is never worse. Holding the
weights to their sign keeps a few hundred questions from teaching an accident of their texts."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates: features (n, features), how right each is (0 to 1), its fold.

    `weight` says how much the question counts.
    """

    features: Array
    right: Array
    fold: int
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """One answer for the logistic regression: features (features,), label 0 or 1."""

    features: Array
    label: float
    fold: int
    weight: float


def bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """Return the range of each feature's weight."""
    return [
        (None, None)
        if name in EITHER_WAY
        else (None, 0.0)
        if name in LESS_IS_BETTER
        else (0.0, None)
        for name in names
    ]


def fit_softmax(examples: Sequence[Example], names: Sequence[str]) -> Array:
    """Return the weights that maximise the probability of a right candidate, L2-penalised."""
    spread = np.concatenate([example.features for example in examples]).std(axis=0) + 1e-6
    total_weight = sum(example.weight for example in examples)
    scaled = [(e.features / spread, e.right, e.weight / total_weight) for e in examples]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for features, right, share in scaled:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            held = float(shares @ right) + 1e-12
            total -= share * np.log(held)
            slope = slope - share * (features.T @ (shares * right / held - shares))
        return total, slope

    start = np.zeros(examples[0].features.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds(names))
    return np.asarray(found.x / spread)


def fit_logistic(rows: Sequence[Row], names: Sequence[str]) -> tuple[Array, float]:
    """Return weights and bias of an L2-penalised, weighted logistic regression."""
    features = np.stack([row.features for row in rows])
    labels = np.array([row.label for row in rows])
    shares = np.array([row.weight for row in rows])
    shares /= shares.sum()
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])
    penalised = np.append(np.full(features.shape[1], PENALTY / 4), 0.0)

    def loss(values: Array) -> tuple[float, Array]:
        chance = sigmoid(scaled @ values)
        likelihood = labels * np.log(chance + 1e-12) + (1 - labels) * np.log(1 - chance + 1e-12)
        slope = scaled.T @ (shares * (chance - labels)) + 2 * penalised * values
        return float(-shares @ likelihood + penalised @ values**2), slope

    limits = [*bounds(names), (None, None)]
    start = np.zeros(scaled.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits).x
    return np.asarray(found[:-1] / spread), float(found[-1] - found[:-1] @ (mean / spread))


def cross_validated_ranks(
    examples: Sequence[Example], names: Sequence[str], folds: int
) -> npt.NDArray[np.int64]:
    """Return the rank from 0 of the first right candidate of each example."""
    ranks = np.zeros(len(examples), np.int64)
    for fold in range(folds):
        weights = fit_softmax([example for example in examples if example.fold != fold], names)
        for number, example in enumerate(examples):
            if example.fold == fold:
                order = np.argsort(-(example.features @ weights))
                ranks[number] = int(np.flatnonzero(example.right[order] > 0.4)[0])
    return ranks


def cross_validated_chances(rows: Sequence[Row], names: Sequence[str], folds: int) -> Array:
    """Return the probability that the model gives each row when it was not trained on it."""
    chances = np.zeros(len(rows))
    for fold in range(folds):
        weights, bias = fit_logistic([row for row in rows if row.fold != fold], names)
        for number, row in enumerate(rows):
            if row.fold == fold:
                chances[number] = float(sigmoid(row.features @ weights + bias))
    return chances


def sigmoid(values: Array | float) -> Array:
    """Return the logistic function."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(values))))
