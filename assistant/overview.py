"""What a document is about: its lead sentence and its goals or sections, as quotations.

"Vad handlar planen om?", "Sammanfatta måltidspolicyn", "Vilka mål finns det?" and "Vad står det om
friskvård?" name a document or a heading, not a fact. No passage answers them alone: the answer
is picked from the document's own build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.selecting import leans
from corpus.swedish.sentences import sentence_spans
from corpus.swedish.terms import YEAR, word_terms
from corpus.swedish.words import FUNCTION_WORDS, content_words, stem, words
from corpus.types import Block, BlockKind, Document
from index.types import DocumentInfo

Span = tuple[int, int]

_WHOLE_STEM, _ENDING = 4, 3
_SHORT_STEM = 3
"""Enough where only the -a or -an of "taxa", "taxan" is lacking."""
SHOWN = 10
"""Lines of an overview; what comes after them is one touch away."""


class Asked(StrEnum):
    """What is asked of the documents as a whole."""

    ABOUT = "about"
    GOALS = "goals"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class OverviewQuestion:
    """What is asked, and the words that name the document (or the heading)."""

    asked: Asked
    name: str


_SUMMARY = r"(?:(?:en |ett )?(?:kort )?(?:sammanfattning|översikt|överblick))"
_GIVE = r"(?:kan du )?(?:ge|visa) (?:mig )?"
_KIND = (
    r"\w*(?:plan(?:en|er|erna)?|policyn?|program(?:met|men)?|strategi(?:n|er|erna)?"
    r"|riktlinje(?:n|r|rna)?|tax(?:a|an|or|orna)|budget(?:en)?|reglemente(?:t|n|na)?"
    r"|ordning(?:en)?|föreskrift(?:en|er|erna)|stadga(?:n|r|rna)?|regler(?:na)?|avtal(?:et|en)?"
    r"|rapport(?:en|er|erna)?|redovisning(?:en)?|protokoll(?:et|en)?|dokument(?:et|en)?"
    r"|text(?:en|er|erna)?)"
)
_DOCUMENT = rf"(?!(?:en|ett) )(?:.*\b{_KIND}\b.*|(?:den|det|de)(?: här| där)?|denna|detta|dessa)"
"""What a document is called, or what points at one; "en detaljplan" is any."""
_PATTERNS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(pattern, re.I))
    for asked, pattern in (
        (Asked.ABOUT, r"(?:kan du )?(?:kort )?sammanfatta (?P<name>.+)"),
        (
            Asked.ABOUT,
            rf"{_GIVE}{_SUMMARY}(?: (?:av|över|om) (?P<name>.+))?",
        ),
        (Asked.ABOUT, rf"{_SUMMARY}(?: (?:av|över) (?P<name>.+))?"),
        (Asked.ABOUT, r"vad handlar (?P<name>.+?) om(?: egentligen)?"),
        (Asked.ABOUT, rf"vad (?:innehåller|omfattar) (?P<name>{_DOCUMENT})"),
        (Asked.ABOUT, r"(?:kan du )?berätta (?:kort )?om (?P<name>\w*(?:plan|policy|dokument)\w*)"),
        (
            Asked.GOALS,
            r"vilka(?: \w+)? mål (?:finns(?: det)?|har|innehåller|sätts upp|anges|gäller)"
            r"(?: (?:i|för|enligt))?(?: (?P<name>.+))?",
        ),
        (Asked.GOALS, r"(?:vad|vilka) är målen(?: (?:i|med|enligt) (?P<name>.+))?"),
        (Asked.GOALS, r"(?:räkna upp|lista|nämn|visa) (?:alla )?(?:målen|mål)(?: i (?P<name>.+))?"),
        (Asked.SECTION, r"vad (?:står|sägs|stod) det om (?P<name>.+)"),
    )
)
_ANY = frozenset(
    """
    plan planen planerna dokument dokumentet dokumenten texten det den här denna detta dessa ni
    policy policyn program programmet strategi strategin riktlinje riktlinjen riktlinjerna taxan
    alla allt kommunen kommunens din dina era
    """.split()
)
"""Words that point at a document without naming which."""


_PREPOSITION = re.compile(r"\s(?:till|om|för|av|över|med|i|från|vid)\s", re.I)


def overview_question(question: str) -> OverviewQuestion | None:
    """Return what overview is asked for, None for a question of its own."""
    plain = question.strip().rstrip("?!. ")
    for asked, pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            return OverviewQuestion(asked, (match["name"] or "").strip(" ”“\"'"))
    return None


def overview_name(question: str) -> str:
    """Return the words that name the document or heading, "" where no overview is asked for."""
    asked = overview_question(question)
    return asked.name if asked else ""


def names_none(name: str) -> bool:
    """Say whether the words point at a document without naming it: "planen", "det här", "2025"."""
    return all(
        word.text.lower() in _ANY | FUNCTION_WORDS or YEAR.fullmatch(word.text)
        for word in words(name)
    )


def of_years(name: str, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Return the documents of the years that a name has, all of them if it has none."""
    years = set(YEAR.findall(name))
    return [
        document
        for document in documents
        if not years or years & {document.period[:4], *YEAR.findall(document.title)}
    ]


def named_documents(name: str, titles: Sequence[tuple[str, str]]) -> list[int]:
    """Return the numbers of the (id, title) pairs that are called by a name, best first.

    What stands before the first preposition says what a document is: "måltidspolicyn" means
    "Måltidspolicy för Ekdala" rather than "Nyhet om måltidspolicyn", which is meant only where
    nothing else is. A year alone calls none.
    """
    asked = _said(name)
    if all(YEAR.fullmatch(term) for term in asked):
        return []
    heads, others = list[tuple[int, int]](), list[tuple[int, int]]()
    for number, (identifier, title) in enumerate(titles):
        head = _PREPOSITION.split(title)[0]
        if _all_in(asked, _terms(head)):
            heads.append((len(content_words(title.lower())), number))
        elif _all_in(asked, _terms(f"{title} {identifier}")):
            others.append((len(content_words(title.lower())), number))
    return [number for _, number in sorted(heads) or sorted(others)]


def _all_in(asked: frozenset[str], held: set[str]) -> bool:
    return all(any(_same(term, other) for other in held) for term in asked)


def _same(term: str, other: str) -> bool:
    """Say whether two stems are of one word: Snowball keeps the n of "ordlistan"."""
    short, long = sorted((term, other), key=len)
    if not long.startswith(short):
        return False
    ending = long[len(short) :]
    whole = len(short) >= _WHOLE_STEM and len(ending) <= _ENDING
    return whole or not ending or (len(short) >= _SHORT_STEM and ending in ("a", "an"))


def about(document: Document) -> list[Span]:
    """Return the lead sentence, the goals if there are any, and the sections' first sentences."""
    lead = lead_sentence(document)
    rest = [span for _, span in sorted(set(_goal_lines(document)) | set(_openings(document)))]
    return _without_repetition([*([lead] if lead else []), *rest])


def goals(document: Document, *, loosely: bool = False) -> list[Span]:
    """Return what stands under headings that speak of goals, line by line.

    `loosely` takes, where there are none, the sentences that open a section with what shall be.
    """
    found = [span for _, span in _goal_lines(document)]
    if not found and loosely:
        found = [
            (start, end)
            for start, (_, end) in _openings(document)
            if _SHALL.search(document.text[start:end])
        ]
    return _without_repetition(found)


class Sections:
    """A document's sections, found by what their headings say."""

    def __init__(self, document: Document) -> None:
        """Read every heading once; of those that say the same the first with a text is meant."""
        self._document = document
        self._blocks: dict[frozenset[str], list[Block]] = {}
        for heading, blocks in _sections(document):
            if blocks:
                said = _said(document.text[heading.start : heading.end])
                self._blocks.setdefault(said, blocks)

    def lines(self, name: str) -> list[Span]:
        """Return the sentences under the heading that says the same as `name`, none without one."""
        said = _said(name)
        blocks = self._blocks.get(said, []) if said else []
        return [span for block in blocks for span in _lines(self._document, block)]


_LEADS = re.compile(
    r"\b(?:syft\w+|handlar om|beskriver|innehåller|visar|anger|styr|omfattar|redovisar|reglerar"
    r"|gäller för|ska bidra|vägledning|tar upp|samlar)\b",
    re.I,
)
_FORMAL = re.compile(
    r"\b(?:dnr|diarienummer|beslutad\w*|antagen|antogs|fastställd\w*|reviderad\w*|handläggare"
    r"|dokumentansvarig|giltig\w*|ersätter|version|dokumenttyp|granskad|uppdaterad\w*)\b|§"
    r"|\b(?:KS|KF|SBN) \d",
    re.I,
)
_GOAL_HEADING = re.compile(
    r"(?<!\w)(?!ändamål|föremål|måltid)\w*mål(?:en|et|sättning\w*|bild\w*)?(?!\w)", re.I
)
_SHALL = re.compile(r"\b(?:ska|skall|mål|målet|målen|siktar|strävar|syftar)\b", re.I)
_LEAD_WITHIN = 14
_SHORTEST, _LONGEST = 5, 45
"""Words of a sentence that can stand alone."""


def lead_sentence(document: Document) -> Span | None:
    """Return the sentence near the beginning that best says what the document is."""
    title = _terms(document.title)
    paragraphs = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    spans = [span for block in paragraphs for span in _lines(document, block)][:_LEAD_WITHIN]
    scored = [
        (_lead_score(document.text[start:end], title) - 0.15 * at, -at, (start, end))
        for at, (start, end) in enumerate(spans)
    ]
    best = max(scored, default=None)
    return best[2] if best and best[0] > -1 else None


def _lead_score(sentence: str, title: set[str]) -> float:
    about_title = not title.isdisjoint(_terms(sentence))
    return 2.0 * bool(_LEADS.search(sentence)) + about_title - 4.0 * (not _stands_alone(sentence))


def _goal_lines(document: Document) -> Iterator[tuple[int, Span]]:
    for heading, blocks in _sections(document):
        if _GOAL_HEADING.search(document.text[heading.start : heading.end]):
            items = [b for b in blocks if b.kind in (BlockKind.ITEM, BlockKind.ROW)] or blocks
            for block in items:
                yield from ((span[0], span) for span in _lines(document, block))


def _openings(document: Document) -> Iterator[tuple[int, Span]]:
    """Yield the first sentence of every section that can stand alone."""
    for _, blocks in _sections(document):
        paragraphs = [b for b in blocks if b.kind is BlockKind.PARAGRAPH]
        lines = (span for block in paragraphs for span in _lines(document, block))
        for start, end in lines:
            sentence = document.text[start:end]
            if _stands_alone(sentence):
                yield start, (start, end)
                break


def _stands_alone(sentence: str) -> bool:
    """Say whether a sentence is whole, is no formality and does not lean on the one before it."""
    whole = _SHORTEST <= len(sentence.split()) <= _LONGEST and sentence.endswith(".")
    return whole and not leans(sentence) and not _FORMAL.search(sentence)


def _sections(document: Document) -> Iterator[tuple[Block, list[Block]]]:
    """Yield every heading with the blocks up to the next one."""
    heading, blocks = None, list[Block]()
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            if heading is not None:
                yield heading, blocks
            heading, blocks = block, []
        else:
            blocks.append(block)
    if heading is not None:
        yield heading, blocks


def _lines(document: Document, block: Block) -> list[Span]:
    text = document.text[block.start : block.end]
    if block.kind is not BlockKind.PARAGRAPH:
        return [(block.start, block.end)] if text.strip() else []
    return [(block.start + start, block.start + end) for start, end in sentence_spans(text)]


def _without_repetition(spans: Sequence[Span]) -> list[Span]:
    return list(dict.fromkeys(spans))


def _said(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(text.lower()))


def _terms(text: str) -> set[str]:
    return {term for word in content_words(text.lower()) for term in word_terms(word)}
