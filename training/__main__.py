"""Make the shipped weights again: `python -m training COMMAND`.

Every command is seeded, prints its figures and tells its options with --help.
"""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "lexicon": "lexicon",
    "forms": "forms",
    "static": "static",
    "base": "base",
    "unpack": "unpacking",
    "ranking": "ranking",
    "groups": "mining",
    "embedding": "embedding",
    "score": "scoring",
    "reader": "reader",
    "mean": "averaging",
    "measure": "measuring",
    "export": "export",
    "selecting": "selecting",
    "routing": "routing",
}
"""The module behind each command, in the order in which they build on each other."""


def main() -> None:
    """Run the command that the first argument names with the arguments after it."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(f"usage: python -m training {{{','.join(COMMANDS)}}} …")
    command, *options = sys.argv[1:]
    sys.argv = [f"python -m training {command}", *options]
    import_module(f"training.{COMMANDS[command]}").main()


if __name__ == "__main__":
    main()
