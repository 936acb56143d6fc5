"""Train the embedding model: `python -m training embedding --groups FILE … --to FOLDER`.

A step sees questions over one collection and every passage that was found for any of them; each
question shall find those that answer it among all (a softmax over cosines, as in Karpukhin et al.
2020, https://arxiv.org/abs/2004.04906). So a municipality's questions learn against its own
passages, which are what they will be searched in. Word vectors and first layers stay the base's:
the reader reads them out of this model's file. A run that was stopped goes on from its last
checkpoint when the same command is given again; `training export` writes the result.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import normalize
from transformers import BertModel

from index.embedding import LONGEST
from training.base import BASE
from training.groups import GOVERNMENT, Candidate, Group, read_groups
from training.noise import noisy
from training.reader import NOISE, held_out
from training.running import Budget, add_options
from training.texts import TEST_MUNICIPALITY
from training.transformer import PADDING

QUESTION, PASSAGE = "query: ", "passage: "
TEMPERATURE = 0.03
FROZEN = 5
WARM_UP = 0.05
SHOWN_EVERY = 20
PARTS = 4
"""A step's passages are sorted by length and embedded in so many parts, so little is padding."""
PASSAGES_A_STEP = 96


@dataclass(frozen=True, slots=True)
class Plan(Budget):
    """What a run is told beside its budget; `government` is a share of the steps."""

    questions_a_step: int
    government: float


@dataclass(slots=True)
class Run:
    """A training run under way, and how far it has come."""

    model: BertModel
    tokenizer: Tokenizer
    optimizer: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Over answerable held-out questions: is a passage that answers the first, among five?"""

    questions: int
    first: float
    among_five: float


def main() -> None:
    """Train, or go on training, and write weights and figures to a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--from", type=Path, dest="start", default=BASE)
    parser.add_argument("--to", type=Path, required=True)
    add_options(parser, minutes=30.0, seed=20261130, learning_rate=3e-5)
    parser.add_argument("--questions-a-step", type=int, default=24)
    parser.add_argument("--government", type=float, default=0.25, help="share of the steps")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    names = {field.name for field in fields(Plan)}
    plan = Plan(**{name: value for name, value in vars(args).items() if name in names})
    train(plan, list(read_groups(args.groups)), args.start, args.to)


def train(plan: Plan, groups: Sequence[Group], start: Path, folder: Path) -> None:
    """Run the plan to its end, from the last checkpoint in `folder` if there is one.

    Raises:
        SystemExit: a group of the test municipality is among those given.
    """
    if any(group.collection == TEST_MUNICIPALITY for group in groups):
        raise SystemExit(f"{TEST_MUNICIPALITY} measures; nothing is trained on it")
    folder.mkdir(parents=True, exist_ok=True)
    run = opened(plan, start, folder)
    usable = [group for group in groups if group.usable and group.answerable]
    training = [group for group in usable if not held_out(group)]
    held = [group for group in usable if held_out(group)]
    print(f"{len(training)} questions to train on, {len(held)} held out, step {run.step}")
    if not run.step:
        report(run, folder, held)
    saved, losses = run.seconds, []
    for batch in drawn(plan, training, run.step):
        if plan.done(run.step, run.seconds) >= 1.0:
            break
        began = time.monotonic()
        losses.append(one_step(run, plan, batch))
        run.seconds += time.monotonic() - began
        if len(losses) == SHOWN_EVERY:
            mean = sum(losses) / SHOWN_EVERY
            print(f"step {run.step} {run.seconds / 60:.1f} min loss {mean:.3f}", flush=True)
            losses.clear()
        if run.seconds - saved > 60 * plan.save_minutes:
            saved = run.seconds
            keep(run, start, folder)
            report(run, folder, held)
    keep(run, start, folder)
    report(run, folder, held)


def opened(plan: Plan, start: Path, folder: Path) -> Run:
    """Return the run as its last checkpoint left it, or at its beginning."""
    model = BertModel.from_pretrained(
        start,
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # its way back is faster in bf16 than the fused one's
    )
    for part in (model.embeddings, *model.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    learnt = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=plan.learning_rate, weight_decay=0.01)
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    run = Run(model, tokenizer, optimizer)
    if (folder / "checkpoint.pt").exists():
        state = torch.load(folder / "checkpoint.pt", weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        run.step, run.seconds = state["step"], state["seconds"]
    return run


def keep(run: Run, start: Path, folder: Path) -> None:
    """Write a checkpoint, and the model in the format that it was read in."""
    waiting = folder / "checkpoint.new"
    state = {"model": run.model.state_dict(), "optimizer": run.optimizer.state_dict()}
    torch.save({**state, "step": run.step, "seconds": run.seconds}, waiting)
    waiting.replace(folder / "checkpoint.pt")
    for file in start.iterdir():
        if file.suffix == ".json":
            shutil.copy(file, folder)
    run.model.save_pretrained(folder)


def drawn(plan: Plan, groups: Sequence[Group], first: int) -> Iterator[list[Group]]:
    """Yield each step's questions for ever, all of one collection, in rounds over all of them."""
    chance = random.Random(plan.seed)
    kinds: dict[bool, list[Group]] = {True: [], False: []}
    for group in groups:
        kinds[group.collection == GOVERNMENT].append(group)
    shares = {True: plan.government, False: 1 - plan.government}
    names = [kind for kind in kinds if kinds[kind]]
    left: dict[bool, list[list[Group]]] = {kind: [] for kind in names}
    step = 0
    while True:
        kind = chance.choices(names, [shares[name] for name in names])[0]
        if not left[kind]:
            left[kind] = batches(kinds[kind], plan.questions_a_step, chance)
        batch = left[kind].pop()
        if step >= first:
            yield batch
        step += 1


def batches(groups: Sequence[Group], size: int, chance: random.Random) -> list[list[Group]]:
    """Return all groups in batches of one collection each, shuffled."""
    collections: dict[str, list[Group]] = {}
    for group in groups:
        collections.setdefault(group.collection, []).append(group)
    found = []
    for own in collections.values():
        chance.shuffle(own)
        found += [own[start : start + size] for start in range(0, len(own), size)]
    chance.shuffle(found)
    return found


def one_step(run: Run, plan: Plan, batch: Sequence[Group]) -> float:
    """Take one step and return its loss."""
    chance = random.Random(f"{plan.seed} {run.step}")
    passages, right = pool(batch, chance)
    questions = [
        noisy(group.question, chance) if chance.random() < NOISE else group.question
        for group in batch
    ]
    asked = embedded(run, QUESTION, questions)
    found = embedded(run, PASSAGE, [candidate.whole for candidate in passages])
    loss = softmax_loss(asked @ found.T / TEMPERATURE, right)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    share = plan.rate(plan.done(run.step, run.seconds), WARM_UP)
    for part in run.optimizer.param_groups:
        part["lr"] = plan.learning_rate * share
    run.optimizer.step()
    run.optimizer.zero_grad(set_to_none=True)
    run.step += 1
    return float(loss.detach())


def pool(groups: Sequence[Group], chance: random.Random) -> tuple[list[Candidate], Tensor]:
    """Return the passages of a step and which answer which question, bool (questions, passages).

    All that answer are among them; of the others as many as there is room for.
    """
    by_text: dict[str, Candidate] = {}
    answering: set[str] = set()
    for group in groups:
        for candidate in group.candidates:
            by_text[candidate.whole] = candidate
            if candidate.spans:
                answering.add(candidate.whole)
    others = [text for text in by_text if text not in answering]
    chance.shuffle(others)
    taken = [*sorted(answering), *others[: max(0, PASSAGES_A_STEP - len(answering))]]
    right = [
        [text in {c.whole for c in group.candidates if c.spans} for text in taken]
        for group in groups
    ]
    return [by_text[text] for text in taken], torch.tensor(right)


def softmax_loss(scores: Tensor, right: Tensor) -> Tensor:
    """Return the mean loss of the questions: the share of the softmax on what answers them."""
    among = scores.log_softmax(dim=1).masked_fill(~right, -torch.inf)
    return -among.logsumexp(dim=1).mean()


def embedded(run: Run, prefix: str, texts: Sequence[str]) -> Tensor:
    """Return unit vectors (texts, width), as the product makes them of the same texts."""
    flat = [prefix + " ".join(text.split()) for text in texts]
    pieces = [encoding.ids for encoding in run.tokenizer.encode_batch(flat)]
    order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
    size = -(-len(order) // PARTS)
    vectors: dict[int, Tensor] = {}
    for part in (order[start : start + size] for start in range(0, len(order), size)):
        ids = torch.full((len(part), len(pieces[part[-1]])), PADDING)
        for at, number in enumerate(part):
            ids[at, : len(pieces[number])] = torch.tensor(pieces[number])
        mask = (ids != PADDING).long()
        with torch.autocast("cpu", torch.bfloat16):
            hidden = run.model(ids, mask).last_hidden_state
        means = (hidden.float() * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        vectors.update(zip(part, normalize(means), strict=True))
    return torch.stack([vectors[number] for number in range(len(texts))])


def report(run: Run, folder: Path, held: Sequence[Group]) -> None:
    """Add the figures of each held-out collection to those in the folder."""
    collections: dict[str, list[Group]] = {}
    for group in held:
        collections.setdefault(group.collection, []).append(group)
    for name, groups in collections.items():
        row = {"step": run.step, "minutes": round(run.seconds / 60, 1), "set": name}
        row |= asdict(measured(run, groups))
        with (folder / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(row, flush=True)


def measured(run: Run, groups: Sequence[Group]) -> Figures:
    """Search every question among the passages of all of them by cosine alone."""
    passages = list(dict.fromkeys(c.whole for group in groups for c in group.candidates))
    number = {text: at for at, text in enumerate(passages)}
    with torch.inference_mode():
        found = _in_batches(run, PASSAGE, passages)
        scores = _in_batches(run, QUESTION, [group.question for group in groups]) @ found.T
    best = torch.tensor(
        [
            max(float(row[number[c.whole]]) for c in group.candidates if c.spans)
            for group, row in zip(groups, scores, strict=True)
        ]
    )
    ranks = (scores > best[:, None]).sum(1)
    first, five = ((ranks < k).float().mean().item() for k in (1, 5))
    return Figures(len(groups), round(first, 3), round(five, 3))


def _in_batches(run: Run, prefix: str, texts: Sequence[str]) -> Tensor:
    some = (texts[start : start + 256] for start in range(0, len(texts), 256))
    return torch.cat([embedded(run, prefix, part) for part in some])
