"""Pairs of texts that mean the same: what the embedding model learns from."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from training.texts import Seminar, Text, government_texts, seminars

Pair = tuple[str, str]

MIN_CHARACTERS = 40
MAX_CHARACTERS = 1200
SENTENCES_TAKEN = 2
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ–”\"])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_]{1,3}|^[-•]\s+", re.MULTILINE)


def training_pairs(seed: int) -> list[Pair]:
    """Return all pairs of the texts that may be trained on, shuffled by `seed`."""
    chance = random.Random(seed)
    pairs = [
        pair for text in government_texts(held_out=False) for pair in _text_pairs(text, chance)
    ]
    pairs += [pair for seminar in seminars(held_out=False) for pair in _seminar_pairs(seminar)]
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    chance.shuffle(pairs)
    return pairs


def _text_pairs(text: Text, chance: random.Random) -> Iterator[Pair]:
    paragraphs = _paragraphs(text)
    for number, (section, paragraph) in enumerate(paragraphs):
        if number < 4:
            yield text.title, paragraph
        if section:
            question = f"{text.title} {section}" if chance.random() < 0.5 else section
            yield question, paragraph
        if number + 1 < len(paragraphs) and number < 30:
            yield paragraph, paragraphs[number + 1][1]
        if number < 40:
            yield from _sentence_pairs(text.title, section, paragraph, chance)


def _sentence_pairs(
    title: str, section: str, paragraph: str, chance: random.Random
) -> Iterator[Pair]:
    """Take sentences out of a paragraph; a part of each one's words must find the rest again."""
    sentences = _SENTENCE_END.split(paragraph)
    for number in chance.sample(range(len(sentences)), min(len(sentences), SENTENCES_TAKEN)):
        rest = " ".join(sentences[:number] + sentences[number + 1 :])
        if len(sentences[number]) < MIN_CHARACTERS or len(rest) < MIN_CHARACTERS:
            continue
        words = sentences[number].split()
        if chance.random() < 0.6:
            words = [word for word in words if chance.random() < 0.5]
        context = f"{title} {section} ".replace("  ", " ") if chance.random() < 0.7 else ""
        yield " ".join(words), context + rest


def _paragraphs(text: Text) -> list[tuple[str, str]]:
    """Return (section heading, paragraph) for every paragraph that is long enough."""
    section, found = "", []
    for block in re.split(r"\n\s*\n", text.body):
        block = block.strip()
        if heading := _HEADING.match(block):
            section = heading.group(1).strip()
            continue
        block = _MARKS.sub("", _LINK.sub(r"\1", block)).replace("\n", " ")
        if len(block) >= MIN_CHARACTERS:
            found.append((section, block[:MAX_CHARACTERS]))
    return found


def _seminar_pairs(seminar: Seminar) -> Iterator[Pair]:
    if len(seminar.description) >= MIN_CHARACTERS:
        yield seminar.title, seminar.description
        if len(seminar.more) >= MIN_CHARACTERS:
            yield seminar.description, seminar.more[:MAX_CHARACTERS]
            yield seminar.title, seminar.more[:MAX_CHARACTERS]


def held_out_pairs() -> tuple[list[Pair], list[Pair]]:
    """Return (titles → first paragraphs, seminar questions → descriptions), none trained on."""
    titles = []
    for text in government_texts(held_out=True):
        paragraphs = _paragraphs(text)
        if paragraphs and text.title:
            titles.append((text.title, paragraphs[0][1]))
    questions = [
        (seminar.title, seminar.description)
        for seminar in seminars(held_out=True)
        if len(seminar.description) >= MIN_CHARACTERS
    ]
    return titles, questions
