"""Questions as people type them: without å, ä, ö, capitals or question mark, with slips."""

from __future__ import annotations

import random

from corpus.swedish.words import without_diacritics

_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def noisy(question: str, chance: random.Random) -> str:
    """Return the question with some of the ways in which typed questions differ."""
    if chance.random() < 0.5:
        question = question.rstrip("?")
    if chance.random() < 0.5:
        question = question.lower()
    if chance.random() < 0.4:
        question = without_diacritics(question)
    for _ in range(chance.choice((0, 1, 1, 2))):
        question = _slip(question, chance)
    return question


def _slip(question: str, chance: random.Random) -> str:
    """Leave out, double, swap or replace one letter."""
    places = [at for at, letter in enumerate(question[:-1]) if letter.isalpha()]
    if not places:
        return question
    at = chance.choice(places)
    letter, following = question[at], question[at + 1]
    changed = chance.choice(("", letter * 2, following + letter, chance.choice(_LETTERS)))
    taken = 2 if changed == following + letter else 1
    return question[:at] + changed + question[at + taken :]
