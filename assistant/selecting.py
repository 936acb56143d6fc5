"""Which sentence answers: a trained sum of features of every sentence of the best passages.

`training/selecting.py` learns the weights and writes `models/selecting.json`: `choice` orders
the sentences of one question, `confidence` turns the best one's features into a probability.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.lists import list_of_item, list_spans
from index.asking import Kind, asked_noun
from index.details import DECISIVE, REQUIRED, count_names, defines, detail_is_beside, has_detail
from index.embedding import Embedder, unit_rows
from index.matching import (
    Floats,
    SentenceView,
    WordVectors,
    context_terms,
    hard_matches,
    sentence_views,
    view_of,
)
from index.question import SearchQuestion
from index.ranking import (
    asked_terms,
    is_name,
    likeness,
    precision,
    soft_by_sentence,
    surrounding_terms,
)
from index.types import Hit

WEIGHTS = Path(__file__).parent / "models" / "selecting.json"
PASSAGES = 12
"""Sentences are looked for in this many of the best passages."""

CHOICE = (
    "passage_score",
    "passage_log_rank",
    "sentence_coverage",
    "sentence_soft_coverage",
    "context_coverage",
    "context_soft_coverage",
    "neighbour_coverage",
    "heading_precision",
    "cosine",
    "detail",
    "detail_missing",
    "detail_beside_word",
    "defines",
    "names",
    "new_words",
    "log_length",
    "first",
    "item",
    "lead_in",
    "asks",
    "reported_speech",
    "opens_with_pronoun",
    "opens_section",
    "opens_asked_section",
    "list",
    "list_asked",
    "asked_noun",
)
CONFIDENCE = (
    "choice_probability",
    "sentence_soft_coverage",
    "context_coverage",
    "context_soft_coverage",
    "neighbour_coverage",
    "heading_precision",
    "heaviest_missing",
    "softly_heaviest_missing",
    "heaviest_missing_nearby",
    "names_coverage",
    "best_cosine",
    "required_detail_missing",
    "detail",
    "detail_beside_word",
    "defines",
    "cosine",
    "asked_noun",
)
PRONOUNS = frozenset(
    "det den detta denna dessa de dem han hon där då därför därmed därigenom syftet målet beslutet "
    "förslaget uppdraget vidare dessutom samtidigt".split()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that may answer: `hit.passage.text[view.start:view.end]`.

    `probability` is among this question's sentences; they sum to 1.
    """

    hit: Hit
    view: SentenceView
    features: npt.NDArray[np.float64]
    score: float
    probability: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.view.start : self.view.end]


@dataclass(frozen=True, slots=True)
class SelectionWeights:
    """What training wrote for choosing and for confidence."""

    choice: npt.NDArray[np.float64]
    confidence: npt.NDArray[np.float64]
    bias: float
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> SelectionWeights:
        """Read the weights by the features' names."""
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            np.array([table["choice"][name] for name in CHOICE], np.float64),
            np.array([table["confidence"][name] for name in CONFIDENCE], np.float64),
            float(table["bias"]),
            float(table["threshold"]),
        )


@lru_cache(maxsize=20_000)
def units(text: str) -> tuple[SentenceView, ...]:
    """Return what can be an answer: every sentence, and every list as a whole."""
    return sentence_views(text) + tuple(view_of(text, *span) for span in list_spans(text))


def choose(
    question: SearchQuestion,
    hits: Sequence[Hit],
    vectors: WordVectors,
    embedder: Embedder,
    weights: SelectionWeights,
) -> list[Choice]:
    """Return every sentence of the best passages, the most likely answer first."""
    best = hits[:PASSAGES]
    if not best:
        return []
    features, places = choice_features(question, best, vectors, embedder)
    scores = features @ weights.choice
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-scores, kind="stable")
    return [
        Choice(best[places[i][0]], places[i][1], features[i], float(scores[i]), float(shares[i]))
        for i in order
    ]


def confidence(features: npt.NDArray[np.float64], weights: SelectionWeights) -> float:
    """Return the calibrated probability, 0 to 1, that the first choice answers the question."""
    return float(1 / (1 + np.exp(-(features @ weights.confidence + weights.bias))))


def choice_features(
    question: SearchQuestion, hits: Sequence[Hit], vectors: WordVectors, embedder: Embedder
) -> tuple[npt.NDArray[np.float64], list[tuple[int, SentenceView]]]:
    """Return the matrix (sentences, len(CHOICE)) and each row's (hit number, sentence)."""
    views = [units(hit.passage.text) for hit in hits]
    soft = soft_by_sentence(question, views, vectors)
    texts = [
        hit.passage.text[view.start : view.end]
        for hit, sentences in zip(hits, views, strict=True)
        for view in sentences
    ]
    cosines = iter(unit_rows(embedder.embed(texts)) @ question.vector)
    kind = question.kind
    rows, places = [], []
    for number, (hit, sentences, softly) in enumerate(zip(hits, views, soft, strict=True)):
        around = _Around.of(question, hit, sentences, softly)
        for at, view in enumerate(sentences):
            text = hit.passage.text[view.start : view.end]
            rows.append(
                [
                    hit.score - hits[0].score,
                    float(np.log(number + 1.0)),
                    *around.coverages(at),
                    float(next(cosines)),
                    *_detail_features(kind, text, question),
                    *_form_features(text, at, view, question, hit.passage.text),
                    around.heading_precision * (at == 0),
                    around.heading_likeness * (at == 0),
                    *_list_features(kind, view, hit.passage.text),
                    around.asked_noun(at),
                ]
            )
            places.append((number, view))
    return np.array(rows, np.float64).reshape(len(rows), len(CHOICE)), places


def with_asked_detail(question: SearchQuestion, choices: Sequence[Choice]) -> list[Choice]:
    """Keep only sentences that hold a detail of the kind that must be there, best first.

    "Vad kostar kamerorna?" is not answered by a sentence about cameras without an amount, and
    "Vad är bygglov?" not by one that only mentions it, where another says what it is.
    """
    kind = question.kind
    if kind is Kind.DEFINITION:
        asked = asked_terms(question)
        return [choice for choice in choices if defines(choice.text, asked)] or list(choices)
    if kind not in DECISIVE:
        return list(choices)
    return [choice for choice in choices if has_detail(kind, choice.text, question.text)]


def confidence_features(
    question: SearchQuestion,
    choices: Sequence[Choice],
    hits: Sequence[Hit],
    vectors: WordVectors,
) -> npt.NDArray[np.float64]:
    """Return the features, shape (len(CONFIDENCE),), of the first choice of a question."""
    first = choices[0]
    named = dict(zip(CHOICE, first.features, strict=True))
    views = sentence_views(first.hit.passage.text)
    context = surrounding_terms(first.hit.document, first.hit.passage)
    everything = context.union(*(view.terms for view in views))
    nearby = context | first.view.terms
    weights = np.array([word.weight for word in question.words])
    names = np.array([is_name(word.text, question.text) for word in question.words], bool)
    held = hard_matches(question.words, everything)
    softly = np.maximum(held, soft_by_sentence(question, [views], vectors)[0].max(axis=0))
    return np.array(
        [
            np.log(first.probability + 1e-6),
            named["sentence_soft_coverage"],
            named["context_coverage"],
            named["context_soft_coverage"],
            named["neighbour_coverage"],
            named["heading_precision"],
            float(((1 - held) * weights).max(initial=0.0)),
            float(((1 - softly) * weights).max(initial=0.0)),
            float(((1 - hard_matches(question.words, nearby)) * weights).max(initial=0.0)),
            float(held[names].min()) if names.any() else 0.5,
            max(hit.cosine for hit in hits[:5]),
            named["detail_missing"],
            named["detail"],
            named["detail_beside_word"],
            named["defines"],
            first.hit.cosine,
            named["asked_noun"],
        ],
        np.float64,
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """The matches of one passage: each unit's own, and those of all that surrounds it.

    `beside` holds for each unit the numbers of itself and of its neighbours; `noun` is the
    number of the question's word that names what is asked for, if there is one.
    """

    weights: Floats
    total: float
    hard: Floats
    soft: Floats
    context: Floats
    beside: tuple[tuple[int, ...], ...]
    noun: int | None
    heading_precision: float
    heading_likeness: float

    @classmethod
    def of(
        cls, question: SearchQuestion, hit: Hit, views: Sequence[SentenceView], soft: Floats
    ) -> _Around:
        context = surrounding_terms(hit.document, hit.passage)
        return cls(
            np.array([word.weight for word in question.words], np.float32),
            question.total_weight,
            np.stack([hard_matches(question.words, view.terms) for view in views]),
            soft,
            hard_matches(question.words, context),
            neighbours(views),
            _noun_number(question),
            precision(
                context_terms(hit.passage.section[-1] if hit.passage.section else ""),
                asked_terms(question),
            ),
            likeness(question.text, hit.passage.section[-1] if hit.passage.section else ""),
        )

    def asked_noun(self, at: int) -> float:
        """Return how far a unit holds what is asked for ("skolor"), 1 where nothing is named."""
        if self.noun is None:
            return 1.0
        return float(max(self.hard[at][self.noun], self.soft[at][self.noun]))

    def coverages(self, at: int) -> tuple[float, ...]:
        """Return sentence, soft sentence, whole, soft whole, neighbours' coverage; heading."""
        own, softly = self.hard[at], np.maximum(self.hard[at], self.soft[at])
        whole = np.maximum(self.hard.max(axis=0), self.context)
        softest = np.maximum(whole, self.soft.max(axis=0))
        near = np.maximum(self.hard[list(self.beside[at])].max(axis=0), self.context)
        shares = (
            float((match * self.weights).sum()) / self.total
            for match in (own, softly, whole, softest, near)
        )
        return (*shares, self.heading_precision)


def _noun_number(question: SearchQuestion) -> int | None:
    noun = asked_noun(question.text)
    texts = [word.text for word in question.words]
    return texts.index(noun) if noun in texts else None


def neighbours(views: Sequence[SentenceView]) -> tuple[tuple[int, ...], ...]:
    """Return for each unit itself, the one that ends before it and the one that starts after."""
    found = []
    for at, view in enumerate(views):
        before = [n for n, other in enumerate(views) if other.end <= view.start]
        after = [n for n, other in enumerate(views) if other.start >= view.end]
        nearest = (
            max(before, key=lambda n: views[n].end, default=at),
            min(after, key=lambda n: views[n].start, default=at),
        )
        found.append((at, *nearest))
    return tuple(found)


def _detail_features(kind: Kind, text: str, question: SearchQuestion) -> tuple[float, ...]:
    found = has_detail(kind, text, question.text)
    missing = found is False and kind in REQUIRED
    asked = asked_terms(question)
    return (
        float(bool(found)),
        float(missing),
        float(detail_is_beside(kind, text, question.text, asked)),
        float(kind is Kind.DEFINITION and defines(text, asked)),
        float(np.log1p(count_names(text, question.text))),
    )


def _list_features(kind: Kind, view: SentenceView, text: str) -> tuple[float, float]:
    whole = (view.start, view.end) in list_spans(text)
    return float(whole), float(whole and kind is Kind.LIST)


def _form_features(
    text: str, at: int, view: SentenceView, question: SearchQuestion, passage: str
) -> tuple[float, ...]:
    asked = {word.text for word in question.words}
    new = sum(word not in asked for word in view.words)
    opening = text.lstrip("–- ").split(" ", 1)[0].lower()
    return (
        float(np.log1p(new)),
        float(np.log(len(text))),
        float(at == 0),
        float(list_of_item(passage, view.start) is not None),
        float(text.endswith(":")),
        float(text.endswith("?")),
        float(text.startswith(("–", "-", "”"))),
        float(opening in PRONOUNS),
    )
