"""The figures of a question set: is the right passage found, is the answer shown, is it refused?

A question file has one JSON object a line: id, question, answerable, doc (a document's id),
answers (pieces of that document, of which a shown sentence must hold one; for a list the share
of pieces counts) and type. Texts are compared in lower case with white space collapsed.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import texts
from assistant.core import Assistant
from assistant.types import Answer, Citation, Status
from corpus.errors import FileError, QuestionsError
from corpus.types import Audience
from index.types import Hit

_NEAR = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what should be found. `document` is "" and `answers` empty for none."""

    id: str
    text: str
    answerable: bool
    document: str
    answers: tuple[str, ...]
    type: str
    audience: Audience = Audience.PUBLIC


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gave to one question; every pair is (document's id, text).

    `passages` are what it found, best first; `quotations` what it cites for its answer.
    """

    refused: bool
    passages: tuple[tuple[str, str], ...] = ()
    quotations: tuple[tuple[str, str], ...] = ()
    shown: tuple[str, ...] = ()
    words: int = 0
    exact: bool = True
    milliseconds: float = 0.0
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one question. `answer` and `answer_loose` are shares, 0 to 1."""

    question: Question
    refused: bool
    document_at_1: bool
    document_at_5: bool
    passage_at_1: bool
    passage_at_5: bool
    answer: float
    answer_loose: float
    words: int
    exact: bool
    milliseconds: float
    confidence: float
    shown: tuple[str, ...]
    found: tuple[str, ...]


def read_questions(path: Path) -> list[Question]:
    """Read a question file.

    Raises:
        FileError: the system will not read the file.
        QuestionsError: the file is missing or empty, or a line is wrong; it says which.
    """
    try:
        text = path.read_bytes().decode(errors="replace")
    except FileNotFoundError as error:
        raise QuestionsError(str(path), 0, texts.QUESTIONS_MISSING) from error
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error
    questions = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            questions.append(_question(str(path), number, line))
    if not questions:
        raise QuestionsError(str(path), 0, texts.QUESTIONS_EMPTY)
    return questions


def evaluate(
    assistant: Assistant, questions: Iterable[Question], progress: Callable[[], None] | None = None
) -> list[Outcome]:
    """Ask every question as its audience and compare."""
    outcomes = []
    for question in questions:
        answer, hits = assistant.ask_with_hits(question.text, question.audience)
        outcomes.append(judge(question, _given(assistant, question, answer, hits)))
        if progress:
            progress()
    return outcomes


def judge(question: Question, given: Given) -> Outcome:
    """Compare what a system gave with what should be found and shown."""
    found = [document for document, _ in given.passages[:_NEAR]]
    answering = [
        document == question.document and share_of_answers([text], question) > 0
        for document, text in given.passages[:_NEAR]
    ]
    right = [text for document, text in given.quotations if document == question.document]
    return Outcome(
        question,
        given.refused,
        document_at_1=found[:1] == [question.document],
        document_at_5=question.document in found,
        passage_at_1=any(answering[:1]),
        passage_at_5=any(answering),
        answer=share_of_answers(right, question),
        answer_loose=share_of_answers([text for _, text in given.quotations], question),
        words=given.words,
        exact=given.exact,
        milliseconds=given.milliseconds,
        confidence=given.confidence,
        shown=given.shown,
        found=tuple(found),
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the figures of design.md; shares 0 to 1, `nan` where no question counts."""
    can = [outcome for outcome in outcomes if outcome.question.answerable]
    cannot = [outcome for outcome in outcomes if not outcome.question.answerable]
    found = [outcome for outcome in can if outcome.passage_at_5]
    shown = [outcome for outcome in outcomes if not outcome.refused]
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return {
        "questions": float(len(outcomes)),
        "document_at_1": _mean(outcome.document_at_1 for outcome in can),
        "document_at_5": _mean(outcome.document_at_5 for outcome in can),
        "passage_at_1": _mean(outcome.passage_at_1 for outcome in can),
        "passage_at_5": _mean(outcome.passage_at_5 for outcome in can),
        "answer": _mean(outcome.answer for outcome in can),
        "answer_loose": _mean(outcome.answer_loose for outcome in can),
        "words_shown": statistics.median([o.words for o in shown]) if shown else 0.0,
        "wrongly_refused": _mean(outcome.refused for outcome in can),
        "wrongly_refused_found": _mean(outcome.refused for outcome in found),
        "rightly_refused": _mean(outcome.refused for outcome in cannot),
        "exact_quotations": _mean(outcome.exact for outcome in outcomes),
        "milliseconds_median": statistics.median(times) if times else 0.0,
        "milliseconds_p95": times[min(len(times) - 1, int(0.95 * len(times)))] if times else 0.0,
    }


def details(outcome: Outcome) -> dict[str, object]:
    """Return one outcome as a row for `--details`."""
    return asdict(outcome)


def share_of_answers(shown: Iterable[str], question: Question) -> float:
    """Return the share of the answers that the texts hold; all or nothing unless it is a list."""
    text = " \n ".join(comparable(piece) for piece in shown)
    held = [comparable(answer) in text for answer in question.answers]
    if question.type == "list":
        return sum(held) / len(held) if held else 0.0
    return float(any(held))


def comparable(text: str) -> str:
    """Return a text in lower case with its white space collapsed."""
    return " ".join(text.lower().split())


def _given(assistant: Assistant, question: Question, answer: Answer, hits: Sequence[Hit]) -> Given:
    return Given(
        answer.status is not Status.ANSWERED,
        tuple((hit.document.id, hit.passage.text) for hit in hits),
        tuple((citation.document, citation.quotation) for citation in answer.citations),
        tuple(sentence.text for sentence in answer.sentences),
        len(answer.text.split()),
        all(_is_exact(assistant, citation, question.audience) for citation in answer.citations),
        answer.milliseconds,
        answer.confidence,
    )


def _is_exact(assistant: Assistant, citation: Citation, audience: Audience) -> bool:
    document = assistant.document(citation.document, audience)
    return document is not None and (
        document.text[citation.start : citation.end] == citation.quotation
    )


def _mean(values: Iterable[float]) -> float:
    collected = list(values)
    return sum(collected) / len(collected) if collected else float("nan")


def _question(path: str, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        answers = tuple(row.get("answers") or ())
        if not all(isinstance(text, str) and text.strip() for text in (row["question"], *answers)):
            raise QuestionsError(path, number, texts.QUESTIONS_NO_TEXT)
        return Question(
            str(row.get("id", number)),
            row["question"],
            bool(row["answerable"]),
            str(row.get("doc") or ""),
            answers,
            str(row.get("type", "")),
            Audience(row.get("audience", Audience.PUBLIC)),
        )
    except KeyError as error:
        name = texts.QUESTIONS_FIELD.format(name=error.args[0])
        raise QuestionsError(path, number, name) from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionsError(path, number, texts.QUESTIONS_NOT_JSON) from error
