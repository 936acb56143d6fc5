"""Read what a question was meant to say: missing å, ä, ö and small typing errors.

A word that the vocabulary or the lexicon knows is left alone, unless it is as good as unknown
beside a word one edit away. An unknown word is first read as typed without diacritics, then as
a compound, and last as a typing error: the known word within one edit (two from eight letters
on) that is most common, with the same first letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from rapidfuzz.distance import OSA

from corpus.swedish.compounds import shipped_lexicon, split_compound
from corpus.swedish.words import FUNCTION_WORDS, WORD, stem, without_diacritics

_SHORTEST_CORRECTED = 4
_TWO_EDITS_FROM = 8
_RARE = 3
_OUTNUMBERED = 100
_OUTNUMBERED_WITH_DIACRITICS = 10
_A_WORD_ITSELF = 100
"""Counts in the lexicon and the documents together."""


class Speller:
    """Corrects words against known stems and how often each occurs."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the stems of the documents with their counts; larger is more common."""
        self._counts = counts

    def correct(self, text: str) -> str:
        """Return the text with unknown words replaced by what they most likely mean."""
        if text.isascii():
            text = self._restored(text)
        return WORD.sub(lambda match: self._word(match.group()), text)

    def _restored(self, text: str) -> str:
        """Put å, ä and ö back in a question that has none.

        "For" and "bor" are words as they stand. They are read as "för" and "bör" only when
        another word shows that the question was typed without diacritics.
        """
        found = {
            word: restored
            for word in WORD.findall(text)
            if (restored := self._with_diacritics(word.lower()))
        }
        if all(self._known_count(word.lower()) >= _A_WORD_ITSELF for word in found):
            return text
        return WORD.sub(lambda match: found.get(match.group(), match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if not lower.isalpha() or lower in FUNCTION_WORDS:
            return word
        own = self._counts.get(stem(lower), 0)
        known = own > _RARE or stem(lower) in shipped_lexicon().counts
        if known or len(lower) < _SHORTEST_CORRECTED or split_compound(lower):
            return word
        nearest = self._nearest(lower)
        if nearest is None or own * _OUTNUMBERED > self._counts[nearest]:
            return word
        return nearest

    def _with_diacritics(self, word: str) -> str | None:
        """Find a common word that is this one without its dots and rings, inflected or not."""
        if word in FUNCTION_WORDS:
            return None
        if word in _PLAIN_FUNCTION_WORDS:
            return _PLAIN_FUNCTION_WORDS[word]
        own = self._known_count(stem(word))
        for cut in range(len(word), max(len(word) - 4, 2), -1):
            found = self._plain.get(word[:cut])
            if found is None or stem(found + word[cut:]) != found:
                continue
            if self._known_count(found) > own * _OUTNUMBERED_WITH_DIACRITICS:
                return found + word[cut:]
        return None

    def _known_count(self, word_stem: str) -> int:
        return self._counts.get(word_stem, 0) + shipped_lexicon().counts.get(word_stem, 0)

    @cached_property
    def _plain(self) -> dict[str, str]:
        """The most common stem for each way of typing one without å, ä and ö."""
        found: dict[str, str] = {}
        for words in (self._counts, shipped_lexicon().counts):
            for word in words:
                if word.isascii():
                    continue
                plain = without_diacritics(word)
                if self._known_count(word) > self._known_count(found.get(plain, "")):
                    found[plain] = word
        return found

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            found[without_diacritics(word[:1])].append(word)
        return found

    def _nearest(self, word: str) -> str | None:
        most = 2 if len(word) >= _TWO_EDITS_FROM else 1
        target = stem(word)
        best: tuple[int, int, str] | None = None
        for candidate in self._by_start.get(without_diacritics(word[:1]), ()):
            if candidate == target or abs(len(candidate) - len(target)) > most:
                continue
            edits = OSA.distance(candidate, target, score_cutoff=most)
            if edits <= most:
                rank = (edits, -self._counts[candidate], candidate)
                best = rank if best is None else min(best, rank)
        return best[2] if best else None


_PLAIN_FUNCTION_WORDS = {
    without_diacritics(word): word
    for word in FUNCTION_WORDS
    if not word.isascii() and without_diacritics(word) not in FUNCTION_WORDS
}
