"""Learn the order of the passages, the choice of the sentence and the confidence in it.

`python -m training.ranking --index FOLDER`, where FOLDER is an index of all documents of
regeringen.jsonl.gz. A municipality's folder may hold five documents or fifty thousand, so every
question is asked of all documents and of a small corpus, and in another small corpus that
cannot answer it (training/small.py). Cross-validated figures are printed; the written weights
come from all training questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

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
    with_asked_detail,
)
from assistant.selecting import WEIGHTS as SELECTION_WEIGHTS
from corpus.types import Audience
from index.embedding import load_embedder
from index.ranking import FEATURES, Weights, rank_features
from index.ranking import WEIGHTS as RANKING_WEIGHTS
from index.search import Searcher
from index.store import Store
from training.fitting import (
    Array,
    Example,
    Row,
    cross_validated_chances,
    cross_validated_ranks,
    fit_logistic,
    fit_softmax,
)
from training.questions import questions
from training.small import MADE, small_corpora

FOLDS = 10
SMALL_WEIGHT = 0.5
MADE_WEIGHT = 0.1
WITHHELD_WEIGHT = 0.4
"""Less than 1, because another passage may answer in words that are not written down."""
SAME_DOCUMENT_CREDIT = 0.15
OTHER_DOCUMENT_CREDIT = 0.5
WRONG_SENTENCE_WEIGHT = 0.3
"""A wrong sentence for an answerable question is half a success: the source is usually right."""
COST_OF_WRONG_ANSWER = 3.0
AS_CHEAP = 1.01
"""Of thresholds that cost the same, within a hundredth, the strictest is used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it is asked; `fold` is the same for every asking of a question.

    A `withheld` asking sees no passage that holds the answer: the subject is there, the asked-for
    detail is not. That is the hard case of refusing, of which written questions are few.
    """

    searcher: Searcher
    question: Question
    fold: int
    small: bool
    withheld: bool = False

    @property
    def group(self) -> str:
        """Which figure this asking belongs to."""
        if self.question.type == MADE:
            return "made by rule"
        return "small corpora" if self.small else "all documents"

    @property
    def weight(self) -> float:
        """How much this asking counts."""
        if self.question.type == MADE:
            return MADE_WEIGHT
        weight = SMALL_WEIGHT if self.small else 1.0
        return weight * WITHHELD_WEIGHT if self.withheld else weight

    @property
    def answerable(self) -> bool:
        """Whether the answer can be found where it is asked."""
        return self.question.answerable and not self.withheld


def main() -> None:
    """Train, print figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    train(parser.parse_args().index)


def train(index: Path) -> None:
    """Learn all three models from an index of all documents."""
    with tempfile.TemporaryDirectory() as folder:
        askings = all_askings(index, Path(folder))
        train_ranking(askings)
        train_selection(askings)


def all_askings(index: Path, folder: Path) -> list[Asked]:
    """Return every training question asked of all documents, and of small corpora."""
    embedder = load_embedder()
    everything = Searcher(Store(index), embedder)
    training = questions(test=False)
    folds = {question.id: number % FOLDS for number, question in enumerate(training)}
    askings = [Asked(everything, question, folds[question.id], False) for question in training]
    for searcher, asked in small_corpora(everything.store, training, embedder, folder):
        askings += [
            Asked(searcher, q, folds.get(q.id, n % FOLDS), True) for n, q in enumerate(asked)
        ]
    return askings


def train_ranking(askings: Sequence[Asked]) -> None:
    """Learn and write the order of the candidates, and let the searchers use it."""
    weights = _learn("passages", askings, ranking_example, FEATURES, (1, 5, 20))
    _write(RANKING_WEIGHTS, {"weights": dict(zip(FEATURES, weights.tolist(), strict=True))})
    for asked in askings:
        asked.searcher.weights = Weights(FEATURES, weights)


def train_selection(askings: Sequence[Asked]) -> None:
    """Learn and write the choice of the sentence, and the confidence in it."""
    examples = [selection_example(asked) for asked in askings]
    choice = _learn("sentences", askings, selection_example, CHOICE, (1, 2, 3))
    rows: list[tuple[Asked, Row | None]] = []
    written = [asked for asked in askings if asked.question.type != MADE]
    written += [replace(asked, withheld=True) for asked in written if asked.question.answerable]
    for fold in range(FOLDS):
        usable = [e for e in examples if e.fold != fold and e.right.max(initial=0) > 0.4]
        held_out = fit_softmax(usable, CHOICE)
        rows += [(a, confidence_row(a, held_out)) for a in written if a.fold == fold]
    weights, bias = fit_logistic([row for _, row in rows if row], CONFIDENCE)
    _write(
        SELECTION_WEIGHTS,
        {
            "choice": dict(zip(CHOICE, choice.tolist(), strict=True)),
            "confidence": dict(zip(CONFIDENCE, weights.tolist(), strict=True)),
            "bias": bias,
            "threshold": report_confidence(rows),
        },
    )


def ranking_example(asked: Asked) -> Example:
    """Return the candidates of a question and how right each passage is."""
    question = asked.question
    prepared = asked.searcher.prepare(question.text)
    candidates = asked.searcher.candidates(prepared, Audience.PUBLIC)
    right = []
    for candidate in candidates:
        own = candidate.document.id == question.document
        held = question.answerable and share_of_answers([candidate.passage.text], question) > 0
        right.append((1.0 if held else SAME_DOCUMENT_CREDIT) if own else 0.0)
    features = rank_features(
        prepared, candidates, asked.searcher.word_vectors, asked.searcher.newest
    )
    return Example(features, np.array(right), asked.fold, asked.weight)


def selection_example(asked: Asked) -> Example:
    """Return the sentences of a question's best passages and how right each is."""
    question, searcher = asked.question, asked.searcher
    prepared = searcher.prepare(question.text)
    hits = searcher.rank(prepared, Audience.PUBLIC)[:PASSAGES]
    features, places = choice_features(prepared, hits, searcher.word_vectors, searcher.embedder)
    right = []
    for number, view in places:
        text = hits[number].passage.text[view.start : view.end]
        held = question.answerable and share_of_answers([text], question) > 0
        own = hits[number].document.id == question.document
        right.append((1.0 if own else OTHER_DOCUMENT_CREDIT) if held else 0.0)
    return Example(features, np.array(right), asked.fold, asked.weight)


def confidence_row(asked: Asked, choice: Array) -> Row | None:
    """Return the features of the answer that would be shown and whether it is right, or None."""
    question, searcher = asked.question, asked.searcher
    weights = SelectionWeights(choice, np.zeros(len(CONFIDENCE)), 0.0, 0.0)
    prepared = searcher.prepare(question.text)
    hits = searcher.rank(prepared, Audience.PUBLIC)
    if asked.withheld:
        hits = [hit for hit in hits if share_of_answers([hit.passage.text], question) == 0]
    vectors = searcher.word_vectors
    choices = choose(prepared, hits, vectors, searcher.embedder, weights)
    choices = with_asked_detail(prepared, choices)
    if not choices:
        return None
    features = confidence_features(prepared, choices, hits, vectors)
    if not asked.answerable:
        return Row(features, 0.0, asked.fold, asked.weight)
    shown = [quotation.text for quotation in quotations(prepared, choices)]
    right = share_of_answers(shown, question) > 0
    certainty = 1.0 if right else WRONG_SENTENCE_WEIGHT
    return Row(features, float(right), asked.fold, asked.weight * certainty)


def report_confidence(pairs: Sequence[tuple[Asked, Row | None]]) -> float:
    """Print what every threshold would do, cross-validated, and return the cheapest one.

    An asking without a row was refused because no sentence holds the asked-for detail.
    """
    askings = [asked for asked, _ in pairs]
    rows = [row for _, row in pairs]
    cross_validated = iter(cross_validated_chances([row for row in rows if row], CONFIDENCE, FOLDS))
    chances = np.array([next(cross_validated) if row else 0.0 for row in rows])
    answerable = np.array([asked.answerable for asked in askings])
    withheld = np.array([asked.withheld for asked in askings])
    small = np.array([asked.small for asked in askings])
    right = np.array([row.label if row else 0.0 for row in rows]) > 0
    weights = np.array([0.0 if asked.withheld else asked.weight for asked in askings])
    costs: dict[float, float] = {}
    for threshold in np.arange(0.1, 0.9, 0.05):
        refused = chances < threshold
        wrong = COST_OF_WRONG_ANSWER * weights[~refused & ~answerable].sum()
        cost = float(wrong + weights[refused & right].sum())
        line = [f"threshold {threshold:.2f} cost {cost:.0f}"]
        line.append(f"withheld refused {refused[withheld].mean():.2f}")
        for name, where in (("large", ~small & ~withheld), ("small", small & ~withheld)):
            line.append(
                f"{name}: rightly refused {refused[where & ~answerable].mean():.2f} "
                f"right ones refused {refused[where & right].mean():.2f} "
                f"answerable refused {refused[where & answerable].mean():.2f}"
            )
        print("  ".join(line))
        costs[float(round(threshold, 2))] = cost
    lowest = min(costs.values())
    return max(threshold for threshold, cost in costs.items() if cost <= AS_CHEAP * lowest)


def _learn(
    name: str,
    askings: Sequence[Asked],
    example_of: Callable[[Asked], Example],
    names: tuple[str, ...],
    depths: tuple[int, ...],
) -> Array:
    """Fit the order on every example with a right candidate and print cross-validated shares."""
    answerable = [asked for asked in askings if asked.question.answerable]
    examples = [example_of(asked) for asked in answerable]
    usable = [n for n, example in enumerate(examples) if example.right.max(initial=0) > 0.4]
    ranks = cross_validated_ranks([examples[n] for n in usable], names, FOLDS)
    for group in dict.fromkeys(asked.group for asked in answerable):
        count = sum(asked.group == group for asked in answerable)
        own = [rank for n, rank in zip(usable, ranks, strict=True) if answerable[n].group == group]
        shares = [f"@{depth} {sum(rank < depth for rank in own) / count:.3f}" for depth in depths]
        print(f"{name}, {group}: {count} questions, {shares}")
    return fit_softmax([examples[n] for n in usable], names)


def _write(path: Path, table: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
