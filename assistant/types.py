"""What the assistant says: an answer, its sentences and their citations."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from corpus.types import Audience


class Status(StrEnum):
    """What kind of reply it is. `GREETING` answers "hej" and the like, without a citation."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    GREETING = "greeting"


class Route(StrEnum):
    """Who takes a question. `DOCUMENTS` is searched and answered; texts.py answers the others."""

    DOCUMENTS = "documents"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    ABOUT_ASSISTANT = "about_assistant"
    OWN_CASE = "own_case"
    NOT_HELD = "not_held"
    OPINION = "opinion"
    OTHER_LANGUAGE = "other_language"
    UNCLEAR = "unclear"
    DISSATISFIED = "dissatisfied"
    DANGER = "danger"
    PERSONAL_NUMBER = "personal_number"
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents may answer: those of an audience, and of the ids if there are any."""

    audience: Audience = Audience.PUBLIC
    documents: frozenset[str] = frozenset()

    def within(self, document: str) -> Scope:
        """Return the scope of one document of this one, unchanged for none or another."""
        if not document or (self.documents and document not in self.documents):
            return self
        return Scope(self.audience, frozenset({document}))


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to. What the settings leave out is ""; `url` is an absolute web address."""

    name: str
    telephone: str = ""
    email: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: the text of `document`, from `start` to `end`, is `quotation`.

    `page` counts from 1 as a PDF viewer does, None where the format has no pages. `url` is
    relative to the server's root. `passage` is what stands around the quotation, for showing.
    `page_label` is the page's printed number where it differs. `valid_from`, `valid_to` and
    `replaced_by` are set where they say that the document does not hold good.
    """

    number: int
    document: str
    title: str
    section: tuple[str, ...]
    page: int | None
    quotation: str
    start: int
    end: int
    url: str
    date: str
    source: str
    passage: str
    page_label: str = ""
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quoted sentence (or list) and the numbers of its citations, at least one."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that is about the same thing, shown when no answer was found.

    `quotation` is the piece of `text` that may answer, though not surely enough, "" for none;
    `url` and `page` are of it, or of the passage.
    """

    document: str
    title: str
    section: tuple[str, ...]
    page: int | None
    text: str
    url: str
    page_label: str = ""
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    `confidence` is the calibrated probability, 0 to 1, that the shown sentences answer the
    question. `reply` is the assistant's own line for a greeting or a refusal, "" for an answer,
    whose every word is quoted. `milliseconds` is the time that `ask` took.

    `route` says what kind of question it was; an answer of another route than `DOCUMENTS` was
    sure enough to be shown all the same. `understood` is the question as it was completed from
    the conversation, "" where it was taken as written. `notice` is the assistant's own line
    beside an answer. `missing` are names and years of the question that no document holds.
    `rest` are further sentences of an overview, for a second look; `citations` cover them too.
    `contacts` are whom to ask, best first; `further` are questions to go on with. `language` is
    the BCP 47 code of `reply` and `notice` where they are not Swedish, "other" for any other.
    """

    question: str
    status: Status
    reply: str = ""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    confidence: float = 0.0
    milliseconds: float = 0.0
    route: Route = Route.DOCUMENTS
    understood: str = ""
    notice: str = ""
    missing: tuple[str, ...] = ()
    rest: tuple[Sentence, ...] = ()
    contacts: tuple[Contact, ...] = ()
    further: tuple[str, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """The answer as one text: its sentences, or the assistant's own line."""
        return " ".join(sentence.text for sentence in self.sentences) or self.reply

    def to_dict(self) -> dict[str, object]:
        """Return the JSON contract that the command line and the HTTP API share."""
        return {
            "question": self.question,
            "status": self.status.value,
            "answer": self.text,
            "sentences": [asdict(sentence) for sentence in self.sentences],
            "citations": [asdict(citation) for citation in self.citations],
            "nearest": [asdict(passage) for passage in self.nearest],
            "confidence": round(self.confidence, 3),
            "milliseconds": round(self.milliseconds, 1),
            "route": self.route.value,
            "understood": self.understood,
            "notice": self.notice,
            "missing": list(self.missing),
            "rest": [asdict(sentence) for sentence in self.rest],
            "contacts": [asdict(contact) for contact in self.contacts],
            "further": list(self.further),
            "language": self.language,
        }
