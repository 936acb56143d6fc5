"""Questions after numbers: how many, how much money, how large a share."""

from __future__ import annotations

import re

from assistant.faq.asking import NUMBER, ROUGHLY, Rule, ask_for, is_definite, joins_nouns, tail_of
from assistant.faq.clauses import Clause
from assistant.faq.grammar import AUXILIARIES, MONEY_VERBS, PREPOSITIONS

_MEASURES = frozenset(
    """
    tkr procent procentenheter kronor år månader månad dagar veckor timmar minuter gånger miljoner
    miljarder tusen tredjedelar fjärdedelar kap paragrafer meter euro dollar exempel § punkter
    olika kr mkr mnkr års månaders veckors dagars timmars
    """.split()
)
_COUNTED = re.compile(rf"^{ROUGHLY}(?P<number>{NUMBER}) (?P<noun>[a-zåäöé-]+(?: [a-zåäöé-]+)?)")
_AMOUNT = re.compile(
    rf"(?:på |om |med |till )?{ROUGHLY}(?:högst |minst )?\d[\d \u00a0,]*(?:miljoner |miljarder )?"
    r"(?:kronor|kr)(?: (?:per|om) (?:år|året|månad|dag))?"
)


def _how_many(clause: Clause, rest: str) -> str | None:
    before, counted = "", rest
    first, _, following = rest.partition(" ")
    if clause.subject_first and clause.verb in AUXILIARIES and _COUNTED.match(following):
        before, counted = first, following
    found = _COUNTED.match(counted)
    if found is None or clause.verb in ("är", "var") or (before and before[-1] not in "at"):
        return None
    noun = _noun(found["noun"])
    if noun is None:
        return None
    after = _without_aside(counted[found.start("noun") + len(noun) :].strip())
    if after is None or " som " in f" {after}":
        return None
    if not clause.subject_first:
        return ask_for("how_many", noun=noun, verb=clause.verb, tail=f"{after} {clause.opening}")
    return ask_for(
        "how_many", noun=noun, verb=clause.verb, tail=f"{clause.opening} {before} {after}"
    )


def _how_many_do(clause: Clause, rest: str) -> str | None:
    """Make "Hur många kommuner deltar i projektet?" of "Tolv kommuner deltar i projektet"."""
    found = _COUNTED.match(clause.opening[:1].lower() + clause.opening[1:])
    if not clause.subject_first or found is None:
        return None
    noun = _noun(found["noun"])
    if noun is None or found.start("noun") + len(noun) != len(clause.opening):
        return None
    return ask_for("how_many", noun=noun, verb=clause.verb, tail=rest)


def _without_aside(after: str) -> str | None:
    """Leave out what follows a comma; None where that may be a list, or another number follows."""
    kept, _, aside = after.partition(",")
    if (
        " och " in aside
        or not joins_nouns(kept)
        or re.search(r"(?<![\d])\d{1,3}(?:[ \u00a0]\d{3})* [a-zåäö]", after)
    ):
        return None
    return kept


def _noun(words: str) -> str | None:
    """Return the counted noun, with an adjective before it; None where it is a measure."""
    first, _, second = words.partition(" ")
    if first in _MEASURES or first in PREPOSITIONS:
        return None
    if second and first.endswith("a") and second not in PREPOSITIONS | {"och", "som", "till"}:
        return None if second in _MEASURES else words
    if first.endswith(("ats", "its", "dda", "ade")):
        return None
    return first if first.endswith(("r", "n", "a", "e", "t", "v", "l", "s", "k")) else None


def _how_much(clause: Clause, rest: str) -> str | None:
    found = _AMOUNT.search(rest)
    if found is None or len(_AMOUNT.findall(rest)) > 1 or not clause.subject_first:
        return None
    before, after = rest[: found.start()].strip(), _without_aside(rest[found.end() :].strip())
    if after is None or before.endswith("vara"):
        return None
    if found.group().startswith(("på ", "om ", "med ")) or len(before.split()) > 1:
        return None
    parts = {"verb": clause.verb, "tail": tail_of(clause, f"{before} {after}")}
    if clause.verb in ("kostar", "kostade") and not before:
        return ask_for("costs", **parts)
    if clause.verb.startswith("uppgå") or clause.verb.startswith("uppgi"):
        return (
            ask_for("amounts_to", verb=clause.verb, tail=f"{clause.opening} {after}")
            if not before
            else None
        )
    if clause.verb in ("är", "var") and not before:
        return _size(clause, after)
    if clause.verb == "betalar" and not before:
        return ask_for("how_much_is", **parts)
    fits = clause.verb in MONEY_VERBS and not before
    later = clause.verb in AUXILIARIES and before.endswith(("a", "t", "as", "ats"))
    return (
        ask_for("how_much", **parts)
        if (fits or later) and not found.group().startswith("till ")
        else None
    )


def _size(clause: Clause, after: str) -> str | None:
    noun = clause.opening.split()[0]
    if noun.endswith(("avgiften", "taxan", "hyran", "kostnaden", "premien", "ersättningen")):
        return ask_for("high", verb=clause.verb, tail=f"{clause.opening} {after}")
    if noun.endswith(("budgeten", "ramen")):
        return ask_for("large", verb=clause.verb, tail=f"{clause.opening} {after}")
    return None


def _what_share(clause: Clause, rest: str) -> str | None:
    """Make "Hur stor andel av lånen är barnböcker?" of "57 procent av lånen är barnböcker"."""
    found = _SHARE.fullmatch(clause.opening[:1].lower() + clause.opening[1:])
    if found is None or not clause.subject_first or _NUMERAL.search(rest):
        return None
    after = _without_aside(rest)
    return ask_for("share", whole=found["of"], verb=clause.verb, tail=after) if after else None


def _by_how_much(clause: Clause, rest: str) -> str | None:
    """Make "Med hur många procent ökade utlåningen?" of "Utlåningen ökade med 5 procent"."""
    found = _BY_PERCENT.match(rest)
    if found is None or clause.verb not in _GROWING or not clause.subject_first:
        return None
    if _NUMERAL.search(found["after"]) or "," in clause.opening or not is_definite(clause.opening):
        return None
    after = _without_aside(found["after"].strip())
    if after is None:
        return None
    return ask_for("by_percent", verb=clause.verb, tail=f"{clause.opening} {after}")


def _consists_of(clause: Clause, rest: str) -> str | None:
    """Make "Hur många ledamöter består nämnden av?" of "Nämnden består av elva ledamöter"."""
    found = _COUNTED.match(rest.removeprefix("av "))
    noun = _noun(found["noun"]) if found else None
    if not clause.verb.startswith("best") or not rest.startswith("av ") or not noun:
        return None
    left = rest.removeprefix("av ")[found.start("noun") + len(noun) :] if found else ""
    if not clause.subject_first or _NUMERAL.search(left) or re.match(r",| (?:och|samt)\b", left):
        return None
    return ask_for("consists_of", noun=noun, verb=clause.verb, subject=clause.opening)


_SHARE = re.compile(rf"{ROUGHLY}\d+(?:,\d+)? procent av (?P<of>.+)")
_BY_PERCENT = re.compile(rf"(?:i genomsnitt )?med {ROUGHLY}\d+(?:,\d+)? procent(?P<after>.*)$")
_NUMERAL = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_GROWING = frozenset("ökar ökade minskar minskade höjs höjdes sänks sänktes".split())

AMOUNT_RULES: dict[str, Rule] = {
    "how_many": _how_many,
    "how_many_do": _how_many_do,
    "how_much": _how_much,
    "share": _what_share,
    "by_percent": _by_how_much,
    "consists_of": _consists_of,
}
