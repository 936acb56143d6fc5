"""`planfraga faq`: questions in, a page that can be published, reviewed and kept true."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.bar import Bar
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import FAILED, Command, add_audience, add_json, print_json
from assistant.settings import Settings
from corpus.errors import FaqOptionsError, QuestionsError
from corpus.types import Audience

if TYPE_CHECKING:
    from assistant.faq.batch import Batch
    from assistant.faq.making import Reviewed
    from assistant.faq.questions import QuestionFile
    from assistant.faq.types import AskedQuestion, BadRow, Entry, Faq, Reply
    from assistant.faq.updating import Difference

CHANGED = 3
"""The exit status of --update when anything has changed; 1 is an error, 2 a wrong option."""
_FOR_READERS = frozenset({".html", ".md", ".docx"})


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is asked, what is written, and how."""
    parser.add_argument(
        "questions", metavar="frågor", nargs="?", type=Path, help=texts.OPTION_HELP["faq_questions"]
    )
    parser.add_argument(
        "--output", type=Path, action="append", default=[], metavar="FIL",
        help=texts.OPTION_HELP["faq_output"],
    )  # fmt: skip
    for name, kind, metavar in (
        ("suggest", int, "ANTAL"),
        ("review", Path, "FIL"),
        ("reviewed", Path, "FIL"),
        ("update", Path, "FIL"),
        ("report", Path, "FIL"),
        ("title", str, "TEXT"),
        ("link-base", str, "ADRESS"),
        ("workers", int, "ANTAL"),
    ):
        help_text = texts.OPTION_HELP[f"faq_{name.replace('-', '_')}"]
        parser.add_argument(f"--{name}", type=kind, metavar=metavar, help=help_text)
    for name in ("resume", "per-category", "no-merge", "approved-only"):
        help_text = texts.OPTION_HELP[f"faq_{name.replace('-', '_')}"]
        parser.add_argument(f"--{name}", action="store_true", help=help_text)
    add_audience(parser)
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make an FAQ, or answer one again and say what has changed."""
    from assistant.faq.writing import check_form

    _check_options(args)
    for path in args.output:
        check_form(path)
    try:
        return _update(args, settings) if args.update else _make(args, settings)
    except KeyboardInterrupt:
        print(texts.FAQ_INTERRUPTED, file=sys.stderr)
        raise


def _check_options(args: argparse.Namespace) -> None:
    from assistant.faq.formats.data import is_faq

    asked = args.questions or args.suggest is not None
    if args.update and (asked or args.reviewed):
        raise FaqOptionsError("update-alone")
    if not args.update and not asked:
        raise FaqOptionsError("nothing-asked")
    if not args.update and not (args.output or args.review):
        raise FaqOptionsError("nothing-written")
    if args.report and not args.update:
        raise FaqOptionsError("nothing-to-report")
    files = [file.resolve() for file in (*args.output, args.review, args.report) if file]
    if args.questions and not is_faq(args.questions):
        files.append(args.questions.resolve())
    if len(set(files)) < len(files) or (
        args.report and args.report.resolve() == args.update.resolve()
    ):
        raise FaqOptionsError("same-file")
    if any(count is not None and count < 1 for count in (args.suggest, args.workers)):
        raise FaqOptionsError("count")


def _make(args: argparse.Namespace, settings: Settings) -> int:
    from assistant.faq.batch import open_batch
    from assistant.faq.making import make_entries
    from assistant.faq.types import Faq, Kept

    read = _read_questions(args, settings)
    reviewed, not_understood = _read_reviews(args)
    bad = [*read.bad, *not_understood]
    bring_up_to_date(args, settings)
    asked = [question.question for question in read.questions]
    kept = Kept(
        tuple(question.category for question in read.questions),
        tuple(source for one in reviewed.values() for source in one.seen.sources),
    )
    with open_batch(
        settings,
        Audience(args.audience),
        [*asked, f"suggest {args.suggest}"],
        workers=args.workers or 0,
        resume=args.resume,
        kept=kept,
    ) as batch:
        questions, replies = _answered(args, batch, read.questions)
        entries = make_entries(
            questions, replies, merging=not args.no_merge, reviewed=reviewed.keys()
        )
        entries = _fit_to_show(_with_reviews(entries, reviewed), batch)
        title = args.title or texts.FAQ_TITLE
        faq = Faq(title, settings.organisation, args.audience, batch.basis, entries)
        files = _files(args, faq)
        _write(args, files)
        batch.finish()
    _say_withheld(faq)
    _say_what_was_made(args, faq, files, bad)
    return FAILED if any(row.reason != "twice" for row in bad) else 0


def _read_questions(args: argparse.Namespace, settings: Settings) -> QuestionFile:
    from assistant.faq.questions import QuestionFile, read_question_file

    if not args.questions:
        return QuestionFile((), ())
    read = read_question_file(args.questions, settings.longest_question)
    _say_bad_rows(args.questions, read.bad)
    return read


def _answered(
    args: argparse.Namespace, batch: Batch, questions: Sequence[AskedQuestion]
) -> tuple[list[AskedQuestion], list[Reply]]:
    """Return the questions of the file and the suggested ones, and their replies."""
    if args.resume:
        said = texts.FAQ_RESUMED if batch.kept else texts.FAQ_NOTHING_TO_RESUME
        print(said.format(done=batch.kept), file=sys.stderr)
    replies = _replies(batch, [(asked.question, asked.also) for asked in questions])
    if not args.suggest:
        return list(questions), replies
    suggested = _suggested(args, batch, [asked.question for asked in questions])
    return [*questions, *(asked for asked, _ in suggested)], [
        *replies,
        *(reply for _, reply in suggested),
    ]


def _replies(batch: Batch, questions: Sequence[tuple[str, Sequence[str]]]) -> list[Reply]:
    """Return the reply to every question, when those that it stands for are answered too."""
    asked = [question for question, _ in questions]
    also = [question for _, merged in questions for question in merged]
    with Bar(texts.FAQ_PROGRESS, texts.FAQ_PROGRESS_UNIT, texts.FAQ_PROGRESS_BAR) as bar:
        return batch.answer([*asked, *also], bar.update)[: len(asked)]


def _fit_to_show(entries: Sequence[Entry], batch: Batch) -> tuple[Entry, ...]:
    """Return the entries as the documents bear them today and their readers may see them."""
    from assistant.faq.making import part, recategorise, withhold

    shown = withhold(entries, batch.documents)
    also = [question for entry in shown for question in entry.also]
    shown = part(shown, dict(zip(also, batch.answer(also), strict=True)))
    names = sorted({entry.category for entry in shown if not entry.withheld} & batch.hidden)
    if names:
        listed = texts.listed([f"”{name}”" for name in names])
        print(texts.FAQ_HIDDEN_CATEGORIES.format(categories=listed), file=sys.stderr)
    return recategorise(shown, batch.hidden)


def _suggested(
    args: argparse.Namespace, batch: Batch, besides: Sequence[str]
) -> list[tuple[AskedQuestion, Reply]]:
    from assistant.faq.suggesting import Wish, suggest
    from assistant.faq.types import AskedQuestion

    with Bar(texts.FAQ_SUGGESTS, texts.FAQ_PROGRESS_UNIT, texts.FAQ_PROGRESS_BAR) as bar:
        found = suggest(
            batch.assistant,
            Wish(args.suggest, Audience(args.audience), tuple(besides)),
            batch.answer,
            lambda accepted: bar.update(accepted, args.suggest),
        )
    if len(found) < args.suggest:
        text = texts.FAQ_FEWER.format(found=len(found), wanted=args.suggest)
        print(text, file=sys.stderr)
    return [(AskedQuestion(suggestion.question), reply) for suggestion, reply in found]


def _read_reviews(args: argparse.Namespace) -> tuple[dict[str, Reviewed], Sequence[BadRow]]:
    """Return the reviews of the FAQ that is asked again and of a review file, and its bad rows.

    Raises:
        QuestionsError: one of them was made for readers who may see more than this FAQ's.
    """
    from assistant.faq.formats.data import is_faq, read_faq
    from assistant.faq.making import older_than, reviews_of
    from assistant.faq.reviewing import read_review

    found: dict[str, Reviewed] = {}
    bad: Sequence[BadRow] = ()
    if is_faq(args.questions):
        faq = read_faq(args.questions)
        _check_made_for(args, args.questions, faq.audience)
        found |= reviews_of(faq.entries)
    if args.reviewed:
        review = read_review(args.reviewed)
        _check_made_for(args, args.reviewed, review.audience)
        bad = review.bad
        _say_bad_rows(args.reviewed, bad)
        older = older_than(found, review.reviewed)
        _say_older(args, [found[identity] for identity in older])
        found |= {name: one for name, one in review.reviewed.items() if name not in older}
    return found, bad


def _say_older(args: argparse.Namespace, newer: Sequence[Reviewed]) -> None:
    if newer:
        text = texts.FAQ_OLDER_REVIEWS.format(
            review=args.reviewed,
            count=len(newer),
            faq=args.questions,
            questions=texts.listed([f"”{one.question}”" for one in newer]),
        )
        print(text, file=sys.stderr)


def _check_made_for(args: argparse.Namespace, path: Path, audience: str) -> None:
    if not Audience(args.audience).may_see(Audience(audience)):
        raise QuestionsError(str(path), 0, texts.FAQ_FOR_INTERNAL)


def _with_reviews(
    entries: tuple[Entry, ...], reviewed: Mapping[str, Reviewed]
) -> tuple[Entry, ...]:
    from assistant.faq.making import with_reviews

    found = with_reviews(entries, reviewed)
    for identity in reviewed.keys() - {entry.id for entry in found if entry.review}:
        print(texts.FAQ_REVIEW_OF_NONE.format(id=identity), file=sys.stderr)
    return found


def _update(args: argparse.Namespace, settings: Settings) -> int:
    from assistant.faq.batch import open_batch
    from assistant.faq.formats.data import read_faq
    from assistant.faq.types import Kept
    from assistant.faq.updating import parted, update
    from assistant.faq.writing import keep_reviews

    before = read_faq(args.update)
    if args.report:
        keep_reviews(replace(before, entries=()), args.report)
    args.audience = before.audience
    bring_up_to_date(args, settings)
    asked = [entry.question for entry in before.entries]
    kept = Kept(
        tuple(entry.category for entry in before.entries),
        tuple(source for entry in before.entries for source in entry.reply.sources),
    )
    with open_batch(
        settings,
        Audience(before.audience),
        asked,
        workers=args.workers or 0,
        resume=args.resume,
        kept=kept,
    ) as batch:
        replies = _replies(batch, [(entry.question, entry.also) for entry in before.entries])
        faq, differences = update(before, replies, batch.basis)
        entries = _fit_to_show(faq.entries, batch)
        differences = (*differences, *parted(before, entries))
        faq = replace(faq, title=args.title or faq.title, entries=entries)
        files = _files(args, faq)
        _report(args, differences)
        _write(args, files)
        batch.finish()
    _say_withheld(faq)
    shown, shown_before = (
        {(one.id, one.withheld, one.category) for one in rows} for rows in (entries, before.entries)
    )
    changed = shown != shown_before or any(one.change != "unchanged" for one in differences)
    return CHANGED if changed else 0


def _report(args: argparse.Namespace, differences: Sequence[Difference]) -> None:
    from assistant.faq.formats.report import json_report, markdown_report, text_report
    from assistant.faq.writing import write_all

    if args.report:
        form = json_report if args.report.suffix.lower() == ".json" else markdown_report
        write_all({args.report: form(differences)})
    print(json_report(differences).decode() if args.json else text_report(differences))


def _files(args: argparse.Namespace, faq: Faq) -> dict[Path, bytes]:
    """Return path → content of all that is to be written, when no review is lost by any of it."""
    from assistant.faq.reviewing import write_review
    from assistant.faq.writing import faq_files

    files: dict[Path, bytes] = {}
    approved = replace(faq, entries=tuple(entry for entry in faq.entries if entry.is_approved))
    for path in args.output:
        shown = approved if args.approved_only and path.suffix.lower() in _FOR_READERS else faq
        files |= faq_files(shown, path, args.link_base or "", per_category=args.per_category)
    if args.review:
        files[args.review] = write_review(faq, args.review)
    return files


def _write(args: argparse.Namespace, files: Mapping[Path, bytes]) -> None:
    from assistant.faq.writing import left_over, write_all

    write_all(files)
    for path in args.output if args.per_category else ():
        if old := left_over(path, files.keys()):
            names = ", ".join(map(str, old))
            print(texts.FAQ_LEFT_OVER.format(files=names), file=sys.stderr)


def _say_withheld(faq: Faq) -> None:
    withheld = [f"”{entry.question}”" for entry in faq.entries if entry.withheld]
    if withheld:
        text = texts.FAQ_WITHHELD.format(count=len(withheld), questions=texts.listed(withheld))
        print(text, file=sys.stderr)


def _say_bad_rows(path: Path, bad: Sequence[BadRow]) -> None:
    for row in bad:
        shown = f" (”{row.shown}”)" if row.shown else ""
        reason = texts.FAQ_ROWS[row.reason]
        text = texts.FAQ_BAD_ROW.format(row=row.row, file=path, reason=reason, shown=shown)
        print(text, file=sys.stderr)


def _say_what_was_made(
    args: argparse.Namespace, faq: Faq, files: Iterable[Path], bad: Sequence[BadRow]
) -> None:
    figures = {
        "all": len(faq.entries) + sum(len(entry.also) for entry in faq.entries),
        "answered": sum(entry.reply.is_answered for entry in faq.entries),
        "uncertain": sum(entry.reply.is_uncertain for entry in faq.entries),
        "unanswered": sum(not entry.reply.is_answered for entry in faq.entries),
        "merged": sum(len(entry.also) for entry in faq.entries),
        "withheld": sum(entry.withheld for entry in faq.entries),
        "bad": len(bad),
    }
    if args.json:
        print_json({**figures, "files": [str(file) for file in files]})
        return
    for entry in faq.entries:
        for question in entry.also:
            print(texts.FAQ_MERGED.format(question=question, standing=entry.question))
    print(texts.FAQ_SUMMARY.format(**figures))
    print(texts.FAQ_WRITTEN.format(files=", ".join(str(file) for file in files)))


COMMAND = Command("faq", run, add_options)
