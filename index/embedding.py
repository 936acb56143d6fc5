"""Texts in, unit vectors out: one of the two shipped models, or any sentence-transformers model.

svensk-e5 understands questions and costs about 20 ms a passage; it is the default. svensk-statisk
is a `StaticEmbedding` (a text's vector is the mean of its tokens' vectors) for hundreds of
thousands of passages. Both are read here without torch, whose import costs seconds and half a
gigabyte; tests hold the vectors equal to those of `SentenceTransformer`.
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
from index.inference import OnnxModel, read_tokenizer

Vectors = npt.NDArray[np.float32]
"""float32 (n, dimensions); every row has length 1, or 0 for a text without tokens."""

MODELS = Path(__file__).parent / "models"
DEFAULT_MODEL = "svensk-e5"
STATIC_MODEL = "svensk-statisk"
LONGEST = 256
"""Tokens of a passage that the transformer reads; the rest is left out."""
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


class E5Model:
    """A transformer in sentence-transformers format, mean pooled, read with onnxruntime."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Open the model and read its prefixes.

        Raises:
            ModelMissingError: a file of the model is not in `folder`.
        """
        self.name = folder.name
        self._model = OnnxModel(folder / "onnx" / "model.onnx", threads)
        self._tokenizer = read_tokenizer(folder / "tokenizer.json", LONGEST)
        config = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
        self._prompts: dict[str, str] = config["prompts"]
        self.dimensions = int(json.loads((folder / "config.json").read_text())["hidden_size"])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the normalised mean of each passage's token vectors in the last layer."""
        return self._embed(self._prompts["document"], texts)

    def embed_question(self, question: str) -> Vectors:
        """Embed a question, with its own prefix."""
        return self._embed(self._prompts["query"], [question])

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        flat = [prefix + " ".join(text.split()) for text in texts]
        encodings = self._tokenizer.encode_batch_fast(flat)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, (tokens,) in self._model.run(encodings):
            vectors[row] = tokens[: len(encodings[row].ids)].mean(axis=0)
        return unit_rows(vectors)


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


def load_embedder(
    name: str = "", question_prefix: str = "", passage_prefix: str = "", threads: int = 0
) -> Embedder:
    """Return a shipped model by its name ("" for the default), else the named model."""
    folder = MODELS / (name or DEFAULT_MODEL)
    if not folder.is_dir():
        folder = Path(name)
    if _static_module(folder) is not None:
        return StaticModel(folder)
    if folder.parent == MODELS:
        return E5Model(folder, threads)
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
