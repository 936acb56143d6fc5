"""Draw the plots of docs/benchmarks.md: `var/bench/env/bin/python -m benchmarks.plots`."""

from __future__ import annotations

import json
from typing import Any

import matplotlib

from benchmarks.models import HOUSE, WORK

matplotlib.use("svg")
import matplotlib.pyplot as plt

FOLDER = HOUSE / "docs" / "bilder"


def main() -> None:
    """Draw one plot for each corpus: how right against how fast."""
    matplotlib.rcParams.update({"svg.hashsalt": "planfraga", "svg.fonttype": "none"})
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in (WORK / "rows").glob("*.json")]
    for corpus in sorted({row["corpus"] for row in rows}):
        done = [row for row in rows if row["corpus"] == corpus and "failed" not in row]
        if len(done) > 1:
            _draw(corpus.rsplit("-", 1)[0], done)


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
    figure.tight_layout()
    figure.savefig(FOLDER / f"bench-{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
