"""What a person sees: titles and passages with the words found marked, and suggestions."""

from __future__ import annotations

import numpy as np

from app.imports.text import fold
from app.search.backend import DocumentKind, Hit
from app.search.entries import KIND_CODES, Stored
from app.search.lexicon import surface_of
from app.search.query import Group, Plan
from app.search.ranking import Ranking, View, WordScores, order, prefix_scores, stem_scores
from app.search.text import mark, snippet, stem_text

SNIPPET_LENGTH = 200
MOST_COMPLETED = 600
LONGEST_TITLE = 80


def make_hit(stored: Stored, score: float, plan: Plan) -> Hit:
    """A document found, with what answers the plan marked in its title and in a passage."""
    stems = _list_stems(stored, plan)
    prefixes = tuple(group.prefix for group in plan.groups if group.prefix)
    return Hit(
        kind=stored.kind,
        id=stored.id,
        url=stored.url,
        title=stored.title,
        place=stored.place,
        closed=stored.closed,
        snippet=snippet(stored.text, stems, SNIPPET_LENGTH, prefixes),
        title_segments=mark(stored.title, stems, prefixes),
        score=round(score, 4),
    )


def complete_words(view: View, plan: Plan, limit: int) -> list[str]:
    """The query with its last word completed, the most frequent words first."""
    last = plan.groups[-1]
    if not last.prefix:
        return []
    by_plain: dict[str, tuple[int, str]] = {}
    for term in view.terms_from_prefix(last.prefix)[:MOST_COMPLETED]:
        plain = fold(surface_of(term))
        by_plain[plain] = max(by_plain.get(plain, (0, "")), (view.frequency(term), term))
    likely = [term for _, term in sorted(by_plain.values(), reverse=True)[: 3 * limit]]
    living = [(-int(view.live[view.postings(term)[0]].sum()), surface_of(term)) for term in likely]
    start = plan.text[: last.words[0].start].lower()
    return [start + surface for count, surface in sorted(living) if count][:limit]


def complete_titles(view: View, plan: Plan, limit: int) -> list[str]:
    """Titles that hold every word of the query, tenders left out."""
    in_all = view.live & (view.facts["kind"] != KIND_CODES[DocumentKind.TENDER])
    scores = np.zeros(len(view.live))
    for group in plan.groups:
        in_title = np.zeros(len(view.live), dtype=np.bool_)
        for words in _list_words(view, group):
            in_title[:] = False
            in_title[words.numbers[words.in_title]] = True
            in_all &= in_title
            scores[words.numbers] += words.scores
    numbers = np.flatnonzero(in_all)
    ranking = Ranking(
        numbers=numbers,
        scores=scores[numbers] * view.facts["boost"][numbers],
        matched=np.ones(len(numbers)),
    )
    places = order(view, ranking, 0, limit)
    titles = (view.stored(int(number)).title for number in numbers[places])
    return [title for title in titles if len(title) <= LONGEST_TITLE]


def _list_words(view: View, group: Group) -> list[WordScores]:
    whole = [stem_scores(view, stem) for stem in group.alternatives[0].stems]
    if not group.prefix:
        return whole
    begun = prefix_scores(view, group.prefix)
    return [begun] if len(begun.numbers) else whole


def _list_stems(stored: Stored, plan: Plan) -> frozenset[str]:
    """The stems to mark: of an expression of several words, only where it has them all."""
    stems: set[str] = set()
    longer: list[tuple[str, ...]] = []
    for group in plan.groups:
        stems.update(group.alternatives[0].stems)
        for other in group.alternatives[1:]:
            if len(other.stems) == 1:
                stems.update(other.stems)
            else:
                longer.append(other.stems)
    if longer:
        held = frozenset(stem_text(f"{stored.title} {stored.text}"))
        stems.update(
            stem for expression in longer if held.issuperset(expression) for stem in expression
        )
    return frozenset(stems)
