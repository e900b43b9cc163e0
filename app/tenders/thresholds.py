"""The thresholds of public procurement, as a table with dates: the rule of the day, never a number.

Every row comes from a survey of third-party pages, not from the official publication: all of them
stay « à vérifier » until somebody reads them there. Amounts are in euros before tax and concern the
estimated value of the whole need, all its lots together. A day with no row has no known threshold.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FORMAL = "Seuil européen, procédure formalisée"
EXEMPT = "Dispense de publicité et de mise en concurrence, au-dessous du seuil"
PUBLISHED = "Publicité obligatoire au BOAMP ou dans un journal d’annonces légales"


class ThresholdKind(StrEnum):
    """What happens at a threshold."""

    EUROPEAN = "european"
    EXEMPTION = "exemption"
    PUBLICITY = "publicity"


class Nature(StrEnum):
    """What is bought; the first three as notices write it."""

    SUPPLIES = "fournitures"
    SERVICES = "services"
    WORKS = "travaux"
    SOCIAL_SERVICES = "services-sociaux"


class BuyerKind(StrEnum):
    """Who buys: the State and its bodies, any other public authority, or a network operator."""

    CENTRAL = "central"
    LOCAL = "local"
    UTILITY = "utility"


class Reliability(StrEnum):
    """How far a row can be trusted."""

    TRADE_PRESS = "C"
    OLD_DOCUMENT = "E"

    @property
    def label(self) -> str:
        """The words people read."""
        return RELIABILITY_LABELS[self]


RELIABILITY_LABELS = {
    Reliability.TRADE_PRESS: "presse spécialisée, à vérifier",
    Reliability.OLD_DOCUMENT: "document ancien, à vérifier",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """An amount in euros before tax, what it decides, and when.

    It holds from `since` to `until`, both included; None is a bound that the survey does not give.
    `buyers` empty is everybody. `source` is an address, or the words for a page that has none.
    """

    kind: ThresholdKind
    amount: int
    what: str
    natures: frozenset[Nature]
    buyers: frozenset[BuyerKind] = frozenset()
    since: date | None = None
    until: date | None = None
    source: str
    source_date: str
    reliability: Reliability = Reliability.TRADE_PRESS
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force that day, as far as the survey says."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


WORKS = frozenset({Nature.WORKS})
GOODS = frozenset({Nature.SUPPLIES, Nature.SERVICES})
SOCIAL = frozenset({Nature.SOCIAL_SERVICES})
EU_SOURCE = "https://reponses-marches-publics.fr/?p=3389"
EU_DATE = "décembre 2025, date estimée"
NATIONAL_SOURCE = (
    "https://www.banquedesterritoires.fr/commande-publique-les-decrets-de-simplification-sont-parus"
)
NATIONAL_DATE = "6 janvier 2026, date estimée"
PUBLICITY_SOURCE = "https://saury-martin.fr/?p=1847"
SWITCH = date(2026, 4, 1)


def european_rows(
    first: int, *, central: int, local: int, utility: int, works: int
) -> list[Threshold]:
    """The European thresholds of two years, the first one given."""
    amounts = ((BuyerKind.CENTRAL, central), (BuyerKind.LOCAL, local), (BuyerKind.UTILITY, utility))
    cells = [(amount, GOODS, frozenset({buyer})) for buyer, amount in amounts]
    return [
        Threshold(
            kind=ThresholdKind.EUROPEAN,
            amount=amount,
            what=FORMAL,
            natures=natures,
            buyers=buyers,
            since=date(first, 1, 1),
            until=date(first + 1, 12, 31),
            source=EU_SOURCE,
            source_date=EU_DATE,
        )
        for amount, natures, buyers in [*cells, (works, WORKS, frozenset())]
    ]


THRESHOLDS: tuple[Threshold, ...] = (
    *european_rows(2024, central=143_000, local=221_000, utility=443_000, works=5_538_000),
    *european_rows(2026, central=140_000, local=216_000, utility=432_000, works=5_404_000),
    Threshold(
        kind=ThresholdKind.EUROPEAN,
        amount=750_000,
        what="Seuil européen des services sociaux et autres services spécifiques",
        natures=SOCIAL,
        since=date(2026, 1, 1),
        until=date(2027, 12, 31),
        source="fiche de service public sur les seuils, sans adresse",
        source_date="2014, date estimée",
        reliability=Reliability.OLD_DOCUMENT,
        note="Relevé dans une fiche ancienne et repris pour 2026-2027\u00a0: à confirmer.",
    ),
    Threshold(
        kind=ThresholdKind.EXEMPTION,
        amount=40_000,
        what=EXEMPT,
        natures=GOODS,
        until=date(2026, 3, 31),
        source=NATIONAL_SOURCE,
        source_date=NATIONAL_DATE,
    ),
    Threshold(
        kind=ThresholdKind.EXEMPTION,
        amount=60_000,
        what=EXEMPT,
        natures=GOODS,
        since=SWITCH,
        source=NATIONAL_SOURCE,
        source_date=NATIONAL_DATE,
        note="Décret n° 2025-1386, article R2122-8 du code de la commande publique.",
    ),
    Threshold(
        kind=ThresholdKind.EXEMPTION,
        amount=100_000,
        what=EXEMPT,
        natures=WORKS,
        source=NATIONAL_SOURCE,
        source_date=NATIONAL_DATE,
        note="Rendu permanent au 1er janvier 2026 par le décret n° 2025-1386, contre un blog qui "
        "annonçait sa fin.",
    ),
    Threshold(
        kind=ThresholdKind.PUBLICITY,
        amount=90_000,
        what=PUBLISHED,
        natures=GOODS,
        source=PUBLICITY_SOURCE,
        source_date="2026, date estimée",
    ),
)

# Divisions of the CPV codes that the survey cites for the purchase of insertion services, which may
# be social services: the code alone does not say.
SOCIAL_DIVISIONS = ("80", "85", "98")


def thresholds_on(day: date) -> tuple[Threshold, ...]:
    """The thresholds in force that day, in the order of the table."""
    return tuple(threshold for threshold in THRESHOLDS if threshold.holds_on(day))


def natures_of(natures: Iterable[str], cpv: Iterable[str] = ()) -> frozenset[Nature]:
    """What a notice may be buying, from its natures and CPV codes; empty where unknown.

    Services whose code may be a social service are both: the threshold then depends on the answer.
    """
    found = {Nature(nature) for nature in natures if nature in frozenset(Nature)}
    if Nature.SERVICES in found and any(code.startswith(SOCIAL_DIVISIONS) for code in cpv):
        found.add(Nature.SOCIAL_SERVICES)
    return frozenset(found)


def is_above_european(
    value: float | None,
    natures: Collection[Nature],
    buyer_kind: BuyerKind | None,
    day: date,
) -> bool | None:
    """Whether a need of that value, in euros before tax, reached the European threshold of the day.

    `natures` are those it may have, empty for unknown. Without a kind of buyer, it is the State or
    any other public authority: a network operator has to be told. None where the thresholds that
    may apply disagree, where none is known that day, or where there is no value.
    """
    if value is None or not math.isfinite(value) or value <= 0:
        return None
    asked = frozenset(natures) or frozenset(Nature)
    buyers = {buyer_kind} if buyer_kind else {BuyerKind.CENTRAL, BuyerKind.LOCAL}
    rows = [
        row
        for row in thresholds_on(day)
        if row.kind is ThresholdKind.EUROPEAN and (not row.buyers or row.buyers & buyers)
    ]
    known = frozenset[Nature]().union(*(row.natures for row in rows))
    answers = {value >= row.amount for row in rows if row.natures & asked}
    # A nature with no threshold that day could have had any.
    sure = asked <= known or not natures
    return answers.pop() if len(answers) == 1 and sure else None
