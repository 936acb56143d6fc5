from __future__ import annotations

import pytest

from corpus.swedish.compounds import split_compound
from corpus.swedish.terms import date_terms, question_words, terms
from corpus.swedish.words import stem, without_diacritics


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("trygghetskameror", "kameror"),
        ("kommunhuset", "hus"),
        ("välfärdskriminalitet", "kriminalitet"),
        ("gatukontoret", "kontoret"),
        ("skolhuset", "skola"),
        ("elförsörjning", "el"),
        ("arbetsmiljö", "arbete"),
        ("huvudbibliotek", "bibliotek"),
    ],
)
def test_a_compound_gives_the_stem_of_its_part(compound: str, part: str) -> None:
    assert stem(part) in split_compound(compound)


@pytest.mark.parametrize("word", ["regeringen", "kulturen", "Sverige", "huddinge", "är", "2024"])
def test_a_simple_word_is_not_split(word: str) -> None:
    assert split_compound(word.lower()) == ()


def test_cameras_for_safety_and_safety_cameras_share_terms() -> None:
    assert {stem("kameror"), stem("trygghet")} <= set(terms("kameror för tryggheten"))
    assert {stem("kameror"), stem("trygghet")} <= set(terms("trygghetskamera"))


@pytest.mark.parametrize("written", ["den 31 januari 2024", "2024-01-31"])
def test_a_date_gives_one_term_however_it_is_written(written: str) -> None:
    assert list(date_terms(written)) == ["2024-01", "2024-01-31"]


def test_a_question_of_only_function_words_keeps_them() -> None:
    assert [word.text for word in question_words("Vad är det?")] == ["vad", "är", "det"]


def test_without_diacritics_is_how_a_foreign_keyboard_types() -> None:
    assert without_diacritics("Vårby är öppet") == "Varby ar oppet"
