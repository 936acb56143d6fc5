"""What the rules for questions share: the forms of dates and numbers, and the templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from assistant import texts
from assistant.faq.clauses import Clause
from assistant.faq.grammar import NUMBER_WORDS, PREPOSITIONS
from corpus.swedish.terms import MONTHS

Rule = Callable[[Clause, str], str | None]
"""Takes a clause and what follows its verb; returns the question, None where it does not fit."""

MONTH = "|".join(MONTHS)
DAY = r"(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)? )?den \d{1,2}(?:(?:–|-| och )\d{1,2})?"
_CLOCK = r"(?:,? (?:kl\.?|klockan) \d{1,2}(?:[.:]\d{2})?(?:[–-]\d{1,2}(?:[.:]\d{2})?)?)?"
DATE = re.compile(
    rf"(?P<from>från och med |fr\.o\.m\. |från )?(?P<latest>senast )?"
    rf"(?:{DAY} (?:{MONTH})(?: \d{{4}})?{_CLOCK}"
    rf"|(?:i|under|i början av|i slutet av|i mitten av) (?:{MONTH}) (?:år )?\d{{4}}"
    rf"|(?:under )?(?:våren|sommaren|hösten|vintern) \d{{4}}|under år \d{{4}}|under \d{{4}}"
    rf"|år \d{{4}}|vid årsskiftet(?: \d{{4}}(?:/\d{{4}})?)?)(?![\d–-])"
)
NAME = r"[A-ZÅÄÖÉ][\w-]+(?: [A-ZÅÄÖÉ][\w-]+)*"
ROUGHLY = r"(?:(?:omkring|cirka|ca|ungefär|drygt|nära|runt|totalt|sammanlagt|hela|närmare|över) )*"
NUMBER = rf"(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})*(?:,\d+)?|{'|'.join(sorted(NUMBER_WORDS))})"


def ask_for(kind: str, **parts: str) -> str:
    """Fill the template of a kind and close the gaps that empty parts leave."""
    return " ".join(texts.FAQ_QUESTIONS[kind].format(**parts).split()).replace(" ?", "?")


def tail_of(clause: Clause, rest: str) -> str:
    """Return what stands after the verb of the question: subject, rest, and the old opening."""
    if clause.subject_first:
        return f"{clause.opening} {rest}"
    return f"{rest} {clause.opening}"


def is_definite(phrase: str) -> bool:
    """Say whether a noun phrase means something that is there already: "arbetet", "planens mål"."""
    words = list(takewhile(lambda word: word not in PREPOSITIONS, phrase.split()))
    if not words or words[0] in ("en", "ett"):
        return False
    return words[-1].endswith(("n", "t", "na")) or any(word.endswith("s") for word in words)


def joins_nouns(rest: str) -> bool:
    """Say whether every "och" stands between two plural nouns, and joins no second clause."""
    return all(a.endswith("r") and b.endswith("r") for a, b in re.findall(r"(\S+) och (\S+)", rest))
