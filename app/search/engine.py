"""Answers over a view of an index: what every backend that keeps its own postings has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.imports.text import fold
from app.search.backend import DocumentKind, SearchQuery, SearchResults
from app.search.entries import KIND_CODES
from app.search.mending import mend_plan
from app.search.query import Plan, parse_query
from app.search.ranking import Bools, Ranking, View, order, rank, settle_prefix
from app.search.showing import complete_titles, complete_words, make_hit

KINDS_BY_CODE = {code: kind for kind, code in KIND_CODES.items()}
MOST_PER_PAGE = 100


class ViewBackend(ABC):
    """A backend that can show a view of what it holds."""

    @abstractmethod
    def view(self) -> View:
        """What the index holds now; `IndexMissingError` where there is none."""

    def search(self, query: SearchQuery) -> SearchResults:
        """The best answers, best first."""
        view = self.view()
        answer = _answer(view, query.text)
        codes = view.facts["kind"][answer.ranking.numbers]
        kept = _keep(answer.ranking, _of_kinds(codes, query.kinds))
        per_page = min(max(query.per_page, 1), MOST_PER_PAGE)
        first = (max(query.page, 1) - 1) * per_page
        best = order(view, kept, first, first + per_page) if first < len(kept.numbers) else ()
        hits = tuple(
            make_hit(view.stored(int(kept.numbers[place])), float(kept.scores[place]), answer.plan)
            for place in best
        )
        return SearchResults(
            query=answer.typed,
            total=len(kept.numbers),
            hits=hits,
            facets={"kind": _count_kinds(codes)},
            suggestion=answer.suggestion,
            is_corrected=answer.is_corrected,
            is_relaxed=kept.is_relaxed,
        )

    def match_keys(
        self, text: str, kind: DocumentKind, limit: int = 10_000
    ) -> list[tuple[str, float]]:
        """Identifier and score of the documents of that kind that answer best, best first."""
        view = self.view()
        ranking = _answer(view, text).ranking
        if not len(ranking.numbers):
            return []
        of_kind = view.facts["kind"][ranking.numbers] == KIND_CODES[kind]
        kept = _keep(ranking, of_kind & (ranking.matched == ranking.matched.max()))
        places = order(view, kept, 0, max(limit, 0))
        scores = np.round(kept.scores[places], 4).tolist()
        return list(zip(view.ids(kept.numbers[places]), scores, strict=True))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """What a person may be typing: words completed, then titles that hold them."""
        view = self.view()
        plan = parse_query(prefix, shortest_prefix=2)
        if not plan.groups or limit < 1:
            return ()
        completed = complete_words(view, plan, limit)
        titles = complete_titles(view, plan, limit)
        room = max(limit - len(titles), (limit + 1) // 2)
        by_fold = {fold(text): text for text in reversed([*completed[:room], *titles])}
        return tuple(by_fold.values())[::-1][:limit]

    def count(self, kinds: Collection[DocumentKind] = ()) -> int:
        """How many documents the index holds, of these kinds or of all."""
        view = self.view()
        return int((view.live & _of_kinds(view.facts["kind"], kinds)).sum())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """The query as typed, the plan answered (another where it was mended), and its ranking."""

    typed: str
    plan: Plan
    ranking: Ranking
    suggestion: str | None = None
    is_corrected: bool = False


def _answer(view: View, text: str) -> _Answer:
    plan = settle_prefix(view, parse_query(text))
    mended = mend_plan(view, plan)
    if mended is None:
        return _Answer(typed=plan.text, plan=plan, ranking=rank(view, plan))
    answered = mended.plan if mended.is_needed else plan
    return _Answer(
        typed=plan.text,
        plan=answered,
        ranking=rank(view, answered),
        suggestion=mended.plan.text,
        is_corrected=mended.is_needed,
    )


def _keep(ranking: Ranking, wanted: Bools) -> Ranking:
    return Ranking(
        numbers=ranking.numbers[wanted],
        scores=ranking.scores[wanted],
        matched=ranking.matched[wanted],
        is_relaxed=ranking.is_relaxed,
    )


def _of_kinds(codes: NDArray[np.void], kinds: Collection[DocumentKind]) -> Bools:
    if not kinds:
        return np.ones(len(codes), dtype=np.bool_)
    return np.isin(codes, [KIND_CODES[kind] for kind in kinds])


def _count_kinds(codes: NDArray[np.void]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=max(KINDS_BY_CODE) + 1)
    return {kind.value: int(counts[code]) for code, kind in KINDS_BY_CODE.items() if counts[code]}
