"""Make every shipped weight again: `python -m training` (about half an hour on two cores).

Lexicon → embedding model → an index of all documents → ranking, choice and confidence. Every
step is seeded and prints its figures.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from index.embedding import load_embedder
from index.indexing import build_index
from training import embedding, lexicon, ranking
from training.texts import write_documents


def main() -> None:
    """Run the steps in order, in a temporary folder for what is not shipped."""
    lexicon.main()
    sys.argv = sys.argv[:1]
    embedding.main()
    with tempfile.TemporaryDirectory() as folder:
        documents, index = Path(folder) / "documents", Path(folder) / "index"
        write_documents(documents)
        build_index(documents, index, load_embedder())
        ranking.train(index)


if __name__ == "__main__":
    main()
