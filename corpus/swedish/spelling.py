"""Read what a question was meant to say: missing å, ä, ö and small typing errors.

A word that is known is left alone: a form of the shipped list, a word of the documents, or a
compound. An unknown word is first read as typed without diacritics, whole or as a compound, and
last as a typing error: the known form within one edit (two from eight letters on) that is most
common, with the same first letter. In a question that was typed without å, ä and ö all through,
a known word is read as another with the same letters where that is likelier between its
neighbours (a noisy channel: Kernighan, Church and Gale 1990, https://aclanthology.org/C90-2036/).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.swedish.compounds import shipped_lexicon, split_compound
from corpus.swedish.forms import LEAST_BESIDE, shipped_forms
from corpus.swedish.words import FUNCTION_WORDS, WORD, stem, without_diacritics

_SHORTEST_CORRECTED = 4
_SHORTEST_SLIPPED = 6
"""Letters; in a shorter word only a letter that is written once or twice is a typing error."""
_SHORTEST_SUBSTITUTED = 8
_SHORTEST_TWICE = 10
_SHORTEST_PART = 3
_COMMON = 20
"""How often a form must be counted for an unknown word to be read as it."""
_OUTNUMBERED = 100
_MOST_SOUGHT = 15
"""Unknown words of one text that near ones are looked for."""
_REMEMBERED = 500

_REPEATED = re.compile(r"(.)\1+")


class Speller:
    """Corrects words against known forms and the stems of the documents."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the stems of the documents with their counts; larger is more common."""
        self._counts = counts
        self._forms = shipped_forms()
        self._nearest = lru_cache(_REMEMBERED)(self._find_nearest)

    def correct(self, text: str) -> str:
        """Return the text with unknown words replaced by what they most likely mean."""
        if not any(_is_foreign_letter(sign) for sign in text):
            text = self._restored(text)
        sought: set[str] = set()
        return WORD.sub(
            lambda match: _as_typed(match.group(), lambda word: self._word(word, sought)), text
        )

    def _restored(self, text: str) -> str:
        """Put å, ä and ö back in a question that has none.

        "For" and "bor" are words as they stand. They are read as "för" and "bör" only when
        another word shows that the question was typed without diacritics.
        """
        written = [word.lower() for word in WORD.findall(text)]
        if not any(self._shows_plain_typing(word) for word in written):
            return text
        meant: list[str] = []
        for at, word in enumerate(written):
            after = written[at + 1] if at + 1 < len(written) else ""
            meant.append(self._likeliest(word, meant[-1] if meant else "", after))
        restored = iter(meant)
        return WORD.sub(lambda match: _as_typed(match.group(), lambda _: next(restored)), text)

    def _shows_plain_typing(self, word: str) -> bool:
        counts = self._forms.counts
        most = max((counts.get(form, 0) for form in self._forms.by_plain.get(word, ())), default=0)
        if most:
            return most > _OUTNUMBERED * counts.get(word, 0)
        return not self._is_known(word) and self._rare_with_diacritics(word) is not None

    def _likeliest(self, word: str, before: str, after: str) -> str:
        """Return the form, typed like this word, that is likeliest between its neighbours."""
        alike = self._forms.by_plain.get(word)
        if alike is None:
            return word if self._is_known(word) else self._rare_with_diacritics(word) or word
        counts, beside = self._forms.counts, self._forms.beside
        following = self._forms.by_plain.get(after, (after,))

        def likelihood(form: str) -> float:
            left = self._beside(beside.get((before, form), 0), before, form)
            right = max(self._beside(beside.get((form, word), 0), word, form) for word in following)
            return math.log(counts[form]) + left + right

        return max(alike, key=likelihood)

    def _beside(self, number: int, neighbour: str, form: str) -> float:
        """Return the log probability of a neighbour, given the form.

        Half of it is the neighbour's own share, as far as pairs left out of the list allow.
        """
        share = (self._forms.counts.get(neighbour, 0) + 1) / self._forms.total
        count = self._forms.counts[form]
        return math.log(number / count + min(share, LEAST_BESIDE / count))

    def _word(self, word: str, sought: set[str]) -> str:
        """Return what a word most likely means.

        `sought` gathers the words that near ones have been looked for: in a text where nearly all
        are unknown, typing errors are not what is wrong.
        """
        if not word.isalpha() or self._is_known(word):
            return word
        forms = self._forms
        alike = [form for form in forms.by_plain.get(word, ()) if forms.counts[form] >= _COMMON]
        if alike:
            return max(alike, key=forms.counts.__getitem__)
        restored = self._own_with_diacritics(word)
        if restored is not None:
            return restored
        if len(word) < _SHORTEST_CORRECTED or split_compound(word):
            return word
        if len(sought) >= _MOST_SOUGHT and word not in sought:
            return word
        sought.add(word)
        return self._nearest(word) or word

    def _is_known(self, word: str) -> bool:
        """Say whether it is a word; one that is as good as always written with å, ä or ö is not."""
        if word in FUNCTION_WORDS:
            return True
        counts = self._forms.counts
        alike = self._forms.by_plain.get(word, ())
        if any(counts[form] > _OUTNUMBERED * counts.get(word, 0) for form in alike):
            return counts.get(word, 0) > _COMMON
        own = stem(word)
        return word in counts or own in shipped_lexicon().counts or own in self._counts

    def _rare_with_diacritics(self, word: str) -> str | None:
        """Return a word of the documents or a compound that is typed like this."""
        return self._own_with_diacritics(word) or self._compound_with_diacritics(word)

    def _own_with_diacritics(self, word: str) -> str | None:
        if not word.isascii():
            return None
        for cut in range(len(word), max(len(word) - 4, 2), -1):
            found = self._plain_stems.get(word[:cut])
            if found is not None and stem(found + word[cut:]) == found:
                return found + word[cut:]
        return None

    def _compound_with_diacritics(self, word: str) -> str | None:
        """Put diacritics back in the parts of a compound that is not known as a whole."""
        best: tuple[int, str] | None = None
        counts = self._forms.counts
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first = self._plain_parts.get(word[:cut])
            heads = self._forms.by_plain.get(word[cut:], (word[cut:],))
            head = max(heads, key=lambda form: counts.get(form, 0))
            if first is not None and head in counts and not (first + head).isascii():
                best = max(best or (0, ""), (counts[head], first + head))
        return best[1] if best else None

    @cached_property
    def _plain_stems(self) -> dict[str, str]:
        """The documents' most common stem for each way of typing one without å, ä and ö."""
        return _typed_alike(self._counts, self._counts)

    @cached_property
    def _plain_parts(self) -> dict[str, str]:
        lexicon = shipped_lexicon()
        common = {part: lexicon.counts[base] for part, base in lexicon.first_parts.items()}
        return _typed_alike(common, common) | {part: part for part in common if part.isascii()}

    @cached_property
    def _near_stems(self) -> _Candidates:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for known in self._counts:
            found[without_diacritics(known[:1])].append(known)
        return _Candidates(found)

    def _find_nearest(self, word: str) -> str | None:
        """Return the nearest common form, or a stem of the documents with this word's ending."""
        start, own = without_diacritics(word[0]), stem(word)
        ending = word[len(own) :] if word.startswith(own) else ""
        forms = self._forms.counts
        found = [
            (edits, -forms[form], form)
            for form, edits in _near_forms().near(word, start, len(word))
            if forms[form] >= _COMMON or edits == 0
        ]
        found += [
            (edits, -self._counts[known], known + ending)
            for known, edits in self._near_stems.near(own, start, len(word))
            if stem(known + ending) == known
        ]
        return min(found)[2] if found else None


class _Candidates:
    """Words that another may be meant for, by their first letter typed without å, ä and ö."""

    def __init__(self, by_start: Mapping[str, Sequence[str]]) -> None:
        self._by_start = by_start
        self._once: dict[str, list[str]] = {}
        """The same words, every letter written once."""

    def near(self, word: str, start: str, length: int) -> Iterator[tuple[str, int]]:
        """Yield those that slips of the finger turn into this word, with their number.

        A letter written once or twice costs nothing. `length` is that of the whole word.
        """
        most = (length >= _SHORTEST_SLIPPED) + (length >= _SHORTEST_TWICE)
        candidates = self._by_start.get(start, ())
        if start not in self._once:
            self._once[start] = [_REPEATED.sub(r"\1", candidate) for candidate in candidates]
        found = process.extract(
            _REPEATED.sub(r"\1", word),
            self._once[start],
            scorer=OSA.distance,
            processor=None,
            limit=None,
            score_cutoff=most,
        )
        for _, edits, at in found:
            candidate = candidates[at]
            alike = length >= _SHORTEST_SUBSTITUTED or _same_letters(word, candidate)
            if abs(len(candidate) - len(word)) <= 2 and alike:
                yield candidate, int(edits)


@cache
def _near_forms() -> _Candidates:
    return _Candidates(shipped_forms().by_start)


def _is_foreign_letter(sign: str) -> bool:
    """Say whether a sign is a letter, or a mark on one, that an English keyboard lacks."""
    return not sign.isascii() and unicodedata.category(sign)[0] in "LM"


def _same_letters(word: str, other: str) -> bool:
    """Say whether no letter stands in for another, dots and rings aside."""
    plain = (without_diacritics(word), without_diacritics(other))
    return len(word) != len(other) or sorted(plain[0]) == sorted(plain[1])


def _typed_alike(words: Iterable[str], counts: Mapping[str, int]) -> dict[str, str]:
    """Return the most common of the words that are typed alike without å, ä and ö."""
    found: dict[str, str] = {}
    for word in words:
        if not word.isascii():
            plain = without_diacritics(word)
            if counts[word] > counts.get(found.get(plain, ""), 0):
                found[plain] = word
    return found


def _as_typed(word: str, change: Callable[[str], str]) -> str:
    """Change a word in lower case; what is not changed stays as it is, a capital stays one."""
    lower = word.lower()
    changed = change(lower)
    if changed == lower:
        return word
    return changed.capitalize() if word[0].isupper() else changed
