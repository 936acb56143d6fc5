"""A question in, ranked hits out: lexical and dense search, fused.

Each search gathers candidates over everything that the audience may see and orders them by a few
features of each (`index/ranking.py`). Scores are standardised over the candidates, so that any
embedding model fits: cosines of one lie between 0.75 and 0.9, of another between 0 and 0.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from corpus.swedish.compounds import shipped_lexicon
from corpus.swedish.spelling import Speller
from corpus.swedish.terms import QuestionWord, question_words
from corpus.types import Audience
from corpus.validity import later_editions, out_of_force, title_years
from index.embedding import Embedder
from index.lexical import best
from index.question import (
    Months,
    SearchQuestion,
    WeightedWord,
    document_months,
    is_name,
    question_spans,
)
from index.ranking import (
    COSINE_SPREAD,
    FEATURES,
    PART_WEIGHT,
    SCORE_SPREAD,
    ranking_weights,
    share_held,
    standard,
)
from index.store import Store
from index.types import DocumentInfo, Hit

DOCUMENT_WEIGHT = 0.5
"""What a document's BM25 counts for beside its passage's when candidates are gathered."""
FIRST_DATE_WEIGHT = 8.0
OUTDATED = 1.5
"""Log odds that a document loses which does not hold good: it stands behind one that says the
same, and is still found for what it alone says."""
BACKGROUND_DOCUMENTS = 200
"""As many documents as the lexicon's frequencies are trusted for beside the index's own."""
NEAREST = 300
CANDIDATES = 40


class Searcher:
    """Searches one opened version of an index with the model that made it."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Check that store and model belong together.

        Raises:
            IndexMismatchError: the index was built with another model.
        """
        store.check_model(embedder.name, embedder.dimensions)
        self.store = store
        self.embedder = embedder
        self._weights = ranking_weights(embedder.name)
        months = [document_months(info.period) or (0, 0) for info in store.infos]
        self._first_months = np.array([span[0] for span in months], np.int32)
        self._last_months = np.array([span[1] for span in months], np.int32)
        self._hidden = self._hidden_passages()
        self._day = date.min
        self._lapsed = np.zeros(0, bool)

    def search(self, question: str, audience: Audience, count: int = 20) -> list[Hit]:
        """Return the best hits, best first, without repetition."""
        return self.rank(self.prepare(question), audience)[:count]

    def corrected(self, question: str) -> str:
        """Return a question without typing errors, with its å, ä and ö."""
        return self._speller.correct(question)

    def prepare(self, question: str) -> SearchQuestion:
        """Analyse a question against this index's vocabulary."""
        corrected = self.corrected(question)
        asked = list({word.stem: word for word in question_words(corrected)}.values())
        spans, exact = question_spans(corrected)
        vector = self.embedder.embed_question(corrected)[0]
        words = tuple(self._weighted(word, corrected) for word in asked)
        return SearchQuestion(corrected, words, spans, exact, vector)

    def rank(
        self,
        question: SearchQuestion,
        audience: Audience,
        documents: frozenset[str] = frozenset(),
    ) -> list[Hit]:
        """Return every candidate, best first; `documents` are ids to stay within, empty for all."""
        hidden = self._closed(audience, documents)
        found, features = self.candidates(question, hidden)
        if not len(found):
            return []
        owners = self.store.owners[found]
        scores = features @ self._weights
        # Who asks about the time of a document gets it, in force or not.
        outdated = self._out_of_force(owners) | self._is_earlier_edition(owners)
        outdated &= features[:, FEATURES.index("date")] == 0
        outdated &= ~self._is_titled_with(question.spans)[owners]
        scores -= OUTDATED * outdated
        order = np.argsort(-scores, kind="stable")[:CANDIDATES]
        return [
            Hit(
                self.store.passage(int(found[at])),
                self.store.infos[int(self.store.owners[found[at]])],
                float(scores[at]),
                bool(outdated[at]),
            )
            for at in order
        ]

    def candidates(
        self, question: SearchQuestion, hidden: npt.NDArray[np.int64] | None
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Return the numbers of the candidates, and their features (candidates, FEATURES).

        `hidden` are the numbers of passages that are none, in ascending order.
        """
        store = self.store
        terms = self._terms(question.words)
        passages, documents = (
            lexical.scores(terms) for lexical in (store.passages_lexical, store.documents_lexical)
        )
        first = passages + DOCUMENT_WEIGHT * documents.take(store.owners)
        bonus = self._date_bonus(question)
        if question.spans:
            first += FIRST_DATE_WEIGHT * bonus.take(store.owners)
        if hidden is not None:
            first[hidden] = -np.inf
        near = store.vectors.nearest(question.vector, NEAREST, hidden)
        found = np.union1d(best(first, NEAREST), near)
        if not len(found):
            return found, np.zeros((0, len(FEATURES)), np.float32)
        owners = store.owners[found]
        columns = (
            standard(passages[found], SCORE_SPREAD),
            standard(documents[owners], SCORE_SPREAD),
            standard(store.vectors.rows(found) @ question.vector, COSINE_SPREAD),
            bonus[owners],
            share_held(question.words, store.passages_lexical, store.vocabulary, found),
            share_held(question.words, store.documents_lexical, store.vocabulary, owners),
        )
        return found, np.stack(columns, axis=1)

    def _out_of_force(self, documents: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        today = date.today()
        if self._day != today:
            self._lapsed = np.array([_lapsed(info, today) for info in self.store.infos], bool)
            self._day = today
        return self._lapsed[documents]

    def unnamed(
        self, question: SearchQuestion, audience: Audience, documents: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """Return the words of a question that stand in none of the documents, in lower case.

        A word that is a part of a compound there, or dates a document, stands in it.
        """
        visible = self._open_documents(audience, documents)
        return frozenset(
            word.text
            for word in question.words
            if not visible[self._dated.get(word.text, [])].any()
            and not any(self._stands(term, visible) for term in (word.stem, *word.parts))
        )

    def _stands(self, term: str, visible: npt.NDArray[np.bool_]) -> bool:
        number = self.store.vocabulary.find(term)
        if number is None:
            return False
        lexical = self.store.documents_lexical
        held = lexical.texts[lexical.starts[number] : lexical.starts[number + 1]]
        return bool(visible[held].any())

    def _closed(
        self, audience: Audience, documents: frozenset[str]
    ) -> npt.NDArray[np.int64] | None:
        """Return the numbers of the passages that may not answer, None for none."""
        if not documents:
            return self._hidden if audience is Audience.PUBLIC else None
        return np.flatnonzero(~self._open_documents(audience, documents)[self.store.owners])

    def _open_documents(
        self, audience: Audience, documents: frozenset[str]
    ) -> npt.NDArray[np.bool_]:
        """Return for each document whether it may answer."""
        visible = self._visible[audience]
        if not documents:
            return visible
        within = np.array([info.id in documents for info in self.store.infos], bool)
        return np.asarray(visible & within)

    @cached_property
    def _visible(self) -> dict[Audience, npt.NDArray[np.bool_]]:
        """For each audience, which documents it may see."""
        owners = [Audience(info.audience) for info in self.store.infos]
        return {
            audience: np.array([audience.may_see(owner) for owner in owners], bool)
            for audience in Audience
        }

    @cached_property
    def _dated(self) -> dict[str, list[int]]:
        """For each year, the numbers of the documents that are dated in it."""
        dated: dict[str, list[int]] = {}
        for number, info in enumerate(self.store.infos):
            dated.setdefault(info.date[:4], []).append(number)
        return dated

    def _is_earlier_edition(self, documents: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Say which documents have a later edition among them."""
        later, among = self._later_editions, set(documents.tolist())
        return np.array([later.get(number, -1) in among for number in documents.tolist()], bool)

    def _is_titled_with(self, spans: Sequence[Months]) -> npt.NDArray[np.bool_]:
        """Say for each document whether its title names a year of one of these spans."""
        found = np.zeros(len(self.store.infos), bool)
        for first, last in spans:
            found |= (self._title_years[:, 0] <= last // 12) & (
                self._title_years[:, 1] >= first // 12
            )
        return found

    @cached_property
    def _title_years(self) -> npt.NDArray[np.int32]:
        """The first and the last year of each document's title, none's as a year that is none."""
        years = [title_years(info.title) or (0, 0) for info in self.store.infos]
        return np.array(years, np.int32).reshape(-1, 2)

    @cached_property
    def _later_editions(self) -> dict[int, int]:
        kinds = [(info.title, (info.source, info.audience)) for info in self.store.infos]
        return later_editions(kinds, date.today())

    @cached_property
    def _speller(self) -> Speller:
        """Know only words of public documents, so that a correction gives away no other."""
        lexical, vocabulary = self.store.documents_lexical, self.store.vocabulary
        frequency = np.diff(lexical.starts)
        if self._hidden is not None:
            public = np.ones(len(self.store.infos), bool)
            public[self.store.owners[self._hidden]] = False
            frequency = np.bincount(
                np.repeat(np.arange(len(frequency)), frequency)[public[lexical.texts]],
                minlength=len(frequency),
            )
        return Speller(
            {
                term: int(count)
                for term, count in zip(vocabulary.terms, frequency, strict=True)
                if count and term.isalpha()
            }
        )

    def _weighted(self, word: QuestionWord, question: str) -> WeightedWord:
        """Weigh a word by its rarity here, drawn towards its rarity in Swedish at large.

        In a handful of documents a word's own frequency says little, in thousands it says all. A
        word that no document holds is as rare as can be.
        """
        lexical = self.store.documents_lexical
        rarest = float(np.log1p((lexical.size + 0.5) / 0.5))
        number = self.store.vocabulary.find(word.stem)
        idf = float(lexical.idf[number]) if number is not None else rarest
        trust = lexical.size / (lexical.size + BACKGROUND_DOCUMENTS)
        weight = trust * idf / rarest + (1 - trust) * background_rarity(word.stem)
        named = is_name(word.text, question)
        return WeightedWord(word.text, word.stem, word.parts, weight, named)

    def _terms(self, words: Sequence[WeightedWord]) -> list[tuple[int, float]]:
        weighted: dict[int, float] = {}
        for word in words:
            for term, weight in ((word.stem, 1.0), *((part, PART_WEIGHT) for part in word.parts)):
                number = self.store.vocabulary.find(term)
                if number is not None:
                    weighted[number] = max(weight, weighted.get(number, 0.0))
        return list(weighted.items())

    def _date_bonus(self, question: SearchQuestion) -> npt.NDArray[np.float32]:
        """Return 1 for documents dated in a span that the question names, falling over months."""
        bonus = np.zeros(len(self._first_months), np.float32)
        for first, last in question.spans:
            gap = np.maximum(first - self._last_months, self._first_months - last).clip(0, 12)
            bonus = np.maximum(bonus, (1 - gap / 3).clip(0, 1) if question.exact else gap == 0)
        return np.asarray(bonus if question.exact else bonus * 0.5, np.float32)

    def _hidden_passages(self) -> npt.NDArray[np.int64] | None:
        """Return the numbers of the passages that the public may not see, None for none."""
        public = np.array([info.audience == Audience.PUBLIC for info in self.store.infos])
        hidden = np.flatnonzero(~public[self.store.owners])
        return hidden if len(hidden) else None


def _lapsed(info: DocumentInfo, today: date) -> bool:
    dated = info.valid_from or info.valid_to or info.replaced_by
    return bool(dated) and any(out_of_force(info, today))


def background_rarity(word_stem: str) -> float:
    """Return how rare a stem is in Swedish public-sector text, 0 (in every text) to 1."""
    counts = shipped_lexicon().counts
    return 1 - float(np.log1p(counts.get(word_stem, 0)) / np.log1p(_most_common_count()))


@cache
def _most_common_count() -> int:
    return max(shipped_lexicon().counts.values())
