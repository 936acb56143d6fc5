from __future__ import annotations

import numpy as np
import pytest

from assistant.core import Assistant
from assistant.reader import FIRST, Reader, introduction
from assistant.selecting import SelectionWeights
from corpus.types import Audience, Passage
from index.embedding import DEFAULT_MODEL
from index.types import DocumentInfo, Hit

DOCUMENT = DocumentInfo("plan", "Verksamhetsplan", "", "2024-01-31", "public", "plan.md")


def hit(text: str, section: tuple[str, ...] = ("Trygghet",)) -> Hit:
    return Hit(Passage("plan", text, 0, len(text), None, section), DOCUMENT, 0.0)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_the_passage_that_answers_scores_above_one_about_the_same_thing(reader: Reader) -> None:
    answer, other = reader.read(
        "Var ska nya trygghetskameror sättas upp?",
        [
            hit("Nya trygghetskameror sätts upp i Masmo, Vårby och Huddinge centrum."),
            hit("Trygghetskameror är viktiga för tryggheten, anser kommunstyrelsen."),
        ],
    )
    assert answer.score > other.score


def test_the_later_passages_are_read_only_where_none_of_the_first_answers(reader: Reader) -> None:
    question = "Var ska nya trygghetskameror sättas upp?"
    answer = hit("Nya trygghetskameror sätts upp i Masmo, Vårby och Huddinge centrum under 2024.")
    others = [hit(f"Kommunen har {number} skolor och förskolor.") for number in range(2, 12)]
    assert len(reader.read_best(question, [answer, *others])) == FIRST
    assert len(reader.read_best(question, [*others[:5], answer, *others[5:]])) == 11
    assert reader.read_best(question, []) == []


def test_as_many_passages_are_read_as_the_weights_of_the_model_say(assistant: Assistant) -> None:
    _, readings = assistant.read("Vad gör kommunen för äldre?", Audience.PUBLIC)
    assert len(readings) == SelectionWeights.load(DEFAULT_MODEL).passages


def test_the_sentence_that_answers_scores_above_its_neighbours(reader: Reader) -> None:
    before = "Kommunens verksamhetsplan gäller i ett år."
    answer = "Kommunfullmäktige antog planen den 31 januari 2024."
    after = "Planen följs upp i delårsrapporten."
    text = f"{before} {answer} {after}"
    (reading,) = reader.read("När antogs verksamhetsplanen?", [hit(text)])
    scores = [
        reading.span_score(text.index(sentence), text.index(sentence) + len(sentence)) or 0.0
        for sentence in (before, answer, after)
    ]
    assert max(scores) == scores[1]


def test_every_token_lies_in_the_passage_and_in_order(reader: Reader) -> None:
    text = "Å ä ö – ”citat”. " * 40
    (reading,) = reader.read("Vad står det?", [hit(text)])
    assert (reading.starts[1:] >= reading.starts[:-1]).all()
    assert (reading.ends > 0).all()
    assert reading.ends.max() <= len(text)
    assert np.isfinite(reading.tokens).all()


def test_what_was_not_read_has_no_score(reader: Reader) -> None:
    text = "Biblioteket öppnar klockan nio på vardagar. " * 60
    (reading,) = reader.read("När öppnar biblioteket?", [hit(text)])
    assert reading.span_score(0, 40) is not None
    assert reading.span_score(len(text) - 40, len(text)) is None


def test_a_question_as_long_as_allowed_leaves_room_for_the_passage(reader: Reader) -> None:
    (reading,) = reader.read("varför " * 140, [hit("Planen antogs den 31 januari 2024.")])
    assert reading.span_score(0, 30) is not None


def test_a_passage_is_introduced_by_title_date_and_headings() -> None:
    assert introduction("Plan", "2024-01-31", ("Mål", "Skola")) == "Plan (2024-01-31). Mål Skola. "
    assert introduction("Plan", "", ()) == "Plan. "
