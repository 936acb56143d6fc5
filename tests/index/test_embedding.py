from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelMissingError
from index.embedding import (
    MODELS,
    STATIC_MODEL,
    E5Model,
    StaticModel,
    TransformerModel,
    load_embedder,
)

STATIC_FOLDER = MODELS / STATIC_MODEL

TEXTS = [
    "Var ska nya trygghetskameror sättas upp?",
    "Kommunstyrelsen antog planen den 31 januari 2024.",
    "ett",
    "€ ∆ 漢字",
]


def test_vectors_equal_those_of_sentence_transformers(static_model: StaticModel) -> None:
    theirs = SentenceTransformer(str(STATIC_FOLDER), device="cpu").encode(
        TEXTS, normalize_embeddings=True, convert_to_numpy=True
    )
    ours = static_model.embed(TEXTS)
    assert np.abs((ours * theirs.astype(np.float32)).sum(axis=1) - 1).max() < 1e-3


def test_every_vector_has_length_one_and_an_empty_text_has_none(static_model: StaticModel) -> None:
    lengths = np.linalg.norm(static_model.embed([*TEXTS, ""]), axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 1, 0], atol=1e-5)


def test_no_texts_give_no_rows(static_model: StaticModel) -> None:
    assert static_model.embed([]).shape == (0, static_model.dimensions)


def test_related_words_are_nearer_than_unrelated_ones(static_model: StaticModel) -> None:
    school, pupil, ship = static_model.embed(
        ["skolan och lärarna", "elever och utbildning", "fartyg"]
    )
    assert school @ pupil > school @ ship


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissingError, match="finns-inte"):
        load_embedder("/tmp/finns-inte")


def test_any_folder_with_a_static_model_can_be_set(static_model: StaticModel) -> None:
    other = load_embedder(str(STATIC_FOLDER))
    np.testing.assert_array_equal(other.embed(TEXTS), static_model.embed(TEXTS))


def test_the_default_model_puts_the_answer_before_a_passage_with_the_same_words() -> None:
    model = load_embedder()
    assert isinstance(model, E5Model)
    question = model.embed_question("Vem bestämmer över budgeten?")[0]
    answer, other = model.embed(
        ["Kommunfullmäktige beslutar om kommunens budget.", "Budgeten trycks på papper."]
    )
    assert question @ answer > question @ other


def test_a_passage_has_the_same_vector_alone_and_among_longer_ones() -> None:
    model = load_embedder()
    together = model.embed([*TEXTS, " ".join(TEXTS * 5)])
    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    np.testing.assert_allclose((together[:-1] * alone).sum(axis=1), 1, atol=2e-3)


def test_any_other_sentence_transformers_model_can_be_set(
    static_model: StaticModel, tmp_path: Path
) -> None:
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding.load(str(STATIC_FOLDER))
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(
        str(tmp_path / "annan"), create_model_card=False
    )
    other = load_embedder(str(tmp_path / "annan"), question_prefix="fråga: ")
    assert isinstance(other, TransformerModel)
    np.testing.assert_allclose(other.embed(TEXTS), static_model.embed(TEXTS), atol=2e-3)
    asked = other.embed_question("Vad är bygglov?")[0]
    prefixed = static_model.embed(["fråga: Vad är bygglov?"])[0]
    np.testing.assert_allclose(asked, prefixed, atol=2e-3)
