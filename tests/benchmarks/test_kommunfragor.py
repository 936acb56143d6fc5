from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.evaluation import (
    comparable,
    evaluate,
    figures,
    judge,
    read_questions,
    share_of_answers,
)
from assistant.settings import Settings
from benchmarks.kommunfragor.predict import predictions
from benchmarks.kommunfragor.score import (
    ANSWERED,
    DOCUMENTS,
    FOUND,
    QUESTIONS,
    main,
    municipalities,
    questions_of,
    read_predictions,
    score,
)
from index.embedding import STATIC_MODEL, StaticModel
from index.indexing import build_index

UNMARKED = str.maketrans("", "", "*_")


def written(tmp_path: Path, rows: Sequence[dict[str, object]]) -> Path:
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def perfect(municipality: str) -> list[dict[str, object]]:
    """What a system gives that finds and quotes every answer and refuses the rest."""
    rows: list[dict[str, object]] = []
    for question in questions_of(municipality):
        quoted = [{"document": question.document, "text": text} for text in question.answers]
        found = [{"document": question.document, "text": " ".join(question.answers)}]
        rows.append({"id": question.id, "passages": found, "answer": quoted or None})
    return rows


def test_each_of_ten_municipalities_has_ten_documents_and_two_hundred_questions() -> None:
    assert len(municipalities()) == 10
    for name in municipalities():
        assert len(list((DOCUMENTS / name).glob("*.md"))) == 10
        assert len(questions_of(name)) == 200
    assert len({question.id for question in read_questions(QUESTIONS)}) == 2_000


def test_every_answer_stands_in_its_document() -> None:
    """But for one, whose cells lie apart in a table (va144)."""
    lacking = []
    for question in read_questions(QUESTIONS):
        text = (DOCUMENTS / f"{question.document}.md").read_text(encoding="utf-8")
        bare = comparable(text.translate(UNMARKED))
        answers = [comparable(answer.translate(UNMARKED)) for answer in question.answers]
        assert question.answerable == bool(answers)
        lacking += [question.id for answer in answers if answer not in bare]
    assert lacking == ["va144"]


def test_a_perfect_system_scores_one_and_refuses_rightly(tmp_path: Path) -> None:
    table = score(written(tmp_path, perfect("havsnas")), "havsnas")
    assert table["questions"] == 200
    for name in (*FOUND, "answer", "answer_loose", "rightly_refused"):
        assert table[name] == 1
    assert table["wrongly_refused"] == 0


def test_the_figures_of_four_answers_are_those_counted_by_hand(tmp_path: Path) -> None:
    rows = {str(row["id"]): row for row in perfect("kvarnby")}
    can = [question for question in questions_of("kvarnby") if question.answerable]
    cannot = [question for question in questions_of("kvarnby") if not question.answerable]
    single = [question for question in can if question.type != "list"]
    right = [{"document": single[0].document, "text": f"Ja, {single[0].answers[0]} är det."}]
    other = [{"document": "kvarnby/annat", "text": single[1].answers[0]}]
    rows[single[0].id] |= {"passages": other + right, "answer": right}  # found second, quoted
    rows[single[1].id] |= {"passages": other, "answer": other}  # the answer of another document
    rows[single[2].id] |= {"passages": other * 5 + right, "answer": None}  # sixth, refused
    rows[cannot[0].id] |= {"answer": right}  # answered though there is no answer
    table = score(written(tmp_path, list(rows.values())), "kvarnby")
    assert table["document_at_1"] == table["passage_at_1"] == pytest.approx(1 - 3 / len(can))
    assert table["document_at_5"] == table["passage_at_5"] == pytest.approx(1 - 2 / len(can))
    assert table["answer"] == pytest.approx(1 - 2 / len(can))
    assert table["answer_loose"] == pytest.approx(1 - 1 / len(can))
    assert table["wrongly_refused"] == pytest.approx(1 / len(can))
    assert table["rightly_refused"] == pytest.approx(1 - 1 / len(cannot))


def test_of_a_list_the_share_that_is_quoted_counts(tmp_path: Path) -> None:
    rows = {str(row["id"]): row for row in perfect("ekdala")}
    listed = next(q for q in questions_of("ekdala") if q.type == "list" and len(q.answers) > 1)
    first = [{"document": listed.document, "text": listed.answers[0]}]
    rows[listed.id] |= {"answer": first}
    share = share_of_answers([listed.answers[0]], listed)
    assert 0 < share < 1
    can = sum(question.answerable for question in questions_of("ekdala"))
    table = score(written(tmp_path, list(rows.values())), "ekdala")
    assert table["answer"] == pytest.approx(1 - (1 - share) / can)


def test_the_figures_are_those_of_planfraga_eval(tmp_path: Path, static_model: StaticModel) -> None:
    shutil.copytree(DOCUMENTS / "fjallby", tmp_path / "corpus" / "fjallby")
    build_index(tmp_path / "corpus", tmp_path / "index", static_model)
    assistant = Assistant.build(
        Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", model=STATIC_MODEL)
    )
    asked = questions_of("fjallby")[:15]
    expected = figures(evaluate(assistant, asked))
    settings = Settings(state=tmp_path / "state", model=STATIC_MODEL)
    path = written(tmp_path, list(islice(predictions(settings, "fjallby"), len(asked))))
    given = read_predictions(path).given
    table = figures([judge(question, given[question.id]) for question in asked])
    for name in (*FOUND, *ANSWERED):
        assert table[name] == pytest.approx(expected[name], nan_ok=True)
    assert 0 < expected["answer"] < 1


def test_retrieval_alone_is_scored_without_answers(tmp_path: Path) -> None:
    rows = [{"id": row["id"], "passages": row["passages"]} for row in perfect("ekdala")]
    assert set(score(written(tmp_path, rows), "ekdala")) == {"questions", *FOUND}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "den är tom"),
        ("inte json", "rad 1: raden är inte JSON"),
        ('{"passages": []}', "rad 1: fältet id saknas"),
        ("[1]", "rad 1: raden ska vara ett objekt"),
        ('{"id": "ek001", "passages": ["text"]}', "rad 1: raden ska vara ett objekt"),
        ('{"id": "ek001", "answer": null}\n' * 2, "rad 2: frågan ek001 har redan ett svar"),
        ('{"id": "ek001", "answer": null}', "199 frågor saknar svar, den första är ek002"),
    ],
)
def test_a_wrong_file_gets_one_swedish_sentence(
    lines: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "predictions.jsonl"
    path.write_text(lines, encoding="utf-8")
    assert main([str(path), "--municipality", "ekdala"]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_file_that_is_not_there_gets_one_swedish_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "saknas.jsonl")]) == 1
    assert "finns inte" in capsys.readouterr().err
