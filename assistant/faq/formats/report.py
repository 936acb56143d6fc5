"""What changed since an FAQ was written: as text, as a Markdown table, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from assistant import texts
from assistant.faq.saying import counts, places
from assistant.faq.updating import Change, Difference


def changed(differences: Sequence[Difference]) -> list[Difference]:
    """Return those that are not unchanged, by kind of change."""
    order = list(Change)
    found = [one for one in differences if one.change is not Change.UNCHANGED]
    return sorted(found, key=lambda one: order.index(one.change))


def text_report(differences: Sequence[Difference]) -> str:
    """Return the counts, and for every changed question the reply before and now."""
    lines = [counts(differences)]
    for one in changed(differences):
        lines += ["", f"{texts.FAQ_CHANGES[one.change]}: {one.question}"]
        for label, reply in ((texts.FAQ_BEFORE, one.old), (texts.FAQ_NOW, one.new)):
            where = places(reply)
            shown = reply.text.replace("\n", "\n    ")
            lines += [f"  {label} {shown}", *([f"    ({where})"] if where else [])]
        lines += [f"  {texts.FAQ_KEPT}"] if one.kept else []
    return "\n".join(lines)


def markdown_report(differences: Sequence[Difference]) -> bytes:
    """Return a table with the reply before and now side by side."""
    lines = [f"# {texts.FAQ_REPORT}", "", counts(differences), ""]
    if found := changed(differences):
        lines += [f"| {' | '.join(texts.FAQ_REPORT_COLUMNS)} |", "|---|---|---|---|"]
    for one in found:
        cells = [texts.FAQ_CHANGES[one.change], one.question]
        cells += [f"{reply.text}\n{places(reply)}" for reply in (one.old, one.new)]
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return ("\n".join(lines).strip() + "\n").encode()


def json_report(differences: Sequence[Difference]) -> bytes:
    """Return every question with its change, and both replies where they differ."""
    rows = [
        asdict(one)
        if one.change is not Change.UNCHANGED
        else {"id": one.id, "question": one.question, "change": one.change}
        for one in differences
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return "<br>".join(escaped.strip().splitlines())
