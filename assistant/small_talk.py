"""Greetings and thanks: answered in one polite line, without pretending to cite."""

from __future__ import annotations

from assistant import texts
from corpus.swedish.words import words

_HELLO = frozenset(
    "hej hejsan hallå tjena tja tjenare god dag morgon goddag godmorgon kväll godkväll morsning "
    "hello hi".split()
)
_THANKS = frozenset("tack tackar thanks".split())
_GOODBYE = frozenset("då adjö farväl hejdå bye".split())
_POLITE = frozenset(
    "så mycket på dig er du ni för det hjälpen hjälp svaret svar bra jättebra toppen utmärkt "
    "ska ha vi ses en fin trevlig allt var är snällt kära vän där alla".split()
)


def small_talk_reply(question: str) -> str | None:
    """Return a reply if the question is nothing but a greeting or thanks, else None."""
    said = {word.text.lower() for word in words(question)}
    known = _HELLO | _THANKS | _GOODBYE
    if not said or not said & known or said - known - _POLITE:
        return None
    if said & _THANKS:
        return texts.THANKS
    return texts.GOODBYE if said & _GOODBYE else texts.HELLO
