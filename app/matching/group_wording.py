"""What a proposed group says of itself in French: why it could answer, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.matching.coverage import BEYOND_KM, Offer, open_lots
from app.matching.group_board import Board
from app.matching.group_sharing import Member
from app.matching.group_table import CoverageRow, Grade
from app.matching.profiles import Need
from app.matching.rules import Verdict

PART_LABELS = {
    "complement": "Complémentarité",
    "capacity": "Capacité réunie",
    "proximity": "Proximité",
    "rivalry": "Peu de filières en commun",
    "kinds": "Types de structures",
    "calendar": "Disponibilité",
}
PART_SENTENCES = {
    "complement": "La part des filières, des lots et des lieux couverte, avec peu de membres.",
    "capacity": "Les équivalents temps plein réunis, rapportés au volume demandé.",
    "proximity": "La distance de chaque siège aux lieux d’exécution, à vol d’oiseau.",
    "rivalry": "Des membres qui ne vendent pas la même chose coopèrent plus aisément.",
    "kinds": "Des structures de types différents.",
    "calendar": "Des membres libres avant la date limite.",
}
GAPS = {
    Grade.NOBODY: "Personne ne couvre, au moins en un lieu",
    Grade.NEIGHBOUR: "Seulement une filière voisine",
    Grade.BEYOND: "Hors de la zone d’intervention déclarée",
    Grade.IN_PART: "Couvert en partie",
    Grade.TO_CONFIRM: "Couvert, à confirmer",
}
MOST_CHECKS = 4  # sentences on rules to check; the page of each match has them all
SIXTH = "Cinq membres ne suffisent pas\u00a0: il en faut six."


def say_lead(member: Member, severity: int) -> str:
    """Why that member would lead."""
    if member.is_heavy:
        of_what = "de la capacité" if member.by_capacity else "du travail"
        return f"Porterait environ {say_percent(member.share)} {of_what}\u00a0: à elle de conduire."
    if severity:
        return "Couvre la plus grande part du besoin\u00a0; son éligibilité est à vérifier."
    return "Éligible, et couvre la plus grande part du besoin."


def list_why(
    offers: Sequence[Offer], table: Sequence[CoverageRow], board: Board, needs: Sequence[Need]
) -> tuple[str, ...]:
    """Why these structures could answer together, one sentence each."""
    wanted = {row.slug for row in table}
    covered = {row.slug for row in table if row.grade not in {Grade.NOBODY, Grade.NEIGHBOUR}}
    lots = {row.lot for row in table}
    taken = {row.lot for row in table if row.members}
    sentences = [
        f"Ensemble, {len(offers)} structures couvrent {count(len(covered), 'filière')} "
        f"sur {len(wanted)}."
    ]
    if len(lots) > 1:
        sentences.append(
            f"Elles peuvent travailler sur {count(len(taken), 'lot')} sur {len(lots)}."
        )
    kinds = sorted({str(offer.profile.kind) for offer in offers})
    if len(kinds) > 1:
        sentences.append(f"Leurs types se complètent\u00a0: {', '.join(kinds)}.")
    reserved = [needs[unit.lot].reservation for unit in board.units]
    articles = sorted({a for reservation in reserved if reservation for a in reservation.articles})
    if articles:
        sentences.append(
            f"La réservation ({', '.join(articles)}) n’écarte aucune structure des lots "
            "qu’elle prend."
        )
    known = sum(offer.capacity or 0.0 for offer in offers)
    if board.needed and known >= board.needed:
        sentences.append(
            f"Elles réunissent {say_fte(known)} disponibles pour {say_fte(board.needed)} demandés."
        )
    return tuple(sentences)


def list_missing(
    offers: Sequence[Offer],
    table: Sequence[CoverageRow],
    board: Board,
    needs: Sequence[Need],
    lots: Sequence[str],
    now: datetime,
) -> tuple[str, ...]:
    """What stands between the group and a whole answer, one sentence each."""
    return (
        *say_unknown_lots(needs, lots, now),
        *say_gaps(table, single=len(needs) == 1),
        *say_capacity(offers, board.needed),
        *say_areas(offers),
        *say_checks(offers)[:MOST_CHECKS],
    )


def say_unknown_lots(needs: Sequence[Need], lots: Sequence[str], now: datetime) -> list[str]:
    """The open lots whose sector nobody could read."""
    unknown = [lots[at] for at in open_lots(needs, now) if not needs[at].sectors]
    return [f"Filière à lire dans l’avis\u00a0: {say_lots(unknown)}."] if unknown else []


def say_gaps(table: Sequence[CoverageRow], *, single: bool) -> list[str]:
    """The sectors that nobody covers, that a neighbour comes close to, or not everywhere."""
    sentences = []
    for grade, what in GAPS.items():
        where: dict[str, dict[str, None]] = {}
        for row in table:
            if row.grade is grade:
                where.setdefault(row.sector, {})[row.lot] = None
        if where:
            names = (n if single else f"{n} ({say_lots(list(lots))})" for n, lots in where.items())
            sentences.append(f"{what}\u00a0: {', '.join(names)}.")
    return sentences


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


def say_checks(offers: Sequence[Offer]) -> list[str]:
    """What the rules ask to check, for the lots that each member could take; each thing once."""
    checks: dict[str, dict[str, None]] = {}
    for offer in offers:
        for rules in offer.rules:
            for rule in rules:
                if rule.verdict is Verdict.TO_CHECK:
                    checks.setdefault(rule.why, {})[offer.profile.name] = None
    return [f"{', '.join(names)}\u00a0: {why}" for why, names in checks.items()]


def say_silent(willing: int, candidates: int) -> str:
    """How many said that they answer in groups."""
    said = "aucune n’a dit" if not willing else f"{willing} seulement {have(willing)} dit"
    return (
        f"Sur {count(candidates, 'structure')} de ces filières, {said} répondre en groupement. Ces "
        "propositions comptent aussi celles qui ne l’ont pas encore dit\u00a0: posez-leur la "
        "question."
    )


def say_parts(table: Iterable[CoverageRow]) -> str:
    """Where the declared areas cover a part only."""
    return (
        "Aucune composition ne couvre chaque lieu en entier. Couvert en partie\u00a0: "
        f"{say_rows(table, Grade.IN_PART)}."
    )


def say_beyond(table: Iterable[CoverageRow]) -> str:
    """Where a structure would work beyond its declared area."""
    return (
        f"Le siège est à {BEYOND_KM:.0f} km au plus, mais le lieu est hors de la zone "
        f"déclarée\u00a0: {say_rows(table, Grade.BEYOND)}."
    )


def say_neighbours(table: Iterable[CoverageRow]) -> str:
    """The sectors that only a neighbour comes close to."""
    return (
        "Une structure de la même famille de métiers, et non de la filière même\u00a0: "
        f"{say_rows(table, Grade.NEIGHBOUR)}."
    )


def say_less(offers: Sequence[Offer], needed: float | None) -> str:
    """What is known of the capacity, beside what is asked for."""
    known = sum(offer.capacity or 0.0 for offer in offers)
    part = say_percent(known / needed) if needed else "0\u00a0%"
    return f"{say_fte(known)} réunis pour {say_fte(needed or 0)} demandés, soit {part}."


def say_left_out(table: Iterable[CoverageRow]) -> str:
    """What nobody covers."""
    return f"Ce que personne ne couvre est laissé de côté\u00a0: {say_rows(table, Grade.NOBODY)}."


def say_rows(table: Iterable[CoverageRow], grade: Grade) -> str:
    """The sectors and places of the rows of that grade."""
    rows = [row for row in table if row.grade is grade]
    said = (" ".join((r.sector, *list_places(r))) for r in rows)
    return ", ".join(dict.fromkeys(said)) or "selon les compositions"


def list_places(row: CoverageRow) -> list[str]:
    """The places of a row in brackets, or nothing."""
    return [f"({', '.join(row.places)})"] if row.places else []


def say_lots(lots: Sequence[str]) -> str:
    """« lot 2 », « lots 1 et 3 »."""
    if len(lots) == 1:
        return f"lot\u00a0{lots[0]}"
    return f"lots\u00a0{', '.join(lots[:-1])} et {lots[-1]}"


def say_fte(fte: float) -> str:
    """« 2,5 ETP »."""
    return f"{fte:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0ETP"


def say_percent(share: float) -> str:
    """« 70 % »."""
    return f"{share * 100:.0f}\u00a0%"


def count(number: int, what: str) -> str:
    """« 1 filière », « 3 filières »."""
    return f"{number}\u00a0{what}{'s' if number > 1 else ''}"


def have(number: int) -> str:
    """« a », « ont »."""
    return "ont" if number > 1 else "a"
