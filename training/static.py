"""Train the static Swedish embedding model: `python -m training static`.

Every token of a Unigram vocabulary has a vector; a text's vector is the mean of its tokens'
vectors. The loss is the symmetric in-batch softmax over cosine similarity × 20
(MultipleNegativesRankingLoss of sentence-transformers, Henderson et al. 2017,
https://arxiv.org/abs/1705.00652).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.pairs import Pair, held_out_pairs, training_pairs

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "index" / "models" / "svensk-statisk"
SEED = 20240131
VOCABULARY = 48_000
DIMENSIONS = 256
BATCH = 2_048
EPOCHS = 6
LEARNING_RATE = 0.02
SCALE = 20.0
LONGEST = 256


def main() -> None:
    """Train, save in sentence-transformers format and print the held-out figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    pairs = training_pairs(SEED)
    print(f"{len(pairs)} pairs", flush=True)
    tokenizer = train_tokenizer(pairs)
    vectors = train_vectors(tokenizer, pairs, args.epochs)
    save(args.output, tokenizer, vectors)
    report(args.output)


def train_tokenizer(pairs: list[Pair]) -> Tokenizer:
    """Learn the Unigram pieces from the passages of the pairs, each once."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Punctuation(), pre_tokenizers.Metaspace()]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["[PAD]", "[UNK]"],
        unk_token="[UNK]",
        show_progress=False,
    )
    texts = sorted({text for pair in pairs for text in pair})
    tokenizer.train_from_iterator(texts, trainer, length=len(texts))
    return tokenizer


def train_vectors(tokenizer: Tokenizer, pairs: list[Pair], epochs: int) -> np.ndarray:
    """Return the trained token vectors, float32 (tokens, dimensions)."""
    left, right = (_encode(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    bag = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), DIMENSIONS, mode="mean")
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimizer = torch.optim.Adam(bag.parameters(), lr=LEARNING_RATE)
    steps = epochs * (len(pairs) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), 1.0, (steps - step) / (0.9 * steps))
    )
    started, generator = time.monotonic(), np.random.default_rng(SEED)
    for step, rows in enumerate(_batches(len(pairs), epochs, generator)):
        questions = torch.nn.functional.normalize(bag(*_bag_input(left, rows)))
        passages = torch.nn.functional.normalize(bag(*_bag_input(right, rows)))
        scores = questions @ passages.T * SCALE
        targets = torch.arange(len(rows))
        loss = torch.nn.functional.cross_entropy(scores, targets)
        loss = (loss + torch.nn.functional.cross_entropy(scores.T, targets)) / 2
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            seconds = time.monotonic() - started
            print(f"step {step}/{steps} loss {loss.item():.3f} {seconds:.0f} s", flush=True)
    return bag.weight.detach().numpy()


def _encode(tokenizer: Tokenizer, texts: list[str]) -> list[np.ndarray]:
    return [
        np.array(encoding.ids[:LONGEST] or [0], dtype=np.int64)
        for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)
    ]


def _batches(total: int, epochs: int, generator: np.random.Generator) -> Iterator[np.ndarray]:
    for _ in range(epochs):
        order = generator.permutation(total)
        for start in range(0, total - BATCH + 1, BATCH):
            yield order[start : start + BATCH]


def _bag_input(encoded: list[np.ndarray], rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    parts = [encoded[row] for row in rows]
    offsets = np.cumsum([0, *map(len, parts[:-1])])
    return torch.from_numpy(np.concatenate(parts)), torch.from_numpy(offsets)


def save(folder: Path, tokenizer: Tokenizer, vectors: np.ndarray) -> None:
    """Write the model as float16 in sentence-transformers' own format."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=vectors.astype(np.float16))
    folder.mkdir(parents=True, exist_ok=True)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)


def report(folder: Path) -> None:
    """Print how often the right held-out passage comes first and among the first ten."""
    from index.embedding import StaticModel

    model = StaticModel(folder)
    for name, pairs in zip(("titles", "seminar questions"), held_out_pairs(), strict=True):
        scores = model.embed([left for left, _ in pairs]) @ model.embed([r for _, r in pairs]).T
        ranks = (scores > np.diag(scores)[:, None]).sum(axis=1)
        print(
            f"{name}: {len(pairs)} pairs, first {np.mean(ranks == 0):.3f}, "
            f"among ten {np.mean(ranks < 10):.3f}"
        )
