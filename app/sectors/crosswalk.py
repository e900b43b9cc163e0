"""From the sectors of another taxonomy to ours, computed from their words and never copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.sectors.taxonomy import Sector, sectors
from app.sectors.wording import find_phrases, share, stems

ENOUGH = 0.34  # words in common; under that, no answer is better than a wrong one
REST = "autre"


def crosswalk(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Our slug for theirs, for rows that have `nom`, `slug` and `groupe`.

    What leads nowhere is left out: « Autre (…) » is no sector.
    """
    found = {}
    for row in rows:
        sector = None if stems(row["nom"])[:1] == (REST,) else find_nearest(row["nom"])
        if sector is not None:
            found[row["slug"]] = sector.slug
    return found


def find_nearest(name: str) -> Sector | None:
    """The sector whose name or synonyms are nearest to a name; None where none is near."""
    words = stems(name)
    held = [phrase for phrase in find_phrases(name) if phrase.words]
    if held:
        best = max(held, key=lambda phrase: (len(phrase.words), share(phrase.words, words)))
        return best.sector
    scored = [
        (share(words, stems(written)), sector.slug, sector)
        for sector in sectors()
        for written in (sector.name, *sector.synonyms)
    ]
    score, _, sector = max(scored, key=lambda item: (item[0], item[1]))
    return sector if score >= ENOUGH else None
