from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import growth, side_by_side
from benchmarks.corpora import Corpus
from benchmarks.kommunfragor.score import DOCUMENTS, questions_of
from benchmarks.measure import percentiles
from benchmarks.report import PAGE, replaced
from benchmarks.report import side_by_side as table
from corpus.types import Audience
from index.embedding import STATIC_MODEL, StaticModel
from index.search import Searcher
from index.store import Store


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(side_by_side, "WORK", tmp_path)
    return tmp_path


def havsnas() -> Corpus:
    """Ten documents; a system's ids have no municipality before the name when it stands alone."""
    can = [question for question in questions_of("havsnas") if question.answerable]
    return Corpus("havsnas", DOCUMENTS / "havsnas", 10, tuple(can[:4]))


def test_percentiles_are_milliseconds_of_the_sorted_times() -> None:
    seconds = [number / 1000 for number in range(100, 0, -1)]
    assert percentiles(seconds) == {"p50": 51, "p95": 96, "p99": 100}


def test_a_system_is_indexed_searched_and_asked_in_processes_of_its_own(work: Path) -> None:
    row = side_by_side.measure(side_by_side.Run("planfraga", STATIC_MODEL, havsnas()), 300)
    assert "failed" not in row
    assert row["indexing"]["passages"] > 50
    assert row["indexing"]["megabytes"] > 50
    assert row["searching"]["cold_start"] > 0
    assert row["searching"]["one"]["p50"] <= row["searching"]["one"]["p99"]
    assert row["answering"]["one"]["p50"] > 0
    line = table([row]).splitlines()[-3]
    assert line.startswith(f"| planfraga | {STATIC_MODEL} |")


def test_a_system_that_cannot_be_started_is_a_row_that_says_why(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "PEER_PYTHON", Path(sys.executable))
    row = side_by_side.measure(side_by_side.Run("nobody", STATIC_MODEL, havsnas()), 300)
    assert "No module named 'benchmarks.peers.nobody'" in row["failed"]
    assert "failed: " in table([row])


def test_a_system_that_takes_too_long_is_a_row_that_says_so(work: Path) -> None:
    row = side_by_side.measure(side_by_side.Run("planfraga", STATIC_MODEL, havsnas()), 0.1)
    assert row["failed"] == "over 0 minutes"


def test_a_table_takes_the_place_of_the_one_before() -> None:
    page = "a\n<!-- t -->\nold\n<!-- end -->\nb <!-- u -->\nkept\n<!-- end -->"
    assert "a\n<!-- t -->\nnew\n<!-- end -->\nb" in replaced(page, "t", "new")
    assert "kept" in replaced(page, "t", "new")
    with pytest.raises(SystemExit, match="no place"):
        replaced(page, "v", "new")


def test_the_page_has_a_place_for_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (
        "storvik",
        "kommuner",
        "regeringen",
        "regeringen-all",
        "growth",
        "kinds",
        "limits",
    ):
        assert "new" in replaced(page, name, "new")


def test_recombined_passages_are_the_same_each_time_and_found_exactly(
    tmp_path: Path, static_model: StaticModel
) -> None:
    assert list(growth.recombined(50)) == list(growth.recombined(50))
    growth.build(tmp_path, 50, static_model)
    store = Store(tmp_path)
    assert store.manifest.passages == 50
    assert growth.recall(store, static_model, ["Vad kostar färjan?"]) == 1
    asked = store.passage(7).text
    assert Searcher(store, static_model).search(asked, Audience.PUBLIC)[0].passage == (
        store.passage(7)
    )
