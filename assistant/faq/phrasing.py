"""Turn what a document says into a question that it answers.

One function for each structure that is known to give correct Swedish. A rule takes a clause and
returns the question, or None where the clause has not that structure; the answer that the question
asks for is taken out of the sentence, everything else is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.faq.amounts import AMOUNT_RULES
from assistant.faq.asking import (
    DATE,
    MONTH,
    NAME,
    Rule,
    ask_for,
    is_definite,
    joins_nouns,
    tail_of,
)
from assistant.faq.clauses import (
    Casing,
    Clause,
    points_elsewhere,
    read_clause,
    without_continuation,
)
from assistant.faq.grammar import (
    ACTIVE_OF_PASSIVE,
    AUXILIARIES,
    BARE_DEFINITES,
    CONTENT_VERBS,
    DUTY_VERBS,
    FINITE_VERBS,
    NUMBER_WORDS,
    OF_THE_READER,
    PLACE_VERBS,
    WITH_PREPOSITION,
)
from assistant.faq.relations import RELATION_RULES, RELATION_SENTENCE_RULES
from corpus.swedish.words import stem

LONGEST_QUESTION = 16
SHORTEST_QUESTION = 3
"""Words."""

LONG_HEADING = 24
"""Characters; a shorter question of a heading does not say what it is about."""
_DEFINES = "Vad är "

_BEFORE_A_DATE_OF_A_NOUN = frozenset(
    "av per till beslut beslutet protokoll skrivelse rapport mellan med om och sedan".split()
)
_PLACE = re.compile(
    rf"\b(?:i|på|vid) {NAME}(?:(?:, {NAME})* och {NAME}(?: centrum)?)?(?: centrum)?"
    rf"(?: (?:i|på|vid) {NAME})*$"
)
_PERSON = re.compile(
    r"^[A-ZÅÄÖÉ][a-zåäöé]+(?:-[A-ZÅÄÖÉ][a-zåäöé]+)?(?: [A-ZÅÄÖÉ][a-zåäöé-]+){1,3}$"
)
_ROLE = re.compile(
    r"(?:ordförande|minister|ministern|direktör|direktören|chef|chefen|ambassadör|sekreterare"
    r"|utredare|utredaren|landshövding|samordnare|samordnaren|talesperson|rektor|generalkonsul)\b"
)
_OFTEN = re.compile(
    rf"\b(?:i (?:{MONTH}) )?(?:minst |högst )?(?:varje (?:år|månad|vecka|dag|kvartal)"
    r"|vart(?:annat| tredje| fjärde| femte) år"
    r"|(?:en|två|tre|fyra) gång(?:er)? (?:per|om|i) (?:året|år|månaden|månad|veckan|vecka)"
    r"|varannan (?:vecka|månad)|var (?:tredje|fjärde|sjätte|åttonde) (?:vecka|månad))\b"
)
_BOARD = re.compile(r"(?:nämnden|utskottet)$")
_AGENCY = re.compile(r"(?:verket|myndigheten|inspektionen|rådet|styrelsen|institutet|kansliet)$")
_PURPOSE = re.compile(
    r"^(?P<what>(?:Det övergripande |Det )?(?:[Ss]yftet|[Mm]ålet|[Mm]ålsättningen|[Aa]mbitionen)) "
    r"(?P<of>(?:med|för) .+?) är (?:att|en|ett)\b"
)
_MEANING = re.compile(r"^Med (?P<term>.+?) (?P<verb>menas|avses) ")
_TASK = re.compile(
    rf"^Regeringen (?:har (?:gett|givit)|ger|gav) (?:i dag )?(?P<who>(?:{NAME}|[\w-]+et|[\w-]+en))"
    r" i uppdrag att "
)
_APPOINTED = re.compile(
    rf"^Regeringen (?:har (?P<done>utsett|förordnat|anställt)|utser|förordnar) (?P<who>{NAME})"
    r" (?P<role>(?:till|som) .+)$"
)

_ITEMS = re.compile(
    rf"(?P<before>^|.* )(?P<preposition>(?:i|på|till|av|för|om|inom|med|från|vid) )?"
    rf"(?P<which>följande|dessa|{'|'.join(sorted(NUMBER_WORDS))}) "
    rf"(?P<noun>[a-zåäöé]+(?:a [a-zåäöé]+)?)(?P<after> .*)?$"
)
_SPEAKER = re.compile(
    rf"(?:(?P<says>{NAME}) (?:säger|menar|uppger|anser) (?:också )?att|Enligt (?P<by>{NAME}) är) "
)
_OWN_VERBS = {"säger", "menas", "avses", *ACTIVE_OF_PASSIVE.values()}
"""Verbs that the questions bring with them."""
_SECOND_DUTY = re.compile(rf"(?<= )och (?:{'|'.join(DUTY_VERBS)})(?= )")
_END_IN_A_PREPOSITION = frozenset("what_to consists_of whom amounts_to".split())
_WITH_A_PRONOUN = frozenset({"allowed", "whom"})
_A_FIGURE = re.compile(r"kronor|procent|miljoner|miljarder")
_OPEN = re.compile(r"^(?:öppet|öppen|öppna) (?:\w+ )?.*\d")
_WHO_MAY = re.compile(r"^Den som (?P<who>[^,]+?) (?P<verb>får|kan|har rätt) (?P<rest>.+)$")


@dataclass(frozen=True, slots=True)
class Phrased:
    """A question and the rule that it came from; `kind` is a key of texts.FAQ_QUESTIONS."""

    question: str
    kind: str


def questions_of(sentence: str, casing: Casing) -> Iterator[Phrased]:
    """Yield the questions that a sentence answers."""
    for kind, rule in _SENTENCE_RULES.items():
        if question := rule(sentence, casing):
            yield Phrased(question, kind)
    clause = read_clause(sentence, casing)
    rest = without_continuation(clause.rest) if clause else None
    if clause is None or rest is None:
        return
    for kind, clause_rule in _CLAUSE_RULES.items():
        if question := clause_rule(clause, rest):
            yield Phrased(question, kind)


def question_of_list(introduction: str, casing: Casing) -> Phrased | None:
    """Return the question that a list answers, from the sentence that introduces it."""
    text = introduction.strip().rstrip(":").strip() + "."
    clause = read_clause(text, casing)
    question = _listed(clause) if clause else None
    return Phrased(question, "list") if question else None


def question_of_term(term: str, sentence: str, casing: Casing) -> Phrased | None:
    """Return "Vad är bygglov?" where a sentence under the heading "Bygglov" says what it is."""
    clause = read_clause(sentence, casing)
    article = ""
    if clause is None or clause.verb not in ("är", "beskriver", "innebär"):
        return None
    subject = clause.opening
    if subject.split()[0] in ("en", "ett"):
        article, _, subject = subject.partition(" ")
    if stem(subject) != stem(term) or " och " in subject:
        return None
    return Phrased(ask_for("what_is", article=article, subject=subject), "what_is")


def question_of_speaker(topic: str, sentence: str) -> Phrased | None:
    """Return what a named person says of the heading's topic, from "NAMN säger att …"."""
    found = _SPEAKER.match(sentence)
    who = found and (found["says"] or found["by"])
    if not topic or not who or not _PERSON.match(who):
        return None
    return Phrased(ask_for("says", who=who, topic=topic), "says")


def question_of_heading(heading: str) -> Phrased | None:
    """Return a heading that is a question, or can be read as one: "Hur svaren blir till"."""
    words = heading.split()
    if not SHORTEST_QUESTION <= len(words) <= LONGEST_QUESTION or heading.count("?") > 1:
        return None
    if heading.endswith("?"):
        opens = words[0].lower() in _OPENS_A_QUESTION
        known = heading.startswith(_DEFINES) or len(heading) >= LONG_HEADING
        alone = not points_elsewhere(heading.replace(" det ", " ", 1), OF_THE_READER)
        return Phrased(heading, "heading") if opens and known and alone else None
    question = _of_subordinate(words)
    if question is None or len(question) < LONG_HEADING or points_elsewhere(question):
        return None
    return Phrased(f"{question}?", "heading")


def _of_subordinate(words: list[str]) -> str | None:
    """Give a subordinate question the order of a main clause."""
    opening, rest = words[0], words[1:]
    if opening == "Så" and rest[0] in FINITE_VERBS:
        return " ".join(["Hur", *rest]).replace(" du ", " man ").replace(" din", " sin")
    if opening in ("Vem", "Vilka") and rest[0] == "som":
        return " ".join([opening, *rest[1:]])
    at = next((n for n, word in enumerate(rest[:4]) if word in FINITE_VERBS), 0)
    if opening not in ("Vad", "Hur", "Varför") or not at:
        return None
    subject = ["man" if word == "du" else word for word in rest[:at]]
    return " ".join([opening, rest[at], *subject, *rest[at + 1 :]])


def is_sound(phrased: Phrased) -> bool:
    """Say whether a made question is one clause of a fit length that ends where it should."""
    question = phrased.question
    if phrased.kind in _END_IN_A_PREPOSITION:
        question = re.sub(r" \w+\?$", "?", question)
    if phrased.kind in _WITH_A_PRONOUN:
        question = re.sub(r" (?:det|sig) ", " ", question, count=1)
    words = question.rstrip("?").split()
    return (
        _has_one_verb(words)
        and SHORTEST_QUESTION <= len(words) <= LONGEST_QUESTION
        and not points_elsewhere(question)
        and not re.search(
            r"[,;]\?| [,;]|\b(?:och|att|som|i|av|till|för|med|på|om|den|senast)\?$|-\?"
            r"|föreslås (?:lag)?förslag",
            question,
        )
    )


def _has_one_verb(words: Sequence[str]) -> bool:
    """Say whether a question has one finite verb; "ska … revideras" is one with its infinitive."""
    first = words[0] if words[0] == "Var" else words[0].lower()
    text = _SECOND_DUTY.sub("", " ".join([first, *words[1:]]))
    verbs = [word for word in text.split() if word in FINITE_VERBS or word in _OWN_VERBS]
    if verbs and verbs[0] in AUXILIARIES:
        return len(verbs) == 1 or (len(verbs) == 2 and verbs[1].endswith("as"))
    return len(verbs) == 1


def _when(clause: Clause, rest: str) -> str | None:
    if clause.verb in ("har", "hade", "finns", "fanns"):
        return None
    if clause.verb == "kommer" and " att " not in f" {rest}":
        return None
    if not clause.subject_first and DATE.fullmatch(clause.opening):
        if DATE.search(rest) or "senast" in clause.opening or _A_FIGURE.search(rest):
            return None
        return ask_for("when", verb=clause.verb, tail=rest)
    found = DATE.search(rest)
    if found is None or len(DATE.findall(rest)) > 1:
        return None
    before, after = rest[: found.start()].strip(), rest[found.end() :].strip()
    if before and clause.verb in ("är", "var"):
        return None
    previous = before.rsplit(" ", 1)[-1] if before else clause.verb
    if previous.lower() in _BEFORE_A_DATE_OF_A_NOUN or re.search(
        r"\d|kronor|procent", after + before
    ):
        return None
    if found["from"] or found["latest"]:
        return _limit(clause, found, before, after)
    return ask_for("when", verb=clause.verb, tail=tail_of(clause, f"{before} {after}"))


def _limit(clause: Clause, found: re.Match[str], before: str, after: str) -> str | None:
    """Return the question after the first or the last day of something."""
    if found["from"]:
        return ask_for("from", verb=clause.verb, tail=tail_of(clause, f"{before} {after}"))
    if not clause.subject_first:
        return None
    if clause.verb not in AUXILIARIES:
        return ask_for("latest", verb=clause.verb, tail=f"{clause.opening} {before} {after}")
    return ask_for("when", verb=clause.verb, tail=f"{clause.opening} senast {before} {after}")


def _where(clause: Clause, rest: str) -> str | None:
    found = _PLACE.search(rest)
    if found is None or clause.verb not in PLACE_VERBS:
        return None
    before = rest[: found.start()].strip()
    if re.search(r"\b(?:i|på|vid|till|från|av)$", before) or not tail_of(clause, before).strip():
        return None
    return ask_for("where", verb=clause.verb, tail=tail_of(clause, before))


def _who_does(clause: Clause, rest: str) -> str | None:
    subject = clause.opening
    if not clause.subject_first or len(subject.split()) > 4 or subject.endswith(("a", "s")):
        return None
    word = subject.split()[-1].lower()
    kind = "who"
    if _BOARD.search(word):
        kind = "which_board"
    elif _AGENCY.search(word) and word != "kommunstyrelsen":
        kind = "which_agency"
    duty = clause.verb in DUTY_VERBS or (clause.verb == "ska" and kind != "who")
    organisation = (
        kind != "who"
        or word.endswith(("styrelsen", "fullmäktige", "chefen", "direktören"))
        or clause.verb == "ansvarar"
    )
    if (
        not duty
        or not organisation
        or len(rest.split()) < 3
        or word in BARE_DEFINITES
        or not joins_nouns(rest)
    ):
        return None
    return ask_for(kind, verb=clause.verb, tail=rest)


def _agent(clause: Clause, rest: str) -> str | None:
    """Make "Vem prövar bygglov?" of "Bygglov prövas av kommunens byggnadsnämnd"."""
    active = ACTIVE_OF_PASSIVE.get(clause.verb)
    if active is None or not clause.subject_first or not rest.startswith("av "):
        return None
    return ask_for("who", verb=active, tail=clause.opening)


def _regulated(clause: Clause, rest: str) -> str | None:
    if clause.verb != "regleras" or not clause.subject_first or not re.match(r"i \w+lagen\b", rest):
        return None
    return ask_for("which_law", tail=clause.opening)


def _happens(clause: Clause, rest: str) -> str | None:
    """Ask what is to happen where a plan says no more than that: "Arbetet ska intensifieras"."""
    if clause.verb != "ska" or not clause.subject_first or not re.match(r"[a-zåäö]+as$", rest):
        return None
    if "," in clause.opening or not is_definite(clause.opening):
        return None
    return ask_for("happens", subject=clause.opening)


def _what_does(clause: Clause, rest: str) -> str | None:
    """Make "Vad beskriver en verksamhetsplan?" of what a plan is about."""
    fits = clause.verb in CONTENT_VERBS and clause.subject_first and len(rest.split()) > 2
    words = clause.opening.split()
    about = is_definite(clause.opening) or words[0] in ("en", "ett")
    if not fits or not about or words[0] in ("varje", "alla", "flera", "många"):
        return None
    return ask_for("what_does", verb=clause.verb, subject=clause.opening)


def _what_to(clause: Clause, rest: str) -> str | None:
    """Make "Vad ska verksamheterna anpassas till?" of "… ska anpassas till klimatet"."""
    found = WITH_PREPOSITION.match(rest)
    if found is None or clause.verb != "ska" or not clause.subject_first:
        return None
    return ask_for("what_to", subject=clause.opening, infinitive=found[1])


def _who_is(clause: Clause, rest: str) -> str | None:
    if not _PERSON.match(clause.opening) or clause.verb not in (
        "är",
        "blir",
        "utses",
        "tillträder",
    ):
        return None
    if (
        not _ROLE.search(rest)
        or rest.startswith(("sedan ", "även ", "också "))
        or len(rest.split()) < 2
        or rest.startswith(("en ", "ett "))
    ):
        return None
    return ask_for("who", verb=clause.verb, tail=rest)


def _how_often(clause: Clause, rest: str) -> str | None:
    found = _OFTEN.search(rest)
    if found is None or not clause.subject_first:
        return None
    if re.search(r"\d|kronor", rest):
        return None
    left = f"{rest[: found.start()]} {rest[found.end() :]}"
    return ask_for("how_often", verb=clause.verb, tail=tail_of(clause, left))


def _why(clause: Clause, rest: str) -> str | None:
    found = re.search(r",? (?:eftersom|därför att|på grund av) .+$", clause.rest)
    if found is None or found.start() < 3 or "," in clause.rest[: found.start()]:
        return None
    if "på grund av" in found.group() and clause.verb not in _OF_A_STATE:
        return None
    return ask_for("why", verb=clause.verb, tail=tail_of(clause, clause.rest[: found.start()]))


def _how(clause: Clause, rest: str) -> str | None:
    found = re.search(r" genom (?:att )?\S+ .+$", rest)
    if found is None or clause.verb not in ("ska", "kan") or not clause.subject_first:
        return None
    before = rest[: found.start()]
    if not re.match(r"(?:bli|öka|minska|[a-zåäö]+as)\b", before):
        return None
    return ask_for("how", verb=clause.verb, tail=tail_of(clause, before))


def _what_is(clause: Clause, rest: str) -> str | None:
    subject = clause.opening.removeprefix("en ").removeprefix("ett ")
    defines = clause.verb == "är" and re.match(r"(?:en|ett) (?!av )\w+.* (?:som|där|vars) ", rest)
    if not clause.subject_first or not defines or " och " in subject or len(subject.split()) > 3:
        return None
    article = clause.opening.split()[0] if clause.opening != subject else ""
    if not article and re.search(r"(?:en|et|na|ar|er|or|s)(?: |$)", subject):
        return None
    return None if _PERSON.match(subject) else ask_for("what_is", article=article, subject=subject)


def _what_means(clause: Clause, rest: str) -> str | None:
    if clause.verb != "innebär" or not clause.subject_first or not rest.startswith("att "):
        return None
    return ask_for("what_means", subject=clause.opening)


def _open_hours(clause: Clause, rest: str) -> str | None:
    if clause.verb not in ("har", "är") or not clause.subject_first or not _OPEN.match(rest):
        return None
    return ask_for("when", verb=clause.verb, tail=f"{clause.opening} {rest.split()[0]}")


def _may(clause: Clause, rest: str) -> str | None:
    """Make "Får hundar vistas på badplatser?" of a rule that forbids or demands."""
    plain = rest.removeprefix("inte ")
    forbids = clause.verb in ("får", "behöver") and plain != rest
    if not (forbids or clause.verb == "måste") or not clause.subject_first:
        return None
    if re.search(r"\d|,", rest) or not 3 <= len(plain.split()) <= 8:
        return None
    return ask_for("may", verb=clause.verb.capitalize(), tail=f"{clause.opening} {plain}")


def _who_may(sentence: str, casing: Casing) -> str | None:
    found = _WHO_MAY.match(sentence.rstrip("."))
    if found is None or FINITE_VERBS & set(found["rest"].split()) or "," in found["rest"]:
        return None
    if found["verb"] != "har rätt" and not re.match(r"\w+a\b|inte\b", found["rest"]):
        return None
    return ask_for("who", verb=found["verb"], tail=found["rest"])


def _listed(clause: Clause) -> str | None:
    """Return the question that asks for the items after "… följande slag" or "Två områden …"."""
    rest = clause.rest
    found = _ITEMS.search(rest)
    opening = clause.opening[:1].lower() + clause.opening[1:]
    counted = re.match(rf"(?P<which>följande|{'|'.join(NUMBER_WORDS)}) (?P<noun>.+)$", opening)
    if clause.subject_first and counted:
        which = "" if counted["which"] == "följande" else counted["which"]
        return ask_for(
            "list_which",
            preposition="",
            which=which,
            noun=counted["noun"],
            verb=clause.verb,
            tail=rest,
        )
    if found and clause.subject_first:
        which = "" if found["which"] in ("följande", "dessa") else found["which"]
        tail = f"{clause.opening} {found['before']} {found['after'] or ''}"
        preposition = (found["preposition"] or "").strip()
        kind = "list_in" if preposition else "list_which"
        return ask_for(
            kind,
            preposition=preposition.capitalize(),
            which=which,
            noun=found["noun"],
            verb=clause.verb,
            tail=tail,
        )
    return None


def _purpose(sentence: str, casing: Casing) -> str | None:
    found = _PURPOSE.match(sentence)
    if found is None or len(found["of"].split()) > 10 or "," in found["of"]:
        return None
    return ask_for("purpose", what=found["what"][0].lower() + found["what"][1:], of=found["of"])


def _meaning(sentence: str, casing: Casing) -> str | None:
    found = _MEANING.match(sentence)
    if found is None or len(found["term"].split()) > 5:
        return None
    return ask_for("meaning", verb=found["verb"], term=found["term"].strip('”"'))


def _task(sentence: str, casing: Casing) -> str | None:
    found = _TASK.match(sentence)
    return ask_for("task", who=found["who"]) if found else None


def _appointed(sentence: str, casing: Casing) -> str | None:
    found = _APPOINTED.match(sentence.rstrip("."))
    if found is None or "," in found["role"] or not _PERSON.match(found["who"]):
        return None
    role = DATE.sub("", found["role"]).strip()
    return ask_for("appointed", done=found["done"] or "utsett", role=role)


_OF_A_STATE = frozenset("är var kan ökar ökade minskar minskade".split())
"""Verbs that "på grund av" belongs to, and not to the noun before: "diskriminering på grund av"."""
_OPENS_A_QUESTION = frozenset(
    """
    vad vem vilken vilket vilka hur när var varför är kan får ska måste har finns gäller behöver
    vart varifrån blir kommer räknas
    """.split()
)
_SENTENCE_RULES: dict[str, Callable[[str, Casing], str | None]] = {
    "purpose": _purpose,
    "meaning": _meaning,
    "task": _task,
    "appointed": _appointed,
    "who_may": _who_may,
    **RELATION_SENTENCE_RULES,
}
_CLAUSE_RULES: dict[str, Rule] = {
    "when": _when,
    "where": _where,
    "who_does": _who_does,
    "who_is": _who_is,
    "how_often": _how_often,
    "why": _why,
    "how": _how,
    "what_is": _what_is,
    "what_means": _what_means,
    "who_agent": _agent,
    "which_law": _regulated,
    "happens": _happens,
    "what_does": _what_does,
    "what_to": _what_to,
    "open": _open_hours,
    "may": _may,
    **AMOUNT_RULES,
    **RELATION_RULES,
}
