"""Write the measured tables into docs/: `python -m benchmarks.report`.

Each table stands between `<!-- NAME -->` and `<!-- end -->`; the text around them is written by
hand. A table whose rows have not been measured stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.models import HOUSE, WORK

PAGE = HOUSE / "docs" / "benchmarks.md"
QUALITY = HOUSE / "docs" / "quality.md"
_LONGEST_FAILURE = 160
_SHOWN_RANKS = (1, 2, 3, 5, 8, 12, 20)
_HEADS = (
    "system", "model", "documents/s", "documents/CPU s", "peak MB", "index MB", "cold start s",
    "1 client p50 / p95 / p99 ms", "CPU ms", "16 clients p50 / p95 / p99 ms", "document@1",
    "document@5", "passage@1", "passage@5", "words a passage",
)  # fmt: skip

Row = Mapping[str, Any]


def main() -> None:
    """Replace every table whose rows exist."""
    page = PAGE.read_text(encoding="utf-8")
    rows = read_rows(WORK / "rows")
    for corpus in sorted({row["corpus"] for row in rows}):
        own = [row for row in rows if row["corpus"] == corpus]
        name = re.sub(r"-\d+$", "", corpus)
        if own[0]["documents"] > 10_000:
            name += "-all"
        page = replaced(page, name, side_by_side(own))
    for name in ("growth", "kinds", "limits"):
        path = WORK / f"{name}.json"
        if path.is_file():
            page = replaced(page, name, as_table(json.loads(path.read_text(encoding="utf-8"))))
    PAGE.write_text(page, encoding="utf-8")
    path = WORK / "quality.json"
    if path.is_file():
        page = QUALITY.read_text(encoding="utf-8")
        for name, rows in quality(json.loads(path.read_text(encoding="utf-8"))).items():
            page = replaced(page, name, as_table(rows))
        QUALITY.write_text(page, encoding="utf-8")


def quality(measured: Mapping[str, Any]) -> dict[str, list[dict[str, object]]]:
    """Return the tables of `benchmarks.quality` by name."""
    recall = [
        {"order": way, **{f"among {k}": shares[k - 1] for k in _SHOWN_RANKS}}
        for way, shares in measured["recall"].items()
    ]
    return {
        "ablation": measured["ablation"],
        "recall": recall,
        "reliability": measured["reliability"],
        "types": measured["types"],
    }


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """Return every measured row."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def replaced(page: str, name: str, table: str) -> str:
    """Put a table between the marks of its name."""
    marked = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.S)
    if not marked.search(page):
        raise SystemExit(f"there is no place for the table {name}")
    return marked.sub(lambda found: found[1] + table + "\n" + found[2], page)


def side_by_side(rows: Sequence[Row]) -> str:
    """Return the table of one corpus, its machine and versions, and how far we are ahead."""
    lines = [_line(row) for row in sorted(rows, key=lambda row: (row["model"], row["peer"]))]
    first = rows[0]
    versions = {
        name: number
        for row in rows
        if "indexing" in row
        for name, number in row["indexing"]["versions"].items()
    }
    about = (
        f"{first['documents']} documents, {first['questions']} questions; {first['machine']}; "
        f"{first['day']}; " + ", ".join(f"{n} {v}" for n, v in sorted(versions.items())) + "."
    )
    parts = [about, markdown(_HEADS, lines), *_answers(rows), *_ahead(rows)]
    return "\n\n".join(parts)


def as_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows of equal keys as a table."""
    return markdown(list(rows[0]), [[_shown(value) for value in row.values()] for row in rows])


def markdown(heads: Iterable[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    heads = list(heads)
    rule = "|---" * len(heads) + "|"
    return "\n".join(["| " + " | ".join(row) + " |" for row in [heads]] + [rule]) + "".join(
        "\n| " + " | ".join(line) + " |" for line in lines
    )


def _line(row: Row) -> list[str]:
    if "failed" in row:
        return [row["peer"], row["model"], f"failed: {_why(row)}", *[""] * (len(_HEADS) - 3)]
    indexing, searching, table = row["indexing"], row["searching"], row["figures"]
    return [
        row["peer"],
        row["model"],
        f"{row['documents_per_second']:.1f}",
        f"{row['documents'] / indexing['cpu_seconds']:.1f}",
        f"{indexing['megabytes']:.0f}",
        f"{indexing['index_megabytes']:.1f}",
        f"{searching['cold_start']:.1f}",
        " / ".join(f"{value:.0f}" for value in searching["one"].values()),
        f"{searching['cpu_milliseconds']:.0f}",
        " / ".join(f"{value:.0f}" for value in searching["sixteen"].values()),
        *(f"{table[name]:.3f}" for name in ("document_at_1", "document_at_5")),
        *(f"{table[name]:.3f}" for name in ("passage_at_1", "passage_at_5")),
        f"{table['passage_words']:.0f}",
    ]


def _why(row: Row) -> str:
    """Return what the system itself says of its failure, without the places in its code."""
    said = re.search(r"\w+Error: .*", row["failed"])
    return (said[0] if said else str(row["failed"]))[:_LONGEST_FAILURE]


def _answers(rows: Sequence[Row]) -> list[str]:
    """Say what the whole cited answer costs where it was measured."""
    return [
        f"The whole cited answer of Planfråga with {row['model']}: "
        f"{' / '.join(f'{ms:.0f}' for ms in row['answering']['one'].values())} ms "
        f"(p50 / p95 / p99), {row['answering']['megabytes']:.0f} MB at the peak, first answer "
        f"after {row['answering']['cold_start']:.1f} s."
        for row in rows
        if "answering" in row
    ]


def _ahead(rows: Sequence[Row]) -> list[str]:
    """Return the three ratios that the comparison is for, whichever way they turn out."""
    done = [row for row in rows if "failed" not in row]
    ours = {row["model"]: row for row in done if row["peer"] == "planfraga"}
    peers = [row for row in done if row["peer"] != "planfraga"]
    if len(ours) < 2 or not peers:
        return []
    e5 = [row for row in peers if row["model"] == "multilingual-e5-small"]
    # A peer given our own model is not what anyone would otherwise have.
    theirs = [row for row in peers if row["model"] != "svensk-statisk"]
    best = max(theirs, key=lambda row: row["figures"]["passage_at_1"])
    fast = max(theirs, key=_per_cpu_second)
    static, whole = ours["svensk-statisk"], ours["svensk-e5"]
    best_ratio = max(r["figures"]["passage_at_1"] for r in ours.values()) / (
        best["figures"]["passage_at_1"] or 1
    )
    memory = whole["indexing"]["megabytes"] / best["indexing"]["megabytes"]
    lines = [
        f"- documents per second, svensk-statisk against the peer that finds best ({best['peer']}, "
        f"{best['model']}): {static['documents_per_second'] / best['documents_per_second']:.1f} "
        f"times, per CPU second {_per_cpu_second(static) / _per_cpu_second(best):.1f} (target 20)",
        f"- peak memory of indexing, svensk-e5 against that peer: {memory:.2f} of it (target 0.50)",
        f"- passage@1 against that peer: {best_ratio:.2f} times (target 1.25)",
        f"- documents per CPU second, svensk-statisk against the fastest peer with a model of "
        f"its own ({fast['peer']}, {fast['model']}): "
        f"{_per_cpu_second(static) / _per_cpu_second(fast):.1f} times",
    ]
    if e5:
        quickest = max(e5, key=_per_cpu_second)
        ratio = _per_cpu_second(whole) / _per_cpu_second(quickest)
        lines.append(
            f"- documents per CPU second, svensk-e5 against the fastest peer with "
            f"multilingual-e5-small ({quickest['peer']}): {ratio:.2f} times (target 1)"
        )
    return ["\n".join(lines)]


def _per_cpu_second(row: Row) -> float:
    return float(row["documents"] / row["indexing"]["cpu_seconds"])


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
