"""Questions after what belongs to what: under which law, for whom, how long, and why."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.faq.asking import DATE, NUMBER, Rule, ask_for, is_definite, joins_nouns, tail_of
from assistant.faq.clauses import Casing, Clause
from assistant.faq.grammar import (
    AUXILIARIES,
    BARE_DEFINITES,
    DUTY_VERBS,
    FINITE_VERBS,
    FURTHER_CLAUSE,
    WITH_OBJECT,
)

_LAW = r"(?:lagen|\w+lagen|\w+balken|\w+förordningen)"
_UNDER_A_LAW = re.compile(rf",? enligt (?:\d+ kap\.? )?{_LAW}(?: om .+)?$")
_BY = re.compile(r"(?P<verb>[a-zåäö]+a)s av (?P<agent>.+)$")
_WITHIN = re.compile(rf"\b(?:senast )?inom {NUMBER} (?:dagar|veckor|månader|år)\b")
_LASTS = re.compile(rf"(?:(?:till|t\.o\.m\.|från) )+(?:(?:och med|med) )?(?:{DATE.pattern}).*$")
_BEING = re.compile(r"(?:vara|bli) (?:en|ett) (?:[\w-]+ ){0,3}?(?P<noun>[a-zåäö-]+)$")
_TO_DO_SO = re.compile(
    r"(?P<done>.*(?: |^)(?:[A-ZÅÄÖ][\w-]+|\d{4}|[a-zåäö]+as|[a-zåäö]+its|[a-zåäö]+ats)) för att "
    r"(?!(?:det|den|de|han|hon|man|vi)\b)[a-zåäö]+"
)
_IS_ALLOWED = re.compile(
    r"^Det (?P<verb>är|går) (?P<how>inte tillåtet|förbjudet|tillåtet|möjligt|inte möjligt|bra)"
    r" att (?P<what>[^;:]+)$"
)
_PLAINLY = {"inte tillåtet": "tillåtet", "förbjudet": "tillåtet", "inte möjligt": "möjligt"}
_BOUND = frozenset("lång kort hög låg större mindre stor liten bra sådan".split())


def _under_which_law(clause: Clause, rest: str) -> str | None:
    """Make "Enligt vilken lag …?" of "…, enligt miljöbalken"."""
    found = _UNDER_A_LAW.search(clause.rest)
    kept = clause.rest[: found.start()] if found else ""
    if found is None or not kept or not clause.subject_first or re.search(r"[,\d]", kept):
        return None
    if clause.verb in ("är", "var") or FINITE_VERBS & set(kept.split()):
        return None
    return ask_for("under_law", verb=clause.verb, tail=tail_of(clause, kept))


def _is_part(clause: Clause, rest: str) -> str | None:
    """Make "Vad ingår i planen?" of "I planen ingår …"."""
    if clause.verb not in ("ingår", "ingick") or clause.subject_first:
        return None
    preposition, _, whole = clause.opening.partition(" ")
    if preposition not in ("i", "bland") or not is_definite(whole) or len(rest.split()) < 3:
        return None
    return ask_for("is_part", verb=clause.verb, whole=f"i {whole}")


def _shall_by(clause: Clause, rest: str) -> str | None:
    """Make "Vem ska stärka området?" of "Området ska stärkas av kommunen"."""
    found = _BY.match(rest)
    if found is None or not clause.subject_first or clause.verb not in ("ska", "kan", "får"):
        return None
    if re.match(r"(?:\d|(?:att|hela|samma)\b)", found["agent"]) or not is_definite(found["agent"]):
        return None
    return ask_for("who", verb=clause.verb, tail=f"{found['verb']} {clause.opening}")


def _shall_be(clause: Clause, rest: str) -> str | None:
    """Make "Vilket slags kommun ska Ekby vara?" of "Ekby ska vara en grön kommun"."""
    found = _BEING.match(rest)
    if found is None or not clause.subject_first or clause.verb != "ska":
        return None
    if found["noun"] in _BOUND or len(rest.split()) < 4 or not clause.opening[:1].isupper():
        return None
    verb = rest.split()[0]
    return ask_for("what_kind", noun=found["noun"], subject=clause.opening, verb=verb)


def _shall_do(clause: Clause, rest: str) -> str | None:
    """Make "Vad ska nämnden redovisa?" of "Nämnden ska redovisa …"."""
    verb, _, thing = rest.partition(" ")
    if clause.verb not in ("ska", "måste") or not clause.subject_first or verb not in WITH_OBJECT:
        return None
    if clause.opening.split()[0] in BARE_DEFINITES:
        return None
    if len(thing.split()) < 3 or "," in clause.opening or thing.startswith(("sig ", "i ", "på ")):
        return None
    return ask_for("shall_do", verb=clause.verb, subject=clause.opening, infinitive=verb)


def _called(clause: Clause, rest: str) -> str | None:
    """Make "Vad heter bokbussen?" of "Bokbussen heter Läsvinden"."""
    if clause.verb != "heter" or not clause.subject_first or not rest[:1].isupper():
        return None
    return ask_for("called", subject=clause.opening) if is_definite(clause.opening) else None


def _whom(clause: Clause, rest: str) -> str | None:
    """Make "Vem vänder sig kursen till?" of "Kursen vänder sig till …"."""
    if not clause.subject_first or not is_definite(clause.opening):
        return None
    if clause.verb in ("vänder", "riktar") and rest.startswith("sig till "):
        return ask_for(
            "whom", verb=f"{clause.verb} sig", subject=clause.opening, preposition="till"
        )
    return None


def _how_long(clause: Clause, rest: str) -> str | None:
    """Make "Hur länge pågår samrådet?" of "Samrådet pågår till den 5 maj"."""
    if clause.verb not in ("pågår", "pågick", "gäller", "gällde") or not clause.subject_first:
        return None
    ends = re.search(r"\btill\b|t\.o\.m\.|\d–\d", rest)
    return (
        ask_for("how_long", verb=clause.verb, subject=clause.opening)
        if ends and _LASTS.match(rest) and is_definite(clause.opening)
        else None
    )


def _within(clause: Clause, rest: str) -> str | None:
    """Make "Inom vilken tid ska ansökan ha kommit in?" of "… inom tre veckor"."""
    found = _WITHIN.search(rest)
    if found is None or not clause.subject_first or clause.verb not in AUXILIARIES | DUTY_VERBS:
        return None
    before, after = rest[: found.start()].strip(), rest[found.end() :].strip()
    if re.search(r"\d|,", before + after) or not before:
        return None
    return ask_for("within", verb=clause.verb, tail=f"{clause.opening} {before} {after}")


def _to_what_end(clause: Clause, rest: str) -> str | None:
    """Make "Varför besöker ministern Kiev?" of "Ministern besöker Kiev för att …"."""
    found = _TO_DO_SO.match(clause.rest)
    if found is None or not clause.subject_first or "," in found["done"]:
        return None
    if clause.verb in ("är", "var", "har", "finns") or not joins_nouns(found["done"]):
        return None
    return ask_for("why", verb=clause.verb, tail=f"{clause.opening} {found['done']}")


def _both_duties(clause: Clause, rest: str) -> str | None:
    """Make "Vem leder och samordnar skolorna?" of a sentence with two verbs for one object."""
    found = re.match(r"och (?P<second>\w+) (?P<thing>.+)$", clause.rest)
    if found is None or not clause.subject_first or clause.verb not in DUTY_VERBS:
        return None
    thing = re.split(r",| och (?=har\b|ska\b|ser\b)", found["thing"])[0]
    if found["second"] not in DUTY_VERBS or not joins_nouns(thing) or len(thing.split()) < 2:
        return None
    verbs = f"{clause.verb} och {found['second']}"
    return ask_for("who", verb=verbs, tail=thing) if is_definite(clause.opening) else None


def _is_allowed(sentence: str, casing: Casing) -> str | None:
    """Make "Är det tillåtet att elda i parken?" of "Det är förbjudet att elda i parken"."""
    found = _IS_ALLOWED.match(FURTHER_CLAUSE.split(sentence.rstrip("."))[0])
    if found is None or not 2 < len(found["what"].split()) < 12 or " om " in found["what"]:
        return None
    how = _PLAINLY.get(found["how"], found["how"])
    return ask_for("allowed", verb=found["verb"].capitalize(), how=how, what=found["what"])


RELATION_RULES: dict[str, Rule] = {
    "under_law": _under_which_law,
    "is_part": _is_part,
    "who_shall": _shall_by,
    "what_kind": _shall_be,
    "shall_do": _shall_do,
    "called": _called,
    "whom": _whom,
    "how_long": _how_long,
    "within": _within,
    "to_what_end": _to_what_end,
    "who_both": _both_duties,
}
RELATION_SENTENCE_RULES: dict[str, Callable[[str, Casing], str | None]] = {
    "allowed": _is_allowed,
}
