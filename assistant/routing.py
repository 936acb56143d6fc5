"""Which kind of question it is, decided before any search.

A linear classifier over words, pairs of words and pieces of words and, with svensk-e5, the
question's vector, with a few signs that words alone do not give (language, another municipality's
name, a year long gone); `python -m training routing` learns the weights. A personal identity number
is found by its form: it must never be missed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.languages import language_of, swedish_share
from assistant.personal_numbers import holds_personal_number
from assistant.types import Route
from corpus.swedish.words import without_diacritics, words
from index.embedding import DEFAULT_MODEL, Embedder

WEIGHTS = Path(__file__).parent / "models" / "routing.npz"
ELSEWHERE = Path(__file__).parent / "models" / "elsewhere.txt"
BUCKETS = 1 << 14
WITH_VECTOR = "vector"
WORDS_ALONE = "words"
SIGN = 0.3

Floats = npt.NDArray[np.float32]


LEARNT = tuple(route for route in Route if route is not Route.PERSONAL_NUMBER)
"""The routes that the classifier tells apart, in the order of its columns."""
SMALL_TALK = frozenset({Route.GREETING, Route.THANKS, Route.GOODBYE})
SURE_OF_TALK = 0.9
GOES_ON = frozenset(Route) - SMALL_TALK - {Route.DANGER, Route.OTHER_LANGUAGE, Route.NONSENSE}
"""In a conversation a follow-up often looks like these."""
LEAST_SURE = 0.45
"""A question is taken from the documents only by a route that is at least this probable."""
DANGER_LEAST = 0.15
"""Danger is enough at this: a number too many costs little, one too few may cost a life."""
SURELY_DANGER = 0.5
"""Below this the help lines stand beside what the documents say, not instead of it."""


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a question goes, how probable that is (0 to 1), and its language ("" for Swedish)."""

    route: Route
    probability: float
    language: str = ""

    @property
    def may_be_danger(self) -> bool:
        """Say whether danger is too unlikely to push aside what the documents say."""
        return self.route is Route.DANGER and self.probability < SURELY_DANGER

    @property
    def is_certain(self) -> bool:
        """Say whether no document can make a difference: a personal number, plain small talk."""
        talk = self.route in SMALL_TALK and self.probability >= SURE_OF_TALK
        return talk or self.route is Route.PERSONAL_NUMBER


@dataclass(frozen=True, slots=True)
class RoutingWeights:
    """Linear weights: `words` (BUCKETS, routes), `vector` (dimensions, routes), `bias` (routes,).

    `mean`, shape (dimensions,), is the mean vector of the questions that were trained on.
    """

    words: Floats
    vector: Floats
    bias: Floats
    mean: Floats

    @classmethod
    def load(cls, path: Path, which: str) -> RoutingWeights:
        """Read the arrays whose names start with `which`."""
        with np.load(path) as arrays:
            names = [field.name for field in fields(cls)]
            return cls(*(arrays[f"{which}.{name}"].astype(np.float32) for name in names))


class Router:
    """The shipped classifier.

    Where the embedding model is the one that it was trained with, the question's vector counts as
    well as its words; with any other model the words alone decide, a little less surely.
    """

    def __init__(self, weights: RoutingWeights, embedder: Embedder | None) -> None:
        """Take the weights and the model that `weights.mean` belongs to, if any."""
        self._weights = weights
        self._embedder = embedder

    @classmethod
    def load(cls, embedder: Embedder, path: Path = WEIGHTS) -> Router:
        """Read the shipped weights that fit the embedding model."""
        knows = embedder.name == DEFAULT_MODEL
        weights = RoutingWeights.load(path, WITH_VECTOR if knows else WORDS_ALONE)
        return cls(weights, embedder if knows else None)

    def route(self, question: str) -> Routing:
        """Return the route of a question."""
        if holds_personal_number(question):
            return Routing(Route.PERSONAL_NUMBER, 1.0)
        return decided(self.probabilities(question), language_of(question))

    def probabilities(self, question: str) -> Floats:
        """Return the probability of each route of `LEARNT`; they sum to 1."""
        numbers, values = hashed(question)
        scores = values @ self._weights.words[numbers] + self._weights.bias
        if self._embedder is not None:
            vector = centred(self._embedder.embed_question(question)[0], self._weights.mean)
            scores = scores + vector @ self._weights.vector
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), np.float32)


def decided(shares: Floats, language: str) -> Routing:
    """Return the route that the probabilities of `LEARNT` speak for."""
    danger = float(shares[LEARNT.index(Route.DANGER)])
    best = int(shares.argmax())
    if danger >= DANGER_LEAST and not language:
        return Routing(Route.DANGER, danger)
    if language not in ("", "en"):
        return Routing(Route.OTHER_LANGUAGE, 1.0, language)
    if LEARNT[best] is not Route.DOCUMENTS and shares[best] < LEAST_SURE:
        return Routing(Route.DOCUMENTS, float(shares[LEARNT.index(Route.DOCUMENTS)]), language)
    return Routing(LEARNT[best], float(shares[best]), language)


def centred(vector: Floats, mean: Floats) -> Floats:
    """Return the unit vector of what sets a question apart from the mean question."""
    apart = vector - mean
    return np.asarray(apart / (np.linalg.norm(apart) + 1e-9), np.float32)


def hashed(question: str) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the buckets of a question's features, and their values.

    The words' values together have length 1; a sign's is `SIGN`.
    """
    said = re.findall(r"\w+|[?!]", without_diacritics(question.lower()))
    pieces = {_bucket(name) for name in _pieces(said)}
    signs = {_bucket(name) for name in _signs(question, len(said))}
    values = [len(pieces) ** -0.5] * len(pieces) + [SIGN] * len(signs)
    return np.array([*pieces, *signs], np.int64), np.array(values, np.float32)


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def _pieces(said: Sequence[str]) -> list[str]:
    """Return words, pairs of neighbours and pieces of words, named apart."""
    names = [f"w:{word}" for word in said]
    names += [f"b:{a} {b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)]
    for word in said:
        whole = f"<{word}>"
        names += [f"c:{whole[i : i + n]}" for n in (3, 4, 5) for i in range(len(whole) - n + 1)]
    return names


_AUTHORITY = re.compile(
    r"(?<!\w)(?!kommun|miljö|region|bolags)\w+(?:verket|myndigheten|inspektionen|kassan)s?(?!\w)|"
    r"\b(?:csn|smhi|msb|socialstyrelsens?|riksdagens?|regeringens?|transportstyrelsens?)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:region(?:en)?s?|grannkommun\w*|andra kommuner|sjukhus\w*|vårdcentral\w*)\b", re.I
)
_HANDING_OUT = re.compile(
    r"\b(?:lämna ut|begär\w*|få ut|få se|kopia|kallelsen?|dagordning\w*|föredragningslist\w*"
    r"|sms|mejlväxling|kontrakt\w*)\b",
    re.I,
)
_LONG_AGO = re.compile(r"\b(?:1[5-9]\d\d|200\d|201[0-4])(?!\w)|\w+talet\b|\bår sedan\b", re.I)
_MINE = re.compile(
    r"\b(?:min|mitt|mina|mig|vår|vårt|våra|mammas|pappas|sons?|dotters?|jag har|jag vill)\b", re.I
)
_YOU = re.compile(r"\b(?:du|dig|din|ditt|dina)\b", re.I)


def _signs(question: str, length: int) -> list[str]:
    language = language_of(question)
    signs = {
        "language": bool(language),
        "elsewhere": _names_elsewhere(question),
        "authority": bool(_AUTHORITY.search(question)),
        "others": bool(_OTHERS.search(question)),
        "handing_out": bool(_HANDING_OUT.search(question)),
        "long_ago": bool(_LONG_AGO.search(question)),
        "mine": bool(_MINE.search(question)),
        "you": bool(_YOU.search(question)),
        "no_swedish": swedish_share(question) < 0.5,
        "no_words": not re.search(r"\w", question),
        "code": bool(re.search(r"[{}<>;=]|\(\)", question)),
        "asks": question.rstrip().endswith("?"),
        "one_word": length == 1,
        "short": length <= 3,
        "long": length > 10,
    }
    return [f"s:{name}" for name, holds in signs.items() if holds]


_ALSO_WORDS = frozenset({"Ale", "Berg", "Kil", "Mark", "Nora", "Salem", "Vara", "Eda", "Lund"})


def _names_elsewhere(question: str) -> bool:
    said = [word.text for word in words(question)]
    places = elsewhere()
    return any(
        (name in places or name.removesuffix("s") in places)
        and (name.removesuffix("s") not in _ALSO_WORDS or (at > 0 and name[0].isupper()))
        for at, name in enumerate(said)
    )


@cache
def elsewhere() -> frozenset[str]:
    """Return the names of Sweden's municipalities."""
    return frozenset(ELSEWHERE.read_text(encoding="utf-8").split())
