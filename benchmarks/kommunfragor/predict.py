"""Write Planfråga's own predictions: `python -m benchmarks.kommunfragor.predict OUT.jsonl`.

An example of what another system has to write, and how our row of the table is made. Each
municipality is indexed and asked by itself; with --together all hundred documents are one corpus.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant import texts
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.types import Status
from benchmarks.kommunfragor.score import DOCUMENTS, municipalities, questions_of
from corpus.types import Audience
from index.embedding import load_embedder
from index.indexing import build_index

_SHOWN = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Index, ask every question, and write a prediction for each."""
    parser = argparse.ArgumentParser(prog="predict", description=texts.PREDICT_HELP)
    parser.add_argument("predictions", type=Path, help=texts.SCORE_OPTIONS["predictions"])
    parser.add_argument("--together", action="store_true", help=texts.SCORE_OPTIONS["together"])
    parser.add_argument("--municipality", choices=municipalities(), action="append")
    parser.add_argument("--model", default="", help=texts.SCORE_OPTIONS["model"])
    args = parser.parse_args(arguments)
    settings = replace(Settings.load(), model=args.model)
    names = [""] if args.together else args.municipality or municipalities()
    with args.predictions.open("w", encoding="utf-8") as file:
        for name in names:
            for row in predictions(settings, name):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def predictions(settings: Settings, municipality: str) -> Iterator[dict[str, object]]:
    """Yield a prediction for each question of one municipality, "" for all together."""
    corpus = DOCUMENTS / municipality
    here = replace(settings, corpus=corpus, index=None)
    model = load_embedder(here.model, here.question_prefix, here.passage_prefix, here.threads)
    build_index(corpus, here.index_folder, model)
    assistant = Assistant.build(here)
    prefix = f"{municipality}/" if municipality else ""
    for question in questions_of(municipality):
        answer, hits = assistant.ask_with_hits(question.text, Audience.PUBLIC)
        quoted = [(c.document, c.quotation) for c in answer.citations]
        refused = answer.status is not Status.ANSWERED
        yield {
            "id": question.id,
            "passages": _pieces(
                prefix, [(hit.document.id, hit.passage.text) for hit in hits[:_SHOWN]]
            ),
            "answer": None if refused else _pieces(prefix, quoted),
        }


def _pieces(prefix: str, pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"document": prefix + document, "text": text} for document, text in pairs]


if __name__ == "__main__":
    main()
