"""Consultations as releases of the Open Contracting Data Standard: one for each notice.

The correspondences are those of the OCP's profile for the European Union (business terms BT-…).
Notices give no holder today, so neither does an award.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from app.clock import PARIS, to_paris
from app.exports.ocds import (
    Address,
    Amendment,
    Award,
    Classification,
    Document,
    Identifier,
    Item,
    Lot,
    OcidPrefix,
    OrganizationReference,
    Party,
    Period,
    Release,
    Tender,
    Value,
    extension,
)
from app.imports.text import slugify
from app.tenders.archive import unpack
from app.tenders.lifecycle import order_of
from app.tenders.models import Consultation
from app.tenders.ocds_terms import make_terms
from app.tenders.projection import lots_of
from app.tenders.records import (
    Buyer,
    Deadline,
    LotRecord,
    NoticeKind,
    NoticeRecord,
    Place,
    SocialClause,
)
from app.tenders.values import mask_contacts

EXTENSIONS = tuple(
    extension(name)
    for name in ("lots", "otherRequirements", "contractTerms", "sustainability", "eu")
)
# Of the notices of the source, à vérifier for others: https://github.com/etalab/licence-ouverte
LICENSE = "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"
SIRET_SCHEME = "FR-INSEE"  # à vérifier on org-id.guide, which may want FR-RCS for a SIREN
DAYS_PER_MONTH = 365.25 / 12
# The tag of a notice's release, and the status of the call after it.
STAGES = {
    NoticeKind.PRIOR_INFORMATION: ("planning", "planned"),
    NoticeKind.CALL: ("tender", "active"),
    NoticeKind.AMENDMENT: ("tenderUpdate", "active"),
    NoticeKind.CANCELLATION: ("tenderCancellation", "cancelled"),
    NoticeKind.WITHOUT_FOLLOW_UP: ("tenderCancellation", "cancelled"),
    NoticeKind.AWARD: ("award", "complete"),
    NoticeKind.MODIFICATION: ("contractAmendment", "complete"),
}
AMENDING = frozenset({NoticeKind.AMENDMENT, NoticeKind.CANCELLATION, NoticeKind.WITHOUT_FOLLOW_UP})
DOCUMENT_TYPES = {
    NoticeKind.PRIOR_INFORMATION: "plannedProcurementNotice",
    NoticeKind.AWARD: "awardNotice",
}
# « Procédure adaptée » may be open or not: only its words are exported.
METHODS = {
    "Procédure ouverte": "open",
    "Appel d’offres ouvert": "open",
    "Procédure restreinte": "selective",
    "Procédure avec négociation": "selective",
    "Procédure négociée": "selective",
    "Dialogue compétitif": "selective",
    "Partenariat d’innovation": "selective",
    "Marché sans publicité préalable": "limited",
}
CATEGORIES = {"fournitures": "goods", "services": "services", "travaux": "works"}


@dataclass(frozen=True, kw_only=True)
class NoticeInChain:
    """A notice, its release's identifier, the day it came out, and the one it follows."""

    record: NoticeRecord
    release_id: str
    date: str
    previous_id: str


def releases_of(consultation: Consultation, *, prefix: OcidPrefix) -> list[Release]:
    """The releases of a consultation, the oldest first; its notices must be loaded.

    The procedure is named by its European folder (BT-04), else by the public number.
    """
    ocid = prefix.ocid(consultation.folder_id or consultation.reference)
    return [make_release(notice, consultation, ocid) for notice in read_chain(consultation)]


def read_chain(consultation: Consultation) -> Iterator[NoticeInChain]:
    """The notices, the oldest first; a number that two sources share is told apart."""
    pairs = sorted(
        ((unpack(notice.record), notice) for notice in consultation.notices),
        key=lambda pair: order_of(pair[0]),
    )
    shared = Counter(record.id for record, _ in pairs)
    previous = ""
    for record, notice in pairs:
        own = record.id if shared[record.id] == 1 else f"{record.source}-{record.id}"
        day = record.published_on
        moment = datetime.combine(day, time(), PARIS) if day else to_paris(notice.imported_at)
        yield NoticeInChain(
            record=record,
            release_id=own,
            date=moment.isoformat(timespec="seconds"),
            previous_id=previous,
        )
        previous = own


def make_release(notice: NoticeInChain, consultation: Consultation, ocid: str) -> Release:
    """The release of one notice; one of a nature nobody knows is a call, then what updates it."""
    record = notice.record
    unknown = ("tenderUpdate" if notice.previous_id else "tender", "")
    tag, status = STAGES.get(record.kind, unknown)
    party = make_party(record.buyer)
    buyer = OrganizationReference(id=party["id"], name=party["name"]) if party else None
    return Release(
        ocid=ocid,
        id=notice.release_id,
        date=notice.date,
        tag=[tag],
        initiationType="tender",
        language="fr",
        parties=[party] if party else [],
        buyer=buyer,
        tender=make_tender(notice, consultation, buyer, status),
        awards=[make_award(notice)] if record.kind is NoticeKind.AWARD else [],
    )


def make_party(buyer: Buyer) -> Party | None:
    """The buyer; None where the notice names nobody."""
    name = mask_contacts(buyer.name)
    if not name and not buyer.siret:
        return None
    own = f"{SIRET_SCHEME}-{buyer.siret}" if buyer.siret else f"acheteur-{slugify(name) or 0}"
    number = Identifier(scheme=SIRET_SCHEME, id=buyer.siret, legalName=name)
    place = Place(nuts=buyer.nuts, postal_code=buyer.postal_code, city=buyer.city)
    return Party(
        id=own,
        name=name,
        roles=["buyer", "procuringEntity"],
        identifier=number if buyer.siret else None,
        address=make_address(place),
    )


def make_address(place: Place) -> Address:
    """A place; France is said where the NUTS code says it."""
    return Address(
        locality=place.city,
        region=place.nuts,
        postalCode=place.postal_code,
        countryName="France" if place.nuts.startswith("FR") else "",
        description=mask_contacts(place.text),
    )


def make_tender(
    notice: NoticeInChain,
    consultation: Consultation,
    buyer: OrganizationReference | None,
    status: str,
) -> Tender:
    """What a notice says of the call."""
    record = notice.record
    demo = "[Démonstration] " if consultation.is_demo else ""
    categories = [CATEGORIES[word] for word in record.nature if word in CATEGORIES]
    lots = lots_of(record) if record.lots else ()
    numbers = {lot.number for lot in lots}
    return Tender(
        id=consultation.reference,
        title=demo + mask_contacts(record.title),
        description=mask_contacts(record.description),
        status=status,
        procuringEntity=buyer,
        value=make_value(record.value),
        procurementMethod=METHODS.get(record.procedure, ""),
        procurementMethodDetails=record.procedure,
        mainProcurementCategory=categories[0] if categories else "",
        additionalProcurementCategories=list(dict.fromkeys(categories[1:])),
        awardCriteriaDetails=mask_contacts(record.criteria),
        tenderPeriod=make_tender_period(record.deadline),
        items=list(make_items(record)),
        lots=[make_lot(lot, record.clauses) for lot in lots],
        documents=list(make_documents(notice)),
        amendments=[make_amendment(notice)] if record.kind in AMENDING else [],
        **make_terms(c for c in record.clauses if c.lot not in numbers),
    )


def make_value(amount: float | None) -> Value | None:
    """An amount in euros, before tax."""
    return None if amount is None else Value(amount=amount, currency="EUR")


def make_tender_period(deadline: Deadline | None) -> Period | None:
    """The period that ends at a deadline (BT-131), with the offset of Paris."""
    if deadline is None:
        return None
    return Period(endDate=to_paris(deadline.at).isoformat(timespec="seconds"))


def make_lot(lot: LotRecord, clauses: Sequence[SocialClause]) -> Lot:
    """A lot, with the terms that are its own."""
    months = lot.duration_months
    return Lot(
        id=lot.number,
        title=mask_contacts(lot.title),
        description=mask_contacts(lot.description),
        value=make_value(lot.value),
        tenderPeriod=make_tender_period(lot.deadline),
        contractPeriod=Period(durationInDays=round(months * DAYS_PER_MONTH)) if months else None,
        **make_terms(c for c in clauses if c.lot == lot.number),
    )


def make_items(record: NoticeRecord) -> Iterator[Item]:
    """One item for each lot, or for the whole where there is none and a code or a place says it."""
    for lot in complete_lots(record):
        codes = [Classification(scheme="CPV", id=code) for code in lot.cpv]
        addresses = [make_address(place) for place in dict.fromkeys(lot.places or record.places)]
        if not codes and not addresses:
            continue
        yield Item(
            id=lot.number,
            description=mask_contacts(lot.title),
            classification=codes[0] if codes else None,
            additionalClassifications=codes[1:],
            deliveryAddresses=addresses,
            relatedLot=lot.number if record.lots else "",
        )


def complete_lots(record: NoticeRecord) -> list[LotRecord]:
    """The lots, each with the codes of the whole notice where it has none of its own."""
    return [lot if lot.cpv else replace(lot, cpv=record.cpv) for lot in lots_of(record)]


def make_documents(notice: NoticeInChain) -> Iterator[Document]:
    """The notice where it was published, and the documents of the call."""
    record = notice.record
    if record.url:
        yield Document(
            id=f"avis-{notice.release_id}",
            documentType=DOCUMENT_TYPES.get(record.kind, "tenderNotice"),
            title=f"{record.kind.label} n° {record.id}",
            url=record.url,
            datePublished=notice.date,
            language="fr",
        )
    if record.documents_url:
        yield Document(
            id="documents",
            documentType="biddingDocuments",
            title="Documents de la consultation",
            url=record.documents_url,
            datePublished="",
            language="fr",
        )


def make_amendment(notice: NoticeInChain) -> Amendment:
    """What an amendment or a cancellation says it changes."""
    return Amendment(
        id=notice.release_id,
        date=notice.date,
        description=mask_contacts(notice.record.amendment_text),
        releaseID=notice.release_id,
        amendsReleaseID=notice.previous_id,
    )


def make_award(notice: NoticeInChain) -> Award:
    """What an award notice tells us today: that it came out, and where."""
    return Award(
        id=notice.release_id,
        title=mask_contacts(notice.record.title),
        documents=list(make_documents(notice))[:1] if notice.record.url else [],
    )
