"""One lot of a European notice: what it asks for, where, and the social values it codes."""

from __future__ import annotations

from datetime import date

from app.tenders.records import ClauseKind, Deadline, LotRecord, Place, SocialClause
from app.tenders.sources.boamp_content import (
    RESERVED_ARTICLES,
    Content,
    coded_clause,
    read_postal_code,
    strip_number,
)
from app.tenders.sources.node import Node
from app.tenders.values import mask_contacts, read_amount, read_codes, read_day, read_months

DAYS_PER_MONTH = 365.25 / 12
PARTICIPATIONS = {
    "res-ws": ("aux ateliers protégés et aux opérateurs d’insertion", RESERVED_ARTICLES),
    "res-pub-ser": ("à des organisations de mission de service public", "L2113-15"),
}


def join_texts(node: Node, *paths: str) -> str:
    """The texts at these paths, each once, contacts masked."""
    texts = [mask_contacts(text) for path in paths for text in node.texts(path)]
    return "\n".join(dict.fromkeys(texts))


def read_lot(node: Node, *, number: str, deadline: Deadline | None, whole: Content) -> LotRecord:
    """A lot; what it does not say of itself is what the whole notice says."""
    project = node.at("ProcurementProject")
    amount = project.at("RequestedTenderTotal.EstimatedOverallContractAmount")
    in_euros = amount.at("@currencyID").line in {"", "EUR"}
    return LotRecord(
        number=number,
        title=strip_number(project.at("Name").line) or whole.title or f"Lot {number}",
        description=join_texts(project, "Description", "Note"),
        cpv=read_classification(project) or whole.cpv,
        places=read_realized_places(project) or whole.places,
        deadline=deadline,
        value=read_amount(amount.line) if in_euros else None,
        duration_months=read_duration(project.at("PlannedPeriod")),
    )


def read_classification(project: Node) -> tuple[str, ...]:
    """The CPV codes of a project, the main one first."""
    nodes = [
        *project.all("MainCommodityClassification.ItemClassificationCode"),
        *project.all("AdditionalCommodityClassification.ItemClassificationCode"),
    ]
    return read_codes([node.line for node in nodes if node.at("@listName").line in {"", "cpv"}])


def read_realized_places(project: Node) -> tuple[Place, ...]:
    """The places of performance, each once."""
    places = [
        Place(
            nuts=address.at("CountrySubentityCode").line.upper()[:5],
            postal_code=read_postal_code(address.at("PostalZone").line),
            city=address.at("CityName").line[:120],
        )
        for address in project.all("RealizedLocation.Address")
    ]
    return tuple(dict.fromkeys(place for place in places if place != Place()))


def read_duration(period: Node) -> float | None:
    """The planned duration in months, as a measure or between two days."""
    measure = period.at("DurationMeasure")
    if measure:
        return read_months(measure.line, measure.at("@unitCode").line or "MONTH")
    start, end = read_day(period.at("StartDate").line), read_day(period.at("EndDate").line)
    return months_between(start, end) if start and end and end > start else None


def months_between(start: date, end: date) -> float:
    """The months from one day to the other."""
    return round((end - start).days / DAYS_PER_MONTH, 1)


def read_lot_clauses(lot: Node, number: str) -> list[SocialClause]:
    """The social values coded for a lot, wherever they stand in the lists of requirements."""
    return [
        *read_participation(lot, number),
        *read_execution(lot, number),
        *read_objectives(lot, number),
    ]


def read_participation(lot: Node, number: str) -> list[SocialClause]:
    """BT-71, reserved participation: `res-ws` (shelters and insertion) or `res-pub-ser`."""
    path = "TenderingTerms.TendererQualificationRequest.SpecificTendererRequirement"
    where = f"Lot.{path}"
    found = []
    for node in lot.all(f"{path}.TendererRequirementTypeCode"):
        if node.at("@listName").line != "reserved-procurement":
            continue
        said, article = PARTICIPATIONS.get(node.line, ("", ""))
        if said:
            quotation = f"Participation réservée {said} ({node.line})"
            found.append(coded_clause(ClauseKind.RESERVED, quotation, where, number, article))
    return found


def read_execution(lot: Node, number: str) -> list[SocialClause]:
    """BT-736, reserved execution: within programmes of sheltered employment."""
    path = "TenderingTerms.ContractExecutionRequirement.ExecutionRequirementCode"
    said = "Exécution réservée à des programmes d’emplois protégés (reserved-execution : yes)"
    return [
        coded_clause(ClauseKind.RESERVED, said, f"Lot.{path}", number, RESERVED_ARTICLES)
        for node in lot.all(path)
        if node.at("@listName").line == "reserved-execution" and node.line == "yes"
    ][:1]


def read_objectives(lot: Node, number: str) -> list[SocialClause]:
    """BT-06 and BT-775: a social objective of the purchase; jobs for those far from work first."""
    path = "ProcurementProject.ProcurementAdditionalType.ProcurementTypeCode"
    where, found = f"Lot.{path}", []
    codes = {(node.at("@listName").line, node.line) for node in lot.all(path)}
    if ("social-objective", "opp") in codes:
        said = "Objectif social : emploi de personnes éloignées du travail ou handicapées (opp)"
        found.append(coded_clause(ClauseKind.EXECUTION, said, where, number))
    elif ("strategic-procurement", "soc-obj") in codes:
        said = "Achat stratégique à objectif social (soc-obj), sans autre précision"
        found.append(coded_clause(ClauseKind.WEAK, said, where, number))
    return found
