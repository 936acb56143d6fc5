"""Make shipped weights again: `python -m training STEP …`; each step has its own `--help`."""

from __future__ import annotations

import sys
from importlib import import_module

STEPS = ("lexicon", "static", "base", "embedding", "reader", "selecting", "routing")
"""Each is a file here; later steps use what the earlier ones wrote."""


def main() -> None:
    """Run the step that the first argument names with the arguments after it."""
    if len(sys.argv) < 2 or sys.argv[1] not in STEPS:
        raise SystemExit(f"usage: python -m training {{{','.join(STEPS)}}} …")
    step = import_module(f"training.{sys.argv[1]}")
    sys.argv = [f"training {sys.argv[1]}", *sys.argv[2:]]
    step.main()


if __name__ == "__main__":
    main()
