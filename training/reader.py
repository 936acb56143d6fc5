"""Train the reader: `python -m training reader --groups FILE … --to FOLDER --minutes N`.

A step sees a few questions, each with one passage that answers and the hardest that do not
(training/mining.py, training/scoring.py); some are near misses made from answerable ones
(training/contrast.py), and some passages are cut to a few sentences (training/excerpts.py). The
loss is binary cross-entropy on each passage's score, a softmax over the passages of a question and
those of unanswerable ones, and binary cross-entropy on the tokens. A run that was stopped goes on
from its last checkpoint when the same command is given again.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.contrast import twin
from training.excerpts import excerpt
from training.groups import COMPREHENSION, GOVERNMENT, Candidate, Group, read_groups
from training.measuring import measure
from training.noise import noisy
from training.rows import encode, padded
from training.running import Budget, add_options
from training.texts import DATA, TEST_MUNICIPALITY, is_held_out
from training.transformer import ReaderModel, load_reader, save_reader

HELD_OUT_MUNICIPALITIES = ("hogmala", "hallunga", "ljungskar", "barksele", "isnas")
WEIGHTS = "reader.f16.safetensors"
PARTS = 3
"""A step's rows are sorted by length and read in so many parts, so that little is padding."""
SHOWN_EVERY = 20
WARM_UP = 0.03
HEADS_FASTER = 10.0
HARDEST = 5
OTHERS = 2
HOPELESS = -5.0
"""Log odds of the mining reader below which a wrong passage teaches nothing more."""
KNOWN = 3.0
KNOWN_AGAIN = 0.35
"""A question that the mining reader gets right by this margin is seen in a third of the rounds."""
NOISE = 0.3
TWINS = 0.2
"""The share of answerable questions that are turned into a near miss, where they can be."""
EXCERPTS = 0.3
"""The share of passages cut to a few sentences, as what is shown is read again; they cost less."""
RIGHT_PASSAGE = 2.0
RIGHT_TOKEN = 4.0

TOKENS = 2.0
FROM_TEACHER = 0.5
"""A teacher's share of what is learnt; the rest are the marks."""
UNANSWERABLE = 1.5
"""A group that cannot be answered counts for more: refusing is learnt there."""


@dataclass(frozen=True, slots=True)
class Plan(Budget):
    """What a run is told beside its budget."""

    groups_a_step: int
    municipal: float
    government: float
    measured: int
    workers: int = 0
    device: str = "cpu"
    frozen: int = 5
    hardest: int = HARDEST
    others: int = OTHERS
    excerpts: float = EXCERPTS
    layers: tuple[int, ...] = ()
    teacher: Path | None = None


@dataclass(slots=True)
class Run:
    """A training run under way, and how far it has come.

    `worker` is the model in bf16, which computes; `model` has the weights in full. Half of what is
    learnt are the scores of the `teacher`, if there is one (Hinton et al. 2015,
    https://arxiv.org/abs/1503.02531).
    """

    model: ReaderModel
    worker: ReaderModel
    optimizer: torch.optim.AdamW
    teacher: ReaderModel | None = None
    step: int = 0
    seconds: float = 0.0


def main() -> None:
    """Train, or go on training, and write weights and figures to a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--groups", type=Path, nargs="+", required=True)
    parser.add_argument("--from", type=Path, dest="start", default=DATA / "reader")
    parser.add_argument("--to", type=Path, required=True)
    add_options(parser, minutes=90.0, seed=20261124, learning_rate=5e-5)
    parser.add_argument("--groups-a-step", type=int, default=4)
    parser.add_argument("--municipal", type=float, default=0.5, help="share of the groups")
    parser.add_argument("--government", type=float, default=0.4, help="share of the groups")
    parser.add_argument("--measured", type=int, default=100, help="held-out groups a checkpoint")
    parser.add_argument("--frozen", type=int, default=5, help="layers that stay the base's")
    parser.add_argument("--hardest", type=int, default=HARDEST, help="wrong passages a question")
    parser.add_argument("--others", type=int, default=OTHERS, help="further ones, drawn")
    parser.add_argument("--excerpts", type=float, default=EXCERPTS, help="share cut short")
    parser.add_argument("--layers", type=int, nargs="+", default=(), help="those that are kept")
    parser.add_argument("--teacher", type=Path, help="folder of a reader whose scores are learnt")
    parser.add_argument("--workers", type=int, default=0, help="processes that prepare rows")
    parser.add_argument("--device", default="cpu", help="cuda for a GPU")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    names = {field.name for field in fields(Plan)}
    args.layers = tuple(args.layers)
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
    steps = iter(
        DataLoader(Steps(plan, training, tokenizer, run.step), None, num_workers=plan.workers)
    )
    while plan.done(run.step, run.seconds) < 1.0:
        began = time.monotonic()
        recent.append(one_step(run, plan, next(steps)))
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
    """Say whether a group is kept from training: those municipalities, a twentieth of the rest."""
    if group.collection == GOVERNMENT:
        return is_held_out(group.id)
    return group.collection in HELD_OUT_MUNICIPALITIES


def opened(plan: Plan, start: Path, folder: Path) -> Run:
    """Return the run as its last checkpoint left it, or at its beginning."""
    model = load_reader(start / WEIGHTS).to(torch.device(plan.device))
    if plan.layers:
        model.keep(plan.layers)
    model.freeze(plan.frozen)
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
    if plan.teacher:
        run.teacher = load_reader(plan.teacher / WEIGHTS).to(torch.device(plan.device)).bfloat16()
    if plan.device == "cpu":
        # In bf16 on processors the fused attention's way back takes as long as all the rest.
        run.worker.bert.set_attn_implementation("eager")
    if (folder / "checkpoint.pt").exists():
        path = folder / "checkpoint.pt"
        state = torch.load(path, weights_only=True, map_location=plan.device)
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
    save_reader(run.model, folder / WEIGHTS)
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
    shares = {
        "municipal": plan.municipal,
        "government": plan.government,
        "comprehension": 1 - plan.municipal - plan.government,
    }
    pools: dict[str, list[Group]] = {name: [] for name in shares}
    for group in groups:
        pools[kind(group)].append(group)
    names = [name for name, pool in pools.items() if pool]
    left: dict[str, list[Group]] = {name: [] for name in names}
    while True:
        name = chance.choices(names, [shares[name] for name in names])[0]
        while not left[name]:
            left[name] = [g for g in pools[name] if not known(g) or chance.random() < KNOWN_AGAIN]
            chance.shuffle(left[name])
        yield left[name].pop()


def kind(group: Group) -> str:
    """Return which share of the mixture a group belongs to."""
    if group.collection in COMPREHENSION:
        return "comprehension"
    return "government" if group.collection == GOVERNMENT else "municipal"


def known(group: Group) -> bool:
    """Say whether the mining reader got a group right by far."""
    right = max((c.score for c in group.candidates if c.spans), default=None)
    wrong = max((c.score for c in group.candidates if not c.spans), default=-KNOWN)
    if right is None:
        return not group.answerable and wrong < -KNOWN
    return right > KNOWN and wrong <= -KNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """What one step reads.

    `parts` are (ids, mask, targets, weights); `right` and `owner` say of all their rows, in that
    order, whether it answers and which question is its; `counts` is each question's weight.
    """

    parts: list[tuple[Tensor, Tensor, Tensor, Tensor]]
    right: Tensor
    owner: Tensor
    counts: Tensor


class Steps(IterableDataset[Step]):
    """The steps of a run from `first` on, always the same for a seed, by however many workers."""

    def __init__(
        self, plan: Plan, groups: Sequence[Group], tokenizer: Tokenizer, first: int
    ) -> None:
        """Take what the steps are made of."""
        self._plan, self._groups, self._tokenizer, self._first = plan, groups, tokenizer, first

    def __iter__(self) -> Iterator[Step]:
        """Yield steps; of n workers each yields every n-th."""
        worker = get_worker_info()
        own, all_workers = (worker.id, worker.num_workers) if worker else (0, 1)
        drawn = draws(self._plan, self._groups)
        for number in itertools.count():
            groups = list(itertools.islice(drawn, self._plan.groups_a_step))
            if number >= self._first and (number - self._first) % all_workers == own:
                yield self._step(number, groups)

    def _step(self, number: int, groups: Sequence[Group]) -> Step:
        chance = random.Random(f"{self._plan.seed} {number}")
        asked = [twin_or_self(group, chance) for group in groups]
        rows = [
            encode(self._tokenizer, question, candidate, place)
            for place, group in enumerate(asked)
            for question, candidate in chosen(group, chance, self._plan)
        ]
        rows.sort(key=lambda row: len(row.ids))
        size = -(-len(rows) // PARTS)
        return Step(
            [padded(rows[start : start + size]) for start in range(0, len(rows), size)],
            torch.tensor([float(row.right) for row in rows]),
            torch.tensor([row.group for row in rows]),
            torch.tensor([1.0 if group.answerable else UNANSWERABLE for group in asked]),
        )


def twin_or_self(group: Group, chance: random.Random) -> Group:
    """Return a near miss made from a group now and then, else the group."""
    made = twin(group, chance) if group.answerable and chance.random() < TWINS else None
    return made if made is not None and made.usable else group


def one_step(run: Run, plan: Plan, step: Step) -> tuple[float, float, float]:
    """Take one step and return its three losses."""
    device = torch.device(plan.device)
    passages, token_losses, wanted = [], [], []
    rights = torch.split(step.right.to(device), [len(part[0]) for part in step.parts])
    for part, right in zip(step.parts, rights, strict=True):
        ids, mask, targets, weights = (tensor.to(device, non_blocking=True) for tensor in part)
        passage, tokens = run.worker(ids, mask)
        passages.append(passage.float())
        of_passage, of_tokens = with_teacher(run.teacher, ids, mask, right, targets)
        wanted.append(of_passage)
        weights = weights * (1 + (RIGHT_TOKEN - 1) * targets)
        token_losses.append(token_loss(tokens.float(), of_tokens, weights))
    single, among = passage_losses(
        torch.cat(passages),
        torch.cat(wanted),
        torch.cat(rights),
        step.owner.to(device),
        step.counts.to(device),
    )
    token = torch.cat(token_losses).mean()
    torch.autograd.backward(single + among + TOKENS * token)
    update(run, plan)
    return float(single.detach()), float(among.detach()), float(token.detach())


def with_teacher(
    teacher: ReaderModel | None, ids: Tensor, mask: Tensor, right: Tensor, targets: Tensor
) -> tuple[Tensor, Tensor]:
    """Return what a passage and its tokens should be: the marks, or halfway to the teacher's."""
    if teacher is None:
        return right, targets
    with torch.no_grad():
        passage, tokens = teacher(ids, mask)
    return (
        torch.lerp(right, passage.float().sigmoid(), FROM_TEACHER),
        torch.lerp(targets, tokens.float().sigmoid(), FROM_TEACHER),
    )


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


def chosen(group: Group, chance: random.Random, plan: Plan) -> list[tuple[str, Candidate]]:
    """Return the question with a passage that answers, if any, and some that do not."""
    question = noisy(group.question, chance) if chance.random() < NOISE else group.question
    right = [candidate for candidate in group.candidates if candidate.spans]
    wrong = [candidate for candidate in group.candidates if not candidate.spans]
    wrong.sort(key=lambda candidate: -candidate.score)
    rest = [candidate for candidate in wrong[plan.hardest :] if candidate.score > HOPELESS]
    taken = wrong[: plan.hardest] + chance.sample(rest, min(plan.others, len(rest)))
    if right:
        taken.append(chance.choices(right, [len(candidate.spans) for candidate in right])[0])
    return [
        (question, excerpt(candidate, chance) if chance.random() < plan.excerpts else candidate)
        for candidate in taken
    ]


def token_loss(scores: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    """Return each row's mean loss over its passage's tokens."""
    losses = binary_cross_entropy_with_logits(scores, wanted, reduction="none") * weights
    return losses.sum(dim=1) / (weights > 0).sum(dim=1).clamp(min=1)


def passage_losses(
    scores: Tensor, wanted: Tensor, right: Tensor, owner: Tensor, counts: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the loss of each passage by itself, and of each question's right one among others.

    The others are the question's own and those of all questions in the step that nothing answers:
    one threshold is to part what answers from them, whichever question it is.
    """
    weights = (1 + (RIGHT_PASSAGE - 1) * right) * counts[owner]
    single = binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    own = owner[None, :] == torch.arange(len(counts), device=owner.device)[:, None]
    answered = (own * right).sum(dim=1) > 0
    rivals = own | ~answered[owner]
    among = log_softmax(scores.masked_fill(~rivals, -1e4), dim=1)
    return (single * weights).sum() / weights.sum(), -(among * (own * right)).sum() / len(counts)


def set_rate(run: Run, plan: Plan) -> None:
    """Set each part's learning rate for the next step."""
    share = plan.rate(plan.done(run.step, run.seconds), WARM_UP)
    for part in run.optimizer.param_groups:
        part["lr"] = part["full"] * share
