from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from corpus.types import Audience
from index.embedding import Embedder
from index.indexing import build_index
from index.question import question_spans
from index.search import Searcher
from index.store import Store


@pytest.fixture(scope="module")
def searcher(settings: Settings, embedder: Embedder) -> Searcher:
    return Searcher(Store(settings.index_folder), embedder)


def test_hits_come_best_first_without_repetition(searcher: Searcher) -> None:
    hits = searcher.search("Var sätts kameror upp?", Audience.PUBLIC, 50)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({(hit.document.id, hit.passage.start) for hit in hits}) == len(hits)


def test_the_public_never_gets_an_internal_passage(searcher: Searcher) -> None:
    store = searcher.store
    internal = [info.id for info in store.infos if info.audience == Audience.INTERNAL]
    assert internal
    for identifier in internal:
        for row in store.passages_of(identifier):
            for question in store.passage(row).text.split(". "):
                hits = searcher.search(question, Audience.PUBLIC, 100)
                assert not {hit.document.id for hit in hits} & set(internal)
                assert identifier in {
                    hit.document.id for hit in searcher.search(question, Audience.INTERNAL, 100)
                }


@pytest.mark.parametrize(("audience", "known"), [("internal", False), ("public", True)])
def test_a_correction_gives_away_no_word_of_an_internal_document(
    tmp_path: Path, embedder: Embedder, audience: str, known: bool
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Möten\n\nGlimmerrådet möts varje vecka.", encoding="utf-8")
    (corpus / "b.md").write_text("# Sopor\n\nSoporna hämtas på måndagar.", encoding="utf-8")
    (corpus / "catalogue.toml").write_text(
        f'[[document]]\nfile = "a.md"\naudience = "{audience}"\n\n'
        '[[document]]\nfile = "b.md"\naudience = "public"\n',
        encoding="utf-8",
    )
    build_index(corpus, tmp_path / "index", embedder)
    searcher = Searcher(Store(tmp_path / "index"), embedder)
    assert ("glimmerrådet" in searcher.prepare("När möts glimerrådet?").text) == known


def test_every_score_is_a_finite_number(searcher: Searcher) -> None:
    for text in ("Var?", "31 januari 2024", "xyzzy", "Vad är det?", "a" * 900):
        hits = searcher.search(text, Audience.INTERNAL, 100)
        assert hits
        assert np.isfinite([hit.score for hit in hits]).all()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("i augusti 2025", (2025, 8), (2025, 8)),
        ("våren 2024", (2024, 3), (2024, 6)),
        ("under 2023", (2023, 1), (2023, 12)),
        ("2024-01-31", (2024, 1), (2024, 1)),
    ],
)
def test_a_question_names_months(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    (span,), _ = question_spans(text)
    assert span == (first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1)


def test_a_bill_number_is_no_year() -> None:
    assert question_spans("prop. 2023/24:100")[0] == ()


CATALOGUE = """
[[document]]
file = "m03.md"
date = "2025-03"

[[document]]
file = "m08.md"
date = "2025-08"
"""


def test_a_document_from_the_month_asked_for_comes_before_its_twin(
    tmp_path: Path, embedder: Embedder
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for month in ("03", "08"):
        text = "# Beslut\n\nNämnden beslutade om bidrag till föreningar.\n"
        (corpus / f"m{month}.md").write_text(text, encoding="utf-8")
    (corpus / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    build_index(corpus, tmp_path / "index", embedder)
    searcher = Searcher(Store(tmp_path / "index"), embedder)
    for month, name in (("03", "mars"), ("08", "augusti")):
        question = f"Vad beslutade nämnden om bidrag i {name} 2025?"
        assert searcher.search(question, Audience.INTERNAL)[0].document.id == f"m{month}"


def test_last_years_plan_stands_behind_this_years_unless_its_year_is_asked_for(
    tmp_path: Path, embedder: Embedder
) -> None:
    for year, price in ((2023, 300), (2024, 450)):
        text = f"# Båttaxa {year}\n\nEn båtplats i hamnen kostar {price} kronor.\n"
        (tmp_path / f"taxa-{year}.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=tmp_path, state=tmp_path / ".state")
    build_index(settings.corpus, settings.index_folder, embedder)
    own = Searcher(Store(settings.index_folder), embedder)
    hits = own.search("Vad kostar en båtplats?", Audience.PUBLIC)
    assert [(hit.document.id, hit.outdated) for hit in hits] == [
        ("taxa-2024", False),
        ("taxa-2023", True),
    ]
    (first, *_) = own.search("Vad kostade en båtplats 2023?", Audience.PUBLIC)
    assert first.document.id == "taxa-2023"


def test_the_edition_whose_year_is_asked_for_answers_though_only_its_title_has_the_year(
    tmp_path: Path, embedder: Embedder
) -> None:
    for name, year, result in (("a", 2023, 12), ("b", 2024, 19)):
        text = f"# Årsredovisning {year}\n\nÅrets resultat blev {result} miljoner kronor.\n"
        (tmp_path / f"redovisning-{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=tmp_path, state=tmp_path / ".state")
    build_index(settings.corpus, settings.index_folder, embedder)
    own = Searcher(Store(settings.index_folder), embedder)
    (first, *_) = own.search("Vad blev resultatet 2023?", Audience.PUBLIC)
    assert (first.document.id, first.outdated) == ("redovisning-a", False)
    (first, *_) = own.search("Vad blev resultatet?", Audience.PUBLIC)
    assert first.document.id == "redovisning-b"
