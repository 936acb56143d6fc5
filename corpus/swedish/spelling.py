"""Read what a question was meant to say: missing å, ä, ö and small typing errors.

A word that the vocabulary knows is left alone. One that it does not know is first read as typed
without diacritics, then as a compound, and last as a typing error: the known word within one
edit (two from eight letters on) that is most common, with the same first letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from corpus.swedish.compounds import split_compound
from corpus.swedish.words import FUNCTION_WORDS, WORD, stem, without_diacritics

_SHORTEST_CORRECTED = 4
_TWO_EDITS_FROM = 8


class Speller:
    """Corrects words against known stems and how often each occurs."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the known stems with their counts; larger is more common."""
        self._counts = counts
        self._plain: dict[str, str] = {}
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        for word in counts:
            plain = without_diacritics(word)
            if counts[word] > counts.get(self._plain.get(plain, ""), 0):
                self._plain[plain] = word
            self._by_start[plain[:1]].append(word)
        for word in FUNCTION_WORDS:
            self._plain.setdefault(without_diacritics(word), word)

    def correct(self, text: str) -> str:
        """Return the text with unknown words replaced by what they most likely mean."""
        typed_plainly = text == without_diacritics(text)
        return WORD.sub(lambda match: self._word(match.group(), typed_plainly), text)

    def _word(self, word: str, typed_plainly: bool) -> str:
        lower = word.lower()
        known = lower in FUNCTION_WORDS or stem(lower) in self._counts
        if known or not lower.isalpha():
            return word
        if typed_plainly and (restored := self._with_diacritics(lower)):
            return restored
        if len(lower) < _SHORTEST_CORRECTED or split_compound(lower):
            return word
        return self._nearest(lower) or word

    def _with_diacritics(self, word: str) -> str | None:
        """Find a known word that is this one without its dots and rings, inflected or not."""
        for cut in range(len(word), max(len(word) - 4, 2), -1):
            found = self._plain.get(word[:cut])
            if found is not None and stem(found + word[cut:]) == stem(found):
                return found + word[cut:]
        return self._plain.get(word)

    def _nearest(self, word: str) -> str | None:
        most = 2 if len(word) >= _TWO_EDITS_FROM else 1
        plain = without_diacritics(word)
        target = stem(word)
        best: tuple[int, int, str] | None = None
        for candidate in self._by_start[plain[:1]]:
            if abs(len(candidate) - len(target)) > most:
                continue
            edits = OSA.distance(candidate, target, score_cutoff=most)
            if edits <= most:
                rank = (edits, -self._counts[candidate], candidate)
                best = rank if best is None else min(best, rank)
        return best[2] if best else None


