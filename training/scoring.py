"""Score groups with a reader trained so far: `python -m training score --groups FILE …`.

The scores tell `training reader` which passages are hardest, and drop those that this reader
takes for an answer nearly as surely as the right one, since they may well be one. With --nearest
only the first passages without an answer are read and kept: those are the search's best, and
reading all of them takes as long as a round of training.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.groups import Group, read_groups
from training.reading import readings
from training.texts import DATA
from training.transformer import load_reader


def main() -> None:
    """Write the groups again with scores, all in one file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--reader", type=Path, default=DATA / "reader")
    parser.add_argument("--output", type=Path, required=True, help="a file .jsonl")
    parser.add_argument("--nearest", type=int, help="passages without an answer, a question")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = load_reader(args.reader / "reader.f16.safetensors").eval().to(torch.device(args.device))
    tokenizer = Tokenizer.from_file(str(args.reader / "tokenizer.json"))
    args.output.parent.mkdir(parents=True, exist_ok=True)
    with args.output.open("w", encoding="utf-8") as file:
        groups = [shortened(group, args.nearest) for group in read_groups(args.groups)]
        for group, read in readings(model, tokenizer, groups):
            scored = group.scored(score for _, score, _ in read)
            file.write(json.dumps(asdict(scored), ensure_ascii=False) + "\n")


def shortened(group: Group, nearest: int | None) -> Group:
    """Return the group with so many passages that do not answer, all of them for None."""
    right = [candidate for candidate in group.candidates if candidate.spans]
    wrong = [candidate for candidate in group.candidates if not candidate.spans]
    return replace(group, candidates=(*right, *wrong[:nearest]))
