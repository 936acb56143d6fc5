"""A reader of two layers, and questions that it can learn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from training.groups import Candidate, Group
from training.spans import answer_spans
from training.transformer import ReaderModel, reader_config, save_reader

PLACES = ("biblioteket", "badhuset", "museet", "skolan", "kyrkan", "torget")
WORDS = ["när", "öppnar", "stänger", "klockan", "tio", "fem", "?", ".", "(", ")", "Guide", *PLACES]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def tokenizer() -> Tokenizer:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *WORDS]
    found = Tokenizer(models.WordLevel({piece: n for n, piece in enumerate(pieces)}, "<unk>"))
    found.pre_tokenizer = pre_tokenizers.Whitespace()
    found.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B:1 </s>:1",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return found


@pytest.fixture
def start(tmp_path: Path, tokenizer: Tokenizer) -> Path:
    """A folder with weights to start from."""
    torch.manual_seed(1)
    config = reader_config(32, 2, tokenizer.get_vocab_size(), 512, 64)
    save_reader(ReaderModel(config), tmp_path / "reader.f16.safetensors")
    return tmp_path


@pytest.fixture
def groups() -> list[Group]:
    """When each place opens stands in one passage; when it closes, only that of others."""
    found = []
    for place in PLACES:
        others = [other for other in PLACES if other != place]
        opens = _candidate(f"{place} öppnar klockan tio .", "tio")
        closing = [_candidate(f"{other} stänger klockan fem .") for other in others]
        opening = [_candidate(f"{other} öppnar klockan tio .") for other in PLACES]
        for verb, candidates in (("öppnar", [opens, *closing]), ("stänger", opening)):
            question = f"när {verb} {place} ?"
            found.append(Group(question, "ekdala", question, verb == "öppnar", tuple(candidates)))
    return found


def _candidate(text: str, *answers: str) -> Candidate:
    return Candidate("Guide", text, tuple(answer_spans(text, answers)), own=True)
