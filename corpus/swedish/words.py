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

FUNCTION_WORDS = frozenset(
    """
    och att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig
    du henne då sin nu har inte hans honom skulle hennes där min man ej vid kunde något från ut när
    efter upp vi dem vara vad över än dig kan sina här ha mot alla under någon eller allt mycket
    sedan ju denna själv detta åt utan varit hur ingen mitt ni bli blev oss din dessa några deras
    blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem
    vilket sitta sådana vart dina vars vårt våra ert era vilkas ska skall kommer ska vill får fick
    det hos samt även också bara både genom ta tar enligt går finns finnas gör göra gjorde gjort
    ens dit hit vems slags sorts slag sort borde bör måste mer mest
    """.split()
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
    """Write a word as it is typed without å, ä and ö: "trygghetskamerår" → "trygghetskamerar"."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
