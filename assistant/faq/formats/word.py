"""An FAQ as DOCX for review: every question, how sure its answer is, and a line to write on."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from assistant import texts
from assistant.faq.formats.archive import fixed
from assistant.faq.formats.look import paragraphs, quoted
from assistant.faq.saying import about, made, mark, status
from assistant.faq.types import Entry, Faq

if TYPE_CHECKING:
    from docx.document import Document

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx_file(faq: Faq) -> bytes:
    """Return the document; the questions without an answer come last."""
    import docx

    document = docx.Document()
    _set_up(document, faq)
    document.add_heading(_plain(faq.title), level=0)
    document.add_paragraph(_plain(about(faq)))
    if faq.audience == "internal":
        document.add_paragraph().add_run(texts.FAQ_INTERNAL).bold = True
    for category, entries in faq.categories().items():
        answered = [entry for entry in entries if entry.reply.is_answered or entry.wording]
        if answered:
            document.add_heading(_plain(category), level=1)
        for entry in answered:
            _add_entry(document, entry)
    _add_unanswered(document, faq)
    document.add_paragraph(_plain(made(faq)))
    target = io.BytesIO()
    document.save(target)
    return fixed(target.getvalue(), faq.basis.built)


def _set_up(document: Document, faq: Faq) -> None:
    """Say what the document is, and that it is in Swedish, for spelling and for screen readers."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document.core_properties.title = _plain(faq.title)
    document.core_properties.author = texts.NAME
    document.core_properties.comments = ""
    document.core_properties.language = "sv-SE"
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:val"), "sv-SE")
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)


def _set_styles(document: Document) -> None:
    """Use dark letters on white, and keep a question together with its answer."""
    from docx.shared import Pt, RGBColor

    document.styles["Normal"].font.size = Pt(11)
    for name, colour in (("Heading 1", 0x1F3864), ("Heading 2", 0x1B1B1B), ("Caption", 0x4D4D4D)):
        style = document.styles[name]
        style.font.color.rgb = RGBColor.from_string(f"{colour:06X}")
        style.paragraph_format.keep_with_next = name != "Caption"
    document.styles["Heading 2"].font.size = Pt(12.5)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(18)
    document.styles["Caption"].font.bold = False
    document.styles["Caption"].font.size = Pt(9.5)
    document.styles["Caption"].paragraph_format.space_after = Pt(3)
    quote = document.styles["Quote"].paragraph_format
    quote.keep_with_next, quote.space_after = True, Pt(4)


def _add_entry(document: Document, entry: Entry) -> None:
    document.add_heading(_plain(entry.question), level=2)
    if entry.also:
        document.add_paragraph(_plain(texts.FAQ_ALSO.format(questions=" ".join(entry.also))))
    for line in entry.wording.splitlines():
        document.add_paragraph(_plain(line))
    for at in quoted(entry.reply):
        for quotation in at.quotations:
            lines, items = paragraphs(quotation)
            for line in lines:
                document.add_paragraph(_plain(line), style="Quote")
            for item in items:
                document.add_paragraph(_plain(item), style="List Bullet")
        document.add_paragraph(f"{texts.FAQ_SOURCE} {_plain(at.place)}", style="Caption")
    said = mark(entry) or texts.FAQ_STANDS.format(
        status=status(entry), confidence=f"{entry.reply.confidence:.2f}".replace(".", ",")
    )
    document.add_paragraph(_plain(said), style="Caption")
    document.add_paragraph(texts.FAQ_REVIEW_LINE, style="Caption")


def _add_unanswered(document: Document, faq: Faq) -> None:
    unanswered = [e for e in faq.entries if not e.reply.is_answered and not e.wording]
    if unanswered:
        document.add_heading(texts.FAQ_UNANSWERED, level=1)
    for entry in unanswered:
        document.add_paragraph(_plain(entry.question), style="List Bullet")


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
