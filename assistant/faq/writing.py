"""Write an FAQ in the forms that the files' names ask for, all of it or one file a category."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from glob import escape
from pathlib import Path

from assistant.faq.formats.data import is_faq, json_file, read_faq
from assistant.faq.formats.html import html_file
from assistant.faq.formats.look import Look, plain_name
from assistant.faq.formats.markdown import markdown_file
from assistant.faq.formats.tables import csv_file, xlsx_file
from assistant.faq.formats.word import docx_file
from assistant.faq.reviewing import is_review, read_review
from assistant.faq.types import Faq
from corpus.drafts import draft_of
from corpus.errors import FaqFormError, FaqReviewedError

_FORMS: dict[str, Callable[[Faq, Look], bytes]] = {
    ".md": markdown_file,
    ".html": html_file,
    ".docx": lambda faq, look: docx_file(faq),
    ".csv": lambda faq, look: csv_file(faq),
    ".xlsx": lambda faq, look: xlsx_file(faq),
    ".json": lambda faq, look: json_file(faq),
}
_BY_CATEGORY = frozenset({".md", ".html", ".docx"})


def check_form(path: Path) -> None:
    """Refuse a file name that says no known form, before anything is answered.

    Raises:
        FaqFormError: the suffix is not one of those that can be written.
    """
    if path.suffix.lower() not in _FORMS:
        raise FaqFormError(str(path), ", ".join(_FORMS))


def faq_files(
    faq: Faq, path: Path, link_base: str = "", *, per_category: bool
) -> dict[Path, bytes]:
    """Return path → content of one file, or of one for each category.

    Only .json, which the next run reads, holds the entries that are withheld.

    Raises:
        FaqReviewedError: the file is an FAQ with reviews that this one does not have, has older
            ones for or has for other readers, or a review file that somebody has written in.
        QuestionsError: the file is an FAQ that cannot be read, so that reviews could be lost.
    """
    check_form(path)
    keep_reviews(faq, path)
    form = _FORMS[path.suffix.lower()]
    if path.suffix.lower() != ".json":
        faq = replace(faq, entries=tuple(entry for entry in faq.entries if not entry.withheld))
    if not per_category or path.suffix.lower() not in _BY_CATEGORY:
        return {path: form(faq, Look(link_base))}
    parts = list(_by_category(faq, path))
    pages = tuple((category, file.name) for category, file, _ in parts)
    return {file: form(part, Look(link_base, pages)) for _, file, part in parts}


def left_over(path: Path, written: Collection[Path]) -> list[Path]:
    """Return the pages of categories that an earlier run wrote and this one did not."""
    if path.suffix.lower() not in _BY_CATEGORY:
        return []
    found = path.parent.glob(f"{escape(path.stem)}-*{path.suffix}")
    return sorted(set(found).difference(written))


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files: none takes its place before there is a draft of every one.

    Those in .json are the last to do so: with them the next run compares.

    Raises:
        StorageError: one of them cannot be written.
    """
    last_first = sorted(files, key=lambda path: path.suffix.lower() != ".json")
    with ExitStack() as drafts:
        for path in last_first:
            drafts.enter_context(draft_of(path)).write_bytes(files[path])


def keep_reviews(faq: Faq, path: Path) -> None:
    """Refuse to let an FAQ take the place of a file with reviews that it does not have.

    Raises:
        FaqReviewedError, QuestionsError: as `faq_files`.
    """
    if is_review(path) and (written := read_review(path).written):
        raise FaqReviewedError(str(path), written)
    if not is_faq(path):
        return
    before = read_faq(path)
    entries = faq.entries if faq.audience == before.audience else ()
    kept = {entry.id: entry.review for entry in entries if entry.review}
    lost = [
        entry
        for entry in before.entries
        if entry.review and (entry.id not in kept or kept[entry.id].is_older_than(entry.review))
    ]
    if lost:
        raise FaqReviewedError(str(path), len(lost))


def _by_category(faq: Faq, path: Path) -> Iterator[tuple[str, Path, Faq]]:
    taken: set[str] = set()
    for category, entries in faq.categories().items():
        if not any(entry.is_shown for entry in entries):
            continue
        name = plain_name(category)
        while name in taken:
            name += "-2"
        taken.add(name)
        title = f"{faq.title}: {category}"
        part = replace(faq, title=title, entries=tuple(entries))
        yield category, path.with_name(f"{path.stem}-{name}{path.suffix}"), part
