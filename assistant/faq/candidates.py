"""The questions that one document gives, each with the place that answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant import texts
from assistant.faq.clauses import Casing, bare_nouns
from assistant.faq.grammar import (
    ANSWERING_TITLES,
    EMPTY_HEADINGS,
    FINITE_VERBS,
    KNOWN_TO_ALL,
    NOT_A_SUBJECT,
    SAID_BY_THE_TITLE,
)
from assistant.faq.phrasing import (
    Phrased,
    is_sound,
    question_of_heading,
    question_of_list,
    question_of_speaker,
    question_of_term,
    questions_of,
)
from assistant.headings import without_numbering
from assistant.lists import introduction, list_spans
from corpus.splitting import split
from corpus.swedish.sentences import sentence_spans
from corpus.swedish.terms import question_words
from corpus.types import Document, Passage

ENOUGH_LETTERS = 16
"""Letters in the words of meaning: "Hur många män deltog 2022?" does not say in what."""
LONGEST_TITLE = 14
"""Words of a title that is put into a question."""
LONGEST_NAMED = 24
"""Words of a question with a title in it."""
_REMITTED = re.compile(r"^(?:Remiss(?:ering)?(?: av| om|:)?|Remittering av) ")
_UNFIT_TITLE = re.compile(r"[a-zåäö][A-ZÅÄÖ]|Prop\.|Diarienummer|Lättläst|[?(”/]|^Regeringen ")
_CALLED_BY_ITS_TITLE = {
    "strategin": "strategi",
    "handlingsplanen": "handlingsplan",
    "avtalet": "avtal",
    "överenskommelsen": "överenskommelse",
}
"""What a document is only where its title says so."""
_KIND_BEFORE_TITLE = re.compile(
    r"(?P<kind>[a-zåäö]+(?:en|et|an)|[\w ]+s (?:promemoria|rapport|hemställan|framställning|förslag"
    r"|betänkande|skrivelse))(?: -)? (?P<title>[A-ZÅÄÖ].+)$"
)
_DESTINATION = re.compile(
    r" till (?:Regeringskansliet|[A-ZÅÄÖ][\w-]*(?: och)?(?: \w+)?departementet"
    r"|[A-ZÅÄÖ]\w+departementet)\b"
)
_NO_TOPICS = frozenset(
    "vanliga inledande rutin tillgängligt motion medborgarförslag interpellation val".split()
)
_TWICE = re.compile(r"( till \w+)\b.*\1\b")
_LONE_SUBJECT = re.compile(
    r"(?:När|Var|Varför|Hur(?: \w+)?) \w+ ([a-zåäö]+(?:en|et|na)) (?:senast )?"
    r"(?:[a-zåäö]+(?:s|a|t)\b|i kraft)"
)
_LONE_OBJECT = re.compile(
    r"(?:Vad (?:är \w+ (?:med|för)|(?:avses|menas) med|\w+)|Med hur många procent \w+"
    r"|Hur länge \w+)"
    r" ([a-zåäö]+(?:n|t|na))(?: (?:under|i) (?:\w+ )?\d{4})?\?"
)
_ONE_OF_ITS_KIND = re.compile(r"(?:lagen|balken|förordningen|direktivet|politiken|konventionen)$")
_OF_ANYONE = re.compile(
    r"Vad (?:ska|måste) \S+ \w+\?|Vad har regeringen gett \S+ i uppdrag att göra\?"
    r"|Vad innebär \w+ (?:ett|två|tre|fyra|\d)\?"
)
"""What may be asked of the same one in many documents."""
_UNTIL_ASIDE = re.compile(r" [–(]| \d{4}|,? antagen")
_SHORT_KINDS = frozenset(
    "what_is what_means meaning topic aim fee list heading who_agent which_law"
    " what_kind is_part called".split()
)
_FEE_ROW = re.compile(r"^[\w-]+: (?P<item>[A-ZÅÄÖ][^;:\n]{4,60}); Avgift: \d[^;\n]*$", re.M)
_ABOUT_THE_DOCUMENT = {
    "adopted": re.compile(r"\b(?:Antagen|Antaget|Antagna|Beslutad|Fastställd)\b[^.\n]*?\b\d{4}\b"),
    "adopted_by": re.compile(r"\b(?:Antagen|Antaget|Antagna) av [a-zåäö]\w+"),
    "in_charge": re.compile(r"\b(?:Dokumentansvarig|Dokumentägare|Ansvarig nämnd): \S+"),
}

Place = tuple[Phrased, int, int]
"""A question and the span of the passage that it was made from."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question made from `document.text[start:end]`, which the answer must quote from."""

    question: str
    kind: str
    document: str
    start: int
    end: int
    passage: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document when its sentences are read.

    `noun` is what the document is called, "avfallsplanen", where no other is called the same.
    `alone` says that there are so few documents that "Vad säger dokumenten om …?" is a question.
    """

    title: str
    noun: str | None
    casing: Casing
    alone: bool

    def named(self, word: str) -> str | None:
        """Return which one a bare noun means: "uppdraget" → "uppdraget att …" of the title."""
        plain = word.lower()
        if self.noun and self.noun.split()[0].endswith(plain):
            return self.noun
        if plain == "uppdraget" and self.title.startswith("Uppdrag "):
            if _UNFIT_TITLE.search(self.title):
                return None
            return f"uppdraget{self.title.removeprefix('Uppdrag')}"
        title = _REMITTED.sub("", self.title)
        title = title if title.endswith("m.m.") else title.rstrip(".")
        kind = _CALLED_BY_ITS_TITLE.get(plain, "")
        if kind and title.lower().startswith(f"{kind} ") and _is_a_name(title):
            return plain + title[len(kind) :]
        called = kind in title.lower()
        if plain in SAID_BY_THE_TITLE and called and _is_a_name(title):
            of_a_kind = _KIND_BEFORE_TITLE.match(title)
            shown = f"{of_a_kind['kind']} ”{of_a_kind['title']}”" if of_a_kind else f"”{title}”"
            return " ".join(f"{plain} {SAID_BY_THE_TITLE[plain]} {shown}".split())
        return None


def candidates(document: Document, context: Context) -> Iterator[Suggestion]:
    """Yield every sound question that a document gives."""
    asked: set[str] = set()
    for passage in split(document):
        for phrased, start, end in _of_passage(passage, context):
            question = _finished(phrased, context)
            if question is None or question in asked:
                continue
            asked.add(question)
            yield Suggestion(
                question,
                phrased.kind,
                document.id,
                passage.start + start,
                passage.start + end,
                (passage.start, passage.end),
            )


def _is_a_name(title: str) -> bool:
    """Say whether a title names something, and is no headline: "Regeringen föreslår …"."""
    words = title.split()
    return (
        len(words) <= LONGEST_TITLE
        and not _UNFIT_TITLE.search(title)
        and not FINITE_VERBS & set(words[1:7])
    )


def document_noun(title: str) -> str | None:
    """Return what a document is called: "avfallsplanen", "policyn för representation och gåvor"."""
    first, _, rest = title.partition(" ")
    for word in title.split()[:2]:
        for ending, definite in ANSWERING_TITLES.items():
            if not word.lower().endswith(ending):
                continue
            stem = word[: len(word) - len(ending)] + definite
            noun = stem if word[:2].isupper() else stem.lower()
            if len(word) > len(ending):
                return noun
            if word == first and rest.startswith(("för ", "om ", "mot ")):
                return f"{noun} {_UNTIL_ASIDE.split(rest)[0]}".strip()
    return None


def stems_of(question: str) -> frozenset[str]:
    """Return the stems of a question's words of meaning."""
    return frozenset(word.stem for word in question_words(question))


def _finished(phrased: Phrased, context: Context) -> str | None:
    """Return the question with its bare nouns named, None if it is not one to ask."""
    question = phrased.question
    if phrased.kind != "heading" and not is_sound(phrased):
        return None
    letters = sum(len(word.text) for word in question_words(question) if word.text.isalpha())
    bare = bare_nouns(question)
    if bare:
        name = context.named(bare[0])
        if name is None or len(bare) > 1 or _goes_on(question, bare[0]):
            return None
        named = _DESTINATION.sub("", question).replace(bare[0], name, 1)
        long = len(named.split()) > LONGEST_NAMED
        return None if long or _TWICE.search(named) else named
    if not context.alone and _points_back(question):
        return None
    enough = phrased.kind in _SHORT_KINDS or letters >= ENOUGH_LETTERS
    return question if enough else None


def _points_back(question: str) -> bool:
    """Say whether the subject is a lone definite noun: one of many documents must have named it."""
    found = _LONE_SUBJECT.match(question) or _LONE_OBJECT.match(question)
    lone = (
        found is not None and found[1] not in KNOWN_TO_ALL and not _ONE_OF_ITS_KIND.search(found[1])
    )
    return lone or _OF_ANYONE.match(question) is not None


def _goes_on(question: str, noun: str) -> bool:
    """Say whether words after a noun already say which one: "ändringarna i skollagen"."""
    return re.search(rf"\b{noun} (?:(?:av|om|i(?! kraft))\b|[A-ZÅÄÖ])", question) is not None


def _of_passage(passage: Passage, context: Context) -> Iterator[Place]:
    heading = without_numbering(passage.section[-1] if passage.section else "")
    for phrased in _of_heading(heading, context):
        yield phrased, 0, len(passage.text)
    yield from _of_lists(passage.text, context.casing)
    yield from _of_fees(passage.text)
    yield from _of_the_document(passage.text, context)
    yield from _of_sentences(passage.text, heading, context.casing)


def _of_lists(text: str, casing: Casing) -> Iterator[Place]:
    for span in list_spans(text):
        start, end = introduction(text, span)
        several = text[span[0] : span[1]].strip().count("\n") > 1
        if several and (phrased := question_of_list(text[start:end], casing)):
            yield phrased, *span


def _of_fees(text: str) -> Iterator[Place]:
    for row in _FEE_ROW.finditer(text):
        item = row["item"][:1].lower() + row["item"][1:]
        if "avgift" not in item:
            yield Phrased(texts.FAQ_QUESTIONS["fee"].format(item=item), "fee"), *row.span()


def _of_the_document(text: str, context: Context) -> Iterator[Place]:
    """Yield questions after what stands under a title: when a plan was adopted, who owns it."""
    for kind, line in _ABOUT_THE_DOCUMENT.items():
        if context.noun and (found := line.search(text)):
            question = texts.FAQ_QUESTIONS[kind].format(document=context.noun)
            yield Phrased(question, kind), *found.span()


def _of_sentences(text: str, heading: str, casing: Casing) -> Iterator[Place]:
    lists = list_spans(text)
    about = casing.inside(_topic(heading)) if heading.startswith("Om ") else None
    for at, (start, end) in enumerate(sentence_spans(text)):
        if at == 0 and (defined := question_of_term(heading, text[start:end], casing)):
            yield defined, start, end
        if about and (said := question_of_speaker(about, text[start:end])):
            yield said, start, end
        if not any(first <= start < last for first, last in lists):
            for phrased in questions_of(text[start:end], casing):
                yield phrased, start, end


def _of_heading(heading: str, context: Context) -> Iterator[Phrased]:
    noun = context.noun
    if question := question_of_heading(heading):
        yield question
    elif noun and heading.lower() in ("syfte", "syfte och mål"):
        yield Phrased(texts.FAQ_QUESTIONS["aim"].format(document=noun), "aim")
    elif _is_topic(_topic(heading)) and (topic := context.casing.inside(_topic(heading))):
        if noun:
            yield Phrased(texts.FAQ_QUESTIONS["topic"].format(document=noun, topic=topic), "topic")
        elif context.alone:
            yield Phrased(texts.FAQ_QUESTIONS["topic_any"].format(topic=topic), "topic")


def _topic(heading: str) -> str:
    plain = heading.removeprefix("Om ")
    return plain[:1].upper() + plain[1:]


def _is_topic(heading: str) -> bool:
    words = heading.lower().split()
    return (
        0 < len(words) <= 6
        and words[0] not in _NO_TOPICS
        and not re.match(r"\w+a (?!\w+[rn]\b)", heading)
        and heading.lower() not in EMPTY_HEADINGS
        and not re.search(r"[\d:?!.,–()]", heading)
        and words[0] not in NOT_A_SUBJECT
        and not FINITE_VERBS & set(words)
    )
