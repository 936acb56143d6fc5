from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading.building import DocumentBuilder
from corpus.reading.markdown import add_markdown
from corpus.splitting import LONGEST, LONGEST_SENTENCE, split
from corpus.swedish.sentences import sentence_spans
from corpus.types import BlockKind, Document

SENTENCES = st.lists(
    st.text(alphabet="abcdefghijåäö ", min_size=5, max_size=120).map(
        lambda text: "A" + " ".join(text.split()) + "."
    ),
    min_size=1,
    max_size=40,
)


def document_of(markdown: str) -> Document:
    builder = DocumentBuilder()
    add_markdown(markdown, builder)
    return Document("d", "Titel", builder.text, tuple(builder.blocks))


def test_a_passage_knows_its_section_path() -> None:
    passages = split(document_of("# Titel\n\n## Trygghet\n\n### Kameror\n\nFler kameror."))
    assert [passage.section for passage in passages] == [("Trygghet", "Kameror")]


def test_a_list_stays_with_its_lead_in() -> None:
    items = "\n".join(f"- punkt {number} " + "x" * 60 for number in range(12))
    passages = split(document_of(f"{'Före. ' * 60}\n\nFöljande gäller:\n\n{items}"))
    with_lead = next(passage for passage in passages if "Följande gäller:" in passage.text)
    assert "punkt 11" in with_lead.text


def test_a_list_that_is_whole_in_a_passage_of_its_own_is_not_cut_for_what_stands_before() -> None:
    before = "Ansökan görs i god tid. " * 25
    items = "\n".join(f"- handling {number} ".ljust(77, "x") for number in range(12))
    lead = "Till ansökan ska följande handlingar bifogas:"
    first, second, _ = split(document_of(f"{before}\n\n{lead}\n\n{items}\n\nEfteråt."))
    assert first.text == before.strip()
    assert second.text.startswith(lead)
    assert "handling 11 " in second.text


def test_two_sections_never_share_a_passage() -> None:
    passages = split(document_of("## A\n\nEtt.\n\n## B\n\nTvå."))
    assert [passage.text for passage in passages] == ["Ett.", "Två."]


def test_a_document_of_only_headings_still_gives_a_passage() -> None:
    assert [passage.text for passage in split(document_of("# Bara rubrik"))] == ["Bara rubrik"]


@pytest.mark.parametrize("text", ["ord " * 300_000, "a" * 1_000_000])
def test_a_megabyte_without_a_full_stop_is_cut_into_passages(text: str) -> None:
    passages = split(document_of(text))
    assert all(len(passage.text) <= LONGEST_SENTENCE for passage in passages)
    joined = "".join("".join(passage.text.split()) for passage in passages)
    assert joined == "".join(text.split())


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_passages_are_slices_in_order_and_cut_no_sentence(paragraphs: list[list[str]]) -> None:
    document = document_of("\n\n".join(" ".join(sentences) for sentences in paragraphs))
    passages = split(document)
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert all(len(passage.text) <= LONGEST + 200 for passage in passages)
    body = [b for b in document.blocks if b.kind is not BlockKind.HEADING]
    visible = "".join("".join(document.text[b.start : b.end].split()) for b in body)
    assert "".join("".join(passage.text.split()) for passage in passages) == visible
    ends = {passage.end for passage in passages}
    for block in body:
        own = document.text[block.start : block.end]
        allowed = {block.start + end for _, end in sentence_spans(own)}
        assert {end for end in ends if block.start < end <= block.end} <= allowed
