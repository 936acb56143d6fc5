"""Run a transformer that lies as an ONNX file, on small batches of texts of one length.

Each thread runs a batch of its own: one passage is too small to be shared by two cores, and eight
in one batch are mostly padding (docs/quality.md has the figures).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from corpus.cores import at_once
from corpus.errors import ModelMissingError

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else onnxruntime reports to its maker when imported

Array = npt.NDArray[np.float32]

TOKENS_IN_A_BATCH = 256
_AHEAD = 8
"""Batches that each thread may have finished before they are taken."""
_PADDING = 1
_SHARED_WEIGHTS = "session.model_external_initializers_file_folder_path"


class OnnxModel:
    """One opened ONNX file; callers in several threads may share it."""

    def __init__(self, path: Path, threads: int = 0, shared: Path | None = None) -> None:
        """Open the file for `threads` threads, 0 for as many as there are cores.

        `shared` is the folder of another model's file, in which some of the weights stand.

        Raises:
            ModelMissingError: the file is missing or damaged.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # The same answers on processors without VNNI, where products of u8 and s8 may saturate.
        options.add_session_config_entry("session.x64quantprecision", "1")
        if shared is not None:
            options.add_session_config_entry(_SHARED_WEIGHTS, str(shared))
        try:
            self._session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors have no common class but this
            raise ModelMissingError(str(path)) from error
        self._threads = at_once(threads)
        self._pool = ThreadPoolExecutor(self._threads, "model")

    def run(self, encodings: Sequence[Encoding]) -> Iterator[tuple[int, list[Any]]]:
        """Yield (number of the text, the model's outputs for it), the longest texts first.

        The lengths of several texts are made even: onnxruntime takes the tokens two by two, and a
        last one alone in another way that gives other figures. So a text's outputs are the same
        bits whichever texts it is read with. A text alone, such as a question, is run as it is.
        """
        lengths = [len(encoding.ids) for encoding in encodings]
        if len(lengths) > 1:
            lengths = [length + length % 2 for length in lengths]
        parts = list(batches(lengths))[::-1]
        ahead = _AHEAD * self._threads

        def outputs(rows: list[int]) -> list[Any]:
            return self._outputs([encodings[row] for row in rows], lengths[rows[-1]])

        for some in (parts[start : start + ahead] for start in range(0, len(parts), ahead)):
            for rows, found in zip(some, self._pool.map(outputs, some), strict=True):
                for at, row in enumerate(rows):
                    yield row, [output[at] for output in found]

    def _outputs(self, encodings: Sequence[Encoding], length: int) -> list[Any]:
        """Return the model's outputs for texts, each filled up to `length` tokens."""
        ids = np.full((len(encodings), length), _PADDING, np.int64)
        mask = np.zeros_like(ids)
        for at, encoding in enumerate(encodings):
            ids[at, : len(encoding.ids)], mask[at, : len(encoding.ids)] = encoding.ids, 1
        outputs: list[Any] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return outputs


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of the texts, sorted by length, in batches of bounded size."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > TOKENS_IN_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def read_tokenizer(path: Path, longest: int, strategy: str = "longest_first") -> Tokenizer:
    """Read a tokenizer that cuts what is longer than `longest` tokens.

    Raises:
        ModelMissingError: the file is missing.
    """
    if not path.is_file():
        raise ModelMissingError(str(path))
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest, strategy=strategy)
    return tokenizer
