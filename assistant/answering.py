"""Hits in, an answer out: quoted sentences with their citations, or an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.lists import Span, introduction, list_of_item, list_spans
from assistant.selecting import PRONOUNS, Choice
from assistant.types import Citation, Nearest, Sentence
from corpus.swedish.sentences import sentence_spans
from corpus.types import Passage
from index.asking import Kind
from index.details import has_detail
from index.question import SearchQuestion
from index.types import DocumentInfo, Hit

MOST_SENTENCES = 3
SECOND_SHARE = 0.35
"""A further sentence is shown when it is at least this likely beside the first."""
MOST_WORDS = 60
"""A further sentence is shown only while the answer stays this short."""
SHORT_PASSAGE = 40
"""Words; a passage of one to three sentences that is no longer is shown as a whole."""
NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A piece of one passage that is shown: `hit.passage.text[start:end]`."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quoted characters."""
        return self.hit.passage.text[self.start : self.end]


def quotations(question: SearchQuestion, choices: Sequence[Choice]) -> list[Quotation]:
    """Return what to show: one list, or up to three sentences in reading order."""
    first = choices[0]
    text = first.hit.passage.text
    if asked_list := _asked_list(question, first):
        return [Quotation(first.hit, *asked_list)]
    chosen = [Quotation(first.hit, first.view.start, first.view.end)]
    around = list_of_item(text, first.view.start)
    if before := introduction(text, around) if around else _sentence_before(first):
        chosen.insert(0, Quotation(first.hit, *before))
    if fits_whole(first.hit.passage):
        chosen = [Quotation(first.hit, *span) for span in sentence_spans(text)]
    for choice in choices[1:]:
        if (choice.view.start, choice.view.end) in list_spans(choice.hit.passage.text):
            continue
        if len(chosen) == MOST_SENTENCES or choice.probability < SECOND_SHARE * first.probability:
            break
        addition = Quotation(choice.hit, choice.view.start, choice.view.end)
        words = sum(len(shown.text.split()) for shown in [*chosen, addition])
        if words <= MOST_WORDS and all(addition.text != shown.text for shown in chosen):
            chosen.append(addition)
    return _in_reading_order(chosen)


def fits_whole(passage: Passage) -> bool:
    """Say whether a passage is so short that all of it is shown: nothing is lost, little added."""
    text = passage.text
    short = len(text.split()) <= SHORT_PASSAGE
    return short and not list_spans(text) and len(list(sentence_spans(text))) <= MOST_SENTENCES


def cite(chosen: Sequence[Quotation]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the quotations: every sentence gets the one citation that it is."""
    sentences, citations = [], []
    for number, quotation in enumerate(chosen, start=1):
        passage, document = quotation.hit.passage, quotation.hit.document
        start = passage.start + quotation.start
        sentences.append(Sentence(quotation.text, (number,)))
        citations.append(
            Citation(
                number,
                document.id,
                document.title,
                passage.section,
                passage.page,
                quotation.text,
                start,
                passage.start + quotation.end,
                source_url(document, start, passage.start + quotation.end),
                document.date,
                document.source,
                passage.text,
            )
        )
    return tuple(sentences), tuple(citations)


def nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    """Return the best passage of each of the first documents, for a refusal."""
    shown: dict[str, Nearest] = {}
    for hit in hits:
        passage, document = hit.passage, hit.document
        if document.id not in shown and len(shown) < NEAREST_SHOWN:
            shown[document.id] = Nearest(
                document.id,
                document.title,
                passage.section,
                passage.page,
                passage.text,
                source_url(document, passage.start, passage.end),
            )
    return tuple(shown.values())


def source_url(document: DocumentInfo, start: int, end: int) -> str:
    """Return the address of the page that shows the document with these characters marked."""
    return f"/dokument/{quote(document.id)}?start={start}&slut={end}#citat"


def _asked_list(question: SearchQuestion, choice: Choice) -> Span | None:
    """Return the list to show: the chosen one, or for a list question the one that is meant.

    That is the list of the chosen item, or the only list of a passage whose chosen sentence
    enumerates nothing itself.
    """
    lists = list_spans(choice.hit.passage.text)
    if (choice.view.start, choice.view.end) in lists:
        return choice.view.start, choice.view.end
    if question.kind is not Kind.LIST:
        return None
    if around := list_of_item(choice.hit.passage.text, choice.view.start):
        return around
    enumerates = has_detail(Kind.LIST, choice.text, question.text)
    return lists[0] if len(lists) == 1 and not enumerates else None


def _sentence_before(choice: Choice) -> Span | None:
    """Return the sentence before one that opens with a pronoun and says little alone."""
    opening = choice.text.lstrip("–- ").split(" ", 1)[0].lower()
    text = choice.hit.passage.text
    if opening not in PRONOUNS or len(choice.text.split()) > MOST_WORDS // 2:
        return None
    before = [span for span in sentence_spans(text) if span[1] <= choice.view.start]
    if not before or "\n\n" in text[before[-1][1] : choice.view.start]:
        return None
    length = len(text[before[-1][0] : before[-1][1]].split()) + len(choice.text.split())
    return before[-1] if length <= MOST_WORDS else None


def _in_reading_order(chosen: list[Quotation]) -> list[Quotation]:
    """Keep the documents in the order of their first sentence, and sentences as they stand."""
    passages: list[Passage] = []
    for quotation in chosen:
        if quotation.hit.passage not in passages:
            passages.append(quotation.hit.passage)
    unique = list({(passages.index(q.hit.passage), q.start): q for q in chosen}.items())
    return [quotation for _, quotation in sorted(unique, key=lambda item: item[0])]
