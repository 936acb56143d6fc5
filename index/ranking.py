"""The order of the candidates: a trained sum of features of each passage.

`FEATURES` names them in the order of the matrix; `training/ranking.py` learns the weights from
development questions with a softmax over each question's candidates, and writes
`models/ranking.json`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.swedish.sentences import sentences
from corpus.swedish.words import WORD, without_diacritics
from corpus.types import Passage
from index.asking import Kind
from index.details import REQUIRED, defines, has_detail
from index.matching import (
    Floats,
    SentenceView,
    WordVectors,
    context_terms,
    hard_matches,
    sentence_views,
    soft_matches,
)
from index.question import Months, SearchQuestion, document_months
from index.types import DocumentInfo

WEIGHTS = Path(__file__).parent / "models" / "ranking.json"

FEATURES = (
    "bm25_passage",
    "bm25_document",
    "cosine",
    "coverage",
    "soft_coverage",
    "title_coverage",
    "title_precision",
    "heading_coverage",
    "heading_precision",
    "sentence_coverage",
    "sentence_soft_coverage",
    "path_coverage",
    "names_coverage",
    "date_matches",
    "date_gap",
    "year_matches",
    "year_gap",
    "age",
    "log_length",
    "same_document",
    "detail",
    "detail_missing",
    "defines",
    "heading_likeness",
)
_YEAR_MONTHS = 12
_FARTHEST_GAP = 36


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage before ranking, with the scores of the first search."""

    passage: Passage
    document: DocumentInfo
    bm25_passage: float
    bm25_document: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each feature, and the mean and spread that features are scaled with."""

    names: tuple[str, ...]
    values: npt.NDArray[np.float64]

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read the weights that training wrote: {"feature": weight}."""
        table = json.loads(path.read_text(encoding="utf-8"))["weights"]
        return cls(tuple(table), np.array(list(table.values()), np.float64))


def rank_features(
    question: SearchQuestion, candidates: Sequence[Candidate], vectors: WordVectors, newest: int
) -> npt.NDArray[np.float64]:
    """Return the feature matrix, shape (candidates, len(FEATURES)).

    `newest` is the month (year · 12 + month − 1) of the newest document, from which age counts.
    """
    weights = np.array([word.weight for word in question.words], np.float32)
    total = question.total_weight
    names = np.array([is_name(word.text, question.text) for word in question.words], bool)
    views = [sentence_views(candidate.passage.text) for candidate in candidates]
    soft = soft_by_sentence(question, views, vectors)
    per_document = Counter(candidate.document.id for candidate in candidates)
    asked = asked_terms(question)
    rows = []
    for candidate, own, softly in zip(candidates, views, soft, strict=True):
        title = context_terms(candidate.document.title)
        heading = context_terms(candidate.passage.section[-1] if candidate.passage.section else "")
        context = surrounding_terms(candidate.document, candidate.passage)
        hard = np.stack([hard_matches(question.words, view.terms) for view in own])
        in_context = hard_matches(question.words, context)
        held = np.maximum(hard.max(axis=0), in_context)
        closest = np.maximum(held, softly.max(axis=0))
        rows.append(
            [
                candidate.bm25_passage / question.total_idf,
                candidate.bm25_document / question.total_idf,
                candidate.cosine,
                float((held * weights).sum()) / total,
                float((closest * weights).sum()) / total,
                float((hard_matches(question.words, title) * weights).sum()) / total,
                precision(title, asked),
                float((hard_matches(question.words, heading) * weights).sum()) / total,
                precision(heading, asked),
                float((hard * weights).sum(axis=1).max()) / total,
                float((np.maximum(hard, softly) * weights).sum(axis=1).max()) / total,
                _path_coverage(question, candidate.document.path),
                float(held[names].mean()) if names.any() else 0.5,
                *date_features(question, candidate.document.date, newest),
                float(np.log(len(candidate.passage.text) + 1.0)),
                float(np.log(per_document[candidate.document.id])),
                *_detail_features(question, candidate.passage.text, asked),
                likeness(
                    question.text,
                    candidate.passage.section[-1] if candidate.passage.section else "",
                ),
            ]
        )
    return np.array(rows, np.float64).reshape(len(candidates), len(FEATURES))


def surrounding_terms(document: DocumentInfo, passage: Passage) -> frozenset[str]:
    """Return the terms of what stands over a passage: title, source and headings.

    "Huddinge" need not be repeated in every paragraph of a document that Huddinge has published.
    """
    return context_terms(" ".join((document.title, document.source, *passage.section)))


def asked_terms(question: SearchQuestion) -> frozenset[str]:
    """Return every stem and compound part of the question."""
    return frozenset(term for word in question.words for term in (word.stem, *word.parts))


def precision(terms: frozenset[str], asked: frozenset[str]) -> float:
    """Return the share of a title's or heading's terms that are asked for, 0 for no terms."""
    return len(terms & asked) / len(terms) if terms else 0.0


def likeness(question: str, heading: str) -> float:
    """Return the share of words, small ones too, that a question and a heading have in common.

    A heading that is a question itself ("Vad kan jag fråga om?") is found by its small words.
    """
    own, other = _plain_words(question), _plain_words(heading)
    return len(own & other) / len(own | other) if other else 0.0


@lru_cache(maxsize=20_000)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(without_diacritics(word) for word in WORD.findall(text.lower()))


def _detail_features(
    question: SearchQuestion, passage: str, asked: frozenset[str]
) -> tuple[float, float, float]:
    """Return whether the passage holds the asked-for detail, lacks it, and defines a word."""
    found = has_detail(question.kind, passage, question.text)
    defined = question.kind is Kind.DEFINITION and any(
        defines(sentence, asked) for sentence in sentences(passage)
    )
    return float(bool(found)), float(found is False and question.kind in REQUIRED), float(defined)


def soft_by_sentence(
    question: SearchQuestion, views: Sequence[Sequence[SentenceView]], vectors: WordVectors
) -> list[Floats]:
    """Return for each text the soft matches of its sentences, (sentences, words) each."""
    flat = soft_matches(question.words, [view for text in views for view in text], vectors)
    ends = np.cumsum([len(text) for text in views])
    return np.split(flat, ends[:-1])


def date_features(question: SearchQuestion, date: str, newest: int) -> tuple[float, ...]:
    """Return how a document's date fits: fine match, fine gap, year match, year gap, age."""
    months = document_months(date)
    if months is None:
        return 0.0, 0.5, 0.0, 0.5, 0.5
    age = min(max(newest - months[1], 0), 120) / 120
    if not question.spans:
        return 0.0, 0.0, 0.0, 0.0, age
    gap = min(_gap(span, months) for span in question.spans)
    scaled = min(gap, _FARTHEST_GAP) / _FARTHEST_GAP
    if question.exact:
        return float(gap == 0), scaled, float(gap < _YEAR_MONTHS), 0.0, 0.0
    return 0.0, 0.0, float(gap == 0), scaled, 0.0


def is_name(word: str, question: str) -> bool:
    """Say whether a word is written with a capital inside the question, or has digits."""
    found = re.search(rf"\b{re.escape(word)}\b", question, re.I)
    if found is None or found.start() == 0:
        return False
    return found.group()[0].isupper() or found.group()[0].isdigit()


def _gap(span: Months, months: Months) -> int:
    """Return the months between two spans, 0 where they overlap."""
    return max(span[0] - months[1], months[0] - span[1], 0)


def _path_coverage(question: SearchQuestion, path: str) -> float:
    """Return the share of the question's weight that the names of folder and file hold."""
    folder = context_terms(path.replace("-", " "))
    return (
        float(sum(word.weight for word in question.words if word.plain_stem in folder))
        / question.total_weight
    )
