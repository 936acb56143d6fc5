from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelMissingError
from index.embedding import SHIPPED_MODEL, StaticModel, TransformerModel, load_embedder

TEXTS = [
    "Var ska nya trygghetskameror sättas upp?",
    "Kommunstyrelsen antog planen den 31 januari 2024.",
    "ett",
    "€ ∆ 漢字",
]


def test_vectors_equal_those_of_sentence_transformers(embedder: StaticModel) -> None:
    theirs = SentenceTransformer(str(SHIPPED_MODEL), device="cpu").encode(
        TEXTS, normalize_embeddings=True, convert_to_numpy=True
    )
    ours = embedder.embed(TEXTS)
    assert np.abs((ours * theirs.astype(np.float32)).sum(axis=1) - 1).max() < 1e-3


def test_every_vector_has_length_one_and_an_empty_text_has_none(embedder: StaticModel) -> None:
    lengths = np.linalg.norm(embedder.embed([*TEXTS, ""]), axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 1, 0], atol=1e-5)


def test_no_texts_give_no_rows(embedder: StaticModel) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_related_words_are_nearer_than_unrelated_ones(embedder: StaticModel) -> None:
    school, pupil, ship = embedder.embed(["skolan och lärarna", "elever och utbildning", "fartyg"])
    assert school @ pupil > school @ ship


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissingError, match="finns-inte"):
        load_embedder("/tmp/finns-inte")


def test_any_folder_with_a_static_model_can_be_set(embedder: StaticModel) -> None:
    other = load_embedder(str(SHIPPED_MODEL))
    np.testing.assert_array_equal(other.embed(TEXTS), embedder.embed(TEXTS))


def test_the_shipped_model_weighs_at_most_30_megabytes() -> None:
    files = [path for path in Path(SHIPPED_MODEL).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 30_000_000


def test_any_other_sentence_transformers_model_can_be_set(
    embedder: StaticModel, tmp_path: Path
) -> None:
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding.load(str(SHIPPED_MODEL))
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(
        str(tmp_path / "annan"), create_model_card=False
    )
    other = load_embedder(str(tmp_path / "annan"), question_prefix="fråga: ")
    assert isinstance(other, TransformerModel)
    np.testing.assert_allclose(other.embed(TEXTS), embedder.embed(TEXTS), atol=2e-3)
    asked = other.embed_question("Vad är bygglov?")[0]
    prefixed = embedder.embed(["fråga: Vad är bygglov?"])[0]
    np.testing.assert_allclose(asked, prefixed, atol=2e-3)
