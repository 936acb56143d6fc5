"""From a question to its answer: route, parts, readings, and which of them the documents answer."""

from __future__ import annotations

from dataclasses import replace

from assistant import texts
from assistant.conversation import Conversation, is_whole_in, leans, readings
from assistant.finding import Finder, Found, not_named, together
from assistant.parts import parts
from assistant.replies import Replies
from assistant.routing import GOES_ON, Router, Routing
from assistant.types import Answer, Route, Scope, Status

LEANING = 0.15
"""A question that leans on another is taken as written only if that is surer by this much."""
COMPLETED = 0.35
"""Enough confidence for a completed question: not all of its words can stand in the answer."""
ENOUGH = 0.7
"""A completed question that is answered this surely is not completed in yet another way."""
SURELY = 0.65
"""An answer that is this sure is shown whatever route the question seems to take, but danger."""


class Asker:
    """Asks the documents of one opened index what a question means and what answers it."""

    def __init__(self, finder: Finder, router: Router, replies: Replies) -> None:
        """Take what finds, what sorts questions, and what is said instead."""
        self._finder = finder
        self._router = router
        self._replies = replies

    def ask(self, question: str, scope: Scope, conversation: Conversation) -> Found:
        """Answer a question in the light of what was said before."""
        routing = self._router.route(question)
        if routing.may_be_danger:  # a slip of the finger makes pieces that no document has
            routing = self._router.route(self._finder.corrected(question))
        if routing.is_certain:
            return Found(self._replies.instead(_nothing(question), routing), [])
        found = self._found(question, scope, conversation, routing)
        further = self._finder.further(found, scope)
        answer = replace(found.answer, further=further)
        return Found(self._weighed(answer, routing, bool(conversation.turns)), found.hits)

    def _found(
        self, question: str, scope: Scope, conversation: Conversation, routing: Routing
    ) -> Found:
        """Find the answer in the documents, about the program itself in its guide first."""
        about = routing.route is Route.ABOUT_ASSISTANT
        guided = self._finder.find_in_guide(question, scope) if about else None
        return guided or self._in_parts(question, scope, conversation)

    def _in_parts(self, question: str, scope: Scope, conversation: Conversation) -> Found:
        """Answer each of the questions that are asked in one; each may lean on those before it."""
        asked = parts(question)
        if len(asked) == 1:
            return self._understood(question, scope, conversation)
        found, said = [], conversation
        for part in asked:
            found.append(self._understood(part, scope, said))
            said = said.after(found[-1].answer)
        return together(question, found) or self._understood(question, scope, conversation)

    def _understood(self, question: str, scope: Scope, conversation: Conversation) -> Found:
        """Answer the reading of a question that is answered most surely, as written on a tie."""
        last = conversation.turns[-1].document if conversation.turns else ""
        overview = self._finder.overview(question, scope, last)
        if overview is not None:
            return overview
        as_written = self._finder.find(question, scope)
        if as_written.is_answered and not leans(question):
            return as_written
        margin = _margin(as_written)
        missing = as_written.answer.missing
        best, surest = as_written, as_written.answer.confidence
        for reading in readings(question, conversation)[1:]:
            found = self._finder.find(reading.text, scope.within(reading.document), COMPLETED)
            if found.is_answered and found.answer.confidence + margin > surest:
                answer = replace(
                    found.answer,
                    question=question,
                    understood=reading.understood,
                    notice=_notice(found.answer, missing),
                    missing=missing,
                )
                best, surest = Found(answer, found.hits), answer.confidence + margin
            if found.answer.confidence >= ENOUGH:
                break
        return best

    def _weighed(self, answer: Answer, routing: Routing, follows: bool) -> Answer:
        """Let the documents answer unless the route is surer; a follow-up is for the documents."""
        if routing.route is Route.DOCUMENTS:
            return answer
        from_guide = routing.route is Route.ABOUT_ASSISTANT and all(
            citation.source == texts.NAME for citation in answer.citations
        )
        goes_on = follows and routing.route in GOES_ON
        danger = routing.route is Route.DANGER
        surely = answer.confidence > (routing.probability if danger else SURELY)
        answers = answer.status is Status.ANSWERED and (from_guide or goes_on or surely)
        if answers or routing.may_be_danger:
            return self._replies.beside(answer, routing)
        return self._replies.instead(answer, routing)


def _margin(as_written: Found) -> float:
    """Return by how much a question as written must be surer than completed."""
    question, citations = as_written.answer.question, as_written.answer.citations
    shown = " ".join(" ".join((c.title, *c.section, c.quotation)) for c in citations)
    return LEANING if leans(question) and not is_whole_in(question, shown) else 0.0


def _nothing(question: str) -> Answer:
    """Return the answer of no document at all."""
    return Answer(question, Status.NOT_FOUND)


def _notice(answer: Answer, missing: tuple[str, ...]) -> str:
    """Return an answer's own notice with the names that the question as written has in vain."""
    own = answer.notice.removeprefix(not_named(answer.missing)).strip()
    return " ".join(filter(None, (not_named(missing), own)))
