"""A question and passages in, what each passage and each sentence says of the answer out.

A small transformer reads the question and the passage together (a cross-encoder: Nogueira and
Cho 2019, https://arxiv.org/abs/1901.04085) and gives two kinds of logits: one for "this passage
answers" and, for every token, one for "this token is in the answer". Tags rather than a start
and an end, so that lists come out. `training/reader.py` makes the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Encoding

from index.embedding import DEFAULT_MODEL, MODELS
from index.inference import Array, OnnxModel, read_tokenizer
from index.types import Hit

WEIGHTS = Path(__file__).parent / "models" / "svensk-reader" / "model.onnx"
LONGEST = 256
LONGEST_QUESTION = 64
"""Tokens. What a passage has beyond them is not read."""
FIRST = 3
SURE = 0.0
"""A logit that ends the reading after the first passages (docs/quality.md has the figures)."""
_PASSAGE = 1
_BEST_TOKENS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one hit.

    `score` is the logit of "this passage answers". `starts`, `ends` (characters of the passage's
    text) and `tokens` (logits) have one value per token of the text that was read, in order.
    """

    hit: Hit
    score: float
    starts: Array
    ends: Array
    tokens: Array

    def span_score(self, start: int, end: int) -> float | None:
        """Return the mean of the two highest logits in a span, None where nothing was read."""
        inside = self.tokens[(self.starts < end) & (self.ends > start)]
        if not len(inside):
            return None
        return float(np.sort(inside)[-_BEST_TOKENS:].mean())


class Reader:
    """Reads passages with the shipped weights."""

    def __init__(self, threads: int = 0) -> None:
        """Open the weights; tokenizer and first layers are the embedding model's."""
        embedding = MODELS / DEFAULT_MODEL
        tokenizer = embedding / "tokenizer.json"
        self._model = OnnxModel(WEIGHTS, threads, shared=embedding / "onnx")
        self._tokenizer = read_tokenizer(tokenizer, LONGEST, "only_second")
        self._question = read_tokenizer(tokenizer, LONGEST_QUESTION)

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Read every hit; the readings are in the order of the hits."""
        question = self._shortened(question)
        heads = [
            introduction(hit.document.title, hit.document.date, hit.passage.section) for hit in hits
        ]
        pairs = [(question, head + hit.passage.text) for head, hit in zip(heads, hits, strict=True)]
        encodings = self._tokenizer.encode_batch(pairs)
        readings: list[Reading | None] = [None] * len(hits)
        for row, (score, tokens) in self._model.run(encodings):
            readings[row] = _reading(
                hits[row], len(heads[row]), encodings[row], float(score), tokens
            )
        return [reading for reading in readings if reading is not None]

    def read_best(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Read the first hits, and the others only where none of the first answers surely."""
        readings = self.read(question, hits[:FIRST])
        if max((reading.score for reading in readings), default=SURE) < SURE:
            readings += self.read(question, hits[FIRST:])
        return readings

    def alone(self, question: str, pieces: Sequence[tuple[Hit, str]]) -> list[float]:
        """Return the logit of "this answers" of texts, each read under its hit's headings only."""
        hits = [replace(hit, passage=replace(hit.passage, text=text)) for hit, text in pieces]
        return [reading.score for reading in self.read(question, hits)]

    def _shortened(self, question: str) -> str:
        """Cut a question so long that it would leave no room for the passage."""
        encoded = self._question.encode(question)
        return question[: max((end for _, end in encoded.offsets), default=0)]


def introduction(title: str, date: str, section: Sequence[str]) -> str:
    """Return what the reader sees before a passage: its title with the date, and its headings."""
    head = f"{title} ({date})" if date else title
    return "".join(f"{part}. " for part in (head, " ".join(section)) if part)


def _reading(hit: Hit, head: int, encoding: Encoding, score: float, tokens: Array) -> Reading:
    own = [
        (at, start - head, end - head)
        for at, ((start, end), part) in enumerate(
            zip(encoding.offsets, encoding.sequence_ids, strict=True)
        )
        if part == _PASSAGE and end > max(head, start)
    ]
    places = np.array(own, np.float32).reshape(len(own), 3)
    return Reading(hit, score, places[:, 1], places[:, 2], tokens[places[:, 0].astype(int)])
