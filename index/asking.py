"""What kind of answer a question asks for, read from its question words."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The kind of detail that an answer must hold."""

    PERSON = "person"
    DATE = "date"
    PLACE = "place"
    MONEY = "money"
    NUMBER = "number"
    FREQUENCY = "frequency"
    REASON = "reason"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    HOW = "how"
    FACT = "fact"


_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.REASON, r"\bvarför\b|\bav vilken anledning\b|\bvad är (?:skälet|anledningen|orsaken)\b"),
    (
        Kind.MONEY,
        r"\bvad (?:är|var|blir) (?:\w+ ){0,2}?"
        r"(?:avgiften|priset|kostnaden|lönen|hyran|taxan|beloppet|summan|budgeten)\b"
        r"|\bvad (?:kostar|kostade|kostat|blir kostnaden|blir priset|tjänar|tjänade)\b"
        r"|\bhur (?:dyr|mycket pengar|mycket (?:kostar|kostade|tjänar|betalar))"
        r"|\b(?:belopp(?:et)?|summa(?:n)?|pris(?:et)?|kostnad(?:en)?|avgift(?:en)?|lön(?:en)?)\s*\??$"
        r"|\bvilk(?:en|et|a) (?:belopp|summa|avgift|kostnad|pris|lön|taxa)\b|\bvad är priset\b",
    ),
    (Kind.FREQUENCY, r"\bhur (?:ofta|många gånger)\b"),
    (
        Kind.NUMBER,
        r"\bhur (?:många|mycket|stor|stort|stora|lång|långt|långa|hög|högt|höga|gammal|gammalt"
        r"|gamla|bred|djup|tung|snabbt|nära)\b|\bvilken (?:andel|procent)\b|\bantal(?:et)?\b"
        r"|\bandel(?:en)?\s*\??$|\bhur pass\b|\bvilket (?:telefonnummer|antal|år)\b|\bnummer\b",
    ),
    (
        Kind.DATE,
        r"^(?:och )?(?:sedan |från |till |fr\.o\.m\. )?när\b"
        r"|\bvilk(?:et|en) (?:datum|dag|månad|tid|tidpunkt)\b"
        r"|\b(?:datum|svarsdag|sista dag|ikraft|klockslag|öppettider)\b|\bvid vilken tidpunkt\b"
        r"|\bsenast när\b|\bsenast vilken\b|\bnär (?:ska|skulle|börjar|antogs|togs|kom|var|är)\b",
    ),
    (
        Kind.PERSON,
        r"^(?:och )?(?:av )?vem(?:s)?\b|\bvad heter (?:den|han|hon)?\b"
        r"|\bvilken person\b|\bvilka personer\b"
        r"|\bvem (?:är|var|blir|blev|ska|har|leder|skrev|utsågs)\b",
    ),
    (
        Kind.PLACE,
        r"^(?:och )?var\b(?! det| den)|^(?:och )?vart\b|\bvarifrån\b"
        r"|\bi vilk(?:en|et|a) (?:stad|ort|kommun|land|region|län)\b|\badress(?:en)?\b"
        r"|\bvilk(?:en|et) (?:stad|ort|kommun|land|plats|adress|region|län|område)\b",
    ),
    (
        Kind.DEFINITION,
        r"\bvad (?:betyder|innebär|menas|är ett?|avses)\b|\bvad är \w+(?: \w+)?\??$"
        r"|\bvad för något\b|\bhur (?:definieras|förklarar)\b|\bbetyder\b",
    ),
    (Kind.LIST, r"\bvilka\b|\bvad för slags\b|\bräkna upp\b|\bnämn\b|\blista\b"),
    (Kind.HOW, r"\bhur\b|\bpå vilket sätt\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS)
_YES_NO = re.compile(
    r"^(?:och |men )?(?:är|var|har|hade|får|fick|kan|kunde|ska|skall|skulle|kommer|kom|finns"
    r"|fanns|måste|behöver|behövde|gäller|gällde|räcker|blir|blev|vill|ville|bör|gör|gjorde|stämmer|går|gick"
    r"|tar|tog|ger|gav|ingår|ingick|deltar|deltog|[a-zåäö]{2,}(?:ar|er|ades|ades|ade))\s+"
    r"(?:man|jag|vi|du|ni|det|den|de|en|ett|alla|barn|[A-ZÅÄÖ]|[a-zåäö]+(?:en|et|na|n|t|s|r)?\b)",
)
_IS_VAR_PLACE = re.compile(
    r"^var\s+(?:(?:ute|någonstans|i|på|finns|ligger|ska|skulle|kan|får|skrivs|bor|byggs|hittar|hålls|går)\b)",
    re.I,
)


_ASKED_NOUN = re.compile(
    r"\b(?:vilk(?:en|et|a)|hur många|vad för(?: slags)?)\s+"
    r"(?:(?:av|de|två|tre|fyra|fem|sex|nya|andra|olika|fler)\s+)*([a-zåäö-]{3,})",
    re.I,
)


def asked_noun(question: str) -> str | None:
    """Return the word that names what is asked for: "skolor" of "Vilka skolor får kameror?"."""
    found = _ASKED_NOUN.search(question)
    return found.group(1).lower() if found else None


def kind_of(question: str) -> Kind:
    """Return the kind of detail that is asked for; FACT when the words do not tell."""
    text = question.strip()
    starts_with_verb = _YES_NO.match(text[:1].lower() + text[1:]) and text.endswith("?")
    if starts_with_verb and not _IS_VAR_PLACE.match(text):
        return Kind.YES_NO
    for kind, pattern in _COMPILED:
        if pattern.search(text):
            return kind
    return Kind.FACT
