"""What training runs have in common: a budget of time or steps, and a learning rate over it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """What every run is told. It ends after `steps` if given, else after `minutes` of work."""

    minutes: float
    steps: int
    seed: int
    learning_rate: float
    save_minutes: float

    def done(self, step: int, seconds: float) -> float:
        """Return the share of the run that is done, 0 to 1."""
        return min(1.0, step / self.steps if self.steps else seconds / (60 * self.minutes))

    def rate(self, done: float, warm_up: float) -> float:
        """Return the share of the learning rate: it rises for a moment, then falls to nothing."""
        return min((done + 1e-3) / warm_up, (1 - done) / (1 - warm_up))


def add_options(
    parser: argparse.ArgumentParser, minutes: float, seed: int, learning_rate: float
) -> None:
    """Add the options of a budget, with these as what they are if not given."""
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--steps", type=int, default=0, help="instead of --minutes")
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--learning-rate", type=float, default=learning_rate)
    parser.add_argument("--save-minutes", type=float, default=8.0)
    parser.add_argument("--threads", type=int, default=2)
