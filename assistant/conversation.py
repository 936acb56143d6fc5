"""What a question means after what was said before: several readings, best guesses first.

Nothing here searches or decides. assistant/asking.py tries the readings and keeps the one that is
answered most surely.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from assistant.types import Answer, Route, Status
from corpus.errors import ConversationError
from corpus.swedish.words import FUNCTION_WORDS, content_words, stem, words

_TURNS_KEPT = 6
_WORDS_KEPT = 10
_LONGEST = 200
"""Characters of a word or a heading that a page gives back."""
_FEW_WORDS = 2
_WHOLE_QUESTION = 3
"""So many nouns and verbs in one answer are no chance: "när ska det sökas senast?" has two."""
_SHORT = 10
_OPENING = re.compile(
    r"^(?:(?:och|men|eller|nej|jo|ja|ok|okej|jaha|tack|aha|då|jag menar?|jag menade)\b[\s,]*)+",
    re.I,
)
_POINTING = frozenset(
    """
    den det de dem dom denna detta dessa där dit hit därifrån han hon honom henne hans hennes dess
    deras sådan sådant sådana sån sånt såna samma båda
    """.split()
)
_NOUN = rf"(?!(?:{'|'.join(FUNCTION_WORDS)})\b)\w+"
_IMPERSONAL = re.compile(
    r"\bdet (?:att|en|ett|någon|något|några|nån|nåt|för|som|här)\b"
    r"|\b(?:finns|är|var|blir|blev|kostar|går|står|kommer|kom|bor|ligger|räcker) det (?!\?|$)"
    r"|\b\w+s det (?!\?|$|\w+et\b)"
    r"|\b(?:tar|tog|dröjer|dröjde|gäller|gällde) det (?:när|innan)\b"
    r"|\bnär det (?:gäller|är|blir|finns|snöar|regnar|blåser|brinner)\b"
    r"|\bdet är (?:\w+ ){1,2}att\b|\b(?:på|av) det sättet\b|\bi det fria\b"
    r"|\bden \d|\b(?:den|det|de) (?:som|så kallade|[\w-]+(?:a|e) )"
    rf"|\b(?:den|det|de) (?!\w+as\b){_NOUN}"
    rf"(?: (?:på|i|av|om|för|till|med) (?:{_NOUN} )?{_NOUN}){{0,2}} som\b"
    rf"|\b(?:på|i|av|enligt|med|till) (?:den|det|de) {_NOUN}(?<!en)(?<!et)(?<!an)(?<!na)(?<!s) \w"
    r"|(?<=\w )där (?:det|man|jag|vi|de|min|mitt|mina)\b",
    re.I,
)
"""Where "det", "den", "de" and "där" point at nothing that was said before: "det" stands for what
comes after it or for the weather, "den" is the article of a noun with a clause of its own."""
_DEFINED = re.compile(r"vad är (?:en|ett) \w+\W*", re.I)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question and its answer were about.

    `words` are the names and nouns of the question, with those of the question that it leaned on;
    `title`, `section` (the innermost heading) and `document` (its id) are of the first citation,
    "" where there was no answer.
    """

    words: tuple[str, ...]
    title: str = ""
    section: str = ""
    document: str = ""

    @property
    def topic(self) -> str:
        """What the answer was about, for people: title and heading."""
        return ", ".join(filter(None, (self.title, self.section)))


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to understand a question: `text` is searched, `understood` says it to people.

    `document` is the id of the only document that may answer it, "" for any.
    """

    text: str
    understood: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The latest turns, oldest first. It lives with whoever asks and is kept nowhere else."""

    turns: tuple[Turn, ...] = ()

    def after(self, answer: Answer) -> Conversation:
        """Return the conversation with one more turn; what was not about documents leaves none."""
        if answer.route is not Route.DOCUMENTS and answer.status is not Status.ANSWERED:
            return self
        words = content_words(answer.question)
        if answer.understood and self.turns:
            words = _joined(words, self.turns[-1].words)[:_WORDS_KEPT]
        if not answer.citations:
            last = self.turns[-1] if self.turns and leans(answer.question) else Turn(())
            turn = replace(last, words=_joined(words, last.words)[:_WORDS_KEPT])
        else:
            cited = answer.citations[0]
            turn = Turn(words, cited.title, "".join(cited.section[-1:]), cited.document)
        return Conversation((*self.turns, turn)[-_TURNS_KEPT:])

    def to_list(self) -> list[dict[str, object]]:
        """Return the turns as JSON, for a door that lets the page keep them."""
        return [asdict(turn) for turn in self.turns]

    @classmethod
    def from_list(cls, rows: object) -> Conversation:
        """Read what `to_list` gave.

        Raises:
            ConversationError: it is something else.
        """
        if not isinstance(rows, list):
            raise ConversationError
        return cls(tuple(_turn(row) for row in rows)[-_TURNS_KEPT:])


NOTHING_SAID = Conversation()


def leans(question: str) -> bool:
    """Say whether a question can hardly be understood without what was said before."""
    if _OPENING.match(question):
        return True
    if _DEFINED.fullmatch(question):
        return False
    said = [word.text.lower() for word in words(_IMPERSONAL.sub(" ", question))]
    return bool(_POINTING & set(said)) or len(content_words(question)) < _FEW_WORDS


def may_lean(question: str) -> bool:
    """Say whether it is so short that it may go on from what was said before."""
    return leans(question) or len(list(words(question))) <= _SHORT


def is_whole_in(question: str, text: str) -> bool:
    """Say whether a text has all that a question asks about, and that is several words."""
    said = {stem(word) for word in content_words(question)}
    return len(said) >= _WHOLE_QUESTION and said <= {stem(word.text) for word in words(text)}


def readings(question: str, conversation: Conversation) -> tuple[Reading, ...]:
    """Return the ways to understand a question: as written, then completed from what was said.

    With the words of the question before and the heading and title of its answer, with the title
    alone, and with the heading within the document alone. Of 121 follow-ups over two
    municipalities these three together found most (benchmarks/follow_ups.py).
    """
    alone = Reading(question)
    if not conversation.turns or not may_lean(question):
        return (alone,)
    before = conversation.turns[-1]
    said = {stem(word) for word in content_words(question)}
    names = " ".join(word for word in before.words if stem(word) not in said)
    own = _OPENING.sub("", question).rstrip("?!. ") or question
    understood = f"{question.rstrip('?!. ')} ({before.topic or names})"
    completed = [Reading(f"{own} {names}, {before.topic}?", understood)]
    if not before.document:
        return (alone, Reading(f"{own} {names}?", understood))
    if before.section:
        completed.append(Reading(f"{own} {names}, {before.title}?", understood))
    completed.append(Reading(f"{own}, {before.section or names}?", understood, before.document))
    return (alone, *completed)


def _turn(row: object) -> Turn:
    match row:
        case {
            "words": list(said) | tuple(said),
            "title": str(title),
            "section": str(section),
            "document": str(document),
        } if all(isinstance(word, str) and len(word) <= _LONGEST for word in said):
            kept = tuple(str(word) for word in said)[:_WORDS_KEPT]
            return Turn(kept, title[:_LONGEST], section[:_LONGEST], document)
    raise ConversationError


def _joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Return the words of both, without those of the second whose stem is in the first."""
    known = {stem(word) for word in first}
    return (*first, *(word for word in second if stem(word) not in known))
