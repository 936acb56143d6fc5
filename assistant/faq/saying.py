"""What the FAQ says about itself and its answers, put together from texts.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assistant import texts
from assistant.faq.types import Entry, Faq, Reply, Source, Verdict
from assistant.faq.updating import Change, Difference


def place(source: Source) -> str:
    """Return where a source stands: "Plan › Trygghet, sidan 3 (2024-01-31) (gällde till 2024)"."""
    where = texts.place(source.title, source.section, source.page, source.page_label)
    validity = texts.validity(source.valid_from, source.valid_to, source.replaced_by)
    return where + texts.in_brackets(source.date) + texts.in_brackets(validity)


def places(reply: Reply) -> str:
    """Return the places of a reply, each once."""
    return "; ".join(dict.fromkeys(map(place, reply.sources)))


def status(entry: Entry) -> str:
    """Return how an entry stands, in a word or two for a table."""
    if entry.newer is not None:
        return texts.FAQ_STATUSES["stale"]
    if entry.review is not None:
        return texts.FAQ_STATUSES[entry.review.verdict]
    if not entry.reply.is_answered:
        return texts.FAQ_STATUSES["unanswered"]
    return texts.FAQ_STATUSES["uncertain" if entry.reply.is_uncertain else "answered"]


def mark(entry: Entry) -> str:
    """Return what a reader should know of an entry that a person has had in hand, "" for none."""
    review = entry.review
    if review is None or review.verdict is Verdict.REMOVED:
        return ""
    who = f" {texts.FAQ_BY.format(by=review.by)}" if review.by else ""
    when = f" {review.when}" if review.when else ""
    said = texts.FAQ_MARKS[review.verdict].format(who=who, when=when)
    return f"{said} {texts.FAQ_STALE}" if entry.newer is not None else said


def about(faq: Faq) -> str:
    """Return the introduction of a page."""
    own = any(entry.wording for entry in faq.entries)
    about_own = f" {texts.FAQ_ABOUT_WORDING}" if own else ""
    return texts.FAQ_ABOUT.format(organisation=faq.organisation) + about_own


def made(faq: Faq) -> str:
    """Return from what and when a page was made, and how much of it people have reviewed."""
    shown = [entry for entry in faq.entries if entry.is_shown]
    return texts.FAQ_MADE.format(
        documents=faq.basis.documents,
        built=faq.basis.built[:10],
        reviewed=sum(entry.is_approved for entry in shown),
        all=len(shown),
    )


def counts(differences: Iterable[Difference]) -> str:
    """Return how many questions of each change there are."""
    found = Counter(one.change for one in differences)
    return ", ".join(f"{texts.FAQ_CHANGES[change]}: {found[change]}" for change in Change) + "."
