"""Names and years of a question that no document holds: "Stuvsta nämns inte i dokumenten."""

from __future__ import annotations

from corpus.swedish.compounds import shipped_lexicon, split_compound
from corpus.swedish.terms import YEAR
from corpus.swedish.words import FUNCTION_WORDS, Word, stem, words

_SHORTEST = 4


def missing_names(question: str, unnamed: frozenset[str]) -> tuple[str, ...]:
    """Return the places, persons, years and unknown words of a question that nothing names.

    `unnamed` are the words, in lower case, that stand in none of the documents. Neighbours are one
    name: "Anna Lindh".
    """
    names: list[str] = []
    said = list(words(question))
    for at, word in enumerate(said):
        if word.text.lower() in unnamed and _is_name(word, question):
            first = _start_of_name(said, at, question)
            names.append(question[said[first].start : word.end])
    return tuple(name for name in dict.fromkeys(names) if not _inside_another(name, names))


def _start_of_name(said: list[Word], at: int, question: str) -> int:
    """Return where a name begins whose last word is at `at`: "Anna" of "Anna Lindh"."""
    while (
        at > 1
        and said[at].text[0].isupper()
        and said[at - 1].text[0].isupper()
        and question[said[at - 1].end : said[at].start] == " "
    ):
        at -= 1
    return at


def _inside_another(name: str, names: list[str]) -> bool:
    return any(other.startswith(f"{name} ") for other in names)


def _is_name(word: Word, question: str) -> bool:
    text = word.text
    if YEAR.fullmatch(text):
        return True
    if not text.isalpha() or text.lower() in FUNCTION_WORDS:
        return False
    opens = not question[: word.start].rstrip() or question[: word.start].rstrip()[-1] in ".?!:"
    if text[0].isupper() and not opens:
        return True
    known = stem(text) in shipped_lexicon().counts or split_compound(text.lower())
    return len(text) >= _SHORTEST and not known
