from __future__ import annotations

from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish.forms import shipped_forms
from corpus.swedish.spelling import Speller
from corpus.swedish.words import stem, without_diacritics

DOCUMENTS = ["trygghetskameror", "masmo", "vårby", "planen", "norrvikskolan", "trollsjön"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller({stem(word): 2 for word in DOCUMENTS})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nar antogs planen?", "När antogs planen?"),
        ("Vad ar valfardskriminalitet", "Vad är välfärdskriminalitet"),
        ("kameror i Varby", "kameror i Vårby"),
        ("Hur manga bostader byggs i ar?", "Hur många bostäder byggs i år?"),
        ("vad kostar en lagenhet pa ett aldreboende", "vad kostar en lägenhet på ett äldreboende"),
        ("Vad gor kommunen for de aldre?", "Vad gör kommunen för de äldre?"),
        ("Nar bor man soka – och hur?", "När bör man söka – och hur?"),
        ("Nar bor man soka enligt ”planen” § 3?", "När bör man söka enligt ”planen” § 3?"),
        ("Vad ar det for ar, 2024–2025?", "Vad är det för år, 2024–2025?"),
    ],
)
def test_a_question_typed_without_dots_and_rings_gets_them_back(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("biblotek", "bibliotek"),
        ("Var ligger biblioteekt?", "Var ligger biblioteket?"),
        ("komunfulmäktige", "kommunfullmäktige"),
        ("skyfall och översvämmning", "skyfall och översvämning"),
        ("Hur många går på norviksskolan?", "Hur många går på norrvikskolan?"),
        ("Får jag bygga utan byglov på Vårby?", "Får jag bygga utan bygglov på Vårby?"),
    ],
)
def test_slips_of_the_finger_are_mended_to_words_and_not_to_stems(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Var bor hunden?",
        "Vem bor i Masmo?",
        "Vad är öppet i Masmo?",
        "KS 2024/17",
        "Har snön frusit på krogens trappa?",
        "Vilka tar mest mat?",
        "",
    ],
)
def test_words_are_left_alone(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) == typed


def test_a_long_question_without_a_known_word_costs_no_more_than_a_few_typing_errors() -> None:
    words = ["".join(letters) for letters in product("btkrlnmpvd", repeat=4)]
    speller = Speller({f"s{word}ig": 2 for word in words} | {"norrvikskol": 2})
    unknown = " ".join(f"sxq{word}zw" for word in words[::100])
    known = speller.correct("på norviksskolan?")
    started = process_time()
    assert speller.correct(f"på {unknown}") == f"på {unknown}"
    assert process_time() - started < 1
    assert known == "på norrvikskolan?"


@given(st.lists(st.sampled_from(sorted(shipped_forms().counts)), min_size=1, max_size=6))
def test_a_question_of_known_forms_with_a_dotted_letter_changes_in_dots_alone(
    written: list[str],
) -> None:
    speller = Speller({stem(word): 2 for word in DOCUMENTS})
    question = " ".join(["på", *written])
    corrected = speller.correct(question)
    assert without_diacritics(corrected) == without_diacritics(question)


@given(st.text(max_size=60))
def test_any_text_is_corrected_without_losing_what_is_not_a_word(text: str) -> None:
    corrected = Speller({}).correct(text)
    kept = [sign for sign in text if not sign.isalnum() and sign != "_"]
    assert [sign for sign in corrected if not sign.isalnum() and sign != "_"][: len(kept)] == kept
