from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.ranking import FEATURES
from training.ranking import Example, fitted, show, write


@pytest.fixture
def training() -> list[Example]:
    """The first feature says which candidate answers, the others nothing."""
    chance = np.random.default_rng(5)
    found = []
    for _ in range(40):
        features = chance.normal(size=(9, len(FEATURES))).astype(np.float32)
        found.append(Example(features, features[:, 0] >= features[:, 0].max()))
    return found


def test_the_feature_that_tells_gets_the_weight(
    training: list[Example], capsys: pytest.CaptureFixture[str]
) -> None:
    weights = fitted(training, range(len(FEATURES)))
    assert weights[0] > 5 * np.abs(weights[1:]).max()
    show("a model", weights, training)
    assert "3: 1.000" in capsys.readouterr().out


def test_what_is_not_learnt_stays_nought(training: list[Example]) -> None:
    weights = fitted(training, [0, 2])
    assert weights[0] > 0
    assert not weights[[1, *range(3, len(FEATURES))]].any()


def test_a_question_that_no_candidate_answers_teaches_nothing(training: list[Example]) -> None:
    nothing = Example(training[0].features, np.zeros(9, bool))
    alone = fitted(training, [0, 1])
    np.testing.assert_allclose(fitted([*training, nothing], [0, 1]), alone, atol=1e-6)


def test_weights_are_written_by_model_and_name(tmp_path: Path) -> None:
    write(tmp_path / "ranking.json", {"svensk-e5": np.arange(len(FEATURES)) / 2})
    table = json.loads((tmp_path / "ranking.json").read_text(encoding="utf-8"))
    assert table == {"svensk-e5": {name: number / 2 for number, name in enumerate(FEATURES)}}
