"""Score groups with a reader trained so far: `python -m training score --groups FILE …`.

The scores tell `training reader` which passages are hardest, and drop those that this reader
takes for an answer nearly as surely as the right one, since they may well be one.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.groups import read_groups
from training.reading import readings
from training.texts import DATA
from training.transformer import load_reader


def main() -> None:
    """Write the groups again with scores, all in one file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--reader", type=Path, default=DATA / "reader")
    parser.add_argument("--output", type=Path, required=True, help="a file .jsonl")
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    model = load_reader(args.reader / "reader.f16.safetensors").eval().to(torch.device(args.device))
    tokenizer = Tokenizer.from_file(str(args.reader / "tokenizer.json"))
    args.output.parent.mkdir(parents=True, exist_ok=True)
    with args.output.open("w", encoding="utf-8") as file:
        for group, read in readings(model, tokenizer, list(read_groups(args.groups))):
            scored = group.scored(score for _, score, _ in read)
            file.write(json.dumps(asdict(scored), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
