"""Is a follow-up answered as often as the same question written out?

`python -m benchmarks.follow_ups [MUNICIPALITY …]` holds the dialogues of
../shared/data/dialogues.jsonl over the invented municipalities' documents. Every turn is asked
twice: as typed after the turns before it, and written out alone. Storvik's dialogues are the test
part: nothing is tuned on them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.conversation import NOTHING_SAID
from assistant.core import Assistant
from assistant.evaluation import comparable
from assistant.settings import Settings
from assistant.types import Answer, Status
from index.embedding import load_embedder
from index.indexing import build_index

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TEST = "storvik"
FIRST, NEW_TOPIC = "first", "newtopic"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a turn was answered rightly as typed and written out, and refused as typed."""

    id: str
    question: str
    kind: str
    answerable: bool
    typed_right: bool
    standalone_right: bool
    refused: bool
    understood: str
    confidence: float
    shown: str


def main() -> None:
    """Print the figures of the municipalities for tuning together, and of the test part."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("municipalities", nargs="*")
    arguments.add_argument("--details", type=Path, help="write every turn to this file")
    args = arguments.parse_args()
    dialogues = [json.loads(line) for line in (DATA / "dialogues.jsonl").open(encoding="utf-8")]
    names = args.municipalities or sorted({d["id"].rsplit("-", 1)[0] for d in dialogues})
    outcomes = {name: list(hold(name, dialogues)) for name in names}
    tuning = [o for name, rows in outcomes.items() if name != TEST for o in rows]
    for title, rows in (("tuning", tuning), (TEST, outcomes.get(TEST, []))):
        if rows:
            print(title, json.dumps(figures(rows)))
    if args.details:
        lines = [
            json.dumps(asdict(o), ensure_ascii=False) for rows in outcomes.values() for o in rows
        ]
        args.details.write_text("\n".join(lines) + "\n", encoding="utf-8")


def hold(name: str, dialogues: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """Hold a municipality's dialogues, and ask each turn written out as well."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = DATA / "kommuner" / name / "documents"
        settings = Settings(corpus=corpus, index=Path(folder))
        build_index(corpus, settings.index_folder, load_embedder())
        assistant = Assistant.build(settings)
        for dialogue in dialogues:
            if dialogue["id"].rsplit("-", 1)[0] == name:
                yield from _outcomes(assistant, dialogue)


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return shares of right answers, as typed beside written out."""
    later = [o for o in outcomes if o.kind != FIRST and o.answerable]
    unanswerable = [o for o in outcomes if o.kind != FIRST and not o.answerable]
    return {
        "later turns": len(later),
        "right as typed": _share([o.typed_right for o in later]),
        "right written out": _share([o.standalone_right for o in later]),
        "ratio": _ratio(later),
        "ratio of new topics": _ratio([o for o in later if o.kind == NEW_TOPIC]),
        "refused of unanswerable": _share([o.refused for o in unanswerable]),
    }


def _outcomes(assistant: Assistant, dialogue: dict[str, Any]) -> Iterator[Outcome]:
    conversation = NOTHING_SAID
    for turn in dialogue["turns"]:
        typed = assistant.ask(turn["question"], conversation=conversation)
        alone = assistant.ask(turn["standalone"])
        conversation = conversation.after(typed)
        yield Outcome(
            dialogue["id"],
            turn["question"],
            turn["kind"],
            turn["answerable"],
            _is_right(typed, turn),
            _is_right(alone, turn),
            typed.status is not Status.ANSWERED,
            typed.understood,
            typed.confidence,
            typed.text,
        )


def _is_right(answer: Answer, turn: dict[str, Any]) -> bool:
    shown = " \n ".join(
        comparable(c.quotation) for c in answer.citations if c.document == turn["doc"]
    )
    return any(comparable(piece) in shown for piece in turn["answers"])


def _ratio(outcomes: Sequence[Outcome]) -> float:
    standalone = sum(o.standalone_right for o in outcomes)
    return round(sum(o.typed_right for o in outcomes) / max(standalone, 1), 3)


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / max(len(values), 1), 3)


if __name__ == "__main__":
    main()
