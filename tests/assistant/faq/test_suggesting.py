from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.faq.candidates import Context, candidates
from assistant.faq.clauses import Casing
from assistant.faq.merging import merge
from assistant.faq.phrasing import is_sound, question_of_heading, question_of_list, questions_of
from assistant.faq.suggesting import Ask, Suggestion, Wish, stems_of, suggest, too_alike
from assistant.faq.types import Reply, reply_of
from assistant.settings import Settings
from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.types import Audience
from index.embedding import StaticModel
from index.indexing import build_index


@pytest.fixture(scope="module")
def casing() -> Casing:
    found = Casing()
    found.learn(["Enligt kommunen är bygglov ett tillstånd, och under våren ska planen följas."])
    found.learn(["En arbetsgivare, nämnden, kursen, ansökan och utsatta områden."])
    return found


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Kommunstyrelsens verksamhetsplan antogs den 31 januari 2024.",
            "När antogs kommunstyrelsens verksamhetsplan?",
        ),
        (
            "Under 2024 planeras nya trygghetskameror i Masmo, Vårby och Huddinge centrum.",
            "Var planeras nya trygghetskameror under 2024?",
        ),
        (
            "Remissvaren ska ha kommit in till kommunen senast den 4 maj 2024.",
            "När ska remissvaren senast ha kommit in till kommunen?",
        ),
        ("Hushåll har 12 fria besök per år.", "Hur många fria besök har hushåll per år?"),
        (
            "Regeringen avsätter 150 miljoner kronor 2024 för fler poliser.",
            "Hur mycket pengar avsätter regeringen 2024 för fler poliser?",
        ),
        ("Ett bygglov prövas av byggnadsnämnden.", "Vem prövar ett bygglov?"),
        ("Syftet med planen är att fler ska rösta.", "Vad är syftet med planen?"),
        ("Med camping avses även övernattning i husbil.", "Vad avses med camping?"),
        (
            "En rapport lämnas till fullmäktige i mars varje år.",
            "Hur ofta lämnas en rapport till fullmäktige?",
        ),
        (
            "Kultur- och fritidsnämnden ansvarar för stadens bibliotek.",
            "Vilken nämnd ansvarar för stadens bibliotek?",
        ),
        (
            "Arbetsgivaren ansvarar för arbetsmiljön, enligt arbetsmiljölagen (1977:1160).",
            "Enligt vilken lag ansvarar arbetsgivaren för arbetsmiljön?",
        ),
        ("I planen ingår en plan för ett högre valdeltagande.", "Vad ingår i planen?"),
        (
            "Utsatta områden ska stärkas av kommunen tillsammans med föreningslivet.",
            "Vem ska stärka utsatta områden?",
        ),
        (
            "Kommunen leder och samordnar skolornas arbete och har uppsikt över dem.",
            "Vem leder och samordnar skolornas arbete?",
        ),
        (
            "Nämndens ledamöter ska redovisa hur pengarna har använts.",
            "Vad ska nämndens ledamöter redovisa?",
        ),
        ("Planen gäller till och med den 31 december 2027.", "Hur länge gäller planen?"),
        (
            "Ansökan ska ha kommit in till kommunen inom tre veckor.",
            "Inom vilken tid ska ansökan ha kommit in till kommunen?",
        ),
        ("Nämnden består av elva ledamöter.", "Hur många ledamöter består nämnden av?"),
        (
            "Kommunens utlåning ökade med 12 procent under 2023.",
            "Med hur många procent ökade kommunens utlåning under 2023?",
        ),
        (
            "Drygt 57 procent av kommunens lån är barnböcker.",
            "Hur stor andel av kommunens lån är barnböcker?",
        ),
        ("Det är förbjudet att elda i parken.", "Är det tillåtet att elda i parken?"),
        ("Kursen vänder sig till unga vuxna.", "Vem vänder sig kursen till?"),
        ("Planen ska revideras senast i maj 2026.", "När ska planen senast revideras?"),
    ],
)
def test_a_sentence_becomes_the_question_that_it_answers(
    casing: Casing, sentence: str, question: str
) -> None:
    found = [phrased for phrased in questions_of(sentence, casing) if is_sound(phrased)]
    assert question in [phrased.question for phrased in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "Den ska vara klar den 1 maj 2024 eftersom regeringen vill det.",
        "När kommunen bygger ska den som bor nära få veta det den 1 maj.",
        "Därefter redovisas det.",
        "– Vi ska bygga 40 bostäder, säger Anna.",
        "Under samma år ska redovisningen av innevarande år lämnas i maj 2024.",
    ],
)
def test_a_sentence_that_needs_what_stands_before_it_gives_no_question(
    casing: Casing, sentence: str
) -> None:
    assert [p for p in questions_of(sentence, casing) if is_sound(p)] == []


def test_a_list_becomes_the_question_for_its_items(casing: Casing) -> None:
    found = question_of_list("Två områden pekas ut som särskilt viktiga:", casing)
    assert found is not None
    assert found.question == "Vilka två områden pekas ut som särskilt viktiga?"


def test_a_heading_that_asks_is_taken_and_one_that_can_ask_is_turned() -> None:
    asks = question_of_heading("Hur ansöker jag om bygglov hos kommunen?")
    turned = question_of_heading("Så ställer du en fråga om planen")
    assert asks is not None
    assert turned is not None
    assert turned.question == "Hur ställer man en fråga om planen?"
    assert question_of_heading("Vad innebär detta för dem som bor där?") is None


Found = list[tuple[Suggestion, Reply]]


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> dict[Audience, Ask]:
    """Ask each question once in all these tests: reading takes a good part of a second."""

    def of(audience: Audience) -> Ask:
        @cache
        def one(question: str) -> Reply:
            return reply_of(assistant.ask(question, audience=audience).to_dict())

        return lambda questions: [one(question) for question in questions]

    return {audience: of(audience) for audience in Audience}


@pytest.fixture(scope="module")
def found(assistant: Assistant, ask: dict[Audience, Ask]) -> Found:
    return suggest(assistant, Wish(12), ask[Audience.PUBLIC])


def test_every_suggestion_is_quoted_from_the_place_that_it_was_made_from(
    assistant: Assistant, found: Found
) -> None:
    assert len(found) == 12
    for suggestion, reply in found:
        document = assistant.document(suggestion.document, Audience.PUBLIC)
        assert document is not None
        assert any(
            source.start < suggestion.end and suggestion.start < source.end
            and document.text[source.start : source.end] == source.quotation
            for source in reply.sources
            if source.document == suggestion.document
        )  # fmt: skip


def test_suggestions_are_the_same_each_time_spread_over_documents_and_not_alike(
    assistant: Assistant, ask: dict[Audience, Ask], found: Found
) -> None:
    again = suggest(assistant, Wish(12), ask[Audience.PUBLIC])
    assert [s.question for s, _ in again] == [s.question for s, _ in found]
    assert len({s.document for s, _ in found[:5]}) >= 3
    stems = [stems_of(s.question) for s, _ in found]
    assert not any(too_alike(a, b) for n, a in enumerate(stems) for b in stems[:n])


def test_a_small_corpus_gives_many_questions_none_of_which_is_merged(
    assistant: Assistant, ask: dict[Audience, Ask]
) -> None:
    found = suggest(assistant, Wish(40), ask[Audience.PUBLIC])
    assert len(found) == 40
    assert merge([s.question for s, _ in found], [reply for _, reply in found]) == {}


def test_questions_that_there_are_already_are_not_suggested_again(
    assistant: Assistant, ask: dict[Audience, Ask], found: Found
) -> None:
    had = found[0][0].question
    others = suggest(assistant, Wish(12, besides=(had,)), ask[Audience.PUBLIC])
    assert had not in [s.question for s, _ in others]


def waste_plan(folder: Path, embedder: StaticModel, audience: Audience) -> Assistant:
    """An assistant with one short plan for an audience."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        "# Avfallsplan 2025\n\n## Sortering\n\nEnligt planen ska alla hushåll sortera avfall.\n"
        "\n## Uppföljning\n\nPlanen ska revideras senast den 1 maj 2029.\n",
        encoding="utf-8",
    )
    entry = f'[[document]]\nfile = "a.md"\naudience = "{audience.value}"\n'
    (corpus / "catalogue.toml").write_text(entry, encoding="utf-8")
    settings = Settings(corpus=corpus, state=folder / "state")
    build_index(corpus, settings.index_folder, embedder)
    return Assistant.build(settings)


def test_the_public_is_suggested_nothing_of_an_internal_document(
    tmp_path: Path, embedder: StaticModel
) -> None:
    assistant = waste_plan(tmp_path, embedder, Audience.INTERNAL)
    assert suggest(assistant, Wish(3, Audience.INTERNAL))
    assert not suggest(assistant, Wish(3, Audience.PUBLIC))


@pytest.mark.parametrize(
    ("title", "noun", "name"),
    [
        ("Sänkt skatt på drivmedel", "förslaget", "förslaget i ”Sänkt skatt på drivmedel”"),
        ("Regeringen föreslår sänkt skatt", "förslaget", None),
        (
            "Remiss av promemorian Sänkt skatt",
            "remissvaren",
            "remissvaren på promemorian ”Sänkt skatt”",
        ),
        ("Avtal med Danmark om skatter m.m.", "avtalet", "avtalet med Danmark om skatter m.m."),
        ("Havskonferens lyfte åtgärder", "avtalet", None),
        ("Uppdrag att kartlägga behov", "uppdraget", "uppdraget att kartlägga behov"),
        ("Uppdrag att kartlägga behovDiarienummer: A1", "uppdraget", None),
    ],
)
def test_a_title_says_which_one_is_meant_and_a_headline_does_not(
    casing: Casing, title: str, noun: str, name: str | None
) -> None:
    assert Context(title, None, casing, alone=False).named(noun) == name


def test_what_stands_under_a_title_is_asked_about(casing: Casing, tmp_path: Path) -> None:
    text = "# Avfallsplan\n\nAntagen av fullmäktige den 3 maj 2025\nDokumentansvarig: Bo Ek\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    document = read_document(tmp_path, "a.md", Entry("a.md"))
    context = Context("Avfallsplan", "avfallsplanen", casing, alone=True)
    assert {one.question for one in candidates(document, context)} >= {
        "När antogs avfallsplanen?",
        "Vem antog avfallsplanen?",
        "Vem ansvarar för avfallsplanen?",
    }


def test_a_bare_noun_is_named_by_the_title(tmp_path: Path, embedder: StaticModel) -> None:
    assistant = waste_plan(tmp_path, embedder, Audience.PUBLIC)
    questions = [s.question for s, _ in suggest(assistant, Wish(5))]
    assert "När ska avfallsplanen senast revideras?" in questions
