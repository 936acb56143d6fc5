"""E-mail files (.eml): subject, sender, day and the message's own text."""

from __future__ import annotations

from email import message_from_binary_file, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.html import add_html
from corpus.reading.plain import add_paragraphs, decoded, repaired
from corpus.types import BlockKind


def read_mail(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder with the message and return its subject; attachments are named, not read."""
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    assert isinstance(message, EmailMessage)
    subject = clean(str(message["subject"] or ""))
    builder.add(BlockKind.HEADING, subject, level=1)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        content = _content(body, path)
        if body.get_content_subtype() == "html":
            add_html(content, builder)
        else:
            add_paragraphs(_unquoted(content), builder)
    attached = [clean(str(part.get_filename() or "?")) for part in message.iter_attachments()]
    if attached:
        builder.notes.append(("attachments", ", ".join(attached)))
    builder.date = _day(message)
    return subject


def _content(body: MIMEPart, path: Path) -> str:
    """Return a part's text; one that does not name its encoding is decoded as a file is."""
    if body.get_content_charset() is None:
        data = body.get_payload(decode=True)
        assert isinstance(data, bytes)
        return decoded(data, path)
    return repaired(str(body.get_content()))


def _day(message: EmailMessage) -> str:
    """Return the day the message was sent, or "" where its date is none."""
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _unquoted(text: str) -> str:
    """Leave out the earlier messages that the answer quotes."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(">"))
