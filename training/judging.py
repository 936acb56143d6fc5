"""Have doubtful marks judged: `python -m training contested --groups FILE … --output FILE`.

Where a reader that was trained on a question still disagrees with its marks, either the reader or
the mark is wrong. Such pairs of a question and a passage are written out to be read by somebody
who sees nothing else of either; the verdicts come back into `judged.jsonl`, one for each pair:

- `yes`: the passage says what is asked for. It is not taught as wrong any more.
- `no`: it does not. It is not taught as right any more.
- `unsure`: it is not taught at all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from training.groups import Candidate, Group, read_groups

VERDICTS = Path(__file__).parent / "judged.jsonl"
YES, NO, UNSURE = "yes", "no", "unsure"
DOUBTED = 0.0
"""Log odds: a right passage below, and a wrong one above, is contested …"""
RIVAL = 1.0
"""… the wrong one of an answerable question only where it comes so near to the right one."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Contested:
    """A question and a passage of which the reader and the mark say different things."""

    key: str
    question: str
    passage: str
    marked: str


def main() -> None:
    """Write the contested pairs of scored groups that nobody has judged."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True, help="a file .jsonl")
    args = parser.parse_args()
    known = verdicts()
    pairs = {
        pair.key: pair
        for group in read_groups(args.groups)
        for pair in contested(group)
        if pair.key not in known
    }
    with args.output.open("w", encoding="utf-8") as file:
        for pair in pairs.values():
            row = {"key": pair.key, "question": pair.question, "passage": pair.passage}
            file.write(json.dumps({**row, "marked": pair.marked}, ensure_ascii=False) + "\n")
    print(f"{len(pairs)} pairs")


def contested(group: Group) -> Iterator[Contested]:
    """Yield the pairs of a scored group of which reader and marks disagree."""
    right = [candidate for candidate in group.candidates if candidate.spans]
    best = max((candidate.score for candidate in right), default=DOUBTED)
    for candidate in group.candidates:
        if candidate.spans:
            doubtful = candidate.score < DOUBTED and candidate.score == best
        else:
            doubtful = candidate.score > max(DOUBTED, best - RIVAL)
        if doubtful:
            marked = " … ".join(candidate.text[start:end] for start, end in candidate.spans)
            yield Contested(key(group, candidate), group.question, candidate.whole, marked)


def key(group: Group, candidate: Candidate) -> str:
    """Return what a verdict is known by: it holds for these very words only."""
    pair = f"{group.question}\n{candidate.whole}"
    return hashlib.sha256(pair.encode()).hexdigest()[:_DIGITS]


def verdicts(path: Path = VERDICTS) -> dict[str, str]:
    """Read key → verdict."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as lines:
        return {row["key"]: row["verdict"] for row in map(json.loads, lines)}


def heeded(groups: Iterable[Group], known: Mapping[str, str]) -> Iterator[Group]:
    """Yield the groups without what a verdict contradicts.

    A group is unusable afterwards if nothing is left that answers, or if it cannot be answered as
    it is marked and yet may be.
    """
    for group in groups:
        kept = tuple(
            candidate
            for candidate in group.candidates
            if known.get(key(group, candidate)) in (None, YES if candidate.spans else NO)
        )
        whole = group.answerable or len(kept) == len(group.candidates)
        yield replace(group, candidates=kept if whole else ())
