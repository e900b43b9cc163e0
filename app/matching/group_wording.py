"""What a proposed group says of itself in French: why it could answer, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.matching.coverage import Offer, Unit, open_lots
from app.matching.profiles import Need
from app.matching.rules import Verdict
from app.matching.weights import SAME_GROUP

PART_LABELS = {
    "complement": "Complémentarité",
    "capacity": "Capacité réunie",
    "reach": "Territoire",
    "rivalry": "Peu de filières en commun",
    "kinds": "Types de structures",
    "calendar": "Disponibilité",
}
PART_SENTENCES = {
    "complement": "La part des filières, des lots et des lieux couverte, avec peu de membres.",
    "capacity": "Les équivalents temps plein réunis, rapportés au volume demandé.",
    "reach": "La zone déclarée de chacune, sinon la distance de son siège.",
    "rivalry": "Des membres qui ne vendent pas la même chose coopèrent plus aisément.",
    "kinds": "Des structures de types différents.",
    "calendar": "La disponibilité du membre libre le plus tard.",
}
MOST_CHECKS = 4  # sentences on rules to check; the page of each match has them all


def say_lead(share: float | None, severity: int, heaviest: float) -> str:
    """Why that member would lead."""
    if share is not None and share > heaviest:
        return f"Apporte environ {share * 100:.0f}\u00a0% de la capacité\u00a0: à elle de conduire."
    if severity:
        return "Couvre la plus grande part du besoin\u00a0; son éligibilité est à vérifier."
    return "Éligible, et couvre la plus grande part du besoin."


def list_why(
    offers: Sequence[Offer],
    units: Sequence[Unit],
    best: Sequence[float],
    needs: Sequence[Need],
    needed: float | None,
) -> tuple[str, ...]:
    """Why these structures could answer together, one sentence each."""
    wanted = {u.sector.slug for u in units}
    covered = {u.sector.slug for u, v in zip(units, best, strict=True) if v > SAME_GROUP}
    all_lots, taken = {u.lot for u in units}, {u.lot for u, v in zip(units, best, strict=True) if v}
    sentences = [
        f"Ensemble, {len(offers)} structures couvrent {count(len(covered), 'filière')} "
        f"sur {len(wanted)}."
    ]
    if len(all_lots) > 1:
        sentences.append(
            f"Elles peuvent travailler sur {count(len(taken), 'lot')} sur {len(all_lots)}."
        )
    kinds = sorted({str(offer.profile.kind) for offer in offers})
    if len(kinds) > 1:
        sentences.append(f"Leurs types se complètent\u00a0: {', '.join(kinds)}.")
    articles = sorted({a for lot in taken if (r := needs[lot].reservation) for a in r.articles})
    if articles:
        sentences.append(
            f"La réservation ({', '.join(articles)}) n’écarte aucune structure des lots "
            "qu’elle prend."
        )
    known = sum(offer.capacity or 0.0 for offer in offers)
    if needed is not None and known >= needed:
        sentences.append(
            f"Elles réunissent {say_fte(known)} disponibles pour {say_fte(needed)} demandés."
        )
    return tuple(sentences)


def list_missing(
    offers: Sequence[Offer],
    units: Sequence[Unit],
    best: Sequence[float],
    needs: Sequence[Need],
    lots: Sequence[str],
    needed: float | None,
    now: datetime,
) -> tuple[str, ...]:
    """What stands between the group and a whole answer, one sentence each."""
    single = len(needs) == 1
    return (
        *say_unknown_lots(needs, lots, now),
        *say_gaps(offers, units, best, lots, single=single),
        *say_capacity(offers, needed),
        *say_areas(offers),
        *say_checks(offers, units, best)[:MOST_CHECKS],
    )


def say_unknown_lots(needs: Sequence[Need], lots: Sequence[str], now: datetime) -> list[str]:
    """The open lots whose sector nobody could read."""
    unknown = [lots[at] for at in open_lots(needs, now) if not needs[at].sectors]
    return [f"Filière à lire dans l’avis\u00a0: {say_lots(unknown)}."] if unknown else []


def say_gaps(
    offers: Sequence[Offer],
    units: Sequence[Unit],
    best: Sequence[float],
    lots: Sequence[str],
    *,
    single: bool,
) -> list[str]:
    """The sectors that nobody covers, that a neighbour comes close to, or not everywhere."""
    gaps: dict[str, dict[str, list[str]]] = {}
    slugs = {activity.sector for offer in offers for activity in offer.profile.activities}
    for unit, value in zip(units, best, strict=True):
        if not value:
            what = "Personne ne couvre, au moins en un lieu"
        elif unit.sector.slug not in slugs:
            what = "Seulement une filière voisine"
        elif value < 1:
            what = "Couvert en partie ou à confirmer"
        else:
            continue
        gaps.setdefault(what, {}).setdefault(unit.sector.name, []).append(lots[unit.lot])
    return [
        f"{what}\u00a0: "
        + ", ".join(
            name if single else f"{name} ({say_lots(list(dict.fromkeys(where)))})"
            for name, where in sectors.items()
        )
        + "."
        for what, sectors in gaps.items()
    ]


def say_capacity(offers: Sequence[Offer], needed: float | None) -> list[str]:
    """The volumes to ask for, or what they lack."""
    if needed is None:
        return ["Le volume demandé n’est pas connu\u00a0: à lire dans le cahier des charges."]
    known = sum(offer.capacity or 0.0 for offer in offers)
    if known >= needed:
        return []
    silent = [offer.profile.name for offer in offers if offer.capacity is None]
    if silent:
        return [f"Capacité à demander\u00a0: {', '.join(silent)}."]
    return [f"Il manque environ {say_fte(needed - known)} sur {say_fte(needed)}."]


def say_areas(offers: Sequence[Offer]) -> list[str]:
    """The areas of intervention to ask for."""
    silent = [offer.profile.name for offer in offers if offer.lacks_area]
    return [f"Zone d’intervention à demander\u00a0: {', '.join(silent)}."] if silent else []


def say_checks(offers: Sequence[Offer], units: Sequence[Unit], best: Sequence[float]) -> list[str]:
    """What the rules ask to check, for the lots that each member takes; each thing once."""
    checks: dict[str, dict[str, None]] = {}
    for offer in offers:
        for lot in sorted({unit.lot for unit in taken_units(offer, units, best)}):
            for rule in offer.rules[lot]:
                if rule.verdict is Verdict.TO_CHECK:
                    checks.setdefault(rule.why, {})[offer.profile.name] = None
    return [f"{', '.join(names)}\u00a0: {why}" for why, names in checks.items()]


def taken_units(offer: Offer, units: Sequence[Unit], best: Sequence[float]) -> list[Unit]:
    """The units a structure takes: in its own sectors, and where nobody does better."""
    slugs = {activity.sector for activity in offer.profile.activities}
    return [
        unit
        for unit, value, top in zip(units, offer.values, best, strict=True)
        if value and (unit.sector.slug in slugs or value == top)
    ]


def say_lots(lots: Sequence[str]) -> str:
    """« lot 2 », « lots 1 et 3 »."""
    if len(lots) == 1:
        return f"lot\u00a0{lots[0]}"
    return f"lots\u00a0{', '.join(lots[:-1])} et {lots[-1]}"


def say_fte(fte: float) -> str:
    """« 2,5 ETP »."""
    return f"{fte:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0ETP"


def count(number: int, what: str) -> str:
    """« 1 filière », « 3 filières »."""
    return f"{number}\u00a0{what}{'s' if number > 1 else ''}"
