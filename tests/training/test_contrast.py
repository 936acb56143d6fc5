from __future__ import annotations

import random
from dataclasses import replace

import pytest

from training.contrast import twin
from training.groups import Candidate, Group
from training.spans import answer_spans

TEXT = "Anna Berg är ordförande 2024. Badet på Åsbacken har öppet lördagar i juni för barn."


def group(question: str, *others: str) -> Group:
    right = Candidate("Plan", TEXT, tuple(answer_spans(TEXT, ["Anna Berg"])), own=True)
    wrong = [Candidate("Plan", text, (), own=True) for text in others]
    return Group("1", "ekdala", question, True, (right, *wrong))


@pytest.mark.parametrize(
    "question",
    [
        "Vem är ordförande?",
        "Vad hände 2024?",
        "Är badet öppet lördagar?",
        "Är badet öppet i juni?",
        "Får barn komma?",
    ],
)
def test_a_twin_asks_for_something_that_no_passage_speaks_of(question: str) -> None:
    for seed in range(20):
        made = twin(group(question, "Om något annat."), random.Random(seed))
        assert made is not None
        assert made.usable
        assert not made.answerable
        assert made.question != question
        changed = set(made.question.rstrip("?").split()) - set(question.rstrip("?").split())
        assert not any(f" {word} " in f" {TEXT} " for word in changed)


def test_a_name_is_changed_for_another_of_the_questions_passages() -> None:
    made = twin(group("Har badet på Åsbacken öppet?", "Hallen i Lundby är ny."), random.Random(1))
    assert made is not None
    assert made.question == "Har badet på Lundby öppet?"
    assert [c.text for c in made.candidates] == [TEXT]


def test_a_question_without_a_word_of_the_passage_that_can_be_changed_has_no_twin() -> None:
    assert twin(group("Vem leder arbetet?"), random.Random(1)) is None
    asked = group("Vem är ordförande?")
    assert twin(replace(asked, answerable=False, candidates=()), random.Random(1)) is None
