"""Run a transformer that lies as an ONNX file, in batches of texts of about the same length."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from corpus.errors import ModelMissingError

Array = npt.NDArray[np.float32]

TOKENS_IN_A_BATCH = 256
"""What one text of a passage's length takes: a batch of several leaves the processor's cache,
which costs a third more time, and pads the shorter ones."""
_PADDING = 1


class OnnxModel:
    """One opened ONNX file; threads may share it."""

    def __init__(self, path: Path, threads: int = 0) -> None:
        """Open the file for `threads` threads, 0 for as many as there are cores.

        Raises:
            ModelMissingError: the file is missing or damaged.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        options.log_severity_level = 3
        # A waiting thread that spins takes the core from the next request.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The same answers on processors without VNNI, where products of u8 and s8 may saturate.
        options.add_session_config_entry("session.x64quantprecision", "1")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors have no common class but this
            raise ModelMissingError(str(path)) from error

    def run(self, encodings: Sequence[Encoding]) -> Iterator[tuple[int, list[Any]]]:
        """Yield (number of the text, the model's outputs for it), the shortest texts first.

        The lengths of several texts are made even: onnxruntime takes the tokens two by two, and a
        last one alone in another way that gives other figures. So a text's outputs are the same
        bits whichever texts it is read with. A text alone, such as a question, is run as it is.
        """
        lengths = [len(encoding.ids) for encoding in encodings]
        if len(lengths) > 1:
            lengths = [length + length % 2 for length in lengths]
        for rows in batches(lengths):
            ids = np.full((len(rows), lengths[rows[-1]]), _PADDING, np.int64)
            mask = np.zeros_like(ids)
            for at, row in enumerate(rows):
                own = encodings[row].ids
                ids[at, : len(own)], mask[at, : len(own)] = own, 1
            outputs = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            for at, row in enumerate(rows):
                yield row, [output[at] for output in outputs]


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
