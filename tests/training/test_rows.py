from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from training.groups import Candidate
from training.noise import noisy
from training.rows import encode, encoded, padded, text_tokens
from training.spans import answer_spans


def test_an_answer_is_found_whatever_its_white_space_case_and_markup() -> None:
    text = "Det bor **9\u00a0612\ninvånare** här, och 19 612 invånare i grannkommunen."
    [(start, end)] = answer_spans(text, ["9 612 Invånare"])
    assert text[start:end] == "9\u00a0612\ninvånare"


def test_an_answer_inside_another_word_or_number_is_none() -> None:
    assert answer_spans("Det bor 19612 invånare här.", ["9612 invånare"]) == []
    assert answer_spans("Badhuset stänger.", ["bad"]) == []


def test_cells_of_a_table_row_are_found_with_the_names_of_columns_between_them() -> None:
    text = "Skola: Grund; Gram: 45\nSkola: Gymnasium; Gram: 55; År: 2023"
    [(start, end)] = answer_spans(text, ["Gymnasium | 55"])
    assert text[start:end] == "Gymnasium; Gram: 55"
    assert answer_spans(text, ["Gymnasium | 45"]) == []


@given(st.text(alphabet="ab1 *\n.", max_size=30), st.text(alphabet="ab1 ", max_size=4))
def test_what_is_found_reads_as_the_answer(text: str, answer: str) -> None:
    for start, end in answer_spans(text, [answer]):
        found = "".join(letter for letter in text[start:end] if letter not in " *\n")
        assert found == answer.replace(" ", "")


def test_exactly_the_answers_tokens_are_targets_and_only_the_text_counts(
    tokenizer: Tokenizer,
) -> None:
    text = "biblioteket öppnar klockan tio ."
    candidate = Candidate("Guide", text, tuple(answer_spans(text, ["klockan tio"])), own=True)
    row = encode(tokenizer, "när öppnar biblioteket ?", candidate, 0)
    tokens = [tokenizer.id_to_token(number) for number in row.ids]
    marked = [token for token, target in zip(tokens, row.targets, strict=True) if target]
    counted = [token for token, weight in zip(tokens, row.weights, strict=True) if weight]
    assert marked == ["klockan", "tio"]
    assert counted == text.split()


def test_an_answer_beyond_the_longest_row_is_brought_into_it(tokenizer: Tokenizer) -> None:
    text = "museet öppnar klockan tio\n" * 20 + "badhuset stänger klockan fem"
    candidate = Candidate("Guide", text, tuple(answer_spans(text, ["fem"])), own=True)
    row = encode(tokenizer, "när stänger badhuset ?", candidate, 0, longest=24)
    assert sum(row.targets) == 1


def test_a_tokens_place_is_in_the_text_not_in_what_stands_before(tokenizer: Tokenizer) -> None:
    text = "biblioteket öppnar klockan tio ."
    encoding = encoded(tokenizer, "när ?", "Guide", text)
    places = [place for place in text_tokens(encoding, "Guide") if place]
    assert [text[start:end] for start, end in places] == text.split()


def test_padding_is_masked_and_weighs_nothing(tokenizer: Tokenizer) -> None:
    texts = ("tio", "biblioteket öppnar klockan tio .")
    rows = [encode(tokenizer, "när ?", Candidate("Guide", t, (), True), 0) for t in texts]
    ids, mask, targets, weights = padded(rows)
    short = len(rows[0].ids)
    assert ids.shape == mask.shape == targets.shape == weights.shape
    assert mask[0, short:].sum() == weights[0, short:].sum() == 0
    assert mask[0, :short].all()


@given(st.text(min_size=1, max_size=40), st.integers(0, 1_000))
def test_a_noisy_question_is_the_same_for_the_same_seed_and_about_as_long(
    question: str, seed: int
) -> None:
    made = [noisy(question, random.Random(seed)) for _ in range(2)]
    assert made[0] == made[1]
    letters = question.rstrip("?")
    assert len(made[0]) >= len(letters) - 2
