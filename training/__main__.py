"""Make the shipped weights again: `python -m training COMMAND`, or all that is quick without one.

Every command is seeded, prints its figures and tells its options with --help.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from index.embedding import load_embedder
from index.indexing import build_index
from training import embedding, lexicon, ranking
from training.texts import write_documents

COMMANDS = {
    "groups": "mining",
    "reader": "reader",
    "measure": "measuring",
}
"""The module behind each command."""


def main() -> None:
    """Run one command, or lexicon, static embedding model, ranking and selection in order."""
    if len(sys.argv) > 1:
        command, *options = sys.argv[1:]
        if command not in COMMANDS:
            raise SystemExit(f"no command {command!r}; there are: {', '.join(COMMANDS)}")
        sys.argv = [f"python -m training {command}", *options]
        importlib.import_module(f"training.{COMMANDS[command]}").main()
        return
    lexicon.main()
    embedding.main()
    with tempfile.TemporaryDirectory() as folder:
        documents, index = Path(folder) / "documents", Path(folder) / "index"
        write_documents(documents)
        build_index(documents, index, load_embedder())
        ranking.train(index)


if __name__ == "__main__":
    main()
