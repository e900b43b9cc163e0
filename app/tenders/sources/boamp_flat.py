"""The flat structures of the BOAMP: 2015 to 2023, and those of the former API.

Names are compared without case and underscores, so that one reader serves both.
"""

from __future__ import annotations

import re

from app.imports.text import clean_line
from app.tenders.records import ClauseKind, Deadline, LotRecord, NoticeKind, Place, SocialClause
from app.tenders.sources.boamp_content import (
    RESERVED_ARTICLES,
    Content,
    coded_clause,
    number_lots,
    read_buyer,
    read_cpv_under,
    read_deadline,
    read_natures,
    read_postal_code,
    read_text_place,
    strip_number,
)
from app.tenders.sources.node import Node
from app.tenders.values import mask_contacts, read_amount, read_months, read_url

DEADLINE_RUBRIC = re.compile(
    r"date limite.*(?:offre|candidature|r[ée]ception)|IV\.2\.2", re.IGNORECASE
)
PROCEDURES = {
    "ouvert": "Procédure ouverte",
    "restreint": "Procédure restreinte",
    "negocie": "Procédure négociée",
    "procedureadapte": "Procédure adaptée",
    "dialoguecompetitif": "Dialogue compétitif",
}
RESERVATIONS = (
    "CONDITION_PARTICIPATION.MARCHE_RESERVE_OUI",
    "OBJET.MARCHE_RESERVE_OUI",
    "CONDITION_PARTICIPATION.MARCHE_RESERVE",
)


def read_flat(root: Node, name: str) -> Content:
    """The content of a flat notice; `name` is not used, these have no root of their own."""
    content = Content()
    subject = root.at("OBJET")
    description = [
        *subject.texts("OBJET_COMPLET"),
        *subject.texts("CARACTERISTIQUES.PRINCIPALES"),
        *subject.texts("CARACTERISTIQUES.QUANTITE"),
    ]
    content.title = subject.at("TITRE_MARCHE").line or (description or [""])[0].split("\n")[0][:200]
    content.description = mask_contacts("\n".join(dict.fromkeys(description)))
    content.reference = subject.at("REF_MARCHE").line
    identity = root.at("IDENTITE")
    content.buyer = read_buyer(
        identity.at("DENOMINATION").line,
        identity.at("CODE_IDENT_NATIONAL").line,
        identity,
        content.remarks,
    )
    content.nature = read_natures(subject.flags("TYPE_MARCHE"))
    flags = root.flags("PROCEDURE.TYPE_PROCEDURE")
    content.procedure = next((PROCEDURES[flag] for flag in flags if flag in PROCEDURES), "")
    content.cpv = read_cpv_under(Node({"CPV": [node.value for node in subject.all("CPV")]}))
    content.places = read_places(subject.all("LIEU_EXEC_LIVR"))
    figures = subject.at("CARACTERISTIQUES")
    amounts = (figures.at(path).line for path in ("VALEUR_TOTALE", "VALEUR", "VALEUR_MAX"))
    content.value = next((v for raw in amounts if (v := read_amount(raw))), None)
    content.duration_months = read_months(subject.at("DUREE_DELAI.DUREE_MOIS").line)
    content.criteria = read_criteria(root.at("PROCEDURE.CRITERES_ATTRIBUTION"))
    urls = (identity.at(path).line for path in ("URL_DOCUMENT", "URL_PROFIL_ACHETEUR"))
    content.documents_url = next((url for raw in urls if (url := read_url(raw))), "")
    content.deadline = read_own_deadline(root, content.remarks)
    read_life(root, content)
    content.lots = read_lots(subject, content)
    content.clauses = tuple(read_coded(root))
    return content


def read_places(nodes: list[Node]) -> tuple[Place, ...]:
    """Places of performance: codes, an address, or free text."""
    places: list[Place] = []
    for node in nodes:
        nuts = node.at("CODE_NUTS").line.upper()[:5]
        code, city = read_postal_code(node.at("CP").line), node.at("VILLE").line[:120]
        if nuts or code or city:
            places.append(Place(nuts=nuts, postal_code=code, city=city))
        else:
            places.extend(read_text_place(node.at("ADRESSE").text))
    return tuple(places)


def read_own_deadline(root: Node, remarks: list[str]) -> Deadline | None:
    """The deadline for tenders, else for candidatures."""
    for path in ("RECEPT_OFFRES", "RECEPT_CANDIDAT"):
        raw = root.at(f"CONDITION_DELAI.{path}").line
        if deadline := read_deadline(raw, f"donnees (CONDITION_DELAI.{path})", remarks):
            return deadline
    return None


def read_life(root: Node, content: Content) -> None:
    """What the notice does to an earlier one; a replaced deadline is structured in these years."""
    if root.has("ATTRIBUTION"):
        content.kind = NoticeKind.AWARD
    correction = root.at("RECTIF")
    if correction:
        content.kind = NoticeKind.AMENDMENT
        for change in correction.all("MODIFICATION"):
            rubric = f"{change.at('RUB_INIT').line} {change.at('TXT_INIT').line}"
            read = change.at("DATE.LIRE").line
            if read and DEADLINE_RUBRIC.search(rubric):
                where = "donnees (RECTIF.MODIFICATION)"
                content.deadline = read_deadline(read, where, content.remarks) or content.deadline
    if root.has("ANNULATION"):
        content.kind = NoticeKind.CANCELLATION
    texts = [*sentences(correction), *sentences(root.at("ANNULATION"))]
    content.amendment_text = mask_contacts("\n".join(texts))[:4000]
    content.previous = tuple(
        dict.fromkeys(node.line for node in root.all("PUBLICATION_ANTERIEURE.IDWEB") if node.line)
    )


def sentences(node: Node) -> list[str]:
    """Every written text below a node, in order."""
    found = [] if node.names or not node.text else [node.text]
    for value in node.names.values():
        for child in Node(value).items():
            found += sentences(child)
    return found


def read_criteria(node: Node) -> str:
    """The award criteria, one on each line, with the weight or the rank they have."""
    lines = []
    for criterion in (
        *node.all("CRITERES_PONDERES.CRITERE"),
        *node.all("CRITERES_PRIORITES.CRITERE"),
    ):
        label = criterion.at("value").line or criterion.line
        weight = criterion.at("POIDS").line or criterion.at("@POIDS").line
        if label:
            lines.append(f"{label} : {weight} %" if weight else label)
    return mask_contacts("\n".join(lines) or node.at("CRITERES_LIBRE").text)


def read_lots(subject: Node, content: Content) -> tuple[LotRecord, ...]:
    """The lots; a notice that announces lots and gives none is said so."""
    nodes = [node for node in subject.all("LOTS.LOT") if node.names]
    if not nodes:
        if subject.has("DIV_EN_LOTS.OUI"):
            content.remarks.append("lots annoncés mais absents de l’avis")
        return ()
    texts = [mask_contacts(n.at("DESCRIPTION").text) for n in nodes]
    titles = [n.at("INTITULE").line or text for n, text in zip(nodes, texts, strict=True)]
    named = [
        f"{n.at('NUM').line} : x" if n.at("NUM").line else title
        for n, title in zip(nodes, titles, strict=True)
    ]
    return tuple(
        LotRecord(
            number=number,
            title=clean_line(strip_number(title.split("\n")[0])) or content.title,
            description=text,
            cpv=read_cpv_under(node) or content.cpv,
            places=read_lot_places(node),
            deadline=content.deadline,
            value=read_amount(node.at("VALEUR").line),
            duration_months=read_months(node.at("DUREE_MOIS").line) or content.duration_months,
        )
        for node, number, title, text in zip(nodes, number_lots(named), titles, texts, strict=True)
    )


def read_lot_places(node: Node) -> tuple[Place, ...]:
    """The place of a lot: its NUTS code and what is written."""
    nuts = node.at("CODE_NUTS").line.upper()[:5]
    places = (Place(nuts=nuts),) if nuts else ()
    return (*read_text_place(node.at("LIEU_PRINCIPAL").text), *places)


def read_coded(root: Node) -> list[SocialClause]:
    """The reservation of these years; `PRESTATION_RESERVEE` is a regulated trade, and none."""
    for path in RESERVATIONS:
        node = root.at(path)
        if not node or node.line.lower() in {"false", "non"}:
            continue
        flags = root.flags(path)
        said = "ateliers protégés" if "ateliersproteges" in flags else ""
        other = "programmes d’emplois protégés" if "emploisproteges" in flags else ""
        words = " et ".join(filter(None, (said, other))) or "oui"
        quotation = f"Marché réservé : {words}"
        return [coded_clause(ClauseKind.RESERVED, quotation, path, None, RESERVED_ARTICLES)]
    return []
