"""What public procurement law expects, dated: old notices keep the rules of their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EUROPEAN_FAMILY = "JOUE"
# Loi n° 2021-1104 du 22 août 2021, article 35: in force five years after at the latest.
SOCIAL_CONDITION_SINCE = date(2026, 8, 22)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """European thresholds in euros before tax, for two years.

    `is_verified` false: the figures are repeated from practice and shown « à vérifier ».
    """

    since: date
    until: date
    state: int
    local: int
    works: int
    social_services: int
    is_verified: bool = False


THRESHOLDS = (
    Threshold(
        since=date(2024, 1, 1),
        until=date(2025, 12, 31),
        state=143_000,
        local=221_000,
        works=5_538_000,
        social_services=750_000,
    ),
    Threshold(
        since=date(2026, 1, 1),
        until=date(2027, 12, 31),
        state=140_000,
        local=216_000,
        works=5_404_000,
        social_services=750_000,
    ),
)


def find_thresholds(on: date) -> Threshold | None:
    """The European thresholds of that day, or None outside of the table."""
    return next((row for row in THRESHOLDS if row.since <= on <= row.until), None)


def expects_social_clause(family: str, published_on: date | None) -> bool:
    """Whether article L2112-2-1 makes a social condition the rule for that notice.

    Above the European thresholds, unless justified, since the date of the law; the notice's family
    tells that it is above.
    """
    if family != EUROPEAN_FAMILY or published_on is None:
        return False
    return published_on >= SOCIAL_CONDITION_SINCE
