from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import texts
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.suggesting import LONGEST, suggested_questions
from assistant.types import Status
from corpus.types import Audience
from index.embedding import StaticModel
from index.indexing import build_index


@pytest.fixture(scope="module")
def suggested(assistant: Assistant) -> list[str]:
    return suggested_questions(assistant, Audience.INTERNAL, 6)


def test_the_shipped_plan_gives_six_whole_questions(suggested: list[str]) -> None:
    assert len(set(suggested)) == 6
    for question in suggested:
        assert re.fullmatch(r"(När|Var|Vad|Vem|Vilka|Hur|Varför) .+\?", question)
        assert len(question) <= LONGEST


def test_every_suggestion_is_answered(assistant: Assistant, suggested: list[str]) -> None:
    for question in suggested:
        answer = assistant.ask(question, audience=Audience.INTERNAL)
        assert answer.status is Status.ANSWERED


def test_no_suggestion_is_answered_from_the_guide(
    assistant: Assistant, suggested: list[str]
) -> None:
    for question in suggested:
        answer = assistant.ask(question, audience=Audience.INTERNAL)
        assert answer.citations
        assert all(citation.source != texts.NAME for citation in answer.citations)


def test_the_questions_are_of_several_kinds(suggested: list[str]) -> None:
    assert len({question.split()[0] for question in suggested}) >= 4


def test_fewer_are_given_than_the_documents_can_answer(assistant: Assistant) -> None:
    assert len(suggested_questions(assistant, Audience.PUBLIC, 2)) == 2


def test_no_suggestion_is_longer_than_a_question_may_be(settings: Settings) -> None:
    short = replace(settings, longest_question=45)
    suggested = suggested_questions(Assistant.build(short), Audience.PUBLIC, 6)
    assert suggested
    assert max(map(len, suggested)) <= 45


def test_an_internal_document_gives_none_to_the_public(
    tmp_path: Path, embedder: StaticModel
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "plan.md").write_text(
        "# Trafikplan\n\nKommunens trafikplan för Åby antogs den 3 maj 2024.\n", encoding="utf-8"
    )
    (corpus / "catalogue.toml").write_text(
        '[[document]]\nfile = "plan.md"\naudience = "internal"\n', encoding="utf-8"
    )
    settings = Settings(corpus=corpus, state=tmp_path)
    build_index(corpus, settings.index_folder, embedder)
    assistant = Assistant.build(settings)
    asked = ["När antogs kommunens trafikplan för Åby?"]
    assert suggested_questions(assistant, Audience.INTERNAL, 4) == asked
    assert suggested_questions(assistant, Audience.PUBLIC, 4) == []


@pytest.mark.parametrize("name", ["storvik", "kvarnby", "norrviken"])
def test_another_municipality_gives_questions_that_it_answers(
    name: str, shared: Path, tmp_path: Path, embedder: StaticModel
) -> None:
    settings = Settings(corpus=shared / "data" / "kommuner" / name / "documents", state=tmp_path)
    build_index(settings.corpus, settings.index_folder, embedder)
    assistant = Assistant.build(settings)
    suggested = suggested_questions(assistant, Audience.PUBLIC, 6)
    assert len(suggested) == 6
    for question in suggested:
        assert assistant.ask(question).status is Status.ANSWERED
