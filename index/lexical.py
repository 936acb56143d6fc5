"""BM25 over Swedish terms, with a weight for each term of the question.

Score of a text d for weighted question terms (t, w_t):

    Σ w_t · idf(t) · tf(t, d) · (k1 + 1) / (tf(t, d) + k1 · (1 − b + b · |d| / mean |d|))
    idf(t) = ln(1 + (N − df(t) + 0.5) / (df(t) + 0.5))

Robertson and Zaragoza 2009, https://doi.org/10.1561/1500000019; the idf is Lucene's, which is
never negative. Everything but w_t is computed when the index is built, as in bm25s
(https://arxiv.org/abs/2407.03618); the tests compare the scores with that library's. It is not
used here because a question's compound parts must weigh less than its words, and because it
takes longer to import than a question takes to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
"""float32 (texts,); higher is better, 0 where no term matches."""

K1 = 1.2
B = 0.75
_AT_ONCE = 1 << 22
"""Postings that are weighed at a time, so that their double precision is never all in memory."""
SAMPLED = 40
"""Scores that are sampled for each one that is wanted."""


@dataclass(frozen=True, slots=True)
class Lexical:
    """An inverted index: for term id t, texts[starts[t]:starts[t+1]] and their weights."""

    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    idf: npt.NDArray[np.float32]
    size: int

    @classmethod
    def build(
        cls, lengths: npt.NDArray[np.int64], term_ids: npt.NDArray[np.int32], vocabulary: int
    ) -> Lexical:
        """Index `len(lengths)` texts whose term ids stand one after the other in `term_ids`."""
        size = len(lengths)
        keys = term_ids.astype(np.int64) * size
        keys += np.repeat(np.arange(size, dtype=np.int32), lengths)
        keys, counts = _counted(keys)
        starts = np.searchsorted(keys, np.arange(vocabulary + 1, dtype=np.int64) * size)
        frequency = np.diff(starts)
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5))
        mean = max(lengths.mean() if size else 1.0, 1e-9)
        texts, weights = np.empty(len(keys), np.int32), np.empty(len(keys), np.float32)
        for first in range(0, len(keys), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            terms, texts[part] = np.divmod(keys[part], size)
            norm = K1 * (1 - B + B * lengths[texts[part]] / mean)
            weights[part] = idf[terms] * counts[part] * (K1 + 1) / (counts[part] + norm)
        return cls(starts.astype(np.int64), texts, weights, idf.astype(np.float32), size)

    def scores(self, terms: Iterable[tuple[int, float]]) -> Scores:
        """Return the score of every text for (term id, weight) pairs."""
        total = np.zeros(self.size, np.float32)
        for term, weight in terms:
            where = slice(int(self.starts[term]), int(self.starts[term + 1]))
            total[self.texts[where]] += np.float32(weight) * self.weights[where]
        return total

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as `name.<array>.npy`, so that they can be mapped into memory."""
        for array in ("starts", "texts", "weights", "idf"):
            np.save(folder / f"{name}.{array}.npy", getattr(self, array))
        np.save(folder / f"{name}.size.npy", np.int64(self.size))

    @classmethod
    def load(cls, folder: Path, name: str) -> Lexical:
        """Map the saved arrays into memory."""
        starts, texts, weights, idf = (
            np.load(folder / f"{name}.{array}.npy", mmap_mode="r")
            for array in ("starts", "texts", "weights", "idf")
        )
        return cls(starts, texts, weights, idf, int(np.load(folder / f"{name}.size.npy")))


def _counted(keys: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return each key once, in order, and how often it stands there; `keys` are sorted in place.

    As `np.unique` does, with half the memory.
    """
    keys.sort()
    new = np.empty(len(keys), bool)
    new[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    places = np.flatnonzero(new)
    counts = np.diff(places, append=len(keys)).astype(np.int32)
    return keys[places], counts


def best(scores: Scores, count: int) -> npt.NDArray[np.int64]:
    """Return the numbers of the highest positive scores.

    Where there are many, all that cannot be among the best is put aside by a sample's quantile.
    """
    count = min(count, len(scores))
    numbers = np.arange(len(scores))
    if len(scores) > SAMPLED * count:
        sample = scores[:: len(scores) // (SAMPLED * count) + 1]
        share = 1 - 4 * count / len(scores)
        numbers = np.flatnonzero(scores >= np.quantile(sample, share, method="lower"))
        if len(numbers) < count:
            numbers = np.arange(len(scores))
    best = numbers[np.argpartition(-scores[numbers], count - 1)[:count]] if count else numbers
    return np.asarray(best[scores[best] > 0], np.int64)


class Vocabulary:
    """Terms and their ids, numbered in the order in which they were first met."""

    def __init__(self, terms: Sequence[str] = ()) -> None:
        """Start with these terms, ids 0, 1, 2 and so on."""
        self.terms = list(terms)
        self._ids = {term: number for number, term in enumerate(self.terms)}

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.terms)

    def add(self, term: str) -> int:
        """Return the id of a term, a new one if need be."""
        number = self._ids.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def find(self, term: str) -> int | None:
        """Return the id of a known term, else None."""
        return self._ids.get(term)

    def save(self, path: Path) -> None:
        """Write one term a line."""
        path.write_text("\n".join(self.terms), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read one term a line."""
        text = path.read_text(encoding="utf-8")
        return cls(text.split("\n") if text else ())
