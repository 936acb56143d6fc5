from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import texts
from assistant.core import Assistant
from assistant.selecting import SelectionWeights
from assistant.settings import Settings
from assistant.types import Route, Status
from assistant.web.kiosk import document_data, reply_data, suggestions
from corpus.types import Audience, Block, BlockKind, Document
from index.embedding import DEFAULT_MODEL, StaticModel
from index.indexing import build_index
from tests.conftest import HOUSE

LONG = "Rad " * 250_000


def paragraphs(text: str) -> Document:
    """A document of one block for each line."""
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line)
    return Document("d", "Titel", text, tuple(blocks))


def drawn(data: dict[str, object]) -> list[tuple[str, bool]]:
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    return [piece for block in blocks for piece in block["pieces"]]


@given(
    st.text(st.sampled_from("ab\n åä"), max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4),
)
def test_a_document_is_shown_whole_with_just_the_quotations_marked(
    text: str, spans: list[tuple[int, int]]
) -> None:
    pieces = drawn(document_data(paragraphs(text), spans))
    assert "".join(piece for piece, _ in pieces) == text
    marked = [quoted for piece, quoted in pieces for _ in piece]
    assert marked == [any(start <= at < end for start, end in spans) for at in range(len(text))]


def test_of_a_line_of_a_megabyte_only_the_part_around_the_quotation_is_sent() -> None:
    data = document_data(paragraphs(LONG), [(500_000, 500_003)])
    pieces = drawn(data)
    assert data["part"]
    assert sum(len(piece) for piece, _ in pieces) < 50_000
    assert ("Rad", True) in pieces


def test_the_source_shows_where_every_shown_sentence_stands(
    assistant: Assistant, settings: Settings
) -> None:
    data = reply_data(assistant, settings, "Var ska nya trygghetskameror sättas upp?")
    card = data["card"]
    assert isinstance(card, dict)
    marked = [text for text, quoted in card["pieces"] if quoted]
    assert marked == data["sentences"]


def test_a_bad_question_gets_its_sentence(assistant: Assistant, settings: Settings) -> None:
    data = reply_data(assistant, settings, "a" * 5_000)
    assert data["status"] == "error"
    assert "5000 tecken" in str(data["reply"])


def test_suggestions_come_from_public_documents_that_are_not_the_guide(
    tmp_path: Path, embedder: StaticModel
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    texts = {
        "oppen": ("Bibliotekets öppettider", "Biblioteket har öppet klockan 9–18 på vardagar."),
        "intern": ("Kommunens löneöversyn", "Löneöversynen görs den 1 april varje år."),
        "guide": ("Hjälp med programmet", "Programmet ger hjälp när man trycker på frågetecknet."),
    }
    for name, (heading, text) in texts.items():
        written = f"# Titel {name}\n\n## {heading}\n\n{text}\n"
        (corpus / f"{name}.md").write_text(written, encoding="utf-8")
    (corpus / "catalogue.toml").write_text(
        '[[document]]\nfile = "oppen.md"\naudience = "public"\n'
        '[[document]]\nfile = "intern.md"\naudience = "internal"\n'
        '[[document]]\nfile = "guide.md"\naudience = "public"\nsource = "Planfråga"\n',
        encoding="utf-8",
    )
    settings = replace(Settings(), corpus=corpus, state=tmp_path / "state")
    build_index(settings.corpus, settings.index_folder, embedder)
    made = suggestions(Assistant.build(settings))
    assert made["topics"] == ["Bibliotekets öppettider"]
    assert not any(word in str(made) for word in ("öneöversyn", "rogrammet"))


def test_the_card_says_until_when_its_document_held_good(
    tmp_path: Path, embedder: StaticModel
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(HOUSE / "corpus" / "documents", corpus)
    text = "# Sophämtning\n\nSoptunnorna i Kvarnby töms varje måndag.\n"
    (corpus / "sopor.md").write_text(text, encoding="utf-8")
    with (corpus / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\n[[document]]\nfile = "sopor.md"\nvalid_to = "2020-12-31"\n')
    settings = replace(Settings(), corpus=corpus, state=tmp_path / "state")
    build_index(settings.corpus, settings.index_folder, embedder)
    question = "Hur ofta töms soptunnorna i Kvarnby?"
    card = reply_data(Assistant.build(settings), settings, question)["card"]
    assert isinstance(card, dict)
    assert card["validity"] == ("was_valid", "2020-12-31")


def test_what_the_assistant_says_itself_is_shown_as_it_is(
    assistant: Assistant, settings: Settings
) -> None:
    danger = reply_data(assistant, settings, "Jag orkar inte leva längre")
    unknown = reply_data(assistant, settings, "Får man bada i Stuvsta?")
    assert danger["status"] == unknown["status"] == "greeting"
    assert "112" in str(danger["reply"])
    assert unknown["reply"] == "Stuvsta nämns inte i dokumenten."
    refused = reply_data(assistant, settings, "Vad kostar kamerorna?")
    assert refused["status"] == "not_found"


def test_an_unclear_question_gets_the_questions_that_its_reply_speaks_of(
    assistant: Assistant, settings: Settings
) -> None:
    data = reply_data(assistant, settings, "det där med budgeten")
    assert data["reply"] == texts.ROUTES[Route.UNCLEAR]
    further = data["further"]
    assert isinstance(further, list)
    assert further
    for question in further:
        assert reply_data(assistant, settings, question)["status"] == "answered"
    assert reply_data(assistant, settings, "Vad kostar kamerorna?")["further"] == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("ما هي رسوم رياض الأطفال في البلدية؟", "ar"),
        ("Ile kosztuje przedszkole w gminie?", "pl"),
        ("Vad kostar kamerorna?", "sv"),
        ("a" * 5_000, "sv"),
    ],
)
def test_a_reply_says_which_language_it_is_in(
    assistant: Assistant, settings: Settings, question: str, language: str
) -> None:
    assert reply_data(assistant, settings, question)["language"] == language


def test_a_refusal_that_is_not_sure_says_so_and_marks_what_may_be_the_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(SelectionWeights.load(DEFAULT_MODEL), threshold=1.1)
    monkeypatch.setattr(SelectionWeights, "load", classmethod(lambda _, model: strict))
    assistant, question = Assistant.build(settings), "Var ska nya trygghetskameror sättas upp?"
    answer = assistant.ask(question)
    assert (answer.status, answer.reply) == (Status.NOT_FOUND, texts.NOT_SURE)
    data = reply_data(assistant, settings, question)
    assert data["status"] == "not_sure"
    card = data["card"]
    assert isinstance(card, dict)
    (marked,) = (text for text, quoted in card["pieces"] if quoted)
    assert "Masmo, Vårby och Huddinge centrum" in marked
    document = assistant.document(card["document"], Audience.PUBLIC)
    assert document is not None
    ((start, end),) = card["spans"]
    assert document.text[start:end] == marked == answer.nearest[0].quotation
