"""One contract, read from an element of JSON or XML of either format, or from a row made alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.awards.records import AwardRecord, Holder, Modification, Nature
from app.awards.sources.considerations import read_considerations
from app.awards.sources.decp_values import (
    clean_digits,
    read_buyer_siret,
    read_count,
    read_cpv_code,
    read_date,
    read_duration,
    read_euros,
    read_known,
    read_nature,
    read_number,
    read_procedure,
    text_of,
)
from app.tenders.sources.node import NOWHERE, Node
from app.tenders.values import mask_contacts

MOST_HOLDERS = 50
MOST_MODIFICATIONS = 200


def read_contract(raw: Node, source: str) -> AwardRecord:
    """The record of one contract; raises ValueError, in French, for one to refuse."""
    remarks: list[str] = []
    buyer = raw.at("acheteur") or raw.at("autoriteConcedante")
    siret = read_buyer_siret(text_of(buyer.at("id") or raw_key(raw, "acheteur.id")), remarks)
    number = read_number(text_of(raw.at("id"), 100))
    title = mask_contacts(text_of(raw.at("objet"), 1000))
    if not number and not title:
        message = "ni identifiant ni objet"
        raise ValueError(message)
    if not number:
        remarks.append("sans identifiant : reconnu par son objet et sa date")
    place = raw.at("lieuExecution")
    return AwardRecord(
        buyer_siret=siret,
        number=number,
        object=title,
        source=source,
        buyer_name=text_of(buyer.at("nom"), 255),
        cpv=read_known(raw.at("codeCPV"), "code CPV", read_code, remarks) or "",
        nature=nature_of(raw),
        procedure=read_procedure(text_of(raw.at("procedure"))),
        place_code=text_of(place.at("code"), 20),
        place_type=text_of(place.at("typeCode"), 40),
        place_name=text_of(place.at("nom"), 120),
        duration_months=read_months_of(raw, remarks),
        notified_on=read_first_date(
            raw, ("dateNotification", "dateSignature", "dateDebutExecution"), remarks
        ),
        published_on=read_first_date(raw, ("datePublicationDonnees",), remarks),
        amount=read_amount_of(raw, remarks),
        considerations=read_considerations(raw.names.get("considerationssociales")),
        holders=read_holders(raw),
        offers_received=read_known(
            raw.at("offresRecues"), "nombre d’offres reçues", read_count, remarks
        ),
        framework_id=text_of(raw.at("idAccordCadre"), 100),
        modifications=read_modifications(raw, remarks),
        remarks=tuple(remarks),
    )


def raw_key(raw: Node, name: str) -> Node:
    """A key written whole, dots included: `{"acheteur.id": …}`."""
    return Node(raw.names[name]) if name in raw.names else NOWHERE


def nature_of(raw: Node) -> Nature:
    """The kind of contract; the names of a concession's parts say it too."""
    if raw.has("autoriteConcedante") or raw.has("concessionnaires"):
        return Nature.CONCESSION
    techniques = raw.texts("techniques.technique") or raw.texts("techniques")
    return read_nature(text_of(raw.at("nature")) or text_of(raw.at("_type")), techniques)


def read_code(text: str) -> str | None:
    """A CPV code, or None."""
    return read_cpv_code(text) or None


def read_first_date(raw: Node, names: Iterable[str], remarks: list[str]) -> date | None:
    """The first of these dates that is written."""
    node = next((raw.at(name) for name in names if text_of(raw.at(name))), NOWHERE)
    return read_known(node, "date", read_date, remarks)


def read_amount_of(raw: Node, remarks: list[str]) -> float | None:
    """The amount of a contract, or the value of a concession; zero is unknown."""
    node = raw.at("montant") if text_of(raw.at("montant")) else raw.at("valeurGlobale")
    if is_zero(text_of(node)):
        return None
    return read_known(node, "montant", read_euros, remarks)


def read_months_of(raw: Node, remarks: list[str]) -> float | None:
    """The duration; zero is unknown."""
    node = raw.at("dureeMois")
    return None if is_zero(text_of(node)) else read_known(node, "durée", read_duration, remarks)


def is_zero(text: str) -> bool:
    """Whether a number is written that says nothing."""
    return bool(text) and not text.strip("0.,+ €")


def read_holders(raw: Node) -> tuple[Holder, ...]:
    """Who holds the contract, each once, whatever the lists in lists."""
    found = [
        holder
        for name, inner in (("titulaires", "titulaire"), ("concessionnaires", "concessionnaire"))
        for node in raw.all(name)
        for one in (node.all(inner) or [node])
        if (holder := read_holder(one)) is not None
    ]
    return tuple({(h.identifier or h.name): h for h in found}.values())[:MOST_HOLDERS]


def read_holder(raw: Node) -> Holder | None:
    """One holder, or None where nothing is said of him."""
    identifier = clean_digits(text_of(raw.at("id"), 60))[:40]
    name = text_of(raw.at("denominationSociale"), 255) or text_of(raw.at("nom"), 255)
    kind = text_of(raw.at("typeIdentifiant"), 20).upper()
    if len(identifier) < 2 or not identifier.strip("0"):
        identifier = ""
    if not identifier and not name:
        return None
    if not kind and len(identifier) == 14 and identifier.isdecimal():
        kind = "SIRET"
    return Holder(identifier=identifier, kind=kind if identifier else "", name=name)


def read_modifications(raw: Node, remarks: list[str]) -> tuple[Modification, ...]:
    """The modifications, the earliest first; one that changes nothing we keep counts too."""
    nodes = [
        one
        for node in raw.all("modifications")
        for one in (node.all("modification") or [node])
        if one.names
    ]
    found = [read_modification(node, remarks) for node in nodes[:MOST_MODIFICATIONS]]
    return tuple(sorted(found, key=lambda m: m.on or m.published_on or date.min))


def read_modification(raw: Node, remarks: list[str]) -> Modification:
    """One modification."""
    days = ("dateNotificationModification", "dateSignatureModification")
    return Modification(
        on=read_first_date(raw, days, remarks),
        published_on=read_first_date(raw, ("datePublicationDonneesModification",), remarks),
        amount=read_amount_of(raw, remarks),
        duration_months=read_months_of(raw, remarks),
        holders=read_holders(raw),
    )
