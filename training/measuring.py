"""Measure a reader on groups: `python -m training measure --reader FOLDER --groups FILE …`.

The order of the passages, the sentence, and the refusal, without search and product around them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.inference import Array
from training.groups import Candidate, Group, read_groups
from training.reading import Read, readings
from training.rows import text_tokens
from training.spans import Span, line_sentences
from training.texts import DATA
from training.transformer import ReaderModel, load_reader

SENTENCE_WEIGHT = 0.5
REFUSED = 0.88


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over held-out groups, 0 to 1.

    `apart` is how often an answerable question outscores one that is not (the area under the
    curve); `answered` is the share rightly answered where 0.88 of the others are refused.
    """

    questions: int
    first: float
    sentence: float
    apart: float
    answered: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One group: was the passage put first right, its sentence right, and how sure is it?"""

    answerable: bool
    first: bool
    sentence: bool
    score: float


def main() -> None:
    """Print the figures of a reader on each file of groups."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reader", type=Path, default=DATA / "reader")
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = load_reader(args.reader / "reader.f16.safetensors").eval()
    tokenizer = Tokenizer.from_file(str(args.reader / "tokenizer.json"))
    for path in args.groups:
        groups = [group for group in read_groups([path]) if group.usable]
        print(path.stem, asdict(measure(model, tokenizer, groups)), flush=True)


def measure(model: ReaderModel, tokenizer: Tokenizer, groups: Sequence[Group]) -> Figures:
    """Read every group's passages and compare."""
    outcomes = [outcome(group, read) for group, read in readings(model, tokenizer, groups)]
    can = [found for found in outcomes if found.answerable]
    cannot = [found.score for found in outcomes if not found.answerable]
    least = float(np.quantile(cannot, REFUSED)) if cannot else -np.inf
    apart = [float(found.score > score) for found in can for score in cannot]
    return Figures(
        len(outcomes),
        _share([found.first for found in can]),
        _share([found.sentence for found in can]),
        _share(apart),
        _share([found.sentence and found.score > least for found in can]),
    )


def outcome(group: Group, read: Sequence[Read]) -> Outcome:
    """Judge one group: the passage with the best sum of its score and its sentence's wins."""
    best = (-np.inf, False, False)
    for candidate, (encoding, score, tokens) in zip(group.candidates, read, strict=True):
        value, span = best_sentence(candidate, text_tokens(encoding, candidate.head), tokens)
        held = any(span[0] <= start and end <= span[1] for start, end in candidate.spans)
        best = max(best, (score + SENTENCE_WEIGHT * value, bool(candidate.spans), held))
    return Outcome(group.answerable, best[1], best[2], best[0])


def best_sentence(
    candidate: Candidate, places: Sequence[Span | None], scores: Array
) -> tuple[float, Span]:
    """Return the best sentence's score, the mean of its two highest tokens, and its place."""
    found = [(-np.inf, (0, 0))]
    for start, end in line_sentences(candidate.text):
        own = [
            float(score)
            for place, score in zip(places, scores, strict=True)
            if place and place[0] < end and place[1] > start
        ]
        if own:
            found.append((float(np.mean(sorted(own)[-2:])), (start, end)))
    return max(found)


def _share(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3) if len(values) else float("nan")
