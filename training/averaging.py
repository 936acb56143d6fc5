"""Average readers: `python -m training mean FOLDER FOLDER … --shares S S … --to FOLDER`.

Readers that were trained on from each other lie in one valley, and weights between theirs are right
more often than either's (Wortsman et al. 2022, https://arxiv.org/abs/2203.05482).
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from training.reader import WEIGHTS
from training.transformer import ReaderModel, load_reader, save_reader


def main() -> None:
    """Write the mean of some readers to a folder, with the first one's tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", type=Path, nargs="+", help="folders with weights")
    parser.add_argument("--shares", type=float, nargs="+", help="equal ones if not given")
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    shares = args.shares or [1.0] * len(args.readers)
    if len(shares) != len(args.readers):
        parser.error(f"{len(args.readers)} readers need as many shares, not {len(shares)}")
    model = mean([load_reader(folder / WEIGHTS) for folder in args.readers], shares)
    args.to.mkdir(parents=True, exist_ok=True)
    save_reader(model, args.to / WEIGHTS)
    shutil.copy(args.readers[0] / "tokenizer.json", args.to)


def mean(models: Sequence[ReaderModel], shares: Sequence[float]) -> ReaderModel:
    """Return the first model with the mean of all models' weights, each counted by its share."""
    weights = [model.state_dict() for model in models]
    whole = sum(shares)
    with torch.no_grad():
        for name, first in weights[0].items():
            parts = zip(shares, weights, strict=True)
            first.copy_(sum(share / whole * own[name] for share, own in parts))
    return models[0]
