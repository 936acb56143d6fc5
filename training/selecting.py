"""Learn how choices are ordered, how sure they are, and when that is enough: `selecting.json`.

`python -m training selecting --government INDEX`, where INDEX is an index of all documents of
regeringen.jsonl.gz with svensk-statisk. Measured are questions that the reader was not trained on.
svensk-e5's weights are fitted to those over three municipalities that were kept from training,
two of them by other hands than the training questions, svensk-statisk's to the training two thirds
of the questions over government documents. Storvik and the test third are never touched.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answering import Quotation, logit_of_shown, quotations
from assistant.core import Assistant
from assistant.evaluation import Question, read_questions, share_of_answers
from assistant.reader import Reading
from assistant.selecting import (
    CONFIDENCE,
    WEIGHTS,
    Alone,
    Choice,
    Floats,
    SelectionWeights,
    choose,
    confidence_features,
    read_again,
)
from assistant.settings import Settings
from corpus.types import Audience
from index.embedding import DEFAULT_MODEL, STATIC_MODEL, load_embedder
from index.indexing import build_index
from index.question import SearchQuestion
from index.types import Hit
from training.questions import questions
from training.texts import MUNICIPALITIES

SENTENCE_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
RANK_WEIGHTS = (0.0, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0)
ALONE_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
HELD_OUT = ("hallunga", "ljungskar", "barksele")
REFUSED = {DEFAULT_MODEL: 0.88, STATIC_MODEL: 0.9}
"""The share of the questions that are unanswerable as they were written, none withheld, that must
be refused decides the threshold."""
WITHHELD_WEIGHT = 0.4
"""Less than 1, because another passage may answer in words that are not written down."""
PENALTY = 0.02
SIGNS = {name: -1 if name.startswith("missing") else 1 for name in CONFIDENCE}
"""What a feature means is known before training; a few hundred questions must not unlearn it."""
SHARE_RIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A question with all that was read for it; `texts` are the read documents' by id.

    `alone` reads more for it: texts by themselves.
    """

    question: Question
    asked: SearchQuestion
    readings: list[Reading]
    texts: dict[str, str]
    alone: Alone
    group: str
    weight: float = 1.0


def main() -> None:
    """Collect, fit, print the figures and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--government", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        municipal = list(held_out_cases(Path(folder), args.threads))
    government = list(government_cases(args.government, args.threads))
    found = {
        DEFAULT_MODEL: fitted(municipal, DEFAULT_MODEL),
        STATIC_MODEL: fitted(government, STATIC_MODEL),
    }
    write(args.output, found)


def fitted(cases: Sequence[Case], model: str) -> SelectionWeights:
    """Return the weights: first the order, then the confidence in it, then the threshold.

    What is sure is learnt from the answerable questions without what answers them, too.
    """
    weights = best_order(cases, SelectionWeights.load(model))
    withheld_cases = [withheld(case) for case in cases if case.question.answerable]
    rows = [row for case in (*cases, *withheld_cases) if (row := example(case, weights))]
    features, labels, made_up, shares = (np.array(column) for column in zip(*rows, strict=True))
    values = fit_logistic(features, labels, shares)
    weights = replace(weights, confidence=values[:-1], bias=float(values[-1]))
    chances = 1 / (1 + np.exp(-(features @ values[:-1] + values[-1])))
    asked = shares == 1.0
    threshold = threshold_for(
        chances[asked], labels[asked], made_up[asked].astype(bool), REFUSED[model]
    )
    return replace(weights, threshold=threshold)


def best_order(cases: Sequence[Case], weights: SelectionWeights) -> SelectionWeights:
    """Return the weights with which the most answers are right when nothing is refused.

    First those by which the sentences are ordered as they were read, then the one of reading the
    best again. What is left out because it says less by itself is no matter of the order.
    """

    def again(case: Case, tried: SelectionWeights) -> list[Choice]:
        return [replace(choice, alone=None) for choice in ordered(case, tried)]

    tries = [
        replace(weights, sentence=sentence, rank=rank)
        for sentence, rank in itertools.product(SENTENCE_WEIGHTS, RANK_WEIGHTS)
    ]
    best = best_of(tries, cases, lambda case, tried: choose(case.readings, tried))
    return best_of([replace(best, alone=alone) for alone in ALONE_WEIGHTS], cases, again)


def best_of(
    tries: Sequence[SelectionWeights],
    cases: Sequence[Case],
    order: Callable[[Case, SelectionWeights], list[Choice]],
) -> SelectionWeights:
    """Return the weights by whose order the most is right, each group of cases counting alike."""
    best, most = tries[0], -1.0
    for tried in tries:
        groups: dict[str, list[float]] = {}
        for case in cases:
            if case.question.answerable:
                right = share_right(case, quotations(order(case, tried)))
                groups.setdefault(case.group, []).append(right)
        means = {name: float(np.mean(values)) for name, values in groups.items()}
        total = float(np.mean(list(means.values())))
        if total > most:
            best, most = tried, total
            shown = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
            order_weights = f"sentence {tried.sentence} rank {tried.rank} alone {tried.alone}"
            print(f"{order_weights}: {shown}", flush=True)
    return best


def ordered(case: Case, weights: SelectionWeights) -> list[Choice]:
    """Return a case's choices as the product orders them."""
    return read_again(case.asked.text, choose(case.readings, weights), case.alone, weights)


def withheld(case: Case) -> Case:
    """Return the case without the passages that answer: it must be refused."""
    left = [
        reading
        for reading in case.readings
        if share_of_answers([reading.hit.passage.text], case.question) == 0
    ]
    question = replace(case.question, answerable=False)
    return replace(case, question=question, readings=left, weight=WITHHELD_WEIGHT)


def share_right(case: Case, shown: Sequence[Quotation]) -> float:
    """Return the share of the answer that is shown."""
    if not case.question.answerable:
        return 0.0
    texts = [q.text for q in shown if q.hit.document.id == case.question.document]
    return share_of_answers(texts, case.question)


def example(case: Case, weights: SelectionWeights) -> tuple[Floats, float, bool, float] | None:
    """Return features, label, whether it must be refused, and the case's weight."""
    choices = ordered(case, weights)
    if not choices:
        return None
    document, shown = choices[0].hit.document.id, quotations(choices)
    logit = logit_of_shown(case.asked.text, choices, shown, case.alone)
    features = confidence_features(case.asked, choices, logit, lambda: case.texts[document])
    right = share_right(case, shown) >= SHARE_RIGHT
    return features, float(right), not case.question.answerable, case.weight


def fit_logistic(features: Floats, labels: Floats, shares: Floats) -> Floats:
    """Return weights and bias of a logistic regression that keeps its weights to their signs."""
    with_bias = np.hstack([features, np.ones((len(features), 1))])
    shares = shares / shares.sum()
    signs = [SIGNS[name] for name in CONFIDENCE]

    def loss(values: Floats) -> tuple[float, Floats]:
        logits = with_bias @ values
        chances = 1 / (1 + np.exp(-logits))
        value = float(shares @ (np.logaddexp(0, logits) - labels * logits))
        penalty = PENALTY * float((values[:-1] ** 2).sum()) / 2
        gradient = with_bias.T @ (shares * (chances - labels))
        gradient[:-1] += PENALTY * values[:-1]
        return value + penalty, gradient

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    start = np.zeros(with_bias.shape[1])
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def threshold_for(
    chances: Floats, labels: Floats, made_up: npt.NDArray[np.bool_], refused: float
) -> float:
    """Return the lowest threshold at which `refused` of the unanswerable questions are refused."""
    threshold = float(np.quantile(chances[made_up], refused))
    shown = chances >= threshold
    print(
        f"threshold {threshold:.2f}: right {np.mean((shown & (labels == 1))[~made_up]):.3f}, "
        f"wrongly refused {1 - np.mean(shown[~made_up]):.3f}"
    )
    return threshold


def held_out_cases(folder: Path, threads: int) -> Iterator[Case]:
    """Yield the questions over municipalities of our own that the reader never saw."""
    for name in HELD_OUT:
        own, index = MUNICIPALITIES / name, folder / name
        build_index(own / "documents", index, load_embedder(threads=threads))
        assistant = Assistant.build(Settings(index=index, threads=threads))
        for path in sorted(own.glob("*.jsonl")):
            yield from cases_of(assistant, read_questions(path), f"{name} {path.stem}")


def government_cases(index: Path, threads: int) -> Iterator[Case]:
    """Yield the training questions over government documents, over all of those."""
    settings = Settings(index=index, model=STATIC_MODEL, threads=threads)
    yield from cases_of(Assistant.build(settings), questions(test=False), "government")


def write(path: Path, found: dict[str, SelectionWeights]) -> None:
    """Write each embedding model's weights by name."""
    tables = {
        model: {
            "passages": weights.passages,
            "order": {
                "sentence": weights.sentence,
                "rank": weights.rank,
                "alone": weights.alone,
            },
            "confidence": dict(
                zip(CONFIDENCE, np.round(weights.confidence, 4).tolist(), strict=True)
            ),
            "bias": round(weights.bias, 4),
            "threshold": round(weights.threshold, 3),
        }
        for model, weights in found.items()
    }
    path.write_text(json.dumps(tables, indent=2) + "\n", encoding="utf-8")


def cases_of(assistant: Assistant, asked: Sequence[Question], group: str) -> Iterator[Case]:
    """Yield each question with all that the reader could say of its passages."""
    alone = remembered(assistant.alone)
    for question in asked:
        prepared, readings = assistant.read(question.text, question.audience)
        read = {reading.hit.document.id for reading in readings}
        documents = (assistant.document(name, Audience.INTERNAL) for name in read)
        texts = {document.id: document.text for document in documents if document}
        yield Case(question, prepared, readings, texts, alone, group)


def remembered(alone: Alone) -> Alone:
    """Return the same readings, each done once however often it is asked for."""
    known: dict[tuple[str, Hit, str], float] = {}

    def read(question: str, pieces: Sequence[tuple[Hit, str]]) -> list[float]:
        new = [piece for piece in pieces if (question, *piece) not in known]
        for piece, logit in zip(new, alone(question, new), strict=True):
            known[(question, *piece)] = logit
        return [known[(question, *piece)] for piece in pieces]

    return read
