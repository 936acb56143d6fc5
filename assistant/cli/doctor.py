"""`planfraga doctor`: is everything in place? The exit status says whether it is."""

from __future__ import annotations

import argparse

from assistant import texts
from assistant.cli.command import FAILED, Command
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print one line for each part of the installation."""
    from assistant.doctor import check, notes

    checks = check(settings)
    for fine, text in checks:
        print((texts.DOCTOR_OK if fine else texts.DOCTOR_BAD).format(text=text))
    for text in notes(settings):
        print(texts.DOCTOR_NOTE.format(text=text))
    return 0 if all(fine for fine, _ in checks) else FAILED


COMMAND = Command("doctor", run)
