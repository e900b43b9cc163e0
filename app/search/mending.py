"""« Vouliez-vous dire… »: a query whose unknown words are replaced by the nearest known ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.search.lexicon import stem_of, surface_of
from app.search.query import Group, Plan, parse_query
from app.search.ranking import View, score_group, settle_prefix, stem_scores

RARE_WORD = 2
"""A word found in so few documents may be a typing error that the documents share…"""

FAR_MORE = 20
"""…where a word one error away is found in so many times more."""

MOST_COUNTED = 5
SHORT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Mended:
    """The plan with words replaced; needed where a word typed is found nowhere."""

    plan: Plan
    is_needed: bool


def mend_plan(view: View, plan: Plan) -> Mended | None:
    """The plan with its unknown words replaced, or None where nothing needs or can be mended."""
    changes: list[tuple[Group, str]] = []
    is_needed = False
    for group in plan.groups:
        found = int(np.count_nonzero(score_group(view, group)))
        if found > RARE_WORD or len(group.words) > 1:
            continue
        if (better := find_likeness(view, group, found)) is not None:
            changes.append((group, better))
            is_needed |= found == 0
    if not changes:
        return None
    text = plan.text
    for group, better in reversed(changes):
        word = group.words[0]
        text = text[: word.start] + better + text[word.end :]
    mended = settle_prefix(view, parse_query(text))
    return Mended(plan=mended, is_needed=is_needed) if mended.groups else None


def find_likeness(view: View, group: Group, found: int) -> str | None:
    """The known word nearest to that of the group; for a rare one, only a far more common word."""
    word = group.words[0]
    typed = word.plain
    if not typed.isalpha():
        return None
    near = [
        (errors, surface_of(term)[:1] != word.surface[:1], term)
        for errors, term in view.terms_like(typed)
        if stem_of(term) != word.stem and (not found or errors == 1)
        # People rarely mistake the first letter: in a short word it makes another word.
        if len(typed) > SHORT or surface_of(term)[:1] == word.surface[:1]
    ]
    least = min((errors for errors, _, _ in near), default=0)
    common = sorted(
        (
            (is_other_letter, -view.frequency(term), term)
            for errors, is_other_letter, term in near
            if errors == least
        )
    )
    for _, _, term in common[:MOST_COUNTED]:
        living = len(stem_scores(view, stem_of(term)).numbers)
        if living and living >= FAR_MORE * found:
            return surface_of(term)
    return None
