from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import texts
from assistant.conversation import NOTHING_SAID, Conversation, Turn, leans, readings
from assistant.core import Assistant
from assistant.missing import missing_names
from assistant.overview import Asked, named_documents, overview_question
from assistant.parts import parts
from assistant.settings import Settings
from assistant.types import Answer, Route, Status
from corpus.errors import ConversationError
from index.embedding import load_embedder
from index.indexing import build_index

COST = "Vad kostar ett stadigvarande serveringstillstånd?"
SAID = Conversation((Turn(("grundbidraget", "föreningar"), "Bidrag", "Grundbidrag", "bidrag"),))


@pytest.fixture(scope="module")
def havsnas(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = shared / "data" / "kommuner" / "havsnas" / "documents"
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    build_index(corpus, settings.index_folder, load_embedder())
    return Assistant.build(settings)


def talk(assistant: Assistant, *questions: str) -> list[Answer]:
    conversation = NOTHING_SAID
    answers = []
    for question in questions:
        answers.append(assistant.ask(question, conversation=conversation))
        conversation = conversation.after(answers[-1])
    return answers


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("och i skolorna då?", True),
        ("när antogs den?", True),
        ("varför?", True),
        ("nej, jag menar för företag", True),
        ("Vad kostar det att hyra sporthallen?", False),
        ("Är det tillåtet att dricka öl på stranden?", False),
        ("Vem beslutar om bygglov för flerbostadshus?", False),
        ("Krävs det bygglov för en pool?", False),
        ("Vad gäller när det snöar på natten?", False),
        ("Serveras det frukost i det fria?", False),
        ("Hur stor är den skatt på båtar som kommunen tar ut?", False),
        ("Var ligger det äldreboende där det finns en park?", False),
        ("Vad är en detaljplan?", False),
        ("varför infördes det målet?", True),
        ("hur länge får man stå där?", True),
        ("när ska det sökas senast?", True),
    ],
)
def test_a_question_that_leans_is_told_from_one_that_stands(question: str, does: bool) -> None:
    assert leans(question) is does


def test_a_follow_up_is_read_as_written_first_and_then_with_what_was_said() -> None:
    first, *completed = readings("när ska det sökas senast?", SAID)
    assert first.text == "när ska det sökas senast?"
    assert first.understood == ""
    assert completed
    assert all("grundbidrag" in reading.text.lower() for reading in completed)
    assert all(reading.understood for reading in completed)


def test_a_conversation_travels_as_json() -> None:
    assert Conversation.from_list(json.loads(json.dumps(SAID.to_list()))) == SAID
    assert Conversation.from_list([]) == NOTHING_SAID


@pytest.mark.parametrize(
    "rows", [None, "x", [1], [{}], [{"words": [1], "title": "", "section": "", "document": ""}]]
)
def test_what_is_no_conversation_is_refused(rows: object) -> None:
    with pytest.raises(ConversationError):
        Conversation.from_list(rows)


@given(st.text(max_size=80))
def test_without_a_conversation_a_question_has_one_reading(question: str) -> None:
    assert [reading.text for reading in readings(question, NOTHING_SAID)] == [question]


@given(st.text(max_size=80))
def test_a_question_as_written_is_always_the_first_reading(question: str) -> None:
    assert readings(question, SAID)[0].text == question


def test_a_pronoun_is_understood_by_the_question_before(havsnas: Assistant) -> None:
    answers = talk(havsnas, COST, "och för slutet sällskap då?")
    assert "12 600" in answers[0].text
    assert "7 900" in answers[1].text
    assert answers[1].understood


def test_a_new_topic_is_answered_as_if_nothing_had_been_said(havsnas: Assistant) -> None:
    new = "Hur sent får en uteservering ha öppet på fredagar?"
    alone = havsnas.ask(new)
    after = talk(havsnas, "Hur många bor i kommunen?", new)[1]
    assert alone.status is Status.ANSWERED
    assert after.text == alone.text
    assert after.understood == ""


def test_small_talk_between_two_questions_is_forgotten(havsnas: Assistant) -> None:
    conversation = NOTHING_SAID
    for question in (COST, "tack så mycket"):
        conversation = conversation.after(havsnas.ask(question, conversation=conversation))
    assert len(conversation.turns) == 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "När antogs planen och vad kostar den?",
            ("När antogs planen?", "vad kostar den?"),
        ),
        (
            "Vem beslutar om bygglov? Hur överklagar man beslutet?",
            ("Vem beslutar om bygglov?", "Hur överklagar man beslutet?"),
        ),
        ("När och var hålls mötet?", ("När och var hålls mötet?",)),
        ("Jag undrar när planen antogs och vad den kostar", None),
        ("Vad kostar bröd och mjölk?", None),
        ("Hej! När antogs planen?", None),
    ],
)
def test_two_questions_in_one_are_told_apart(
    question: str, expected: tuple[str, ...] | None
) -> None:
    assert parts(question) == (expected or (question,))


@given(st.text(max_size=120))
def test_no_word_of_a_question_is_lost_in_its_parts(question: str) -> None:
    found = parts(question)
    assert 1 <= len(found) <= 3
    if len(found) == 1:
        assert found == (question,)


def test_the_part_that_is_not_answered_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("När antogs planen och vad kostar den?")
    assert answer.status is Status.ANSWERED
    assert "31 januari 2024" in answer.text
    assert answer.notice == texts.PART_MISSING.format(parts="”vad kostar den?”")
    assert [citation.number for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )


@pytest.mark.parametrize(
    ("question", "asked", "name"),
    [
        ("Vad handlar planen om?", Asked.ABOUT, "planen"),
        ("Sammanfatta måltidspolicyn", Asked.ABOUT, "måltidspolicyn"),
        ("Kan du sammanfatta planen?", Asked.ABOUT, "planen"),
        ("Ge mig en kort sammanfattning", Asked.ABOUT, ""),
        ("Vilka mål finns det?", Asked.GOALS, ""),
        ("Vilka mål finns det i planen?", Asked.GOALS, "planen"),
        ("Vad står det om friskvård?", Asked.SECTION, "friskvård"),
    ],
)
def test_a_question_for_an_overview_is_seen(question: str, asked: Asked, name: str) -> None:
    found = overview_question(question)
    assert found is not None
    assert (found.asked, found.name) == (asked, name)


@pytest.mark.parametrize("question", ["När antogs planen?", "Vilka skolor får kameror?", "mål"])
def test_other_questions_are_not_for_an_overview(question: str) -> None:
    assert overview_question(question) is None


def test_a_document_is_known_by_what_its_title_says_first() -> None:
    titles = [("nyhet", "Nyhet om måltidspolicyn"), ("policy", "Måltidspolicy för Ekdala kommun")]
    assert named_documents("måltidspolicyn", titles) == [1]
    assert named_documents("avfallsplanen", titles) == []


def test_what_the_plan_is_about_is_quoted_line_by_line(assistant: Assistant) -> None:
    answer = assistant.ask("Vad handlar planen om?")
    assert answer.status is Status.ANSWERED
    assert {citation.document for citation in answer.citations} == {"verksamhetsplan-2024"}
    assert len(answer.sentences) == 10
    assert answer.rest
    by_number = {citation.number: citation.quotation for citation in answer.citations}
    for sentence in (*answer.sentences, *answer.rest):
        assert [by_number[number] for number in sentence.citations] == [sentence.text]


def test_goals_are_listed_from_the_document_that_is_named(havsnas: Assistant) -> None:
    answer = havsnas.ask("Vilka mål finns det i miljö- och klimatprogrammet?")
    assert {citation.document for citation in answer.citations} == {"miljo-och-klimatprogram"}
    assert "75 procent till 2030" in answer.text


def test_every_further_question_is_answered(havsnas: Assistant) -> None:
    answer = havsnas.ask("Vad kostar ett vanligt serveringstillstånd?")
    assert 1 <= len(answer.further) <= 3
    for question in answer.further:
        assert havsnas.ask(question).status is Status.ANSWERED


def test_a_place_that_no_document_names_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Får man bada i Stuvsta?")
    assert answer.status is Status.NOT_FOUND
    assert answer.missing == ("Stuvsta",)
    assert answer.reply == "Stuvsta nämns inte i dokumenten."
    assert answer.contacts


@pytest.mark.parametrize(
    ("question", "unnamed", "names"),
    [
        ("Vad gäller i Stuvsta?", {"stuvsta"}, ("Stuvsta",)),
        ("Vad sa Anna Lindh 2003?", {"lindh", "2003"}, ("Anna Lindh", "2003")),
        ("Vad kostar kaffe?", {"kaffe"}, ()),
        ("Kaffe på jobbet?", {"kaffe"}, ()),
        ("öppettider qwzxhallen", {"qwzxhallen"}, ("qwzxhallen",)),
    ],
)
def test_only_names_and_years_are_said_to_be_missing(
    question: str, unnamed: set[str], names: tuple[str, ...]
) -> None:
    assert missing_names(question, frozenset(unnamed)) == names


def test_a_question_can_be_kept_to_chosen_documents(havsnas: Assistant) -> None:
    question = COST
    inside = havsnas.ask(question, documents=["serveringstillstand-uteserveringar"])
    outside = havsnas.ask(question, documents=["taxa-parkering"])
    assert {c.document for c in inside.citations} == {"serveringstillstand-uteserveringar"}
    shown = [*outside.citations, *outside.nearest]
    assert {place.document for place in shown} <= {"taxa-parkering"}


def test_a_personal_number_is_neither_answered_nor_kept(assistant: Assistant) -> None:
    answer = assistant.ask("Jag är 19850101-1234, var ska nya trygghetskameror sättas upp?")
    assert answer.route is Route.PERSONAL_NUMBER
    assert answer.reply == texts.PERSONAL_NUMBER
    assert answer.citations == answer.nearest == ()
    assert "1234" not in json.dumps(answer.to_dict(), ensure_ascii=False)


def test_in_danger_the_help_lines_come_first(assistant: Assistant) -> None:
    answer = assistant.ask("Jag orkar inte leva längre")
    assert answer.route is Route.DANGER
    assert answer.contacts[0].telephone == "112"
    assert answer.citations == ()


def test_a_sure_answer_is_shown_whatever_the_route(assistant: Assistant) -> None:
    answer = assistant.ask("Var ska nya trygghetskameror sättas upp, tycker du?")
    assert "Masmo, Vårby och Huddinge centrum" in answer.text


def test_a_question_about_the_program_is_answered_from_its_guide(assistant: Assistant) -> None:
    answer = assistant.ask("Vad kan du svara på?")
    assert answer.route is Route.ABOUT_ASSISTANT
    assert {citation.document for citation in answer.citations} == {"om-planfraga"}


def test_an_unclear_question_is_asked_back_with_questions_to_choose_from(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Hur blir det?")
    assert answer.route is Route.UNCLEAR
    assert 2 <= len(answer.further) <= 3
