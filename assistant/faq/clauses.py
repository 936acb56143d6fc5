"""Read a Swedish main clause: what stands first, its finite verb, and what follows.

Swedish puts the finite verb second. A question keeps the verb and swaps what stands before it:
"Planen antogs i maj" becomes "När antogs planen?". That needs no more than to know where the verb
is and whether the subject stands before it, and a sentence where either is uncertain is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.faq.grammar import (
    ASIDE,
    BARE_DEFINITES,
    EXAMPLES,
    FINITE_VERBS,
    FURTHER_CLAUSE,
    MAYBE_NAMES,
    NOT_A_SUBJECT,
    NOW,
    POINTS_ELSEWHERE,
    PREPOSITIONS,
    SAY_WHICH,
)
from corpus.swedish.compounds import shipped_lexicon
from corpus.swedish.words import FUNCTION_WORDS, WORD, stem

SHORTEST, LONGEST = 4, 40
"""Words of a sentence that is made into a question."""
LONGEST_OPENING = 9
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_UNFIT = re.compile(r":(?!\w)|[\"”»«;?!|/\[\]*•…]|https?|www\.|\d\.\s")
_SUBORDINATE = frozenset(
    "som att när om där vilket vilka vilken vars medan eftersom hur vad".split()
)
_ARTICLE = re.compile(r"\b(?:det|den|de) (?=[a-zåäö]+[ea] [a-zåäö-]+(?:[nt]|na)\b)")
"""An article, not a pronoun: "det långsiktiga arbetet"."""
_MID_SENTENCE = re.compile(r"(?<=[a-zåäöé,] )[^\W\d_][\w-]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause without its full stop: `opening verb rest`.

    `subject_first` says whether the opening is the subject; otherwise `rest` begins with it.
    """

    opening: str
    verb: str
    rest: str
    subject_first: bool


@dataclass(slots=True)
class Casing:
    """Which words are written with a capital inside sentences: names keep it, others do not."""

    lower: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def learn(self, texts: Iterable[str]) -> None:
        """Count the words that stand inside sentences of these texts."""
        for text in texts:
            for word in _MID_SENTENCE.findall(text):
                (self.capital if word[0].isupper() else self.lower)[word.lower()] += 1

    def inside(self, phrase: str) -> str | None:
        """Return a phrase as it is written inside a sentence, None when that is uncertain."""
        first, _, rest = phrase.partition(" ")
        word = first.lower().rstrip("-")
        if any(letter.isupper() for letter in first[1:]) or first[:1].isdigit():
            return phrase
        if self.capital[word] > self.lower[word]:
            return phrase
        if phrase.lower().split(" ")[:2][-1].endswith(MAYBE_NAMES):
            return None
        if self.lower[word] or word in PREPOSITIONS | FUNCTION_WORDS:
            return phrase[:1].lower() + phrase[1:]
        if rest[:1].isupper():
            return phrase
        known = stem(word) in shipped_lexicon().counts and not self.capital[word]
        return phrase[:1].lower() + phrase[1:] if known else None

    def breaks_off(self, words: Iterable[str]) -> bool:
        """Say whether a common word has a capital: a full stop is missing before it."""
        return any(
            word[:1].isupper() and self.lower[word.lower()] > self.capital[word.lower()]
            for word in words
        )


def read_clause(sentence: str, casing: Casing) -> Clause | None:
    """Return the main clause of a sentence, or None where its structure is not certain."""
    text = ASIDE.sub("", EXAMPLES.sub("", _PARENTHESIS.sub("", sentence.strip()))).rstrip(".")
    words = text.split()
    if not SHORTEST <= len(words) <= LONGEST or _UNFIT.search(text) or not text[0].isupper():
        return None
    at = next((n for n, word in enumerate(words[:12]) if word in FINITE_VERBS), 0)
    if (
        not 1 <= at <= LONGEST_OPENING
        or _SUBORDINATE & set(words[:at])
        or "," in words[0] + words[at - 1]
    ):
        return None
    if re.match(r"\d{1,3}$", words[1]) and words[0] in ("Över", "Under", "Kring", "Efter"):
        return None
    first = words[0].lower()
    if first in PREPOSITIONS and words[at + 1 : at + 2] and words[at + 1] in PREPOSITIONS:
        return None
    opening = casing.inside(" ".join(words[:at]))
    if casing.breaks_off(words[1:at]):
        return None
    if opening is None or (first in NOT_A_SUBJECT and first not in PREPOSITIONS):
        return None
    return Clause(opening, words[at], " ".join(words[at + 1 :]), first not in PREPOSITIONS)


def without_continuation(rest: str) -> str | None:
    """Return the first main clause of what follows the verb, None if it cannot be told apart."""
    comma = FURTHER_CLAUSE.search(rest)
    words = (rest[: comma.start()] if comma else rest).split()
    for at, word in enumerate(words):
        if word in ("och", "samt", "men", "eller"):
            if words[at + 1 : at + 2] and words[at + 1] in FINITE_VERBS:
                return " ".join(words[:at])
            if FINITE_VERBS & set(words[at + 2 : at + 6]):
                return None
    return " ".join(words)


def points_elsewhere(question: str, allowed: frozenset[str] = frozenset()) -> bool:
    """Say whether a word of the question stands for something outside it."""
    plain = _ARTICLE.sub("", question.partition(" ")[2])
    words = {match.group().lower() for match in WORD.finditer(plain)}
    return bool(POINTS_ELSEWHERE & words - allowed) or NOW.search(question) is not None


def bare_nouns(question: str) -> list[str]:
    """Return the definite nouns that do not say which one is meant: "uppdraget", "planens"."""
    words = [match.group() for match in WORD.finditer(question)]
    return [
        word
        for word, following in zip(words, [*words[1:], ""], strict=True)
        if {word.lower(), word.lower().removesuffix("s")} & BARE_DEFINITES
        and following not in SAY_WHICH
    ]
