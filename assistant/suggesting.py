"""Questions to begin with on a page: short ones, of the newest documents."""

from __future__ import annotations

from assistant import texts
from assistant.core import Assistant
from assistant.faq.suggesting import Wish, suggest
from corpus.types import Audience

LONGEST = 75
"""Characters: what fits two lines of a button on a telephone."""
_DOCUMENTS = 12


def suggested_questions(assistant: Assistant, audience: Audience, count: int) -> list[str]:
    """Return up to `count` questions that are answered from the place they were made from.

    They are spread over the documents and over kinds of question. The guide to the program
    itself, whose source is the program's name, gives none.
    """
    infos = [info for info in assistant.documents(audience) if info.source != texts.NAME]
    infos.sort(key=lambda info: info.date, reverse=True)
    longest = min(LONGEST, assistant.longest_question)
    wish = Wish(count, audience, longest=longest, documents=tuple(infos[:_DOCUMENTS]))
    return [suggestion.question for suggestion, _ in suggest(assistant, wish)]
