"""How a question is understood: its spelling, what was said before, two in one, an overview."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any, cast

import pytest

from assistant.asking import Asker
from assistant.conversation import Conversation, Turn
from assistant.core import Assistant, checked
from assistant.finding import Found
from assistant.overview import named_documents, overview_question
from assistant.routing import Routing
from assistant.settings import Settings
from assistant.types import Answer, Citation, Route, Scope, Sentence, Status
from index.embedding import Embedder
from index.indexing import build_index

DOCUMENTS = {
    "avgifter.md": """# Avgifter

## Barnomsorg

Vårdnadshavare betalar för förskolan efter sin inkomst.

## Avgifter

Den som lånar en lokal betalar 200 kronor i timmen.
""",
    "aldreomsorg.md": """# Avgifter inom äldreomsorgen

Dokumentet beskriver vad äldre betalar för sin hjälp i hemmet.

## Trygghetslarm

Larmet kostar 250 kronor i månaden och betalas i efterskott.
""",
    "klimatplan-2025.md": """# Klimatplan 2025

## Mål

- Alla bussar går på el.
""",
    "klimatplan-2023.md": """# Klimatplan 2023

## Mål

- Halva bilparken går på el.
""",
    "budget-2025.md": """# Budget 2025

## Resultat

Kommunens resultat ska vara minst två procent av skatterna.
""",
    "plan.md": "# Plan för parker\n\n"
    + "".join(
        f"## Park {number}\n\nI park {number} sköter kommunen gräset varje vecka.\n\n"
        for number in range(14)
    ),
}
SAID = Conversation((Turn(("maxtaxa", "förskola"), "Förskola", "Maxtaxa", "forskola"),))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    corpus = tmp_path_factory.mktemp("corpus")
    for name, text in DOCUMENTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    build_index(corpus, settings.index_folder, embedder)
    return Assistant.build(settings)


class Said:
    """A finder that says the same whenever it is asked the same; what it is asked is kept."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def find(self, question: str, *_: object) -> Found:
        self.asked.append(question)
        named = (answer for start, answer in self.answers.items() if question.startswith(start))
        return Found(replace(next(named, REFUSED), question=question), [])

    def overview(self, *_: object) -> None:
        return None

    def further(self, *_: object) -> tuple[str, ...]:
        return ()


class Straight:
    """A router that takes every question for one about documents."""

    def route(self, question: str) -> Routing:
        return Routing(Route.DOCUMENTS, 1.0)


REFUSED = Answer("", Status.NOT_FOUND, confidence=0.1)


def said(quotation: str, confidence: float) -> Answer:
    """An answer of one sentence."""
    citation = Citation(1, "d", "", (), None, quotation, 0, len(quotation), "", "", "", quotation)
    sentence = Sentence(quotation, (1,))
    return replace(
        REFUSED,
        status=Status.ANSWERED,
        sentences=(sentence,),
        citations=(citation,),
        confidence=confidence,
    )


def ask(question: str, answers: dict[str, Answer]) -> tuple[Answer, list[str]]:
    """What is answered after a question about the fee of the preschool, and what was searched."""
    finder = Said(answers)
    asker = Asker(cast(Any, finder), cast(Any, Straight()), cast(Any, None))
    return asker.ask(question, Scope(), SAID).answer, finder.asked


def test_decomposed_letters_are_put_together() -> None:
    question = "När öppnar biblioteket på Åsö?"
    assert checked(unicodedata.normalize("NFD", question), len(question)) == question


def test_what_is_typed_in_decomposed_letters_gets_the_same_answer(small: Assistant) -> None:
    question = "Vad betalar vårdnadshavare för förskolan?"
    decomposed = small.ask(unicodedata.normalize("NFD", question))
    assert "efter sin inkomst" in decomposed.text
    assert decomposed.text == small.ask(question).text


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("HUR ANSÖKER MAN OM KOLONILOTT I STAN?", "Hur ansöker man om kolonilott i stan?"),
        ("Vad gör IVO?", "Vad gör IVO?"),
        ("LSS", "LSS"),
        ("SL TAXI?", "SL TAXI?"),
    ],
)
def test_a_whole_question_in_capitals_is_taken_as_one_in_small_letters(
    typed: str, asked: str
) -> None:
    assert checked(typed, 100) == asked


def test_no_common_words_in_capitals_are_said_to_be_missing(small: Assistant) -> None:
    answer = small.ask("HUR ANSÖKER MAN OM BOSTAD I STUVSTA?")
    assert all(" " not in name for name in answer.missing)


def test_a_name_that_no_document_has_is_said_beside_a_completed_answer() -> None:
    missing = replace(REFUSED, missing=("Stuvsta",))
    question = "Vad kostar den i Stuvsta"
    answer, _ = ask(f"{question}?", {f"{question}?": missing, question: said("200 kronor.", 0.8)})
    assert answer.understood
    assert answer.missing == ("Stuvsta",)
    assert answer.notice == "Stuvsta nämns inte i dokumenten."


def test_an_answer_that_has_all_the_words_of_a_question_is_not_given_up_for_a_completed_one() -> (
    None
):
    question = "Gäller samma bygglov för pool"
    whole = said("Bygglov som gäller samma pool krävs inte.", 0.7)
    answer, _ = ask(f"{question}?", {f"{question}?": whole, question: said("1 688 kronor.", 0.65)})
    assert answer.understood == ""
    assert answer.text == whole.text


def test_an_answer_that_has_the_few_words_of_a_follow_up_is_given_up_for_a_completed_one() -> None:
    question = "När ska det sökas senast"
    other = said("Färdtjänst ska sökas senast 1 maj.", 0.7)
    answer, _ = ask(f"{question}?", {f"{question}?": other, question: said("1 mars.", 0.65)})
    assert answer.text == "1 mars."


def test_two_questions_in_one_that_get_no_answer_lean_on_what_was_said_before_them() -> None:
    question = "Hur söker man plats där och när öppnar badhuset?"
    _, searched = ask(question, {})
    whole = searched[searched.index(question) + 1 :]
    assert whole
    assert all("Maxtaxa" in text or "Förskola" in text for text in whole)


def test_the_rest_of_an_overview_stays_a_rest_beside_another_answer(small: Assistant) -> None:
    alone = small.ask("Vad handlar planen för parker om?")
    answer = small.ask("Vad handlar planen för parker om och vad står det om trygghetslarm?")
    assert alone.rest
    assert [s.text for s in answer.sentences[:10]] == [s.text for s in alone.sentences]
    assert len(answer.sentences) == 11
    assert [s.text for s in answer.rest] == [s.text for s in alone.rest]
    by_number = {citation.number: citation.quotation for citation in answer.citations}
    for sentence in (*answer.sentences, *answer.rest):
        assert [by_number[number] for number in sentence.citations] == [sentence.text]


def test_a_heading_without_text_does_not_hide_a_later_one_that_says_the_same(
    small: Assistant,
) -> None:
    answer = small.ask("Vad står det om avgifter?")
    assert answer.text == "Den som lånar en lokal betalar 200 kronor i timmen."


@pytest.mark.parametrize(
    "question",
    ["Vad omfattar avgiften?", "Vad innehåller hemtjänsten?", "Vad omfattar en detaljplan?"],
)
def test_what_something_contains_is_no_question_for_an_overview(question: str) -> None:
    assert overview_question(question) is None


@pytest.mark.parametrize(
    "question", ["Vad innehåller måltidspolicyn?", "Vad omfattar taxan för bygglov?"]
)
def test_what_a_document_contains_is_a_question_for_an_overview(question: str) -> None:
    assert overview_question(question) is not None


def test_a_word_with_a_short_stem_names_its_document() -> None:
    assert named_documents("taxan för bygglov", [("t", "Taxa för bygglov")]) == [0]


def test_goals_of_a_year_are_those_of_its_documents(small: Assistant) -> None:
    answer = small.ask("Vilka mål gäller för 2025?")
    assert {citation.document for citation in answer.citations} == {"klimatplan-2025"}
    assert "bussar" in answer.text
