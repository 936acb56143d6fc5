from __future__ import annotations

from dataclasses import replace

from assistant.core import Assistant
from assistant.faq.answering import WORTH_A_POOL, Answerer
from assistant.settings import Settings
from assistant.types import Answer
from corpus.types import Audience

QUESTIONS = [
    "Var ska nya trygghetskameror sättas upp?",
    "När antogs verksamhetsplanen?",
    "Hur många platser får den nya förskolan?",
    "Vad är bygglov?",
    "Vad kostar det att parkera?",
    "Vem beslutar om budgeten? Och när?",
    "Vad handlar planen om?",
    "Hej!",
    "vilka mal har kommunen for klimatet",
    "Vilka områden är prioriterade för trygghet?",
    "Hur ska kommunen minska sina utsläpp?",
    "Vad ska göras för de äldre?",
    "Vilka mål finns för skolan?",
]


def test_processes_give_what_ask_gives_to_the_last_bit(
    settings: Settings, assistant: Assistant
) -> None:
    assert len(QUESTIONS) >= WORTH_A_POOL
    with Answerer(settings, Audience.PUBLIC, workers=2) as answerer:
        found = answerer.in_order(QUESTIONS)
    assert [timeless(answer) for answer in found] == [
        timeless(assistant.ask(question)) for question in QUESTIONS
    ]


def timeless(answer: Answer) -> Answer:
    return replace(answer, milliseconds=0.0)
