"""Train the reader: `python -m training reader --groups FILE … --to FOLDER --minutes N`.

A step sees a few questions, each with one passage that answers and the hardest that do not
(training/mining.py). The loss is binary cross-entropy on each passage's score, a softmax over
the passages of a question, and binary cross-entropy on the tokens. A run that was stopped goes
on from its last checkpoint when the same command is given again.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

from assistant.reader import LONGEST
from training.measuring import measure
from training.mining import GOVERNMENT, SWEQUAD, Candidate, Group, read_groups
from training.noise import noisy
from training.rows import Row, encode, padded
from training.texts import DATA, TEST_MUNICIPALITY, is_held_out
from training.transformer import ReaderModel, load_reader, save_reader

HELD_OUT_MUNICIPALITY = "hogmala"
FROZEN_LAYERS = 6
LENGTHS = (128, LONGEST)
"""Tokens of the longest row; half of the steps are shorter, and cheaper."""
SHOWN_EVERY = 20
WARM_UP = 0.03
HEADS_FASTER = 10.0
HARDEST = 3
OTHERS = 1
HOPELESS = -5.0
"""Log odds of the mining reader below which a wrong passage teaches nothing more."""
KNOWN = 3.0
KNOWN_AGAIN = 0.35
"""A question that the mining reader gets right by this margin is seen in a third of the rounds."""
NOISE = 0.3
RIGHT_PASSAGE = 2.0
RIGHT_TOKEN = 4.0

TOKENS = 2.0
UNANSWERABLE = 1.5
"""A group that cannot be answered counts for more: refusing is learnt there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is told. It ends after `steps` if given, else after `minutes` of work."""

    minutes: float
    steps: int
    seed: int
    groups_a_step: int
    learning_rate: float
    save_minutes: float
    municipal: float
    government: float
    measured: int

    def done(self, step: int, seconds: float) -> float:
        """Return the share of the run that is done, 0 to 1."""
        return min(1.0, step / self.steps if self.steps else seconds / (60 * self.minutes))


@dataclass(slots=True)
class Run:
    """A training run under way, and how far it has come.

    `worker` is the model in bf16, which computes; `model` has the weights in full.
    """

    model: ReaderModel
    worker: ReaderModel
    optimizer: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0


def main() -> None:
    """Train, or go on training, and write weights and figures to a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--from", type=Path, dest="start", default=DATA / "reader")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--steps", type=int, default=0, help="instead of --minutes")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--groups-a-step", type=int, default=4)
    parser.add_argument("--learning-rate", type=float, default=5e-5)
    parser.add_argument("--save-minutes", type=float, default=8.0)
    parser.add_argument("--municipal", type=float, default=0.5, help="share of the groups")
    parser.add_argument("--government", type=float, default=0.4, help="share of the groups")
    parser.add_argument("--measured", type=int, default=100, help="held-out groups a checkpoint")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    names = Plan.__dataclass_fields__
    plan = Plan(**{name: value for name, value in vars(args).items() if name in names})
    groups = list(read_groups(args.groups))
    tokenizer = Tokenizer.from_file(str(args.start / "tokenizer.json"))
    train(plan, groups, tokenizer, args.start, args.to)


def train(
    plan: Plan, groups: Sequence[Group], tokenizer: Tokenizer, start: Path, folder: Path
) -> None:
    """Run the plan to its end, from the last checkpoint in `folder` if there is one.

    Raises:
        SystemExit: a group of the test municipality is among those given.
    """
    if any(group.collection == TEST_MUNICIPALITY for group in groups):
        raise SystemExit(f"{TEST_MUNICIPALITY} measures; nothing is trained on it")
    folder.mkdir(parents=True, exist_ok=True)
    run = opened(plan, start, folder)
    usable = [group for group in groups if group.usable]
    training = [group for group in usable if not held_out(group)]
    held = [group for group in usable if held_out(group)]
    held = random.Random(plan.seed).sample(held, min(len(held), plan.measured))
    print(f"{len(training)} groups to train on, {len(held)} held out, step {run.step}", flush=True)
    saved, recent = run.seconds, []
    drawn = draws(plan, training)
    for _ in range(run.step * plan.groups_a_step):
        next(drawn)
    while plan.done(run.step, run.seconds) < 1.0:
        began = time.monotonic()
        asked = [next(drawn) for _ in range(plan.groups_a_step)]
        recent.append(one_step(run, plan, asked, tokenizer))
        run.seconds += time.monotonic() - began
        if len(recent) == SHOWN_EVERY:
            shown = " ".join(f"{sum(kind) / SHOWN_EVERY:.3f}" for kind in zip(*recent, strict=True))
            print(f"step {run.step} {run.seconds / 60:.1f} min loss {shown}", flush=True)
            recent.clear()
        if run.seconds - saved > 60 * plan.save_minutes:
            saved = run.seconds
            keep(run, folder, tokenizer, held)
    keep(run, folder, tokenizer, held)


def held_out(group: Group) -> bool:
    """Say whether a group is kept from training: one municipality, a twentieth of the others'."""
    if group.collection == GOVERNMENT:
        return is_held_out(group.id)
    return group.collection == HELD_OUT_MUNICIPALITY


def opened(plan: Plan, start: Path, folder: Path) -> Run:
    """Return the run as its last checkpoint left it, or at its beginning."""
    model = load_reader(start / "reader.f16.safetensors")
    model.freeze(FROZEN_LAYERS)
    heads = [*model.rel.parameters(), *model.tok.parameters()]
    body = [weight for weight in model.bert.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": plan.learning_rate, "full": plan.learning_rate},
            {"params": heads, "lr": plan.learning_rate, "full": HEADS_FASTER * plan.learning_rate},
        ],
        weight_decay=0.01,
    )
    run = Run(model, copy.deepcopy(model).bfloat16(), optimizer)
    if (folder / "checkpoint.pt").exists():
        state = torch.load(folder / "checkpoint.pt", weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        run.worker.load_state_dict(state["model"])
        run.step, run.seconds = state["step"], state["seconds"]
    return run


def keep(run: Run, folder: Path, tokenizer: Tokenizer, held: Sequence[Group]) -> None:
    """Write a checkpoint and the weights, and add the figures of the held-out groups."""
    waiting = folder / "checkpoint.new"
    state = {"model": run.model.state_dict(), "optimizer": run.optimizer.state_dict()}
    torch.save({**state, "step": run.step, "seconds": run.seconds}, waiting)
    waiting.replace(folder / "checkpoint.pt")
    save_reader(run.model, folder / "reader.f16.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, municipal in (("municipal", True), ("government", False)):
        own = [group for group in held if (group.collection != GOVERNMENT) == municipal]
        if own:
            figures = asdict(measure(run.model, tokenizer, own))
            row = {"step": run.step, "minutes": round(run.seconds / 60, 1), "set": name, **figures}
            with (folder / "figures.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            print(row, flush=True)


def draws(plan: Plan, groups: Sequence[Group]) -> Iterator[Group]:
    """Yield groups for ever in the plan's mixture, each collection in rounds of its own order."""
    chance = random.Random(plan.seed)
    kinds = {GOVERNMENT: plan.government, SWEQUAD: 1 - plan.municipal - plan.government}
    pools: dict[str, list[Group]] = {"municipal": [], GOVERNMENT: [], SWEQUAD: []}
    for group in groups:
        pools[group.collection if group.collection in kinds else "municipal"].append(group)
    shares = {"municipal": plan.municipal, **kinds}
    names = [name for name, pool in pools.items() if pool]
    left: dict[str, list[Group]] = {name: [] for name in names}
    while True:
        name = chance.choices(names, [shares[name] for name in names])[0]
        while not left[name]:
            left[name] = [g for g in pools[name] if not known(g) or chance.random() < KNOWN_AGAIN]
            chance.shuffle(left[name])
        yield left[name].pop()


def known(group: Group) -> bool:
    """Say whether the mining reader got a group right by far."""
    right = max((c.score for c in group.candidates if c.spans), default=None)
    wrong = max((c.score for c in group.candidates if not c.spans), default=-KNOWN)
    if right is None:
        return not group.answerable and wrong < -KNOWN
    return right > KNOWN and wrong <= -KNOWN


def one_step(
    run: Run, plan: Plan, groups: Sequence[Group], tokenizer: Tokenizer
) -> tuple[float, float, float]:
    """Take one step and return its three losses."""
    chance = random.Random(f"{plan.seed} {run.step}")
    longest = chance.choice(LENGTHS)
    rows = [
        encode(tokenizer, question, candidate, number, longest)
        for number, group in enumerate(groups)
        for question, candidate in chosen(group, chance)
    ]
    rows.sort(key=lambda row: len(row.ids))
    passages, token_losses = [], []
    for part in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
        ids, mask, targets, weights = padded(part)
        passage, tokens = run.worker(ids, mask)
        passages.append(passage.float())
        token_losses.append(token_loss(tokens.float(), targets, weights))
    counts = [1.0 if group.answerable else UNANSWERABLE for group in groups]
    single, among = passage_losses(torch.cat(passages), rows, counts)
    token = torch.cat(token_losses).mean()
    torch.autograd.backward(single + among + TOKENS * token)
    update(run, plan)
    return single.item(), among.item(), token.item()


def update(run: Run, plan: Plan) -> None:
    """Bring the worker's gradients to the weights, and the new weights to the worker."""
    full = [weight for weight in run.model.parameters() if weight.requires_grad]
    half = [weight for weight in run.worker.parameters() if weight.requires_grad]
    for weight, working in zip(full, half, strict=True):
        weight.grad = None if working.grad is None else working.grad.float()
        working.grad = None
    torch.nn.utils.clip_grad_norm_(full, 1.0)
    set_rate(run, plan)
    run.optimizer.step()
    run.step += 1
    with torch.no_grad():
        for weight, working in zip(full, half, strict=True):
            working.copy_(weight)


def chosen(group: Group, chance: random.Random) -> list[tuple[str, Candidate]]:
    """Return the question with a passage that answers, if any, and some that do not."""
    question = noisy(group.question, chance) if chance.random() < NOISE else group.question
    right = [candidate for candidate in group.candidates if candidate.spans]
    wrong = [candidate for candidate in group.candidates if not candidate.spans]
    wrong.sort(key=lambda candidate: -candidate.score)
    rest = [candidate for candidate in wrong[HARDEST:] if candidate.score > HOPELESS]
    taken = wrong[:HARDEST] + chance.sample(rest, min(OTHERS, len(rest)))
    if right:
        taken.append(chance.choices(right, [len(candidate.spans) for candidate in right])[0])
    return [(question, candidate) for candidate in taken]


def token_loss(scores: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Return each row's mean loss over its passage's tokens; answer tokens count more."""
    weights = weights * (1 + (RIGHT_TOKEN - 1) * targets)
    losses = binary_cross_entropy_with_logits(scores, targets, reduction="none") * weights
    return losses.sum(dim=1) / (weights > 0).sum(dim=1).clamp(min=1)


def passage_losses(
    scores: Tensor, rows: Sequence[Row], group_weights: Sequence[float]
) -> tuple[Tensor, Tensor]:
    """Return the loss of each passage by itself, and of each question's right one among all."""
    right = torch.tensor([float(row.right) for row in rows])
    owner = torch.tensor([row.group for row in rows])
    weights = (1 + (RIGHT_PASSAGE - 1) * right) * torch.tensor(group_weights)[owner]
    single = binary_cross_entropy_with_logits(scores, right, reduction="none")
    among = [
        -log_softmax(scores[owner == number], 0)[right[owner == number] > 0].sum()
        for number in range(len(group_weights))
    ]
    return (single * weights).sum() / weights.sum(), torch.stack(among).mean()


def set_rate(run: Run, plan: Plan) -> None:
    """Let the learning rate rise for a moment and then fall to nothing."""
    done = plan.done(run.step, run.seconds)
    share = min((done + 1e-3) / WARM_UP, (1 - done) / (1 - WARM_UP))
    for part in run.optimizer.param_groups:
        part["lr"] = part["full"] * share
