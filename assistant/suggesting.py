"""Questions to begin with, made from the documents and kept only if the documents answer them.

A sentence of a certain shape is turned into the question that it answers: Swedish keeps the verb
in second place, so that "Planen antogs den 3 maj" gives "När antogs planen?". Sentences of another
shape are left alone, and `Assistant.ask` has the last word on every question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant import texts
from assistant.core import Assistant
from assistant.headings import (
    LONGEST,
    POINTS_ELSEWHERE,
    question_of_heading,
    written_inside,
)
from assistant.types import Status
from corpus.swedish.sentences import sentence_spans
from corpus.swedish.words import FUNCTION_WORDS, stem, words
from corpus.types import Audience, Block, BlockKind, Document

_DOCUMENTS = 12
_TRIES = 8
_MOST_OF_A_SHAPE = 2
_DAY = r"(?:den )?\d{1,2} \w+ \d{4}|i \w+ \d{4}|(?:under )?(?:våren|sommaren|hösten) \d{4}|år \d{4}"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape), question)
    for shape, question in (
        (
            r"(?:Två|Tre|Fyra|Fem|Sex|Sju|Följande) ((?!kan|gäller)\w+(?:or|ar|er|n) [^,;:]+):",
            "Vilka {0}?",
        ),
        (
            rf"([^,;: ]+ [^,;:]+?) (antogs|invigdes|infördes|inleddes|byggdes|startade|öppnade) "
            rf"(?:{_DAY})\b.*",
            "När {1} {~0}?",
        ),
        (r"(Under \d{4}) (\w+s) ([^\d,;:]+?) i [A-ZÅÄÖ][^:;]+\.", "Var {1} {2} {~0}?"),
        (
            r"(Under \d{4}) (\w+s) \d[\d ]* ((?!procent|kronor|miljoner)\w+)\b.*",
            "Hur många {2} {1} {~0}?",
        ),
        (r"([^,;:]+?) ska ((?!i )[^,;:]+?) genom [^;:]+\.", "Hur ska {~0} {1}?"),
        (
            r"(?:[A-ZÅÄÖ][\w-]+ ){2,4}(?:\(\w+\) )?är ([a-zåäö]+ [^,;:]+)\.",
            "Vem är {0}?",
        ),
        (
            r"[A-ZÅÄÖ]\w+(?: \w+){0,2} ((?:ansvarar|svarar) för|beslutar om) ([^,;:]+)\.",
            "Vem {0} {1}?",
        ),
        (r"((?:En |Ett )?[\w -]+?) är (?:ett?|när|att|förmågan) [^;:]+\.", "Vad är {~0}?"),
    )
)
"""The shape of a sentence and the question that it answers; {~0} is written inside a sentence."""
_DEFINITION, _HEADING = len(_SHAPES) - 1, len(_SHAPES)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and where in which document the sentence that it was made from stands."""

    question: str
    shape: int
    document: str
    start: int
    end: int


def suggested_questions(assistant: Assistant, audience: Audience, count: int) -> list[str]:
    """Return up to `count` questions that are answered from the sentence they were made from.

    They are spread over the documents and over kinds of question. The guide to the program
    itself, whose source is the program's name, gives none.
    """
    infos = [info for info in assistant.documents(audience) if info.source != texts.NAME]
    infos.sort(key=lambda info: info.date, reverse=True)
    found = (assistant.document(info.id, audience) for info in infos[:_DOCUMENTS])
    made = [list(_suggestions(document)) for document in found if document]
    kept: dict[str, None] = {}
    for is_heading in (False, True):
        waiting = [[one for one in rows if (one.shape == _HEADING) is is_heading] for rows in made]
        _keep(kept, waiting, lambda one: _is_answered(assistant, audience, one), count)
    return list(kept)


def _keep(
    kept: dict[str, None],
    waiting: list[list[Suggestion]],
    is_answered: Callable[[Suggestion], bool],
    count: int,
) -> None:
    """Take from the documents in turn, each time the kind of question used least so far."""
    used: Counter[int] = Counter()
    for _ in range(count * _TRIES):
        waiting = [made for made in waiting if made]
        if not waiting or len(kept) == count:
            break
        made = waiting.pop(0)
        made = [one for one in made if one.shape == _HEADING or used[one.shape] < _MOST_OF_A_SHAPE]
        if not made:
            continue
        next_one = min(made, key=lambda one: used[one.shape])
        waiting.append([other for other in made if other is not next_one])
        if next_one.question not in kept and is_answered(next_one):
            kept[next_one.question] = None
            used[next_one.shape] += 1


def _is_answered(assistant: Assistant, audience: Audience, made: Suggestion) -> bool:
    answer = assistant.ask(made.question, audience=audience)
    return answer.status is Status.ANSWERED and any(
        citation.document == made.document
        and citation.start < made.end
        and made.start < citation.end
        for citation in answer.citations
    )


def _suggestions(document: Document) -> Iterator[Suggestion]:
    heading = ""
    for block, end in _with_section_ends(document):
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            heading = text
            if block.level > 1 and (asked := question_of_heading(text, document.text)):
                yield Suggestion(asked, _HEADING, document.id, block.end, end)
        elif block.kind is BlockKind.PARAGRAPH:
            for first, last in sentence_spans(text):
                if made := _question(text[first:last].strip(), heading, document.text):
                    span = block.start + first, block.start + last
                    yield Suggestion(made[1], made[0], document.id, *span)


def _with_section_ends(document: Document) -> Iterator[tuple[Block, int]]:
    """Yield each block with the start of the next heading, or the end of the text."""
    end = len(document.text)
    rows = []
    for block in reversed(document.blocks):
        rows.append((block, end))
        if block.kind is BlockKind.HEADING:
            end = block.start
    yield from reversed(rows)


def _question(sentence: str, heading: str, text: str) -> tuple[int, str] | None:
    """Return the number of the first shape that fits, and the question."""
    for number, (shape, question) in enumerate(_SHAPES):
        match = shape.fullmatch(sentence)
        if not match:
            continue
        first = match[1]
        if number == _DEFINITION and _stems(first) != _stems(heading):
            continue
        inside = written_inside(first, text) if "{~0}" in question else first
        if inside is None:
            continue
        made = question.replace("{~0}", inside).format(*match.groups())
        if len(made) <= LONGEST and not POINTS_ELSEWHERE & {w.text.lower() for w in words(made)}:
            return number, made
    return None


def _stems(text: str) -> set[str]:
    return {stem(w.text) for w in words(text) if w.text.lower() not in FUNCTION_WORDS}
