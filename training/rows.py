"""Questions and passages as rows of token numbers, with what each token should be scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from assistant.reader import LONGEST
from training.groups import Candidate
from training.spans import Span
from training.transformer import PADDING

WRONG_PASSAGE_TOKEN = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """One question and passage.

    `targets` is 1 for a token of the answer, `weights` 0 for a token that is not of the
    passage's text; `group` is the question's number in the step.
    """

    ids: list[int]
    targets: list[float]
    weights: list[float]
    right: bool
    group: int


def encode(
    tokenizer: Tokenizer, question: str, candidate: Candidate, group: int, longest: int = LONGEST
) -> Row:
    """Return the row of a passage; an answer that would be cut off is brought into it."""
    head, text, spans = candidate.head, candidate.text, candidate.spans
    row = _row(encoded(tokenizer, question, head, text, longest), head, spans, group)
    if spans and not any(row.targets):
        cut = text.rfind("\n", 0, spans[0][0]) + 1 or text.rfind(". ", 0, spans[0][0]) + 1
        spans = tuple((start - cut, end - cut) for start, end in spans if start >= cut)
        row = _row(encoded(tokenizer, question, head, text[cut:], longest), head, spans, group)
    return row


def encoded(
    tokenizer: Tokenizer, question: str, head: str, text: str, longest: int = LONGEST
) -> Encoding:
    """Return `<s> question </s> </s> head. text </s>`, the passage cut where it is too long."""
    tokenizer.enable_truncation(longest, strategy="only_second")
    return tokenizer.encode(question, f"{head}. {text}")


def text_tokens(encoding: Encoding, head: str) -> list[Span | None]:
    """Return the characters of the passage's text that each token stands for, None for others."""
    before = len(head) + 2
    return [
        (max(start - before, 0), end - before) if side == 1 and end > before else None
        for side, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
    ]


def _row(encoding: Encoding, head: str, spans: Sequence[Span], group: int) -> Row:
    places = text_tokens(encoding, head)
    targets = [
        float(any(place[0] < end and place[1] > start for start, end in spans)) if place else 0.0
        for place in places
    ]
    weight = 1.0 if spans else WRONG_PASSAGE_TOKEN
    weights = [weight if place else 0.0 for place in places]
    return Row(encoding.ids, targets, weights, bool(spans), group)


def padded(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, attention mask, targets and weights, each (rows, longest)."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.full((len(rows), longest), PADDING)
    targets, weights = torch.zeros(len(rows), longest), torch.zeros(len(rows), longest)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        targets[number, : len(row.ids)] = torch.tensor(row.targets)
        weights[number, : len(row.ids)] = torch.tensor(row.weights)
    return ids, (ids != PADDING).long(), targets, weights
