"""In which order candidates come: a few scores of each, weighed by weights trained for the model.

`training/ranking.py` learns the weights and writes `models/ranking.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from index.embedding import DEFAULT_MODEL, MODELS
from index.lexical import Lexical, Vocabulary
from index.question import WeightedWord

WEIGHTS = MODELS / "ranking.json"
FEATURES = ("passage", "document", "cosine", "date", "passage_words", "document_words")
"""BM25 of the passage and of its document, and the cosine, each standardised over the candidates;
whether the document is of the time asked about; the share of the question's words that stand in
the passage, and in the document."""
PART_WEIGHT = 0.5
"""What a compound's part counts for beside the whole word's 1."""
SCORE_SPREAD = 1.0
COSINE_SPREAD = 0.005

Floats = npt.NDArray[np.float32]


@cache
def ranking_weights(model: str) -> Floats:
    """Return the weights (len(FEATURES),) of an embedding model; a foreign one gets svensk-e5's."""
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    own = table.get(model, table[DEFAULT_MODEL])
    return np.array([own[name] for name in FEATURES], np.float32)


def standard(scores: Floats, spread: float) -> Floats:
    """Return the scores with mean 0 and standard deviation near 1.

    `spread` is added to the deviation, so that a hair's breadth between a few does not count.
    """
    return np.asarray((scores - scores.mean()) / (scores.std() + spread), np.float32)


def share_held(
    words: Sequence[WeightedWord],
    lexical: Lexical,
    vocabulary: Vocabulary,
    texts: npt.NDArray[np.integer],
) -> Floats:
    """Return for each text the share, 0 to 1, of the weight of the question's words it holds."""
    held = np.zeros(len(texts), np.float32)
    total = sum(word.weight for word in words)
    for word in words:
        own = _holds(word.stem, lexical, vocabulary, texts).astype(np.float32)
        for part in word.parts:
            own = np.maximum(own, PART_WEIGHT * _holds(part, lexical, vocabulary, texts))
        held += np.float32(word.weight / total if total else 0.0) * own
    return held


def _holds(
    term: str, lexical: Lexical, vocabulary: Vocabulary, texts: npt.NDArray[np.integer]
) -> npt.NDArray[np.bool_]:
    number = vocabulary.find(term)
    if number is None:
        return np.zeros(len(texts), bool)
    holding = lexical.texts[lexical.starts[number] : lexical.starts[number + 1]]
    if not len(holding):
        return np.zeros(len(texts), bool)
    places = np.searchsorted(holding, texts).clip(max=len(holding) - 1)
    return np.asarray(holding[places] == texts)
