"""Read whole groups with a torch model, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer

from assistant.reader import LONGEST
from index.inference import Array
from training.groups import Group
from training.transformer import PADDING, ReaderModel

GROUPS = 256
ROWS = 32

Read = tuple[Encoding, float, Array]
"""A passage as it was read, its score and its tokens' scores (log odds)."""


def readings(
    model: ReaderModel, tokenizer: Tokenizer, groups: Sequence[Group]
) -> Iterator[tuple[Group, list[Read]]]:
    """Yield every group with what the model says of each of its candidates."""
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    for some in (groups[start : start + GROUPS] for start in range(0, len(groups), GROUPS)):
        pairs = [
            (group.question, candidate.whole) for group in some for candidate in group.candidates
        ]
        read = iter(_read(model, tokenizer.encode_batch(pairs)))
        for group in some:
            yield group, [next(read) for _ in group.candidates]


def _read(model: ReaderModel, encodings: Sequence[Encoding]) -> list[Read]:
    device = model.rel.weight.device
    pieces = [encoding.ids for encoding in encodings]
    found: dict[int, Read] = {}
    order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
    for part in (order[start : start + ROWS] for start in range(0, len(order), ROWS)):
        ids = np.full((len(part), len(pieces[part[-1]])), PADDING)
        for at, number in enumerate(part):
            ids[at, : len(pieces[number])] = pieces[number]
        read = torch.from_numpy(ids).to(device)
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            passages, tokens = model(read, (read != PADDING).long())
        scores, of_tokens = passages.float().tolist(), tokens.float().cpu().numpy()
        for at, number in enumerate(part):
            found[number] = encodings[number], scores[at], of_tokens[at, : len(pieces[number])]
    return [found[number] for number in range(len(encodings))]
