from __future__ import annotations

import random

from training.excerpts import excerpt
from training.groups import Candidate
from training.spans import answer_spans

TEXT = (
    "Badet öppnar i maj. Det kostar 40 kronor. Barn går in fritt. Hundar får vänta ute. Kom igen!"
)


def test_an_excerpt_of_a_passage_that_answers_holds_an_answer() -> None:
    answers = ["40 kronor", "Barn går in fritt."]
    whole = Candidate("Plan", TEXT, tuple(answer_spans(TEXT, answers)), own=True)
    for seed in range(40):
        cut = excerpt(whole, random.Random(seed))
        assert cut.text in TEXT
        assert cut.spans
        assert {cut.text[start:end] for start, end in cut.spans} <= set(answers)


def test_an_excerpt_of_another_passage_is_one_to_four_sentences_of_it() -> None:
    other = Candidate("Plan", TEXT, (), own=True)
    cuts = {excerpt(other, random.Random(seed)).text for seed in range(200)}
    assert TEXT not in cuts
    assert "Hundar får vänta ute." in cuts
    assert max(cut.count(".") for cut in cuts) <= 4


def test_an_answer_that_no_sentence_holds_whole_leaves_the_passage_as_it_is() -> None:
    across = "kronor. Barn"
    whole = Candidate("Plan", TEXT, tuple(answer_spans(TEXT, [across])), own=True)
    assert excerpt(whole, random.Random(1)) == whole
