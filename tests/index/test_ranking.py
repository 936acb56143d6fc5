from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import DEFAULT_MODEL, STATIC_MODEL
from index.lexical import Lexical, Vocabulary
from index.question import WeightedWord
from index.ranking import FEATURES, ranking_weights, share_held, standard

VOCABULARY = Vocabulary(["skol", "buss", "mat", "taxa"])
TEXTS = [[0, 1], [2], [3, 3], [0, 2]]
LEXICAL = Lexical.build(
    np.array([len(text) for text in TEXTS], np.int64),
    np.array([term for text in TEXTS for term in text], np.int32),
    len(VOCABULARY),
)
EVERY = np.arange(len(TEXTS))


def word(stem: str, weight: float, *parts: str) -> WeightedWord:
    return WeightedWord(stem, stem, parts, weight, is_name=False)


def shares(*words: WeightedWord) -> list[float]:
    return share_held(words, LEXICAL, VOCABULARY, EVERY).tolist()


def test_a_text_holds_the_share_of_the_questions_weight_that_stands_in_it() -> None:
    assert shares(word("skol", 3.0), word("mat", 1.0)) == [0.75, 0.25, 0.0, 1.0]


def test_a_compound_is_held_by_half_by_a_part_of_it() -> None:
    assert shares(word("skolmat", 1.0, "skol", "mat")) == [0.5, 0.5, 0.0, 0.5]


def test_a_word_that_stands_nowhere_and_a_question_without_words_are_held_by_none() -> None:
    assert shares(word("xyzzy", 1.0)) == shares() == [0.0] * len(TEXTS)


def test_texts_may_be_asked_about_in_any_order_and_again() -> None:
    asked = np.array([3, 0, 3])
    assert share_held([word("mat", 1.0)], LEXICAL, VOCABULARY, asked).tolist() == [1.0, 0.0, 1.0]


@given(st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=30), st.floats(0.001, 2))
def test_standardised_scores_keep_their_order_around_nought(
    scores: list[float], spread: float
) -> None:
    found = standard(np.array(scores, np.float32), spread)
    assert np.isfinite(found).all()
    assert abs(float(found.mean())) < 1e-2
    order = np.argsort(scores, kind="stable")
    assert (np.diff(found[order]) >= -1e-6).all()


@pytest.mark.parametrize("model", [DEFAULT_MODEL, STATIC_MODEL])
def test_every_feature_speaks_for_a_passage(model: str) -> None:
    assert (ranking_weights(model) >= 0).all()
    assert len(ranking_weights(model)) == len(FEATURES)


def test_a_foreign_model_is_ranked_as_the_default_one() -> None:
    assert (ranking_weights("someone-elses") == ranking_weights(DEFAULT_MODEL)).all()
