"""Questions with passages that answer and passages that do not: what the reader learns from."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from training.spans import Span

GOVERNMENT = "regeringen"
SWEQUAD = "swequad"
SQUAD = "squad"
COMPREHENSION = (SWEQUAD, SQUAD)
"""Reading comprehension over texts of others."""
TOO_SURE = 0.95
"""A passage without a marked answer that scores so near the right one may be an answer itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage beside a question. `spans` is where `text` holds the answer, empty for nowhere.

    `head` is what the reader sees before the text; `score` is the mining reader's, as log odds.
    """

    head: str
    text: str
    spans: tuple[Span, ...]
    own: bool
    score: float = 0.0

    @property
    def whole(self) -> str:
        """What the reader sees of it: the head, a full stop and a space, the text."""
        return f"{self.head}. {self.text}"


@dataclass(frozen=True, slots=True)
class Group:
    """A question and its passages; without any that answers, it cannot be answered."""

    id: str
    collection: str
    question: str
    answerable: bool
    candidates: tuple[Candidate, ...]

    @property
    def usable(self) -> bool:
        """Whether it is known which passages answer: where an answer is, it must be marked."""
        held = any(candidate.spans for candidate in self.candidates)
        return bool(self.candidates) and held == self.answerable

    def scored(self, scores: Iterable[float]) -> Group:
        """Return the group with a reader's scores, without what may be an answer unmarked."""
        candidates = [
            replace(candidate, score=round(float(score), 3))
            for candidate, score in zip(self.candidates, scores, strict=True)
        ]
        best = max((chance(c.score) for c in candidates if c.spans), default=None)
        if best is not None:
            known = self.collection != GOVERNMENT
            candidates = [
                c
                for c in candidates
                if c.spans or (known and c.own) or chance(c.score) < TOO_SURE * best
            ]
        return replace(self, candidates=tuple(candidates))


def read_groups(paths: Iterable[Path]) -> Iterator[Group]:
    """Read groups that were written before."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                candidates = tuple(
                    Candidate(c["head"], c["text"], tuple(map(tuple, c["spans"])), *_rest(c))
                    for c in row.pop("candidates")
                )
                yield Group(**row, candidates=candidates)


def _rest(row: dict[str, float]) -> tuple[bool, float]:
    return bool(row["own"]), float(row["score"])


def chance(log_odds: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))
