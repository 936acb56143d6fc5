from __future__ import annotations

import bm25s
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import K1, B, Lexical, Vocabulary, best

TEXTS = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=12), min_size=1, max_size=12)


def build(texts: list[list[int]], vocabulary: int = 8) -> Lexical:
    lengths = np.array([len(text) for text in texts], np.int64)
    return Lexical.build(
        lengths, np.array([term for text in texts for term in text], np.int32), vocabulary
    )


def test_the_score_is_the_formula_worked_out_by_hand() -> None:
    # Two texts of lengths 2 and 1, mean 1.5; term 0 stands once, in the first.
    # idf = ln(1 + 1.5/1.5) = 0.6931; norm = 1.2·(0.25 + 0.75·2/1.5) = 1.5; tf part = 2.2/2.5.
    scores = build([[0, 1], [1]], 2).scores([(0, 1.0)])
    np.testing.assert_allclose(scores[0], 0.6931472 * 2.2 / 2.5, rtol=1e-6)
    assert scores[1] == 0


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.sets(st.integers(0, 7), min_size=1))
def test_scores_equal_those_of_bm25s(texts: list[list[int]], asked: set[int]) -> None:
    other = bm25s.BM25(k1=K1, b=B, method="lucene")
    vocabulary = {str(number): number for number in range(8)}
    other.index((texts, vocabulary), show_progress=False, create_empty_token=False)
    # bm25s leaves out the constant factor k1 + 1.
    expected = other.get_scores_from_ids(sorted(asked)) * (K1 + 1)
    found = build(texts).scores([(term, 1.0) for term in asked])
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_a_term_with_half_the_weight_gives_half_the_score() -> None:
    index = build([[0, 1], [1, 2]])
    np.testing.assert_allclose(index.scores([(0, 0.5)]), index.scores([(0, 1.0)]) / 2)


def test_a_vocabulary_numbers_terms_in_the_order_they_come() -> None:
    vocabulary = Vocabulary()
    assert [vocabulary.add(term) for term in ("b", "a", "b")] == [0, 1, 0]
    assert vocabulary.find("c") is None


@settings(deadline=None)
@given(
    size=st.integers(0, 5_000),
    wanted=st.integers(1, 20),
    zeros=st.floats(0, 1),
    hidden=st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_the_best_are_the_highest_positive_scores(
    size: int, wanted: int, zeros: float, hidden: float, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.random(size).astype(np.float32)
    scores[draw.random(size) < zeros] = 0
    scores[draw.random(size) < hidden] = -np.inf
    highest = sorted((score for score in scores.tolist() if score > 0), reverse=True)[:wanted]
    assert sorted(scores[best(scores, wanted)].tolist(), reverse=True) == highest
