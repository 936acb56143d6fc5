"""Two questions in one: where one ends and the next begins."""

from __future__ import annotations

import re

from corpus.swedish.words import FUNCTION_WORDS, words

MOST = 3
_FEWEST_WORDS = 3
_ASKS = (
    r"(?:när|var|vart|varför|hur|vad|vem|vems|vilken|vilket|vilka|varifrån"
    r"|(?:i|på|av|till|från|för|med|under|om) (?:vad|vem|vilken|vilket|vilka))"
)
_NEXT = re.compile(rf"\s*[,;]?\s+(?:och|samt|men)\s+(?={_ASKS}\s+\w)", re.I)
_SENTENCE = re.compile(r"(?<=\?)\s+(?=\S)")
_OPENS = re.compile(rf"(?:^|[.,!:;]\s+(?:och |men |så )?)(?:{_ASKS})\b", re.I)
_SUBORDINATE = re.compile(
    r"\b(?:veta|undrar|berätta|säga|visa|förklara|framgår|beskriv\w*|anger?|bestämmer)\s*[,:]?\s*"
    rf"(?:mig |om )?{_ASKS}\b[^?]*$",
    re.I,
)


def parts(question: str) -> tuple[str, ...]:
    """Return the questions that are asked in one, in order; usually just the question itself.

    "När antogs planen och vad kostar den?" gives two. A clause counts as a question only when it
    has a word of its own: "När och var hålls mötet?" is one.
    """
    found: list[str] = []
    for sentence in _SENTENCE.split(question):
        found.extend(_clauses(sentence))
    asked = [part for part in found if part.endswith("?") and _says_something(part)]
    whole = len(asked) < len(found) or not 1 < len(found) <= MOST
    return (question,) if whole else tuple(found)


def _clauses(sentence: str) -> list[str]:
    """Split at "och när …", unless what stands before asks nothing: then it belongs to the next."""
    if not sentence.endswith("?"):
        return [sentence]
    clauses, start = [], 0
    for match in _NEXT.finditer(sentence):
        before = sentence[start : match.start()]
        if _OPENS.search(before) and not _SUBORDINATE.search(before):
            clauses.append(f"{before}?")
            start = match.end()
    return [*clauses, sentence[start:]]


def _says_something(part: str) -> bool:
    said = [word.text.lower() for word in words(part)]
    return len(said) >= _FEWEST_WORDS and any(word not in FUNCTION_WORDS for word in said)
