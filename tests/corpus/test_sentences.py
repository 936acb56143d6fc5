from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planen antogs. Den gäller nu.", ["Planen antogs.", "Den gäller nu."]),
        ("Det gäller t.ex. skolor. Mer sägs inte.", ["Det gäller t.ex. skolor.", "Mer sägs inte."]),
        ("Det kostar 5 mkr. Pengarna finns.", ["Det kostar 5 mkr.", "Pengarna finns."]),
        ("Enligt prop. 2023/24:100 gäller det.", ["Enligt prop. 2023/24:100 gäller det."]),
        ("Mötet är den 31. januari är slut.", ["Mötet är den 31. januari är slut."]),
        ("Är det så? Ja!", ["Är det så?", "Ja!"]),
        ("S. Heelge Vikmång talar.", ["S. Heelge Vikmång talar."]),
        ("Hon sa ”nej.” Sedan gick hon.", ["Hon sa ”nej.”", "Sedan gick hon."]),
        ("Rubrik\nText utan punkt", ["Rubrik", "Text utan punkt"]),
        ("m.m. Sedan följer mer.", ["m.m.", "Sedan följer mer."]),
        (
            "Öppet mån. 8-16. Stängt sön. Välkommen.",
            ["Öppet mån. 8-16.", "Stängt sön.", "Välkommen."],
        ),
        ("Gå högst 30 min. Därefter vilar du.", ["Gå högst 30 min.", "Därefter vilar du."]),
        ("Den sitter fast. Gallret tas bort.", ["Den sitter fast.", "Gallret tas bort."]),
        ("Vi köper 5 st. Skolan betalar.", ["Vi köper 5 st.", "Skolan betalar."]),
    ],
)
def test_a_sentence_ends_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lov krävs enl. PBL",
        "Max. 3 barn",
        "Avståndet är min. 2 m",
        "Tfn. 0550-1234",
        "I kv. Björken",
        "På fast. Björken 3:1",
        "Öppet mån. 8-16 och tis. 10-18",
        "Den 5 dec. 2024",
        "Org.nr. 212000",
        "Enligt pkt. 3 och tab. 2",
        "Det gäller t. ex. Skolan",
        "Enligt 3 § 2 st. Skollagen",
        "Skrivet av J.A. Andersson",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@given(st.text(alphabet="abcÅÄö .!?\n\t”–019", max_size=200))
def test_sentences_cover_all_visible_characters_in_order_without_overlap(text: str) -> None:
    spans = list(sentence_spans(text))
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
