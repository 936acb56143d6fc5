"""Headings as questions: what stands under "Trygghet" is asked with "Vad står det om trygghet?"."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant import texts
from assistant.faq.grammar import EMPTY_HEADINGS
from corpus.swedish.compounds import shipped_lexicon
from corpus.swedish.words import FUNCTION_WORDS, stem, words

_LONGEST = 75
"""Characters: what fits two lines of a button on a telephone."""
_PLAIN = re.compile(r"[\w ,-]+")
_INSIDE = re.compile(r"(?<=[a-zåäö,] )\w+(?:-\w+)*")
_NUMBERING = re.compile(r"^(?:§ ?\d+|\d{1,2}(?:\.\d{1,2})*\.?(?: ?§)?|[IVX]+\.)\s+")
"""A number of four digits is a year: "2025 års mål"."""
_SHORTEST_QUESTION = 3
_VERBS = frozenset(
    "är ska kan får har bör måste gäller gör blir antogs vem hur vad när varför om".split()
)
_POINTS_ELSEWHERE = frozenset(
    """
    denna detta dessa den det de dem han hon hans hennes dess deras här där dit hit då så vi oss vår
    vårt våra jag sådan sådant sådana samma också även därför dessutom dock sin sitt sina båda
    """.split()
)


def words_inside(text: str) -> frozenset[str]:
    """Return the words that stand inside a sentence, as they are written, compounds in parts too.

    "EU-stöd" gives "EU" and "EU-stöd".
    """
    found: set[str] = set()
    for word in set(_INSIDE.findall(text)):
        parts = word.split("-")
        found.update("-".join(parts[:count]) for count in range(1, len(parts) + 1))
    return frozenset(found)


def without_numbering(heading: str) -> str:
    """Return a heading without its number: "3.1 Trygghet" gives "Trygghet"."""
    return _NUMBERING.sub("", heading.strip())


def section_question(heading: str, inside: Collection[str]) -> str | None:
    """Return a heading that is a question as it is; ask what is said about another.

    `inside` are the `words_inside` the document's text.
    """
    topic = without_numbering(heading)
    said = [word.text.lower() for word in words(topic)]
    if not topic or _POINTS_ELSEWHERE & set(said) or len(topic) > _LONGEST:
        return None
    if topic.endswith("?"):
        return topic if len(said) > _SHORTEST_QUESTION else None
    if not _PLAIN.fullmatch(topic) or (EMPTY_HEADINGS | _VERBS) & set(said):
        return None
    written = _written_inside(topic, inside)
    return texts.ABOUT_SECTION.format(heading=written) if written else None


def _written_inside(phrase: str, inside: Collection[str]) -> str | None:
    """Write the opening of a sentence as inside one; None if it may be a name or not."""
    first = phrase.split()[0].strip(",-")
    if first in inside and first not in ("En", "Ett"):
        return phrase
    known = first.lower() in FUNCTION_WORDS or stem(first) in shipped_lexicon().counts
    return phrase[0].lower() + phrase[1:] if known else None
