"""One question, taken as it is written, answered from the documents or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant import texts
from assistant.answering import (
    Quotation,
    cite,
    goes_on_as_list,
    logit_of_shown,
    nearest,
    quotations,
)
from assistant.headings import section_question, words_inside
from assistant.missing import missing_names
from assistant.overview import (
    SHOWN,
    Asked,
    OverviewQuestion,
    Sections,
    Span,
    about,
    goals,
    lead_sentence,
    named_documents,
    names_none,
    of_years,
    overview_name,
    overview_question,
)
from assistant.reader import Reader
from assistant.selecting import (
    Choice,
    SelectionWeights,
    choose,
    confidence,
    confidence_features,
    read_again,
)
from assistant.types import Answer, Citation, Contact, Nearest, Scope, Sentence, Status
from corpus.types import BlockKind, Document
from index.question import SearchQuestion
from index.search import Searcher
from index.types import DocumentInfo, Hit

FURTHER = 3
_FURTHER_DOCUMENTS = 3
_MOST_DOCUMENTS = 20
"""An overview of everything looks into this many documents."""
GUIDE_LEAST = 0.15
UNSURE = 0.45
"""From this share of the probability that is wanted a refusal says that the documents may say it
after all: with svensk-e5 a third of such refusals had the answer in what is marked
(docs/quality.md)."""
OVERVIEW_CONFIDENCE = 0.9
"""What an overview quotes was not weighed by the reader: the question named it by its form."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer and the ranked hits behind it, in their final order."""

    answer: Answer
    hits: list[Hit]

    @property
    def is_answered(self) -> bool:
        """Say whether the documents answered."""
        return self.answer.status is Status.ANSWERED


class Finder:
    """Finds the answer to one question."""

    def __init__(self, searcher: Searcher, reader: Reader, contact: Contact) -> None:
        """Take what searches, what reads, and whom to ask where nothing is found."""
        self._searcher = searcher
        self._reader = reader
        self._weights = SelectionWeights.load(searcher.embedder.name)
        self._contact = contact

    def corrected(self, question: str) -> str:
        """Return the question without what the search takes for typing errors."""
        return self._searcher.corrected(question)

    def find(self, question: str, scope: Scope, least: float | None = None) -> Found:
        """Answer a question as it is written, if that is sure enough: trained, or `least`."""
        asked = self._searcher.prepare(question)
        hits = self._searcher.rank(asked, scope.audience, scope.documents)
        readings = self._reader.read_best(asked.text, hits[: self._weights.passages])
        choices = choose(readings, self._weights)
        choices = read_again(asked.text, choices, self._reader.alone, self._weights)
        shown = quotations(choices)
        hits = _in_order_of(choices, hits)
        sure = self._confidence(asked, choices, shown)
        unnamed = self._searcher.unnamed(asked, scope.audience, scope.documents)
        missing = missing_names(question, unnamed)
        if not choices or sure < (self._weights.threshold if least is None else least):
            near = nearest(hits, choices)
            return Found(self._refusal(question, near, sure, missing), hits)
        sentences, citations = cite(shown)
        goes_on = texts.LIST_GOES_ON if any(map(goes_on_as_list, shown)) else ""
        notice = " ".join(filter(None, (not_named(missing), goes_on)))
        answer = Answer(
            question,
            Status.ANSWERED,
            sentences=sentences,
            citations=citations,
            confidence=sure,
            notice=notice,
            missing=missing,
        )
        return Found(answer, hits)

    def overview(self, question: str, scope: Scope, last: str) -> Found | None:
        """Answer a question for an overview, None for any other or where nothing is named so.

        `last` is the id of the document that was spoken of last, "" for none: "planen" means it.
        """
        asked = overview_question(question)
        if asked is None:
            return None
        if asked.asked is Asked.SECTION:
            return self._section(question, asked.name, scope, last)
        for meant, loosely in _meant(asked, self._visible(scope), last):
            quoted = [q for info in meant for q in self._overview_of(asked, info, meant, loosely)]
            if quoted:
                return _quoted(question, quoted)
        return None

    def find_in_guide(self, question: str, scope: Scope) -> Found | None:
        """Answer a question about the program from its guide, None where there is no answer.

        That the question is about the program is known, so that less is needed of the reader.
        """
        guide = [i.id for i in self._visible(Scope(scope.audience)) if i.source == texts.NAME]
        if not guide:
            return None
        found = self.find(question, Scope(scope.audience, frozenset(guide)), GUIDE_LEAST)
        return found if found.is_answered else None

    def further(self, found: Found, scope: Scope) -> tuple[str, ...]:
        """Return questions to go on with, about other headings of the documents that were found.

        Each is answered for sure: `overview` quotes what stands under the heading.
        """
        hits = [hit.document for hit in found.hits if hit.document.source != texts.NAME]
        infos = list(dict.fromkeys(hits))[:_FURTHER_DOCUMENTS]
        cited = {c.document: c.section for c in found.answer.citations}
        infos.sort(key=lambda info: info.id not in cited)
        documents = (self._searcher.store.document(info.id) for info in infos)
        questions = (
            question
            for document in documents
            if document
            for question in _answered_headings(document, cited.get(document.id, ()))
        )
        return tuple(islice(_once(questions), FURTHER))

    def _overview_of(
        self,
        asked: OverviewQuestion,
        info: DocumentInfo,
        meant: Sequence[DocumentInfo],
        loosely: bool,
    ) -> list[Quotation]:
        document = self._searcher.store.document(info.id)
        if document is None:
            return []
        if asked.asked is Asked.GOALS:
            return self._quote(info, goals(document, loosely=loosely))
        lead = lead_sentence(document)
        return self._quote(info, about(document) if len(meant) == 1 else [lead] if lead else [])

    def _section(self, question: str, name: str, scope: Scope, last: str) -> Found | None:
        """Quote the section whose heading is named, of the last document before others.

        Only the documents that the search puts first are looked into: there may be thousands.
        """
        asked = self._searcher.prepare(name)
        hits = self._searcher.rank(asked, scope.audience, scope.documents)
        infos = list(dict.fromkeys(hit.document for hit in hits))
        for info in sorted(infos, key=lambda info: info.id != last):
            document = self._searcher.store.document(info.id)
            if document and (spans := Sections(document).lines(name)):
                return _quoted(question, self._quote(info, spans))
        return None

    def _quote(self, info: DocumentInfo, spans: Iterable[Span]) -> list[Quotation]:
        """Return the spans of a document's text as pieces of its passages."""
        store = self._searcher.store
        passages = [store.passage(row) for row in store.passages_of(info.id)]
        found = []
        for start, end in spans:
            for passage in passages:
                if passage.start <= start and end <= passage.end:
                    hit = Hit(passage, info, 0.0)
                    found.append(Quotation(hit, start - passage.start, end - passage.start))
                    break
        return found

    def _visible(self, scope: Scope) -> list[DocumentInfo]:
        store = self._searcher.store
        infos = [store.infos[number] for number in store.visible_documents(scope.audience)]
        return [info for info in infos if not scope.documents or info.id in scope.documents]

    def _refusal(
        self, question: str, near: tuple[Nearest, ...], sure: float, missing: tuple[str, ...]
    ) -> Answer:
        unsure = sure >= UNSURE * self._weights.threshold
        reply = not_named(missing) or (texts.NOT_SURE if unsure else texts.NOT_FOUND)
        return Answer(
            question,
            Status.NOT_FOUND,
            reply,
            nearest=near,
            confidence=sure,
            missing=missing,
            contacts=(self._contact,),
        )

    def _confidence(
        self, asked: SearchQuestion, choices: Sequence[Choice], shown: Sequence[Quotation]
    ) -> float:
        """Return how sure it is that the first choice answers, 0 where there is none."""
        if not choices:
            return 0.0
        store = self._searcher.store
        logit = logit_of_shown(asked.text, choices, shown, self._reader.alone)

        def document_text() -> str:
            document = store.document(choices[0].hit.document.id)
            return document.text if document else ""

        return confidence(confidence_features(asked, choices, logit, document_text), self._weights)


def together(question: str, found: Sequence[Found]) -> Found | None:
    """Join the answers to the parts of a question, None where none of them is answered.

    A part that is not answered is named beside the others. The rest of an overview is kept apart.
    """
    answered = [one.answer for one in found if one.is_answered]
    if not answered:
        return None
    refused = [one.answer for one in found if not one.is_answered]
    shown = [c for answer in answered for c in _cited(answer, answer.sentences)]
    rest = [c for answer in answered for c in _cited(answer, answer.rest)]
    citations = _distinct([*shown, *rest])
    sentences = tuple(Sentence(c.quotation, (c.number,)) for c in citations)
    first = len(_distinct(shown))
    notices = [answer.notice for answer in answered if answer.notice]
    if refused:
        asked = " ".join(f"”{answer.question}”" for answer in refused)
        notices.append(texts.PART_MISSING.format(parts=asked))
    joined = replace(
        answered[0],
        question=question,
        sentences=sentences[:first],
        citations=citations,
        rest=sentences[first:],
        confidence=min(answer.confidence for answer in answered),
        understood="",
        notice=" ".join(dict.fromkeys(notices)),
        missing=tuple(dict.fromkeys(name for one in found for name in one.answer.missing)),
        nearest=tuple(passage for answer in refused for passage in answer.nearest),
        contacts=refused[0].contacts if refused else (),
    )
    return Found(joined, [hit for one in found for hit in one.hits])


def _cited(answer: Answer, sentences: Sequence[Sentence]) -> list[Citation]:
    """Return the citations of some of an answer's sentences."""
    numbers = {number for sentence in sentences for number in sentence.citations}
    return [citation for citation in answer.citations if citation.number in numbers]


def _distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Number citations anew; what is quoted twice is quoted once."""
    places = {(c.document, c.start, c.end): c for c in citations}
    return tuple(replace(c, number=n) for n, c in enumerate(places.values(), start=1))


def _quoted(question: str, quoted: Sequence[Quotation]) -> Found:
    """Return an answer of quotations: the first lines are shown, the rest is kept at hand."""
    sentences, citations = cite(quoted)
    answer = Answer(
        question,
        Status.ANSWERED,
        sentences=sentences[:SHOWN],
        citations=citations,
        confidence=OVERVIEW_CONFIDENCE,
        rest=sentences[SHOWN:],
    )
    return Found(answer, list(dict.fromkeys(quotation.hit for quotation in quoted)))


def _meant(
    asked: OverviewQuestion, infos: Sequence[DocumentInfo], last: str
) -> Iterator[tuple[list[DocumentInfo], bool]]:
    """Yield the documents that an overview may be asked of, the likeliest first, and how loosely.

    "Planen" is the document that was spoken of last, else the only plan, else every document; with
    a year ("för 2025") only one of that year.
    """
    own = [info for info in infos if info.source != texts.NAME] or list(infos)
    called = [own[n] for n in named_documents(asked.name, [(i.id, i.title) for i in own])]
    if not names_none(asked.name):
        yield called[:1], True
        return
    own = of_years(asked.name, own)
    yield of_years(asked.name, [info for info in infos if info.id == last]), True
    yield of_years(asked.name, called), True
    yield own[:_MOST_DOCUMENTS], False
    yield own[:_MOST_DOCUMENTS], True


def _answered_headings(document: Document, cited: Sequence[str]) -> Iterator[str]:
    """Yield questions about a document's headings that what stands under them answers."""
    inside, sections = words_inside(document.text), Sections(document)
    for heading in _headings_after(document, cited):
        question = section_question(heading, inside)
        if question and sections.lines(overview_name(question)):
            yield question


def _once(questions: Iterable[str]) -> Iterator[str]:
    """Yield each question once, when it comes first."""
    given: set[str] = set()
    for question in questions:
        if question not in given:
            given.add(question)
            yield question


def _headings_after(document: Document, cited: Sequence[str]) -> Iterator[str]:
    """Yield a document's headings below its title, those after the cited one first."""
    headings = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.HEADING and block.level > 1
    ]
    at = headings.index(cited[-1]) + 1 if cited and cited[-1] in headings else 0
    yield from (heading for heading in headings[at:] + headings[:at] if heading not in cited)


def not_named(missing: tuple[str, ...]) -> str:
    """Return the line that says which names no document holds, "" for none."""
    return texts.NOT_NAMED.format(names=texts.joined(missing)) if missing else ""


def _in_order_of(choices: Sequence[Choice], hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits in the order of their best choices, those that were not read last."""
    read = list(dict.fromkeys(choice.hit for choice in choices))
    return read + [hit for hit in hits if hit not in read]
