"""Which details a sentence holds that the question did not already name."""

from __future__ import annotations

import re

from corpus.swedish.terms import MONTHS, word_terms
from corpus.swedish.words import words
from index.asking import Kind, asked_noun

_MONTH = "|".join(MONTHS)
_NUMBER_WORDS = (
    "en ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
    "arton nitton tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen hälften "
    "tredjedel fjärdedel dubbelt"
).split()
_DATE = re.compile(
    rf"\b\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?|\b(?:{_MONTH})\s+\d{{4}}|\b\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|(?<![\d:/(])(?:19|20)\d{{2}}(?![\d:/])|\b(?:{_MONTH})\b|\b(?:vår|sommar|höst|vinter)en?\b"
    r"|\b(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|ar)?\b|\bkl(?:ockan|\.)?\s*\d",
    re.I,
)
_NUMBER = re.compile(
    rf"(?<![\d/:(-])(?!(?:19|20)\d{{2}}\b)\d+(?:[ \u00a0.,]\d+)*(?![\d/:])(?!\s+(?:{_MONTH}))"
    rf"|\b(?:{'|'.join(_NUMBER_WORDS[2:])})\b",
    re.I,
)
_DIGITS = re.compile(
    r"(?<![\d/:(-])(?!(?:19|20)\d{2}\b)\d+(?![\d/:])|\b(?:hälften|procent)\b", re.I
)
_FREQUENCY = re.compile(
    r"\b(?:vart(?:annat)?|var|varje|varannan|per|en gång|gånger)\s+(?:\w+\s+)?"
    r"(?:år|månad|vecka|dag|kvartal|timme)\w*|\b(?:årlig|månatlig|daglig|regelbund)\w*",
    re.I,
)
_MONEY = re.compile(
    r"\d[\d \u00a0.,]*\s*(?:kronor|kr\b|öre|euro|dollar|miljon|miljard|mkr|mdkr|tkr|mnkr)"
    r"|\b(?:gratis|kostnadsfri\w*|avgiftsfri\w*)\b"
    r"|\b(?:miljoner|miljarder|tusen) (?:kronor|euro|dollar)",
    re.I,
)
_CAPITALISED = r"[A-ZÅÄÖÉ][a-zåäöéüA-ZÅÄÖ-]+"
_PERSON = re.compile(rf"\b{_CAPITALISED}(?: (?:af|av|von|de|der|{_CAPITALISED})){{1,3}}")
_NAME_INSIDE = re.compile(rf"(?<![.!?–:]\s)(?<!^)\b{_CAPITALISED}")
_PLACE = re.compile(
    rf"\b(?:[Ii]|[Pp]å|[Vv]id|[Ff]rån|[Tt]ill|[Uu]tanför|[Mm]ellan|[Oo]m|[Ii]nom|[Gg]enom|och|samt|,)\s+"
    rf"(?:\w+\s){{0,1}}{_CAPITALISED}"
)
_REASON = re.compile(
    r"\b(?:för att|eftersom|därför|på grund av|till följd av|i syfte|syftet|syftar|målet|orsak\w*"
    r"|anledning\w*|skäl\w*|så att|genom att|då|beror)\b",
    re.I,
)
_DEFINITION = re.compile(
    r"\b(?:är(?! (?:inte|också|redan)\b)|innebär|beskriver|betyder|avses|menas|definieras"
    r"|kallas|utgör"
    r"|består|står för|fungerar som|syftar)\b",
    re.I,
)
_HOW = re.compile(r"\b(?:genom|med hjälp av|via|så att|ska|kan|på så sätt|med)\b", re.I)

_ENUMERATION = re.compile(
    rf"\b\w{{1,60}}(?:, [\w -]{{2,60}}){{1,20}},? (?:och|samt|eller) \w+|\n"
    rf"|{_CAPITALISED} (?:och|samt) {_CAPITALISED}"
)

_FINDERS: dict[Kind, re.Pattern[str]] = {
    Kind.DATE: _DATE,
    Kind.NUMBER: _NUMBER,
    Kind.FREQUENCY: _FREQUENCY,
    Kind.MONEY: _MONEY,
    Kind.PERSON: _PERSON,
    Kind.PLACE: _PLACE,
    Kind.REASON: _REASON,
    Kind.DEFINITION: _DEFINITION,
    Kind.HOW: _HOW,
    Kind.LIST: _ENUMERATION,
}
_BESIDE = 25
"""Characters on either side of a detail."""
_LONGEST_SUBJECT = 6
"""Words before "är" or "innebär" in a sentence that defines."""
REQUIRED = frozenset({Kind.DATE, Kind.NUMBER, Kind.MONEY, Kind.PERSON, Kind.PLACE, Kind.LIST})
"""Kinds whose detail must be in the sentence for it to be an answer at all."""

DECISIVE = frozenset({Kind.DATE, Kind.NUMBER, Kind.MONEY})
"""Kinds whose form is so sure that a sentence without it is never shown as the answer."""


def has_detail(kind: Kind, sentence: str, question: str) -> bool | None:
    """Say whether the sentence holds a detail of this kind that the question does not name.

    None for a kind that has no recognisable form.
    """
    finder = _finder(kind, question)
    if finder is None:
        return None
    known = question.lower()
    for match in finder.finditer(sentence):
        if kind not in REQUIRED or match.group().strip().lower() not in known:
            return True
    return False


def _finder(kind: Kind, question: str) -> re.Pattern[str] | None:
    """Return what finds the detail; "hur hög" is answered in digits, not by "två områden"."""
    if kind is Kind.NUMBER and asked_noun(question) is None:
        return _DIGITS
    return _FINDERS.get(kind)


def detail_is_beside(kind: Kind, sentence: str, question: str, asked: frozenset[str]) -> bool:
    """Say whether a new detail stands within a few words of one that the question names.

    "Hur många poliser …" is answered by "tolv poliser", not by "poliser … under tolv veckor".
    """
    if kind not in REQUIRED:
        return False
    known = question.lower()
    for match in _FINDERS[kind].finditer(sentence):
        if match.group().strip().lower() in known:
            continue
        near = sentence[max(match.start() - _BESIDE, 0) : match.end() + _BESIDE]
        if any(asked & set(word_terms(word.text.lower())) for word in words(near)):
            return True
    return False


def defines(sentence: str, asked: frozenset[str]) -> bool:
    """Say whether the sentence opens with a word of the question and says what it is."""
    found = _DEFINITION.search(sentence)
    if found is None:
        return False
    opening = [word.text.lower() for word in words(sentence[: found.start()])]
    return 0 < len(opening) <= _LONGEST_SUBJECT and any(
        asked & set(word_terms(word)) for word in opening
    )


def count_names(sentence: str, question: str) -> int:
    """Return how many names the sentence holds that the question does not."""
    known = question.lower()
    found = {match.group() for match in _NAME_INSIDE.finditer(sentence)}
    return sum(name.lower() not in known for name in found)
