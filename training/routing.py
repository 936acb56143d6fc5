"""Learn the router: `python -m training routing` (under a minute).

Examples: the training part of ../shared/data/routes.jsonl, our own in training/routes.jsonl, and
questions about documents from the question sets. The test part (sha-1 of the question divisible
by three) is only measured on. A softmax regression, L2-penalised, on hashed features.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from assistant.routing import (
    BUCKETS,
    LEARNT,
    WEIGHTS,
    WITH_VECTOR,
    WORDS_ALONE,
    Floats,
    Router,
    RoutingWeights,
    centred,
    hashed,
)
from assistant.types import Route
from corpus.swedish.words import FUNCTION_WORDS
from index.embedding import Embedder, load_embedder
from training.texts import DATA, TEST_MUNICIPALITY, municipal_texts

OWN = Path(__file__).parent / "routes.jsonl"
FOLDS = 5
PENALTY = 5e-6
NATIONAL_QUESTIONS = 700
DOCUMENT_WEIGHT = 0.25
"""A question of a question set beside one of the routes' own: they are many and much alike."""

Array = npt.NDArray[np.float64]
LONGEST_TYPED = 3
"""Words."""
_HEADING = re.compile(r"^#+\s+(?:[\d.§]+\s+)*([a-zåäöé -]+?)\s*$", re.I | re.M)
_VECTORS: dict[str, Floats] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its route and how much it counts."""

    question: str
    route: Route
    weight: float = 1.0


def main() -> None:
    """Print cross-validated figures and those of the test part, and write the weights."""
    given = routes(DATA / "routes.jsonl")
    train = [e for e in given if not is_test(e.question)]
    test = [e for e in given if is_test(e.question)]
    extra = [*routes(OWN), *document_questions()]
    embedder = load_embedder()
    arrays: dict[str, Floats] = {}
    for which, model in ((WITH_VECTOR, embedder), (WORDS_ALONE, None)):
        print(which, "cross-validated", report(cross_validated(train, extra, model)))
        weights = fit([*train, *extra], model)
        router = Router(weights, model)
        print(which, "test part", report([(e, router.route(e.question).route) for e in test]))
        arrays |= {f"{which}.{name}": array for name, array in asdict(weights).items()}
    halves = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(WEIGHTS, **halves)  # type: ignore[arg-type]  # its stub takes one name


def routes(path: Path) -> list[Example]:
    """Read questions with their routes."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(row["question"], Route(row["route"])) for row in rows]


def is_test(question: str) -> bool:
    """Say whether a question belongs to the test part."""
    return _number(question) % 3 == 0


def document_questions() -> Iterator[Example]:
    """Yield questions about documents: all municipal ones for training, and some national."""
    files = sorted(DATA.glob("kommuner/*/questions.jsonl"))
    municipal = [path for path in files if path.parent.name != TEST_MUNICIPALITY]
    national = sorted(_questions([DATA / "questions-train.jsonl"]), key=_number)
    for question in [*_questions(municipal), *national[:NATIONAL_QUESTIONS]]:
        yield Example(question, Route.DOCUMENTS, DOCUMENT_WEIGHT)
    for heading in _headings():
        yield Example(heading, Route.DOCUMENTS, DOCUMENT_WEIGHT)


def _headings() -> list[str]:
    """Return short headings as what is typed by who is used to a search field."""
    found = set()
    for text in municipal_texts():
        for heading in _HEADING.findall(text):
            typed = heading.strip().lower()
            if len(typed.split()) <= LONGEST_TYPED and typed.split()[0] not in FUNCTION_WORDS:
                found.add(typed)
    return sorted(found)


def _questions(paths: Sequence[Path]) -> list[str]:
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return sorted({json.loads(line)["question"] for line in lines})


def fit(examples: Sequence[Example], embedder: Embedder | None) -> RoutingWeights:
    """Return the weights that maximise the penalised likelihood."""
    learnt = [e for e in examples if e.route in LEARNT]
    words = _matrix([e.question for e in learnt])
    vectors = np.stack([_vector(e.question, embedder) for e in learnt])
    mean = vectors.mean(axis=0)
    apart = np.stack([centred(vector, mean) for vector in vectors])
    right = np.eye(len(LEARNT))[[LEARNT.index(e.route) for e in learnt]]
    table = _softmax(sparse.hstack([words, apart]).tocsr(), right, _shares(learnt))
    split = (BUCKETS, BUCKETS + len(mean))
    return RoutingWeights(table[: split[0]], table[split[0] : split[1]], table[-1], mean)


def _shares(examples: Sequence[Example]) -> Array:
    """Return how much each example counts: a route twice as common weighs 1.4 times as much."""
    totals: dict[Route, float] = defaultdict(float)
    for example in examples:
        totals[example.route] += example.weight
    shares = np.array([e.weight * totals[e.route] ** -0.5 for e in examples])
    return np.asarray(shares / shares.sum())


def _softmax(matrix: sparse.csr_matrix, right: Array, shares: Array) -> Floats:
    """Return weights, shape (features + 1, routes), the bias last."""
    size = (matrix.shape[1] + 1, right.shape[1])

    def loss(values: Array) -> tuple[float, Array]:
        table = values.reshape(size)
        scores = matrix @ table[:-1] + table[-1]
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        off = (chances - right) * shares[:, None]
        slope = np.vstack([matrix.T @ off + 2 * PENALTY * table[:-1], off.sum(axis=0)])
        likelihood = float(shares @ np.log((chances * right).sum(axis=1) + 1e-12))
        return PENALTY * float((table[:-1] ** 2).sum()) - likelihood, slope.ravel()

    found = minimize(loss, np.zeros(size[0] * size[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x.reshape(size), np.float32)


def _vector(question: str, embedder: Embedder | None) -> Floats:
    if embedder is None:
        return np.zeros(0, np.float32)
    if question not in _VECTORS:
        _VECTORS[question] = embedder.embed_question(question)[0]
    return _VECTORS[question]


def cross_validated(
    examples: Sequence[Example], extra: Sequence[Example], embedder: Embedder | None
) -> list[tuple[Example, Route]]:
    """Return each example with the route that a router gives that was not trained on it."""
    found = []
    for fold in range(FOLDS):
        kept = [e for e in examples if _number(e.question) // 3 % FOLDS != fold]
        router = Router(fit([*kept, *extra], embedder), embedder)
        held = [e for e in examples if _number(e.question) // 3 % FOLDS == fold]
        found += [(e, router.route(e.question).route) for e in held]
    return found


def report(outcomes: Sequence[tuple[Example, Route]]) -> str:
    """Return the shares that the targets are about, and each route's."""
    right = Counter(e.route for e, got in outcomes if got is e.route)
    all_of = Counter(e.route for e, _ in outcomes)
    shares = " ".join(f"{route} {right[route]}/{count}" for route, count in sorted(all_of.items()))
    return f"all {sum(right.values()) / len(outcomes):.3f} ({shares})"


def _matrix(questions: Sequence[str]) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for row, question in enumerate(questions):
        numbers, weights = hashed(question)
        rows += [row] * len(numbers)
        columns += list(numbers)
        values += list(weights)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(questions), BUCKETS))


def _number(text: str) -> int:
    return int(hashlib.sha1(text.encode()).hexdigest(), 16)
