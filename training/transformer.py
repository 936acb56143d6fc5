"""The reader as a torch model: a BertModel with a score per passage and one per token."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

HEAD_WIDTH = 32
PADDING = 1


class ReaderModel(nn.Module):
    """`rel` scores the first token (this passage answers), `tok` each token (in the answer)."""

    def __init__(self, config: BertConfig) -> None:
        """Make a model with random weights."""
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.rel = nn.Linear(config.hidden_size, 1)
        self.tok = nn.Linear(config.hidden_size, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return passage scores (batch,) and token scores (batch, length), both log odds."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.rel(hidden[:, 0]).squeeze(-1), self.tok(hidden).squeeze(-1)

    def keep(self, layers: Sequence[int]) -> None:
        """Leave out all layers but these, counted from 0."""
        self.bert.encoder.layer = nn.ModuleList(self.bert.encoder.layer[n] for n in layers)
        self.bert.config.num_hidden_layers = len(layers)

    def freeze(self, layers: int) -> None:
        """Keep the word vectors and the first layers as they are."""
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:layers]):
            part.requires_grad_(False)


def reader_config(width: int, layers: int, pieces: int, positions: int, inner: int) -> BertConfig:
    """Return the configuration of a reader: no dropout, which also lets fast attention run."""
    return BertConfig(
        vocab_size=pieces,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // HEAD_WIDTH,
        intermediate_size=inner,
        max_position_embeddings=positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=PADDING,
    )


def load_reader(path: Path) -> ReaderModel:
    """Read weights; the sizes follow from them."""
    weights = {name: tensor.float() for name, tensor in load_file(str(path)).items()}
    pieces, width = weights["bert.embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(n.split(".")[3]) for n in weights if n.startswith("bert.encoder.layer."))
    positions = weights["bert.embeddings.position_embeddings.weight"].shape[0]
    inner = weights["bert.encoder.layer.0.intermediate.dense.weight"].shape[0]
    model = ReaderModel(reader_config(width, layers, pieces, positions, inner))
    model.load_state_dict(weights)
    return model


def save_reader(model: ReaderModel, path: Path) -> None:
    """Write all weights as f16, whole or not at all."""
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    waiting = path.with_suffix(".new")
    save_file(weights, str(waiting))
    waiting.replace(path)
