"""How the sentences that were read are ordered, and what is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import (
    UNNEEDED,
    goes_on_as_list,
    logit_of_shown,
    nearest,
    quotations,
)
from assistant.lists import LONGEST
from assistant.reader import Reader, Reading
from assistant.selecting import AGAIN, WORTH_AGAIN, Choice, SelectionWeights, read_again
from corpus.types import Passage
from index.types import DocumentInfo, Hit

DOCUMENT = DocumentInfo("plan", "Badplan", "", "2024-01-31", "public", "plan.md")
WEIGHTS = SelectionWeights(8, 0.5, 0.5, 0.5, np.zeros(6), 0.0, 0.5)


def never(question: str, pieces: Sequence[tuple[Hit, str]]) -> list[float]:
    raise AssertionError((question, pieces))


def choice(text: str, score: float) -> Choice:
    hit = Hit(Passage("plan", text, 0, len(text), None, ("Priser",)), DOCUMENT, 0.0)
    nothing = np.zeros(0, np.float32)
    return Choice(Reading(hit, score, nothing, nothing, nothing), 0, len(text), 0.0, score)


def test_a_sentence_that_says_more_by_itself_comes_before_one_that_borrows() -> None:
    borrowing, answering = choice("Det är mer än i fjol.", 3.0), choice("Badet kostar 60 kr.", 2.9)
    logits = {borrowing.text: -4.0, answering.text: 5.0}
    ordered = read_again(
        "Vad kostar badet?", [borrowing, answering], lambda _, p: [logits[t] for _, t in p], WEIGHTS
    )
    assert [one.text for one in ordered] == [answering.text, borrowing.text]
    assert [one.alone for one in ordered] == [5.0, -4.0]


@given(st.lists(st.floats(-9, 9), max_size=12), st.lists(st.floats(-9, 9), min_size=AGAIN))
def test_nothing_is_lost_and_what_is_not_read_again_passes_nothing(
    scores: list[float], logits: list[float]
) -> None:
    before = [
        choice(f"Mening {number}.", score)
        for number, score in enumerate(sorted(scores, reverse=True))
    ]

    def alone(_: str, pieces: Sequence[tuple[Hit, str]]) -> list[float]:
        return logits[: len(pieces)]

    after = read_again("?", before, alone, WEIGHTS)
    assert sorted(one.text for one in after) == sorted(one.text for one in before)
    near = [one for one in before[:AGAIN] if one.score > before[0].score - WORTH_AGAIN]
    unread = [one.text for one in after if one.alone is None]
    assert unread == [one.text for one in before[len(near) if len(near) > 1 else 0 :]]
    assert [one.score for one in after] == sorted((one.score for one in after), reverse=True)


def test_what_is_shown_is_read_without_its_passage() -> None:
    text = "Badet på Åsbacken kostar 60 kronor. Hundar får vänta ute. Det öppnar klockan tio."
    hit = Hit(Passage("plan", text, 0, len(text), None, ("Priser",)), DOCUMENT, 0.0)
    answers, other = Reader().alone(
        "Vad kostar badet?", [(hit, text[:35]), (hit, "Hundar får vänta ute.")]
    )
    assert answers > other


def test_a_sentence_that_is_all_that_is_shown_is_not_read_twice() -> None:
    long = "Badet på Åsbacken kostar 60 kronor för vuxna och 30 kronor för barn " + "x " * 40 + "."
    both = [choice(long, 2.0), choice("Hundar får vänta ute.", 1.0)]
    one, _ = read_again("Vad kostar badet?", both, lambda *_: [7.0, -9.0], WEIGHTS)

    assert logit_of_shown("Vad kostar badet?", [one], quotations([one]), never) == 7.0


def test_nothing_is_read_again_where_it_would_not_count() -> None:
    both = [choice("Badet kostar 60 kr.", 2.0), choice("Hundar får vänta ute.", 1.0)]
    assert read_again("Vad kostar badet?", both, never, replace(WEIGHTS, alone=0.0)) == both
    assert read_again("Vad kostar badet?", both[:1], never, WEIGHTS) == both[:1]


def test_a_further_sentence_that_says_far_less_by_itself_is_left_out() -> None:
    first = replace(choice("Badet kostar 60 kronor" + " var" * 40 + ".", 3.0), alone=2.0)
    less = replace(choice("Bastun är inte med i priset.", 2.0), alone=2.0)
    assert len(quotations([first, less])) == 2
    assert len(quotations([first, replace(less, alone=None)])) == 2
    far = replace(less, alone=2.0 - UNNEEDED - 0.1)
    assert [shown.text for shown in quotations([first, far])] == [first.text]


PASSAGE = (
    "Badhuset renoverades 2019 av kommunen. Badet på Åsbacken kostar 60 kronor för vuxna. "
    "Hundar får vänta ute på gården, där det finns en kran och en skål. Barn under sju år ska "
    "ha en vuxen med sig, och den som inte kan simma går inte i den stora bassängen."
)


def read(passage: str, sure: str, logit: float) -> Choice:
    hit = Hit(Passage("plan", passage, 40, 40 + len(passage), 3, ("Priser",)), DOCUMENT, 0.0)
    start = passage.index(sure)
    nothing = np.zeros(0, np.float32)
    reading = Reading(hit, 1.0, nothing, nothing, nothing)
    return Choice(reading, start, start + len(sure), logit, 1.0)


def test_a_refusal_marks_what_may_be_the_answer_after_all() -> None:
    may = "Badet på Åsbacken kostar 60 kronor för vuxna."
    choices = [read(PASSAGE, may, 0.5)]
    (found,) = nearest([choices[0].hit], choices)
    assert (found.text, found.quotation, found.page) == (PASSAGE, may, 3)
    start = 40 + PASSAGE.index(may)
    assert f"start={start}&slut={start + len(may)}&" in found.url


def test_a_refusal_marks_nothing_where_nothing_may_be_the_answer() -> None:
    choices = [read(PASSAGE, "Hundar får vänta ute på gården,", -0.1)]
    for read_ones in (choices, []):
        (found,) = nearest([choices[0].hit], read_ones)
        assert found.quotation == ""
        assert f"start=40&slut={40 + len(PASSAGE)}&" in found.url


LEAD = "Avgift tas inte ut för:"
ITEMS = [f"Verksamhet nummer {number} som ".ljust(82, "x") for number in range(14)]


def of_list(*places: int) -> list[Choice]:
    """Choose the lead-in (0) or items (from 1) of a list that is too long to be shown whole."""
    whole = choice("\n".join([f"{LEAD}\n", *ITEMS]), 5.0)
    chosen = [[LEAD, *ITEMS][place] for place in places]
    return [
        replace(whole, start=start, end=start + len(text), sentence=1.0)
        for text in chosen
        if (start := whole.text.index(text)) >= 0
    ]


def test_an_item_of_a_long_list_is_shown_with_the_lead_in() -> None:
    shown = quotations(of_list(4))
    assert [quotation.text for quotation in shown] == [LEAD, ITEMS[3]]
    assert not any(map(goes_on_as_list, shown))


def test_all_items_of_a_long_list_that_answer_are_shown_with_the_lead_in() -> None:
    shown = quotations(of_list(12, 2, 5, 9))
    expected = [LEAD, *(ITEMS[at] for at in (1, 4, 8, 11))]
    assert [quotation.text for quotation in shown] == expected


def test_a_long_list_that_answers_is_shown_as_far_as_it_fits_and_is_said_to_go_on() -> None:
    (shown,) = quotations(of_list(0))
    assert shown.text == "\n".join([f"{LEAD}\n", *ITEMS[:11]])
    assert len(shown.text) <= LONGEST
    assert goes_on_as_list(shown)


def test_an_item_that_is_shown_beside_another_passage_brings_its_lead_in() -> None:
    (item,) = of_list(3)
    shown = quotations([choice("Avgiften för torgplats är 100 kr.", 5.0), item])
    assert [quotation.text for quotation in shown][1:] == [LEAD, ITEMS[2]]
    (lead,) = of_list(0)
    assert len(quotations([choice("Avgiften för torgplats är 100 kr.", 5.0), lead])) == 1
