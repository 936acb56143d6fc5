from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.faq.categorising import categorise, in_order
from assistant.faq.making import make_entries
from assistant.faq.merging import merge
from assistant.faq.types import AskedQuestion
from tests.assistant.faq.replies import answered, refused

SAME = answered("Bygglov är ett tillstånd.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Vad är bygglov?", "Vad är ett bygglov?"),
        ("Vad är bygglov?", "Vad betyder bygglov?"),
        ("Var ska nya kameror sättas upp?", "På vilka platser planeras nya kameror?"),
        ("Vad kostar ett bygglov?", "Hur mycket ska jag betala för bygglov?"),
    ],
)
def test_questions_that_ask_the_same_and_get_the_same_are_merged(first: str, second: str) -> None:
    assert merge([first, second], [SAME, SAME]) == {1: 0}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("När byggs skolan i Masmo?", "När byggs skolan i Vårby?"),
        ("Vad var målet för 2023?", "Vad var målet för 2024?"),
        ("Får hundar bada på badplatsen?", "Får hundar inte bada på badplatsen?"),
        ("När planeras nya kameror?", "Var planeras nya kameror?"),
        ("Vad är bygglov?", "Vad är segregation?"),
        ("Vad är bygglov?", "Vad ska hända med bygglov?"),
    ],
)
def test_questions_that_differ_in_what_matters_are_kept_apart(first: str, second: str) -> None:
    assert merge([first, second], [SAME, SAME]) == {}


def test_merged_questions_are_shown_with_the_one_that_stands_for_them() -> None:
    asked = [AskedQuestion("Vad är bygglov?"), AskedQuestion("Vad betyder bygglov?")]
    (entry,) = make_entries(asked, [SAME, SAME], merging=True)
    assert (entry.question, entry.also) == ("Vad är bygglov?", ("Vad betyder bygglov?",))
    assert len(make_entries(asked, [SAME, SAME], merging=False)) == 2


@given(st.lists(st.text("abcåäö 12?", min_size=1, max_size=12), max_size=12))
def test_what_stands_for_others_is_never_merged_itself_and_comes_first(texts: list[str]) -> None:
    merged = merge(texts, [refused()] * len(texts))
    assert not set(merged.values()) & set(merged)
    assert all(standing < number for number, standing in merged.items())


def test_a_given_category_stays_and_others_come_from_the_sources() -> None:
    replies = [answered("a", document="x"), answered("b", document="y"), refused()]
    assert categorise(["Eget", "", ""], replies) == ["Eget", "Titel y", "Övriga frågor"]
    assert categorise(["", ""], [answered("a"), answered("b")]) == ["Klimat", "Klimat"]


def test_categories_keep_the_order_of_their_first_question_and_the_rest_comes_last() -> None:
    assert in_order(["Övriga frågor", "B", "A", "B"]) == [1, 3, 2, 0]
