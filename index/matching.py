"""How well a text holds the words of a question: exactly, in parts, or by meaning.

A question word counts as held in full when its stem is a term of the text, in part when some of
its compound parts are, and softly by the closest word of the text in the embedding model's own
space (the late interaction of ColBERT, https://arxiv.org/abs/2004.12832, over static vectors).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.swedish.sentences import sentence_spans
from corpus.swedish.terms import date_terms, word_terms
from corpus.swedish.words import FUNCTION_WORDS, WORD
from index.embedding import StaticModel
from index.question import WeightedWord

PART_SHARE = 0.7
"""What a compound is worth whose parts all occur, but not the compound itself."""

Floats = npt.NDArray[np.float32]


class WordVectors:
    """Unit vectors of single words from a static model, each computed once."""

    def __init__(self, model: StaticModel) -> None:
        """Start with no word."""
        self._model = model
        self._rows: dict[str, int] = {}
        self._matrix: Floats = np.zeros((1_024, model.dimensions), np.float32)

    def rows(self, unique_words: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return a row number for each word, valid for `matrix`."""
        new = [word for word in dict.fromkeys(unique_words) if word not in self._rows]
        if new:
            first = len(self._rows)
            vectors = self._model.embed(new)
            while first + len(new) > len(self._matrix):
                self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
            self._matrix[first : first + len(new)] = vectors
            self._rows.update({word: first + number for number, word in enumerate(new)})
        return np.array([self._rows[word] for word in unique_words], np.int64)

    def take(self, rows: npt.NDArray[np.int64]) -> Floats:
        """Return the unit vectors of rows, shape (rows, dimensions)."""
        return self._matrix[rows]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence prepared for matching: text[start:end] of the text that it was made from."""

    start: int
    end: int
    terms: frozenset[str]
    words: tuple[str, ...]


@lru_cache(maxsize=20_000)
def sentence_views(text: str) -> tuple[SentenceView, ...]:
    """Prepare every sentence of a text."""
    return tuple(view_of(text, start, end) for start, end in sentence_spans(text))


@lru_cache(maxsize=20_000)
def context_terms(text: str) -> frozenset[str]:
    """Return the terms of a title or of headings."""
    return view_of(text, 0, len(text)).terms


def hard_matches(question: Sequence[WeightedWord], terms: frozenset[str]) -> Floats:
    """Return for each question word how far the terms hold it, 0 to 1, shape (words,)."""
    return np.array([_hard(word, terms) for word in question], np.float32)


def soft_matches(
    question: Sequence[WeightedWord], sentences: Sequence[SentenceView], vectors: WordVectors
) -> Floats:
    """Return the highest cosine of any word of each sentence, shape (sentences, words)."""
    if not question or not sentences:
        return np.zeros((len(sentences), len(question)), np.float32)
    texts = [view.words or ("",) for view in sentences]
    flat = vectors.rows([word for text in texts for word in text])
    unique, inverse = np.unique(flat, return_inverse=True)
    asked = np.stack([word.vector for word in question])
    cosines = vectors.take(unique) @ asked.T
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    return np.asarray(np.maximum.reduceat(cosines[inverse], starts, axis=0), np.float32)


def _hard(word: WeightedWord, terms: frozenset[str]) -> float:
    if word.stem in terms:
        return 1.0
    if not word.parts:
        return 0.0
    return PART_SHARE * sum(part in terms for part in word.parts) / len(word.parts)


def view_of(text: str, start: int, end: int) -> SentenceView:
    """Prepare text[start:end] for matching."""
    sentence = text[start:end]
    lower = WORD.findall(sentence.lower())
    kept = tuple(dict.fromkeys(word for word in lower if word not in FUNCTION_WORDS))
    terms = {term for word in kept for term in word_terms(word)}
    terms.update(date_terms(sentence))
    return SentenceView(start, end, frozenset(terms), kept)
