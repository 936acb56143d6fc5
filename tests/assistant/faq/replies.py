"""Replies and entries made by hand, for tests that need no index."""

from __future__ import annotations

from assistant.faq.types import Basis, Entry, Faq, Reply, Source

BASIS = Basis("svensk-statisk", "2026-11-24T10:00:00+00:00", 3, 40)


def source(
    quotation: str, document: str = "plan", section: tuple[str, ...] = ("Klimat",)
) -> Source:
    return Source(
        document, f"Titel {document}", section, None, quotation, 10, 10 + len(quotation),
        f"/dokument/{document}?start=10&slut=20#citat", "2024", "Kommunen",
    )  # fmt: skip


def answered(*quotations: str, confidence: float = 0.9, document: str = "plan") -> Reply:
    return Reply("answered", tuple(source(q, document) for q in quotations), confidence)


def refused() -> Reply:
    return Reply("not_found", (), 0.1, "Det framgår inte av dokumenten.")


def entry(question: str, reply: Reply, identity: str = "", category: str = "Klimat") -> Entry:
    return Entry(identity or question, question, category, reply)


def faq(*entries: Entry, audience: str = "public") -> Faq:
    return Faq("Frågor och svar", "Exempelköpings kommun", audience, BASIS, entries)
