"""The structure `EFORMS` of the BOAMP: a European notice (UBL 2.3) written as JSON."""

from __future__ import annotations

from app.tenders.records import Buyer, Deadline, LotRecord, NoticeKind
from app.tenders.sources.boamp_content import (
    Content,
    plain_number,
    read_deadline,
    read_natures,
    read_postal_code,
)
from app.tenders.sources.eforms_lots import (
    join_texts,
    read_classification,
    read_lot,
    read_lot_clauses,
    read_realized_places,
)
from app.tenders.sources.node import NOWHERE, Node
from app.tenders.values import read_amount, read_siret, read_url

NOTICES = {
    "ContractNotice": None,
    "ContractAwardNotice": NoticeKind.AWARD,
    "PriorInformationNotice": NoticeKind.PRIOR_INFORMATION,
}
EXTENSION = "UBLExtensions.UBLExtension.ExtensionContent.EformsExtension"
PROCEDURES = {
    "open": "Procédure ouverte",
    "restricted": "Procédure restreinte",
    "neg-w-call": "Procédure avec négociation",
    "neg-wo-call": "Marché sans publicité préalable",
    "comp-dial": "Dialogue compétitif",
    "innovation": "Partenariat d’innovation",
    "oth-single": "Autre procédure en une étape",
    "oth-mult": "Autre procédure en plusieurs étapes",
}
CLOSED_LOT = "clos-nw"  # TenderResultCode: closed, nobody chosen


def read_eforms(root: Node, name: str) -> Content:
    """The content of a European notice; `name` is the key of its root."""
    content = Content()
    kind = next((key for key in NOTICES if root.has(key)), "")
    notice = root.at(kind) if kind else next(iter(map(Node, root.names.values())), NOWHERE)
    content.kind = NOTICES.get(kind)
    project = notice.at("ProcurementProject")
    content.title = project.at("Name").line
    content.description = join_texts(project, "Description", "Note")
    content.reference = project.at("ID").line
    content.buyer = read_buyer(notice, content.remarks)
    content.nature = read_natures([project.at("ProcurementTypeCode").line])
    content.procedure = PROCEDURES.get(notice.at("TenderingProcess.ProcedureCode").line, "")
    content.cpv = read_classification(project)
    content.places = read_realized_places(project)
    content.value = read_total(project)
    content.folder_id = notice.at("ContractFolderID").line.lower()[:64]
    read_changes(notice, content)
    read_result(notice, content)
    nodes = [
        node
        for node in notice.all("ProcurementProjectLot")
        if node.names and node.at("ID.@schemeName").line != "LotsGroup"
    ]
    content.lots = read_lots(nodes, content, f"{name}.{kind}")
    content.deadline = earliest(content.lots)
    clauses = [
        clause
        for node, lot in zip(nodes, content.lots, strict=True)
        for clause in read_lot_clauses(node, lot.number)
    ]
    content.clauses = tuple(clauses)
    content.criteria = next((text for node in nodes if (text := read_criteria(node))), "")
    content.documents_url = read_documents_url(notice)
    return content


def read_lots(nodes: list[Node], content: Content, where: str) -> tuple[LotRecord, ...]:
    """The lots, each with the deadline of its own."""
    return tuple(
        read_lot(
            node,
            number=plain_number(node.at("ID").line) or str(position),
            deadline=read_lot_deadline(node, where, content.remarks),
            whole=content,
        )
        for position, node in enumerate(nodes, start=1)
    )


def read_lot_deadline(node: Node, where: str, remarks: list[str]) -> Deadline | None:
    """The deadline of a lot: for tenders, else for requests to participate, else for interest.

    Day and hour stand apart, each with an offset; the hour's counts.
    """
    process = node.at("TenderingProcess")
    extension = process.at(EXTENSION)
    for period, place in (
        (process.at("TenderSubmissionDeadlinePeriod"), "TenderSubmissionDeadlinePeriod"),
        (process.at("ParticipationRequestReceptionPeriod"), "ParticipationRequestReceptionPeriod"),
        (extension.at("InterestExpressionReceptionPeriod"), "InterestExpressionReceptionPeriod"),
    ):
        day, hour = period.at("EndDate").line, period.at("EndTime").line
        raw = f"{day[:10]}T{hour}" if day and hour else day[:10]
        if deadline := read_deadline(raw, f"donnees ({where}.{place})", remarks):
            return deadline
    return None


def earliest(lots: tuple[LotRecord, ...]) -> Deadline | None:
    """The first of the lots' deadlines."""
    deadlines = [lot.deadline for lot in lots if lot.deadline is not None]
    return min(deadlines, key=lambda deadline: deadline.at, default=None)


def read_buyer(notice: Node, remarks: list[str]) -> Buyer:
    """The buyer: the organisation that the contracting party names, not the first one listed."""
    wanted = notice.at("ContractingParty.Party.PartyIdentification.ID").line
    companies = notice.all(f"{EXTENSION}.Organizations.Organization.Company")
    company = next(
        (c for c in companies if c.at("PartyIdentification.ID").line == wanted),
        notice.at("ContractingParty.Party"),
    )
    identifiers = [node.line for node in company.all("PartyLegalEntity.CompanyID")]
    siret = next((clean for raw in identifiers if (clean := read_siret(raw))), "")
    if identifiers and not siret:
        remarks.append(f"identifiant de l’acheteur illisible : « {identifiers[0][:40]} »")
    address = company.at("PostalAddress")
    return Buyer(
        name=company.at("PartyName.Name").line[:255],
        siret=siret,
        postal_code=read_postal_code(address.at("PostalZone").line),
        city=address.at("CityName").line[:120],
        nuts=address.at("CountrySubentityCode").line.upper()[:5],
    )


def read_total(project: Node) -> float | None:
    """The estimated value of the whole in euros, else the ceiling of the framework agreement."""
    total = project.at("RequestedTenderTotal")
    for node in (
        total.at("EstimatedOverallContractAmount"),
        total.at(f"{EXTENSION}.FrameworkMaximumAmount"),
    ):
        if node.at("@currencyID").line in {"", "EUR"} and (amount := read_amount(node.line)):
            return amount
    return None


def read_changes(notice: Node, content: Content) -> None:
    """What a notice changes in an earlier one: a whole new version, or the end of the procedure."""
    changes = notice.all(f"{EXTENSION}.Changes")
    if not changes:
        return
    reasons = [n.line for c in changes for n in c.all("ChangeReason.ReasonCode")]
    content.kind = NoticeKind.CANCELLATION if "cancel" in reasons else NoticeKind.AMENDMENT
    sentences = [
        text
        for change in changes
        for path in ("Change.ChangeDescription", "ChangeReason.ReasonDescription")
        for text in change.texts(path)
    ]
    content.amendment_text = "\n".join(dict.fromkeys(sentences))[:4000]


def read_result(notice: Node, content: Content) -> None:
    """An award notice whose lots were all closed without a winner is « sans suite »."""
    codes = [n.line for n in notice.all(f"{EXTENSION}.NoticeResult.LotResult.TenderResultCode")]
    if content.kind is NoticeKind.AWARD and codes and set(codes) == {CLOSED_LOT}:
        content.kind = NoticeKind.WITHOUT_FOLLOW_UP


def read_criteria(lot: Node) -> str:
    """The award criteria of a lot, one on each line, with their weight."""
    lines = []
    path = "TenderingTerms.AwardingTerms.AwardingCriterion.SubordinateAwardingCriterion"
    for criterion in lot.all(path):
        label = criterion.at("Name").line or criterion.at("Description").line[:200]
        parameter = criterion.at(f"{EXTENSION}.AwardCriterionParameter")
        unit = {"per-exa": " %", "poi-exa": " points"}.get(parameter.at("ParameterCode").line, "")
        weight = parameter.at("ParameterNumeric").line
        if label:
            lines.append(f"{label} : {weight}{unit}" if weight else label)
    return "\n".join(dict.fromkeys(lines))


def read_documents_url(notice: Node) -> str:
    """Where the documents are, else the buyer's profile."""
    path = "ProcurementProjectLot.TenderingTerms.CallForTendersDocumentReference"
    nodes = [
        *notice.all(f"{path}.Attachment.ExternalReference.URI"),
        *notice.all("ContractingParty.BuyerProfileURI"),
    ]
    return next((url for node in nodes if (url := read_url(node.line))), "")
