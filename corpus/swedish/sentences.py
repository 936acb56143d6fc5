"""Where a Swedish sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|\n")
_LAST_TOKEN = re.compile(r"(\S+)$")
_ABBREVIATIONS = frozenset(
    """
    t.ex bl.a m.m m.fl o.s.v osv dvs d.v.s s.k f.d fr.o.m t.o.m f.n ca c:a kl nr st resp inkl exkl
    ang avd bil bet dir ds etc ev forts f.ö i.e jfr kap lag mkr mnkr mdkr mrd milj mom m.a.o obs o.d
    p.g.a prop s.a s.k sid sk skr st.f tel tkr t.h t.v ung v.g vol årg övers a.a e.d e.dyl fig
    f.kr e.kr kr h.k.h h.m m.h.t o.dyl o.likn p.s red rskr ref s:t s:ta tex uppl utg dr prof civ.ing
    jur.kand art punkt nr enl pkt tab adr ordf kv org.nr tel.nr tfn
    """.split()
)
_BEFORE_A_NUMBER = frozenset(
    """
    max min mån tis tors fre lör sön jan feb mar apr jun jul aug sept sep okt nov dec
    """.split()
)
"""Abbreviations that are words as well, or end a sentence as often as not."""
_BEFORE_A_PROPERTY = frozenset(["fast"])
_PROPERTY = re.compile(r"[A-ZÅÄÖ][\w-]*(?: [A-ZÅÄÖ][\w-]*)* \d")
_AFTER = {"ex": re.compile(r"\bt\. ?$"), "st": re.compile(r"§ ?(?:\d+|\w+[ae]) ?$")}
"""What stands before an abbreviation that is one only there: "t. ex.", "3 § 2 st."."""
_INITIALS = re.compile(r"[A-ZÅÄÖ](?:\.[A-ZÅÄÖ])*")
_CAN_END = frozenset(
    {
        "m.m",
        "m.fl",
        "o.s.v",
        "osv",
        "etc",
        "o.d",
        "e.d",
        "e.dyl",
        "o.dyl",
        "kr",
        "tkr",
        "mkr",
        "mnkr",
        "mdkr",
        "f.kr",
        "e.kr",
        "st",
        "f.n",
    }
)
_AROUND = 80
"""Characters on each side that are looked at; no property's name is longer."""
_OPENERS = '"”’»([–-—• '


def sentence_spans(text: str) -> Iterator[Span]:
    """Yield (start, end) of every sentence; a line break always ends one.

    Together the spans cover every character that is not white space, in order and without
    overlap.
    """
    start = 0
    for match in _END.finditer(text):
        if match.group() != "\n" and not _ends_sentence(text, start, match):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text as strings."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip(_OPENERS)[:1] if match.end() < len(text) else ""
    if not match.group().startswith(".") or match.group().startswith(".."):
        return not following.islower()
    token_match = _LAST_TOKEN.search(text, start, match.start())
    token = (token_match.group(1) if token_match else "").lstrip('("”[–-')
    if following.islower() or _is_bound(text, start, match, token):
        return False
    if token.lower() in _ABBREVIATIONS:
        return token.lower() in _CAN_END and following.isupper()
    if token.isdigit() and len(token) <= 2:
        return following.isupper() and not _starts_line(text, match.start(), token)
    return True


def _is_bound(text: str, start: int, match: re.Match[str], token: str) -> bool:
    """Say whether what stands around a token shows that its full stop ends no sentence."""
    word = token.lower()
    if (len(token) == 1 and token.isalpha()) or _INITIALS.fullmatch(token):
        return True
    if word in _AFTER:
        before = match.start() - len(token)
        return _AFTER[word].search(text[max(start, before - _AROUND) : before]) is not None
    following = text[match.end() : match.end() + _AROUND].lstrip(_OPENERS)
    if word in _BEFORE_A_NUMBER:
        return following[:1].isdigit()
    return word in _BEFORE_A_PROPERTY and _PROPERTY.match(following) is not None


def _starts_line(text: str, end: int, token: str) -> bool:
    """Say whether the number stands first on its line, as in a numbered heading or item."""
    start = end - len(token)
    return start == 0 or text[start - 1] == "\n"


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
