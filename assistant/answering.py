"""Hits in, an answer out: quoted sentences with their citations, or an honest refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from assistant.lists import LONGEST, Span, beginning, introduction, list_around, list_spans
from assistant.selecting import Alone, Choice, leans, says_the_same
from assistant.types import Citation, Nearest, Sentence
from corpus.swedish.sentences import sentence_spans
from corpus.types import Passage
from corpus.validity import out_of_force
from index.types import DocumentInfo, Hit

MOST_SENTENCES = 3
MOST_WORDS = 60
"""A further sentence is shown only while the answer stays this short."""
SHORT_PASSAGE = 40
"""Words; a passage of one to three sentences that is no longer is shown as a whole."""
SURELY = 0.0
"""The logit from which a further sentence is shown, a list's item is part of the answer, and a
piece of a passage is marked in a refusal."""
NEAR = 6.0
"""A further passage is quoted from when its first choice scores this near to the best."""
UNNEEDED = 2.5
"""A further sentence that says so much less than the best when each is read by itself is left out
(docs/quality.md has the figures)."""
SAME = 0.8
"""The share of its words that a further sentence may have in common with one that is shown."""
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


def quotations(choices: Sequence[Choice]) -> list[Quotation]:
    """Return what to show: one list or what it says of the matter, or up to three sentences."""
    if not choices:
        return []
    first = choices[0]
    if listed := _listed(first, choices):
        return [Quotation(first.hit, *span) for span in listed]
    chosen = _introduced(first)
    if before := _sentence_before(first) if len(chosen) == 1 else None:
        chosen.insert(0, Quotation(first.hit, *before))
    if fits_whole(first.hit.passage):
        chosen = [Quotation(first.hit, *span) for span in sentence_spans(first.hit.passage.text)]
    most = max((choice.alone for choice in choices if choice.alone is not None), default=0.0)
    for choice in choices[1:]:
        if choice.sentence < SURELY or choice.score < first.score - NEAR:
            continue
        if choice.alone is not None and choice.alone < most - UNNEEDED:
            continue
        added = [quotation for quotation in _introduced(choice) if quotation not in chosen]
        words = sum(len(shown.text.split()) for shown in [*chosen, *added])
        known = any(says_the_same(choice.text, shown.text, SAME) for shown in chosen)
        if len(chosen) + len(added) <= MOST_SENTENCES and words <= MOST_WORDS and not known:
            chosen += added
    return _in_reading_order(chosen)


def logit_of_shown(
    question: str, choices: Sequence[Choice], shown: Sequence[Quotation], alone: Alone
) -> float:
    """Return the reader's logit of what is shown, read by itself as the one who asked reads it."""
    text = " ".join(quotation.text for quotation in shown)
    known = choices[0].alone if text == choices[0].text else None
    return alone(question, [(choices[0].hit, text)])[0] if known is None else known


def fits_whole(passage: Passage) -> bool:
    """Say whether a passage is so short that all of it is shown: nothing is lost, little added."""
    text = passage.text
    short = len(text.split()) <= SHORT_PASSAGE
    return short and not list_spans(text) and len(list(sentence_spans(text))) <= MOST_SENTENCES


def goes_on_as_list(shown: Quotation) -> bool:
    """Say whether only the beginning of a list is shown."""
    text = shown.hit.passage.text
    return any(
        span[0] == shown.start and introduction(text, span)[1] < shown.end < span[1]
        for span in list_spans(text)
    )


def cite(chosen: Sequence[Quotation]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the quotations: every sentence gets the one citation that it is."""
    sentences, citations = [], []
    for number, quotation in enumerate(chosen, start=1):
        passage, document = quotation.hit.passage, quotation.hit.document
        start = passage.start + quotation.start
        page, label = passage.page_at(quotation.start)
        valid_from, valid_to, replaced_by = out_of_force(document, date.today())
        sentences.append(Sentence(quotation.text, (number,)))
        citations.append(
            Citation(
                number=number,
                document=document.id,
                title=document.title,
                section=passage.section,
                page=page,
                quotation=quotation.text,
                start=start,
                end=passage.start + quotation.end,
                url=source_url(document, start, quotation.text),
                date=document.date,
                source=document.source,
                passage=passage.text,
                page_label=label,
                valid_from=valid_from,
                valid_to=valid_to,
                replaced_by=replaced_by,
            )
        )
    return tuple(sentences), tuple(citations)


def nearest(hits: Sequence[Hit], choices: Sequence[Choice]) -> tuple[Nearest, ...]:
    """Return the best passage of each of the first documents, for a refusal."""
    shown: dict[str, Nearest] = {}
    for hit in hits:
        if hit.document.id not in shown and len(shown) < NEAREST_SHOWN:
            own = [choice for choice in choices if choice.hit == hit]
            shown[hit.document.id] = _nearest(hit, _possibly(own))
    return tuple(shown.values())


def _nearest(hit: Hit, quoted: Quotation | None) -> Nearest:
    passage, document = hit.passage, hit.document
    place = quoted or Quotation(hit, 0, len(passage.text))
    page, label = passage.page_at(place.start)
    return Nearest(
        document=document.id,
        title=document.title,
        section=passage.section,
        page=page,
        text=passage.text,
        url=source_url(document, passage.start + place.start, place.text),
        page_label=label,
        quotation=quoted.text if quoted else "",
    )


def _possibly(choices: Sequence[Choice]) -> Quotation | None:
    """Return the piece of a passage that would be shown of it if that were sure enough."""
    if not choices or choices[0].sentence < SURELY:
        return None
    start = choices[0].start
    return next(q for q in quotations(choices) if q.start <= start < q.end)


def source_url(document: DocumentInfo, start: int, text: str) -> str:
    """Return the address of the page that shows the document with this text marked."""
    place = f"start={start}&slut={start + len(text)}&prov={fingerprint(text)}"
    return f"/dokument/{quote(document.id)}?{place}#citat"


def fingerprint(text: str) -> str:
    """Return what an address carries of a quotation, to see whether the document has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _listed(choice: Choice, choices: Sequence[Choice]) -> list[Span]:
    """Return what to show of a list whose lead-in is chosen, or several of its items.

    That is the whole list; of one that is too long its beginning, or its lead-in and those items.
    """
    text = choice.hit.passage.text
    around = list_around(text, choice.start)
    if around is None:
        return []
    if around[0] == choice.start:
        return [beginning(text, around)]
    surely = [
        other
        for other in choices
        if other.reading is choice.reading
        and around[0] < other.start < around[1]
        and other.sentence > SURELY
    ]
    if len(surely) < 2:
        return []
    if beginning(text, around) == around:
        return [around]
    spans = [introduction(text, around)]
    for other in [choice, *surely]:
        length = sum(end - start for start, end in [*spans, (other.start, other.end)])
        if (other.start, other.end) not in spans and length <= LONGEST:
            spans.append((other.start, other.end))
    return sorted(spans)


def _introduced(choice: Choice) -> list[Quotation]:
    """Return a choice, and before it the lead-in of the list that it is an item of.

    A lead-in alone says nothing.
    """
    text, own = choice.hit.passage.text, Quotation(choice.hit, choice.start, choice.end)
    around = list_around(text, choice.start)
    if around is None:
        return [own]
    if around[0] == choice.start:
        return []
    return [Quotation(choice.hit, *introduction(text, around)), own]


def _sentence_before(choice: Choice) -> Span | None:
    """Return the sentence before one that opens with a pronoun and says little alone."""
    text = choice.hit.passage.text
    if not leans(choice.text) or len(choice.text.split()) > MOST_WORDS // 2:
        return None
    before = [span for span in sentence_spans(text) if span[1] <= choice.start]
    if not before or "\n\n" in text[before[-1][1] : choice.start]:
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
