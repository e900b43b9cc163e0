"""Which documents answer a plan, and how well: numbers over whole posting lists at once.

A word's worth in a document is BM25 field by field, a title four times a text and a keyword twice;
a group is worth its best alternative; a document the sum of its groups, raised where the query is
its whole title or one of its keywords. Everything is counted over living documents and no sum
depends on their order, so that two backends, or two orders of indexing, rank alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.search.entries import KEYWORD_UNIT, TITLE_UNIT, Stored
from app.search.query import Alternative, Group, Plan

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

TITLE_WEIGHT, KEYWORD_WEIGHT, TEXT_WEIGHT = 4.0, 2.0, 1.0
SATURATION = 1.2
TITLE_LENGTH_EFFECT, TEXT_LENGTH_EFFECT = 0.5, 0.6
PREFIX_WEIGHT = 0.6
PART_WEIGHT = 0.5
EXACT_BONUS = 1.5

RARE = 5
"""Under so many documents, the last word of a query is also tried as the beginning of another."""

ENOUGH = 3
"""Under so many documents with every word, those that have most of them follow."""


class View(Protocol):
    """An index at one instant; document numbers run from 0 to the length of `live`."""

    facts: NDArray[np.void]
    live: Bools

    def terms_of_stem(self, stem: str) -> Sequence[str]:
        """The terms that share a stem."""

    def terms_from_prefix(self, prefix: str) -> Sequence[str]:
        """The terms whose word begins so; the prefix without accents."""

    def terms_like(self, word: str) -> Sequence[tuple[int, str]]:
        """The terms one or two typing errors away, each with that distance."""

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """Document numbers and packed counts; deleted documents may be among them."""

    def frequency(self, term: str) -> int:
        """About how many documents hold the term; deleted ones may be counted."""

    def exact(self, expression: str) -> tuple[Ints, Floats]:
        """Documents that have this title or keyword, and what that is worth."""

    def stored(self, number: int) -> Stored:
        """What a page shows of a document."""

    def ids(self, numbers: Ints) -> list[str]:
        """The identifiers of these documents, each within its kind."""

    def word_scores(self, terms: tuple[str, ...]) -> WordScores:
        """`score_words` of these terms, remembered for as long as the view lives."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WordScores:
    """The living documents that have a word, its worth in each, and whether in the title."""

    numbers: Ints
    scores: Floats
    in_title: Bools


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """The documents that answer, in no order.

    `matched` counts the groups that each answers: a half where it has only some words of an
    expression.
    """

    numbers: Ints
    scores: Floats
    matched: Floats
    is_relaxed: bool = False


def score_words(view: View, terms: tuple[str, ...]) -> WordScores:
    """What these terms, counted as one word, are worth in each document."""
    size = len(view.live)
    packed = [view.postings(term) for term in terms]
    titles, keywords, texts = np.zeros(size), np.zeros(size), np.zeros(size)
    for numbers, counts in packed:
        titles[numbers] += counts // TITLE_UNIT
        keywords[numbers] += counts // KEYWORD_UNIT % KEYWORD_UNIT
        texts[numbers] += counts % KEYWORD_UNIT
    found = np.flatnonzero((titles + keywords + texts > 0) & view.live)
    living = max(int(view.live.sum()), 1)
    rarity = np.log1p((living - len(found) + 0.5) / (len(found) + 0.5))
    title_lengths = view.facts["title_length"].astype(np.float64)
    text_lengths = view.facts["text_length"].astype(np.float64)
    worth = (
        TITLE_WEIGHT
        * _saturate(titles[found], title_lengths, found, TITLE_LENGTH_EFFECT, view.live)
        + KEYWORD_WEIGHT * keywords[found] / (keywords[found] + SATURATION)
        + TEXT_WEIGHT * _saturate(texts[found], text_lengths, found, TEXT_LENGTH_EFFECT, view.live)
    )
    return WordScores(numbers=found, scores=rarity * worth, in_title=titles[found] > 0)


def rank(view: View, plan: Plan) -> Ranking:
    """The documents that answer every group; where there are too few, most of the groups."""
    size = len(view.live)
    scores, matched = np.zeros(size), np.zeros(size)
    for group in plan.groups:
        worth = score_group(view, group)
        scores += worth
        matched += worth > 0
    wanted = len(plan.groups)
    everything = int(np.count_nonzero(matched == wanted)) if wanted else 0
    is_relaxed = everything < ENOUGH and sum(len(group.words) for group in plan.groups) > 1
    if is_relaxed:
        _add_parts(view, plan, scores, matched)
    numbers = np.flatnonzero(matched >= (wanted / 2 if is_relaxed else max(wanted, 1)))
    _raise_exact(view, plan, scores)
    return Ranking(
        numbers=numbers,
        scores=scores[numbers] * view.facts["boost"][numbers],
        matched=matched[numbers],
        is_relaxed=is_relaxed and len(numbers) > everything,
    )


def order(view: View, ranking: Ranking, first: int, last: int) -> Ints:
    """Places in the ranking of the `first` to `last` best; the order never depends on the page."""
    if last < 1:
        return np.zeros(0, dtype=np.int64)
    if len(ranking.numbers) > 4 * last:
        # Only those that can be on this page or before it are sorted.
        strength = ranking.matched * 1e6 + ranking.scores
        least = np.partition(strength, len(strength) - last)[len(strength) - last]
        places = np.flatnonzero(strength >= least)
    else:
        places = np.arange(len(ranking.numbers))
    facts = view.facts[ranking.numbers[places]]
    keys = (
        facts["tie"],
        -facts["updated"].astype(np.int64),
        -ranking.scores[places],
        -ranking.matched[places],
    )
    return places[np.lexsort(keys)[first:last]]


def score_group(view: View, group: Group) -> Floats:
    """What each document's best answer to one group is worth; 0 where it has none."""
    best = np.zeros(len(view.live))
    for alternative in group.alternatives:
        np.maximum(best, _score_alternative(view, alternative), out=best)
    if group.prefix:
        words = prefix_scores(view, group.prefix)
        best[words.numbers] = np.maximum(best[words.numbers], PREFIX_WEIGHT * words.scores)
    return best


def settle_prefix(view: View, plan: Plan) -> Plan:
    """The plan with its last word taken as finished, unless hardly anything is found for it so."""
    if not plan.groups or not plan.groups[-1].prefix:
        return plan
    whole = replace(plan.groups[-1], prefix="")
    if np.count_nonzero(score_group(view, whole)) < RARE:
        return plan
    return replace(plan, groups=(*plan.groups[:-1], whole))


def prefix_scores(view: View, prefix: str) -> WordScores:
    """What the words that begin so are worth in each document, counted as one word."""
    return view.word_scores(tuple(sorted(view.terms_from_prefix(prefix))))


def stem_scores(view: View, stem: str) -> WordScores:
    """What a stem is worth in each document."""
    return view.word_scores(tuple(sorted(view.terms_of_stem(stem))))


def _score_alternative(view: View, alternative: Alternative) -> Floats:
    size = len(view.live)
    total, has_all = np.zeros(size), np.ones(size, dtype=np.bool_)
    for stem in alternative.stems:
        words = stem_scores(view, stem)
        total[words.numbers] += words.scores
        if len(alternative.stems) > 1:
            has_this = np.zeros(size, dtype=np.bool_)
            has_this[words.numbers] = True
            has_all &= has_this
    total[~has_all] = 0.0
    total *= alternative.weight
    return total


def _add_parts(view: View, plan: Plan, scores: Floats, matched: Floats) -> None:
    """Count half a group where only some words of its expression are found."""
    for group in plan.groups:
        if len(group.words) == 1:
            continue
        parts = np.zeros(len(scores))
        for word in group.words:
            found = stem_scores(view, word.stem)
            parts[found.numbers] += found.scores
        parts[score_group(view, group) > 0] = 0.0
        scores += PART_WEIGHT * parts
        matched += 0.5 * (parts > 0)


def _raise_exact(view: View, plan: Plan, scores: Floats) -> None:
    expressions = {plan.exact: 1.0}
    if len(plan.groups) == 1:
        group = plan.groups[0]
        expressions |= {other.stems: other.weight for other in group.alternatives[1:]}
    bonus = np.zeros(len(scores))
    for stems, weight in expressions.items():
        numbers, worth = view.exact(" ".join(stems))
        bonus[numbers] = np.maximum(bonus[numbers], weight * worth)
    scores *= 1 + EXACT_BONUS * bonus


def _saturate(counts: Floats, lengths: Floats, found: Ints, effect: float, live: Bools) -> Floats:
    average = float(lengths[live].mean()) if len(found) else 1.0
    relative = lengths[found] / max(average, 1.0)
    result: Floats = counts / (counts + SATURATION * (1 - effect + effect * relative))
    return result
