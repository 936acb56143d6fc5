"""Which sentence answers, and how sure that is: the reader's scores, weighed by trained weights.

`training/selecting.py` learns the weights and writes `models/selecting.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.reader import Reading
from corpus.swedish.sentences import sentence_spans
from corpus.swedish.terms import terms
from index.embedding import DEFAULT_MODEL
from index.question import SearchQuestion, WeightedWord
from index.types import Hit

WEIGHTS = Path(__file__).parent / "models" / "selecting.json"
OUTDATED = 2.0
"""What a sentence of a document that does not hold good loses in score."""
LEANING = 2.0
"""What a sentence loses that leans on the one before it: "Hon säger också att …"."""
FARTHEST = 10.0
"""The lead over the next passage counts up to here, and so where there is no other."""
HALF = 0.5
"""A passage that holds more than this share of a sentence's words is no rival: it confirms it."""
PRONOUNS = frozenset(
    "det den detta denna dessa de dem han hon där då därför därmed därigenom syftet målet beslutet "
    "förslaget uppdraget vidare dessutom samtidigt".split()
)

AGAIN = 4
"""At most so many of the best sentences are read again by themselves …"""
WORTH_AGAIN = 4.0
"""… those whose score is so near to the best one's that it may change which is the best."""

CONFIDENCE = (
    "passage",
    "shown",
    "lead",
    "missing_name",
    "missing_word",
    "missing_share",
)

Floats = npt.NDArray[np.float64]
Alone = Callable[[str, Sequence[tuple[Hit, str]]], list[float]]
"""`assistant.reader.Reader.alone`: the logits of texts read without the rest of their passages."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence, list item or table row that may answer: `hit.passage.text[start:end]`.

    `sentence` is the reader's logit of it, `score` orders all choices of one question; `alone` is
    the logit of it read by itself, None where that was not done.
    """

    reading: Reading
    start: int
    end: int
    sentence: float
    score: float
    alone: float | None = None

    @property
    def hit(self) -> Hit:
        """The passage that it stands in."""
        return self.reading.hit

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SelectionWeights:
    """What training wrote: how choices are ordered, how sure they are, when that is enough.

    Each embedding model has its own: what is a high score of the search, and how many wrong
    passages are among those that are read, differ. At most the `passages` best ones are read.
    """

    passages: int
    sentence: float
    rank: float
    alone: float
    confidence: Floats
    bias: float
    threshold: float

    @classmethod
    def load(cls, model: str) -> SelectionWeights:
        """Read the weights of an embedding model; a foreign one gets svensk-e5's."""
        tables = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        table = tables.get(model, tables[DEFAULT_MODEL])
        return cls(
            int(table["passages"]),
            float(table["order"]["sentence"]),
            float(table["order"]["rank"]),
            float(table["order"]["alone"]),
            np.array([table["confidence"][name] for name in CONFIDENCE], np.float64),
            float(table["bias"]),
            float(table["threshold"]),
        )


def choose(readings: Sequence[Reading], weights: SelectionWeights) -> list[Choice]:
    """Return every sentence that was read, the most likely answer first."""
    choices = [
        Choice(
            reading,
            start,
            end,
            sentence,
            reading.score
            + weights.sentence * sentence
            + weights.rank * reading.hit.score
            - LEANING * leans(reading.hit.passage.text[start:end])
            - OUTDATED * reading.hit.outdated,
        )
        for reading in readings
        for start, end in sentence_spans(reading.hit.passage.text)
        if (sentence := reading.span_score(start, end)) is not None
    ]
    return sorted(choices, key=lambda choice: -choice.score)


def read_again(
    question: str, choices: Sequence[Choice], alone: Alone, weights: SelectionWeights
) -> list[Choice]:
    """Return the choices with the best of them ordered anew, each read by itself.

    In its passage a sentence may borrow what its neighbours say. The choices that are not read
    again count as the worst of those that are.
    """
    near = [choice for choice in choices[:AGAIN] if choice.score > choices[0].score - WORTH_AGAIN]
    if len(near) < 2 or not weights.alone:
        return list(choices)
    logits = alone(question, [(choice.hit, choice.text) for choice in near])
    again = [
        replace(choice, score=choice.score + weights.alone * logit, alone=logit)
        for choice, logit in zip(near, logits, strict=True)
    ]
    worst = weights.alone * min(logits)
    others = [replace(choice, score=choice.score + worst) for choice in choices[len(near) :]]
    return sorted([*again, *others], key=lambda choice: -choice.score)


def leans(sentence: str) -> bool:
    """Say whether a sentence opens with a word that points to one before it."""
    return sentence.lstrip("–- ").split(" ", 1)[0].lower() in PRONOUNS


def says_the_same(text: str, other: str, share: float) -> bool:
    """Say whether more than a share of a text's words stand in another."""
    own = frozenset(terms(text))
    return len(own & frozenset(terms(other))) > share * len(own)


def confidence_features(
    question: SearchQuestion,
    choices: Sequence[Choice],
    shown: float,
    document_text: Callable[[], str],
) -> Floats:
    """Return the features, shape (len(CONFIDENCE),), of the first choice of a question.

    `shown` is the reader's logit of all that is shown, read by itself. `document_text` reads the
    whole text of its document, where a name of the question may stand that the passage lacks; it
    is called only then, because a document may have 500 pages.
    """
    first = choices[0]
    rivals = {
        choice.hit: choice.score
        for choice in reversed(choices)
        if choice.reading is not first.reading
    }
    others = [
        score
        for hit, score in rivals.items()
        if not says_the_same(first.text, hit.passage.text, HALF)
    ]
    document, passage = first.hit.document, first.hit.passage
    around = " ".join((document.title, document.source, document.date, *passage.section))
    nearby = frozenset(terms(f"{around} {passage.text}"))
    missing_name = missing(question, nearby, names=True)
    if missing_name:
        missing_name = missing(question, nearby | frozenset(terms(document_text())), names=True)
    return np.array(
        [
            first.reading.score,
            shown,
            min(first.score - max(others, default=-np.inf), FARTHEST),
            missing_name,
            missing(question, nearby, names=False),
            missing_share(question, nearby),
        ],
        np.float64,
    )


def missing(question: SearchQuestion, held: frozenset[str], *, names: bool) -> float:
    """Return the weight, 0 to 1, of the heaviest word (or name) of the question that is missing."""
    return max(
        (_missing_weight(word, held) for word in question.words if word.is_name or not names),
        default=0.0,
    )


def missing_share(question: SearchQuestion, held: frozenset[str]) -> float:
    """Return the share, 0 to 1, of the weight of the question's words that is missing."""
    total = sum(word.weight for word in question.words)
    return sum(_missing_weight(word, held) for word in question.words) / total if total else 0.0


def _missing_weight(word: WeightedWord, held: frozenset[str]) -> float:
    """Return the weight of a word that is not held; a compound is held by half by a part."""
    if word.stem in held:
        return 0.0
    return word.weight * (0.5 if held.intersection(word.parts) else 1.0)


def confidence(features: Floats, weights: SelectionWeights) -> float:
    """Return the calibrated probability, 0 to 1, that the first choice answers the question."""
    return float(1 / (1 + np.exp(-(features @ weights.confidence + weights.bias))))
