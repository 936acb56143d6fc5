from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant import texts
from assistant.core import Assistant
from assistant.evaluation import evaluate, figures, read_questions
from assistant.lists import LONGEST, list_spans
from assistant.settings import Settings
from assistant.types import Answer, Status
from corpus.errors import QuestionError
from corpus.types import Audience
from index.embedding import STATIC_MODEL, Embedder, StaticModel
from index.indexing import build_index

QUESTIONS = Path(__file__).parents[1] / "questions" / "shipped.jsonl"


def test_where_the_cameras_are_put_up_is_quoted_with_a_citation(assistant: Assistant) -> None:
    answer = assistant.ask("Var ska nya trygghetskameror sättas upp?")
    assert answer.status is Status.ANSWERED
    assert "Masmo, Vårby och Huddinge centrum" in answer.text
    assert answer.sentences[0].citations == (1,)
    assert answer.citations[0].document in ("verksamhetsplan-2024", "nyhet-om-verksamhetsplanen")


def test_half_a_character_of_a_question_is_shown_as_one_that_is_missing(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Vad kostar \udce5 kamerorna?")
    assert answer.question == "Vad kostar \ufffd kamerorna?"
    assert answer.status is Status.NOT_FOUND


def test_what_the_cameras_cost_is_refused_with_the_nearest_passages(assistant: Assistant) -> None:
    answer = assistant.ask("Vad kostar kamerorna?")
    assert answer.status is Status.NOT_FOUND
    assert answer.text == texts.NOT_FOUND
    assert any("kamer" in passage.text.lower() for passage in answer.nearest)
    assert answer.citations == ()


def test_a_list_question_gets_the_whole_list(assistant: Assistant) -> None:
    answer = assistant.ask("Vilka områden pekas ut som särskilt viktiga för utvecklingen?")
    assert "Kungens kurva" in answer.text
    assert "Flemingsberg" in answer.text


def test_typing_without_dots_gets_the_same_answer(assistant: Assistant) -> None:
    with_dots = assistant.ask("Var ska nya trygghetskameror sättas upp?")
    without = assistant.ask("Var ska nya trygghetskameror sattas upp?")
    assert [s.text for s in without.sentences] == [s.text for s in with_dots.sentences]


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Hej!", texts.HELLO),
        ("god morgon", texts.HELLO),
        ("Tack så mycket för hjälpen", texts.THANKS),
        ("hej då", texts.GOODBYE),
    ],
)
def test_greetings_are_met_in_one_line(assistant: Assistant, said: str, reply: str) -> None:
    answer = assistant.ask(said)
    assert (answer.status, answer.text) == (Status.GREETING, reply)


def test_a_question_after_a_greeting_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Hej, var ska nya trygghetskameror sättas upp?")
    assert "Masmo, Vårby och Huddinge centrum" in answer.text


def test_a_greeting_cites_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Hej!")
    assert (answer.status, answer.citations) == (Status.GREETING, ())


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n", "x" * 1_001])
def test_an_empty_or_too_long_question_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(question)


def assert_exact(assistant: Assistant, answer: Answer, audience: Audience) -> None:
    for citation in answer.citations:
        document = assistant.document(citation.document, audience)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quotation
    numbers = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
        assert [numbers[number].quotation for number in sentence.citations] == [sentence.text]
    if answer.status is not Status.ANSWERED:
        assert answer.sentences == ()


@hypothesis_settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(min_size=1, max_size=80),
        st.lists(
            st.sampled_from(
                "var vad vilka när hur kamera plan Masmo bygglov klimat skola 2024 vem är kommunen "
                "kostar ${x} <b> [1] {{a}}".split()
            ),
            min_size=1,
            max_size=8,
        ).map(" ".join),
    )
)
def test_every_quotation_is_exact_whatever_is_asked(assistant: Assistant, question: str) -> None:
    try:
        answer = assistant.ask(question, audience=Audience.INTERNAL)
    except QuestionError:
        return
    assert_exact(assistant, answer, Audience.INTERNAL)


def test_every_sentence_of_the_corpus_asked_as_a_question_is_quoted_exactly(
    assistant: Assistant,
) -> None:
    for info in assistant.documents(Audience.PUBLIC):
        document = assistant.document(info.id, Audience.PUBLIC)
        assert document is not None
        for line in document.text.split("\n"):
            if line.strip():
                assert_exact(assistant, assistant.ask(line[:900]), Audience.PUBLIC)


def test_the_figures_on_the_shipped_corpus_hold(assistant: Assistant) -> None:
    questions = read_questions(QUESTIONS)
    table = figures(evaluate(assistant, questions))
    assert len(questions) >= 60
    assert 3 * sum(not question.answerable for question in questions) >= len(questions)
    assert table["exact_quotations"] == 1.0
    assert table["document_at_1"] >= 0.87
    assert table["answer"] >= 0.75
    assert table["rightly_refused"] >= 0.90
    assert table["wrongly_refused"] <= 0.20


def test_quotations_of_government_documents_are_exact(
    shared: Path, tmp_path: Path, static_model: StaticModel
) -> None:
    import gzip

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with gzip.open(shared / "data" / "regeringen.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 400 == 0:
                text = json.loads(line)["text"]
                (corpus / f"d{number}.md").write_text(text, encoding="utf-8")
    settings = replace(Settings(), corpus=corpus, index=tmp_path / "index", model=STATIC_MODEL)
    build_index(corpus, settings.index_folder, static_model)
    assistant = Assistant.build(settings)
    shown = 0
    with (shared / "data" / "questions.jsonl").open(encoding="utf-8") as lines:
        asked = [json.loads(line)["question"] for line in lines]
    titles = [info.title[:200] for info in assistant.documents(Audience.PUBLIC)]
    for question in [*asked[::6], *titles[::4]]:
        answer = assistant.ask(question)
        assert_exact(assistant, answer, Audience.PUBLIC)
        shown += len(answer.sentences)
    assert shown > 15


def test_a_list_reaches_from_its_lead_in_to_its_last_item() -> None:
    text = "Inledning. Detta gäller:\n\nett\ntvå\n\nEfteråt."
    assert [text[start:end] for start, end in list_spans(text)] == ["Detta gäller:\n\nett\ntvå"]


def test_a_list_that_is_too_long_to_be_shown_whole_is_quoted_with_its_lead_in(
    tmp_path: Path, embedder: Embedder
) -> None:
    kinds = "kaffeservering cykelparkering boklotteri loppmarknad konsertkväll danskurs".split()
    items = "\n".join(
        f"- {kind} som ordnas av en förening i egen regi utan vinstsyfte och med tillträde för "
        f"alla boende i kommunen, hela året runt och varje dag i veckan"
        for kind in [*kinds, "schackturnering", "odlingslotter"]
    )
    text = f"# Avgifter för torgplats\n\nAvgift tas inte ut för:\n\n{items}\n"
    (tmp_path / "avgifter.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=tmp_path, state=tmp_path / ".state")
    build_index(settings.corpus, settings.index_folder, embedder)
    own = Assistant.build(settings)
    for question in ("Vad tas det inte ut avgift för?", "Tas det ut avgift för boklotteri?"):
        answer = own.ask(question)
        assert_exact(own, answer, Audience.PUBLIC)
        assert answer.status is Status.ANSWERED
        assert answer.text.startswith("Avgift tas inte ut för:")
        assert "som ordnas av en förening" in answer.text
        assert len(answer.text) <= LONGEST + 10
