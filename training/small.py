"""Small corpora made of the large one: a question asked where its document is, and where not.

Documents behind questions are dealt into a few folders by the sha-1 of their id, each filled up
with documents that no question is about. In the folder of its document a question is
answerable; in the next one it is not, unless the answer's words happen to stand there too.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.evaluation import Question, comparable
from corpus.swedish.sentences import sentences
from corpus.swedish.words import FUNCTION_WORDS
from index.embedding import Embedder
from index.indexing import build_index
from index.search import Searcher
from index.store import Store

CORPORA = 6
FILLERS = 40
_LEAST_HEADINGS = 4
MADE = "made"
"""The type of a question that is made from a document by rule."""
_DEFINITION = re.compile(
    r"^(?:En |Ett )?([A-ZÅÄÖ]?[a-zåäö]{5,30}(?: [a-zåäö]{4,30})?)"
    r" (?:är (?:en|ett)|innebär|betyder) "
)
_LONGEST_HEADING = 4


def small_corpora(
    store: Store, questions: Sequence[Question], embedder: Embedder, folder: Path
) -> Iterator[tuple[Searcher, list[Question]]]:
    """Build each small corpus in `folder` and yield its searcher and its questions."""
    behind = sorted({question.document for question in questions if question.answerable})
    others = [info.id for info in store.infos if info.id not in set(behind)]
    others = [name for name in others if _count_headings(store, name) >= _LEAST_HEADINGS]
    others.sort(key=lambda identifier: hashlib.sha1(identifier.encode()).hexdigest())
    for number in range(CORPORA):
        own = [identifier for identifier in behind if _corpus_of(identifier) == number]
        fillers = others[number * FILLERS : (number + 1) * FILLERS]
        corpus = folder / f"corpus-{number}"
        texts = {name: _write(store, name, corpus) for name in (*own, *fillers)}
        build_index(corpus, folder / f"index-{number}", embedder)
        searcher = Searcher(Store(folder / f"index-{number}"), embedder)
        asked = list(_asked_here(questions, number, " ".join(texts.values())))
        made = [*heading_questions(searcher.store), *definition_questions(searcher.store)]
        yield searcher, asked + made


def heading_questions(store: Store) -> Iterator[Question]:
    """Yield short headings as questions; the answer is the first sentence below.

    Who types the words of a heading wants what stands under it. Only headings that occur once
    in the corpus are asked.
    """
    passages = [store.passage(number) for number in range(store.manifest.passages)]
    sections = Counter(passage.section for passage in passages)
    headings = Counter(section[-1] for section in sections if section)
    for number, passage in enumerate(passages):
        if not passage.section or (number and passages[number - 1].section == passage.section):
            continue
        heading = passage.section[-1]
        if headings[heading] == 1 and len(heading.split()) <= _LONGEST_HEADING:
            answer = sentences(passage.text)[0]
            identifier = f"{passage.document_id}#{number}"
            yield Question(identifier, heading, True, passage.document_id, (answer,), MADE)


def _asked_here(questions: Sequence[Question], number: int, everything: str) -> Iterator[Question]:
    text = comparable(everything)
    for question in questions:
        home = _corpus_of(question.document) if question.answerable else number
        if home == number:
            yield question
        elif (home + 1) % CORPORA == number and not any(
            comparable(answer) in text for answer in question.answers
        ):
            yield replace(question, answerable=False, document="", answers=())


def definition_questions(store: Store) -> Iterator[Question]:
    """Yield "Vad är X?" for every sentence that opens with "X är en …" and the like."""
    asked: set[str] = set()
    for number in range(store.manifest.passages):
        passage = store.passage(number)
        for sentence in sentences(passage.text):
            found = _DEFINITION.match(sentence)
            word = found.group(1).lower() if found else ""
            if not found or word in asked or word.split()[0] in FUNCTION_WORDS:
                continue
            asked.add(word)
            name = f"{passage.document_id}#{number}#{word}"
            text = f"Vad {'betyder' if len(asked) % 2 else 'är'} {word}?"
            yield Question(name, text, True, passage.document_id, (sentence,), MADE)


def _count_headings(store: Store, identifier: str) -> int:
    sections = (store.passage(row).section for row in store.passages_of(identifier))
    return len({section[-1] for section in sections if section})


def _corpus_of(identifier: str) -> int:
    return int(hashlib.sha1(identifier.encode()).hexdigest(), 16) % CORPORA


def _write(store: Store, identifier: str, corpus: Path) -> str:
    """Write a document as Markdown again and return its text."""
    document = store.document(identifier)
    if document is None:
        raise KeyError(identifier)
    lines = []
    for block in document.blocks:
        mark = {"heading": "#" * max(block.level, 1) + " ", "item": "- "}.get(block.kind, "")
        lines.append(mark + document.text[block.start : block.end])
    path = corpus / f"{identifier}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return document.text
