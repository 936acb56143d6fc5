"""What the assistant says itself: when a question is not for the documents, or they do not answer.

The words stand in texts.py, one for each route; here the settings' names and numbers are put in.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import texts
from assistant.routing import SMALL_TALK, Routing
from assistant.settings import Settings
from assistant.types import Answer, Contact, Route, Status

_LINE = re.compile(r"(?P<name>.*?)[\s,:]*(?P<telephone>[\d+][\d +-]*)")
_ASKS_BACK = frozenset({Route.UNCLEAR, Route.OPINION, Route.NONSENSE, Route.ABOUT_ASSISTANT})
"""Routes that offer questions which the documents answer."""
_MAY_BE_NEAR = frozenset({Route.OWN_CASE, Route.NOT_HELD})
"""Routes whose questions the nearest passages may help with."""
_SAID_BESIDE = frozenset({Route.DANGER, Route.OWN_CASE})
"""Routes whose line is said even where the documents answer."""


class Replies:
    """The replies of one municipality."""

    def __init__(self, settings: Settings) -> None:
        """Read whom to turn to from the settings."""
        self.contact = Contact(
            settings.contact,
            settings.contact_telephone,
            settings.contact_email,
            settings.contact_address,
            settings.contact_url,
        )
        registry = Contact(
            settings.registry, email=settings.registry_email, url=settings.registry_url
        )
        e_service = Contact(texts.CONTACT_NAMES["e_service"], url=settings.e_service)
        lines = (settings.suicide_line, settings.child_line, settings.violence_line)
        self._contacts: dict[Route, tuple[Contact, ...]] = {
            Route.OWN_CASE: (self.contact, *((e_service,) if settings.e_service else ())),
            Route.NOT_HELD: (registry,),
            Route.DANGER: (
                Contact(texts.CONTACT_NAMES["emergency"], "112"),
                *(_support_line(line) for line in lines if line),
                Contact(texts.CONTACT_NAMES["health"], "1177"),
            ),
            **dict.fromkeys((*SMALL_TALK, Route.OPINION, Route.NONSENSE, Route.UNCLEAR), ()),
        }
        e_services = texts.E_SERVICE.format(url=settings.e_service) if settings.e_service else ""
        self._names = {
            "contact": ", ".join(filter(None, (settings.contact, settings.contact_telephone))),
            "organisation": settings.organisation,
            "registry": settings.registry,
            "e_service": e_services,
            "suicide_line": settings.suicide_line,
            "child_line": settings.child_line,
            "violence_line": settings.violence_line,
        }

    def instead(self, answer: Answer, routing: Routing) -> Answer:
        """Return what is said in place of an answer on this route.

        `answer` is what the documents gave, which was not sure enough: its nearest passages stay
        only where the question was about documents.
        """
        route = routing.route
        return replace(
            answer,
            status=Status.GREETING if route in SMALL_TALK else Status.NOT_FOUND,
            reply=self.line(routing, options=bool(answer.further)),
            sentences=(),
            citations=(),
            rest=(),
            nearest=answer.nearest if route in _MAY_BE_NEAR else (),
            notice="",
            understood="",
            missing=(),
            route=route,
            language=routing.language,
            contacts=self.contacts(route),
            further=answer.further if route in _ASKS_BACK else (),
        )

    def beside(self, answer: Answer, routing: Routing) -> Answer:
        """Return an answer that the documents give surely, with what the route adds to it."""
        notice = answer.notice
        contacts = answer.contacts
        if routing.route in _SAID_BESIDE:
            notice, contacts = self.line(routing), self.contacts(routing.route)
        elif routing.language:
            notice = texts.QUOTED_FROM_SWEDISH.get(routing.language, "")
        return replace(
            answer,
            route=routing.route,
            notice=notice,
            contacts=contacts,
            language=routing.language if notice else "",
        )

    def line(self, routing: Routing, *, options: bool = False) -> str:
        """Return the line of a route, in the question's language where there is one.

        `options` says that there are questions to choose from.
        """
        text = texts.ROUTES[routing.route]
        if routing.route is Route.UNCLEAR and not options:
            text = texts.UNCLEAR_ALONE
        if routing.route is Route.OTHER_LANGUAGE:
            text = texts.LANGUAGES.get(routing.language, text)
        return text.format(**self._names)

    def contacts(self, route: Route) -> tuple[Contact, ...]:
        """Return whom to turn to on a route, most urgent first."""
        return self._contacts.get(route, (self.contact,))


def _support_line(line: str) -> Contact:
    """Read "Bris 116 111" as a name and a telephone number."""
    match = _LINE.fullmatch(line.strip())
    return Contact(match["name"], match["telephone"]) if match else Contact(line)
