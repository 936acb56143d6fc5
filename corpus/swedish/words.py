"""Words of a text, with their places, and the forms in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[^\W_]+", re.UNICODE)
_STEMMER = Stemmer.Stemmer("swedish", 0)

_ARTICLES_AND_PRONOUNS = """
    en ett den det de dem denna denne detta dessa jag du han hon vi ni man mig dig sig honom henne
    oss er min mitt mina din ditt dina sin sitt sina hans hennes dess deras vår vårt våra ert era
    någon något några ingen inget inga alla allt varje båda samma sådan sådant sådana själv själva
    som vars
"""
_QUESTION_WORDS = """
    vad vem vems vilken vilket vilka vilkas var vart varifrån när hur varför slags sorts slag sort
"""
_PREPOSITIONS_AND_ADVERBS = """
    i på av till från med utan för om vid hos mot mellan inom under över efter åt ut upp in dit hit
    här där då nu så sedan än ju ej inte icke också även bara ens mer mest mycket enligt genom
"""
_CONJUNCTIONS = "och eller men att samt både utan"
_AUXILIARIES = """
    är var vara varit har hade ha haft blir bli blev blivit ska skall skulle kan kunde vill får fick
    bör borde måste kommer tar ta går gör göra gjorde gjort finns finnas
"""
FUNCTION_WORDS = frozenset(
    (
        _ARTICLES_AND_PRONOUNS
        + _QUESTION_WORDS
        + _PREPOSITIONS_AND_ADVERBS
        + _CONJUNCTIONS
        + _AUXILIARIES
    ).split()
)
"""Swedish words without a subject of their own: articles, pronouns, prepositions, auxiliaries."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: text[start:end] == word."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the runs of letters and digits of a text, in order."""
    for match in WORD.finditer(text):
        yield Word(match.group(), match.start(), match.end())


@lru_cache(maxsize=500_000)
def stem(word: str) -> str:
    """Return the lower-case Snowball stem (https://snowballstem.org/algorithms/swedish)."""
    return str(_STEMMER.stemWord(word.lower()))


def without_diacritics(word: str) -> str:
    """Write a word as it is typed without å, ä and ö: "Vårby" → "Varby"."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are written, without function words."""
    said = [word.text for word in words(text)]
    return tuple(word for word in said if word.lower() not in FUNCTION_WORDS)
