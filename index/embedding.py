"""Texts in, unit vectors out: the shipped static model, or any sentence-transformers model.

The shipped model is a `StaticEmbedding` of sentence-transformers: a text's vector is the mean
of its tokens' vectors. It is read here with `tokenizers` and numpy alone, because importing
torch costs seconds and half a gigabyte; a test holds the vectors equal to those of
`SentenceTransformer`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import ModelMissingError

Vectors = npt.NDArray[np.float32]
"""float32 (n, dimensions); every row has length 1, or 0 for a text without tokens."""

SHIPPED_MODEL = Path(__file__).parent / "models" / "svensk-statisk"
_BATCH = 2_048


class Embedder(Protocol):
    """Anything that turns texts into unit vectors of one fixed number of dimensions."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per passage text."""
        ...

    def embed_question(self, question: str) -> Vectors:
        """Return the unit vector of a question, shape (1, dimensions)."""
        ...


class StaticModel:
    """A static model in sentence-transformers format, read without torch."""

    def __init__(self, folder: Path) -> None:
        """Read tokenizer and token vectors.

        Raises:
            ModelMissingError: a file of the model is not in `folder`.
        """
        module = _static_module(folder)
        if module is None:
            raise ModelMissingError(str(folder))
        self.name = folder.name
        self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._vectors = read_matrix(module / "model.safetensors", "embedding.weight")
        self.dimensions = int(self._vectors.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the normalised mean of each text's token vectors."""
        rows = [self._embed_batch(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def embed_question(self, question: str) -> Vectors:
        """Embed a question exactly as a passage: the model has no prefixes."""
        return self.embed([question])

    def _embed_batch(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        means = np.zeros((len(texts), self.dimensions), np.float32)
        for row, encoding in enumerate(encodings):
            if ids := encoding.ids:
                means[row] = self._vectors[ids].astype(np.float32).mean(axis=0)
        return unit_rows(means)


class TransformerModel:
    """Any other sentence-transformers model; imports torch."""

    def __init__(self, name: str, question_prefix: str = "", passage_prefix: str = "") -> None:
        """Load the model from a folder, the local cache or, where allowed, the hub.

        Raises:
            ModelMissingError: sentence-transformers cannot find or fetch it.
        """
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelMissingError(name) from error
        self.name = Path(name).name
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self._question_prefix, self._passage_prefix = question_prefix, passage_prefix

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, with the passage prefix."""
        return self._encode([self._passage_prefix + text for text in texts])

    def embed_question(self, question: str) -> Vectors:
        """Return the unit vector of the question, with the question prefix."""
        return self._encode([self._question_prefix + question])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(texts, batch_size=32, show_progress_bar=False)
        return unit_rows(np.asarray(vectors, np.float32))


def load_embedder(name: str = "", question_prefix: str = "", passage_prefix: str = "") -> Embedder:
    """Return the shipped model for an empty name, else the named sentence-transformers model."""
    if not name:
        return StaticModel(SHIPPED_MODEL)
    if _static_module(Path(name)) is not None:
        return StaticModel(Path(name))
    return TransformerModel(name, question_prefix, passage_prefix)


def unit_rows(rows: Vectors) -> Vectors:
    """Scale every row to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


def read_matrix(path: Path, tensor: str) -> npt.NDArray[np.generic]:
    """Map one tensor of a safetensors file into memory without copying it.

    The format is documented at https://github.com/huggingface/safetensors#format: eight bytes
    of header length, a JSON header, then the raw tensors.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length))[tensor]
    kinds = {"F16": np.float16, "F32": np.float32}
    return np.memmap(
        path,
        kinds[entry["dtype"]],
        "r",
        8 + length + entry["data_offsets"][0],
        tuple(entry["shape"]),
    )


def _static_module(folder: Path) -> Path | None:
    """Return the folder that holds a static model's files, or None."""
    if not (folder / "modules.json").is_file():
        return None
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    if len(modules) != 1 or not modules[0]["type"].endswith("StaticEmbedding"):
        return None
    module = folder / modules[0]["path"]
    complete = all((module / name).is_file() for name in ("tokenizer.json", "model.safetensors"))
    return module if complete else None
