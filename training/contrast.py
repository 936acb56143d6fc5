"""Near misses made from questions: one decisive word is changed, and nothing answers any more.

A reader that has only seen questions about other things takes "vice ordförande" for
"ordförande" and 2025 for 2024. A twin of an answerable question asks for another year, month,
group of people, body, role or place than the passage speaks of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.swedish.terms import MONTHS
from training.groups import Candidate, Group

KINDS: tuple[tuple[str, ...], ...] = (
    tuple(MONTHS),
    tuple("måndag tisdag onsdag torsdag fredag lördag söndag".split()),
    tuple("måndagar tisdagar onsdagar torsdagar fredagar lördagar söndagar".split()),
    tuple("vår sommar höst vinter".split()),
    tuple("våren sommaren hösten vintern".split()),
    tuple("barn vuxna ungdomar pensionärer studerande äldre föreningar företag".split()),
    tuple("barnen ungdomarna eleverna föräldrarna personalen lärarna cheferna".split()),
    tuple("kvinnor män flickor pojkar".split()),
    tuple("förskolan grundskolan gymnasiet fritidshemmet vuxenutbildningen".split()),
    tuple(
        "kommunfullmäktige kommunstyrelsen socialnämnden byggnadsnämnden kulturnämnden "
        "miljönämnden utbildningsnämnden revisorerna länsstyrelsen regionen".split()
    ),
    tuple("hyra köpa sälja låna".split()),
    tuple("per år|per månad|per vecka|per dag|per timme".split("|")),
    tuple("lägst högst".split()),
    tuple("minst längst".split()),
    tuple("öppnar stänger".split()),
    tuple("börjar slutar".split()),
    tuple("ordförande|vice ordförande|sekreterare|ersättare".split("|")),
)
"""Words of which one is put for another."""
_KIND_OF = {word: kind for kind in KINDS for word in kind}
_WORD = re.compile("|".join(rf"\b{word}\b" for word in sorted(_KIND_OF, key=len, reverse=True)))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_NAME = re.compile(r"(?<=\w )[A-ZÅÄÖ][a-zåäö]{3,}\b")


def twin(group: Group, chance: random.Random) -> Group | None:
    """Return an unanswerable twin of an answerable group, None where no word can be changed.

    What is changed stands in every passage that answers; what is put instead stands in none, and
    passages that hold it are left out, since they might answer.
    """
    right = [candidate.whole for candidate in group.candidates if candidate.spans]
    changes = [
        (start, end, new)
        for start, end, new in _changes(group, chance)
        if all(_holds(text, group.question[start:end]) and not _holds(text, new) for text in right)
    ]
    if not right or not changes:
        return None
    start, end, new = chance.choice(changes)
    question = group.question[:start] + new + group.question[end:]
    left = [replace(c, spans=()) for c in group.candidates if not _holds(c.whole, new)]
    return replace(group, question=question, answerable=False, candidates=tuple(left))


def _changes(group: Group, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    question = group.question
    for found in _YEAR.finditer(question):
        yield *found.span(), str(int(found[0]) + chance.choice((-3, -2, -1, 1, 2, 3)))
    for found in _NUMBER.finditer(question):
        yield *found.span(), str(max(1, int(found[0]) + chance.choice((-7, -2, -1, 1, 3, 10))))
    for found in _WORD.finditer(question):
        others = [word for word in _KIND_OF[found[0]] if word != found[0]]
        yield *found.span(), chance.choice(others)
    names = _names(group.candidates)
    for found in _NAME.finditer(question):
        if names:
            yield *found.span(), chance.choice(names)


def _names(candidates: Sequence[Candidate]) -> list[str]:
    found = {name for c in candidates if not c.spans for name in _NAME.findall(c.text)}
    return sorted(found)


def _holds(text: str, words: str) -> bool:
    return words.lower() in text.lower()
