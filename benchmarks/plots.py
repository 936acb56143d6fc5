"""Draw the plots of docs/benchmarks.md and docs/quality.md.

`var/bench/env/bin/python -m benchmarks.plots`
"""

from __future__ import annotations

import json
from typing import Any

import matplotlib

from benchmarks.models import HOUSE, WORK

matplotlib.use("svg")
import matplotlib.pyplot as plt

FOLDER = HOUSE / "docs" / "bilder"


def main() -> None:
    """Draw one plot for each corpus, how right against how fast, and those of quality."""
    matplotlib.rcParams.update({"svg.hashsalt": "planfraga", "svg.fonttype": "none"})
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in (WORK / "rows").glob("*.json")]
    for corpus in sorted({row["corpus"] for row in rows}):
        done = [row for row in rows if row["corpus"] == corpus and "failed" not in row]
        if len(done) > 1:
            _draw(corpus.rsplit("-", 1)[0], done)
    path = WORK / "quality.json"
    if path.is_file():
        measured = json.loads(path.read_text(encoding="utf-8"))
        _recall(measured["recall"])
        _reliability(measured["reliability"])
        _types(measured["types"])


def _recall(orders: dict[str, list[float]]) -> None:
    figure, axes = plt.subplots(figsize=(6, 4))
    for way, shares in orders.items():
        axes.plot(range(1, len(shares) + 1), shares, marker=".", label=way)
    axes.set_xlabel("passages")
    axes.set_ylabel("an answering passage is among them")
    axes.legend()
    _save(figure, "quality-recall")


def _reliability(rows: list[dict[str, float]]) -> None:
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="#bbb", linewidth=1)
    for row in rows:
        axes.scatter(row["probability"], row["right"], s=4 * row["questions"], color="#0b5")
    axes.set_xlabel("probability that the answer is right")
    axes.set_ylabel("share that is right")
    _save(figure, "quality-reliability")


def _types(rows: list[dict[str, Any]]) -> None:
    figure, axes = plt.subplots(figsize=(6, 4))
    names = [f"{row['type']} ({row['questions']})" for row in rows]
    answered = [row["answered"] for row in rows]
    refused = [row["refused"] for row in rows]
    wrong = [1 - a - r for a, r in zip(answered, refused, strict=True)]
    axes.barh(names, answered, color="#0b5", label="answered rightly")
    axes.barh(names, wrong, left=answered, color="#c33", label="answered wrongly")
    left = [a + w for a, w in zip(answered, wrong, strict=True)]
    axes.barh(names, refused, left=left, color="#bbb", label="refused")
    axes.invert_yaxis()
    axes.legend(loc="lower left", fontsize=8)
    _save(figure, "quality-types")


def _save(figure: Any, name: str) -> None:
    figure.tight_layout()
    figure.savefig(FOLDER / f"{name}.svg", metadata={"Date": None})


def _draw(name: str, rows: list[dict[str, Any]]) -> None:
    figure, axes = plt.subplots(figsize=(7, 4.2))
    for row in rows:
        speed = row["documents"] / row["indexing"]["cpu_seconds"]
        right = row["figures"]["passage_at_1"]
        ours = row["peer"] == "planfraga"
        axes.scatter(speed, right, color="#0b5" if ours else "#666", s=40 if ours else 20)
        label = f"{row['peer']}, {row['model']}"
        axes.annotate(label, (speed, right), fontsize=6, xytext=(4, 2), textcoords="offset points")
    axes.set_xscale("log")
    axes.set_xlabel("documents per CPU second, indexing")
    axes.set_ylabel("right passage first")
    axes.set_title(name)
    axes.margins(x=0.25)
    _save(figure, f"bench-{name}")


if __name__ == "__main__":
    main()
