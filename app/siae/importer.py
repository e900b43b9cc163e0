"""Keep what a file says of structures: created, updated, unchanged or refused, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.imports.report import FileReport, Outcome, RowError
from app.imports.text import fold, slugify
from app.matching.kinds import ServiceType, SiaeKind
from app.organisations.models import Organisation
from app.sectors import infer_from_naf_and_name
from app.siae.geocoding import locate_record
from app.siae.models import Activity, Siae
from app.siae.profile_fields import BY_KEY
from app.siae.profile_imports import MemberWords, imported_values
from app.siae.records import SiaeRecord

Key = tuple[str, SiaeKind]
SAME = Outcome.UNCHANGED
STAFFING = "mise-a-disposition-de-personnel"
TEMPORARY_WORK = "interim-d-insertion"
# What a kind does by definition (code du travail), whatever its name says.
BY_LAW = {
    SiaeKind.AI: {STAFFING: "Une AI met du personnel à disposition (article L5132-7)."},
    SiaeKind.ETTI: {
        STAFFING: "Une ETTI met du personnel à disposition (article L5132-6).",
        TEMPORARY_WORK: "Le travail temporaire est le métier d’une ETTI (article L5132-6).",
    },
}


def import_records(
    session: Session,
    items: Iterable[SiaeRecord | RowError],
    report: FileReport,
    *,
    now: datetime,
) -> list[Siae]:
    """Store the records, fill the report, and give the structures created or updated.

    Flushes, never commits. What a file says twice is kept once, the main site first.
    """
    records = merge_records(items, report)
    store = SiaeStore(session, now)
    changed = []
    for record in records:
        outcome, siae = store.upsert(record, report)
        report.count(outcome)
        if outcome is not Outcome.UNCHANGED:
            changed.append(siae)
    session.flush()
    return changed


def merge_records(
    items: Iterable[SiaeRecord | RowError], report: FileReport
) -> Iterator[SiaeRecord]:
    """One record per SIRET and kind; a second row is merged, said so, and counted as unchanged."""
    kept: dict[Key, SiaeRecord] = {}
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        elif item.key in kept:
            first = kept[item.key]
            kept[item.key] = first.merged_with(item)
            report.count(Outcome.UNCHANGED)
            what = f"même SIRET et même type que la ligne {first.line} : réunie avec elle"
            report.remarks.append(RowError(where=f"ligne {item.line}", what=what))
        else:
            kept[item.key] = item
    yield from kept.values()


class SiaeStore:
    """The structures of the database, read once, ready for any number of records."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        rows = session.scalars(
            sa.select(Siae).options(selectinload(Siae.activities), selectinload(Siae.organisation))
        )
        self.words = MemberWords(session, now)
        self.known: dict[Key, Siae] = {}
        self.slugs: set[str] = set()
        for siae in rows:
            self.known[siae.organisation.siret or "", siae.kind] = siae
            self.slugs.add(siae.slug)
        self.organisations = {
            organisation.siret: organisation
            for organisation in session.scalars(sa.select(Organisation))
        }

    def upsert(self, record: SiaeRecord, report: FileReport) -> tuple[Outcome, Siae]:
        """Create or update the structure of one record."""
        location = locate_record(record)
        if location.remark:
            report.remarks.append(RowError(where=f"ligne {record.line}", what=location.remark))
        values: dict[str, object] = {
            "name": record.name,
            "brand": record.brand,
            "sort_name": fold(record.brand or record.name),
            "address": record.address,
            "postal_code": record.postal_code,
            "city": location.city,
            "commune_code": location.commune_code,
            "department_code": location.department_code,
            "latitude": location.latitude,
            "longitude": location.longitude,
            "geocoding": location.geocoding,
            "website": record.website,
            "headcount": record.headcount,
            "capacity_places": record.capacity_places,
            "source": record.source,
            "source_id": record.source_id,
        }
        siae = self.known.get(record.key)
        if siae is None:
            siae = self.create(record, values)
            self.keep_contact(siae.organisation, record)
            self.infer_activities(siae, record)
            return Outcome.CREATED, siae
        self.keep_contact(siae.organisation, record)
        return (Outcome.UPDATED if self.update(siae, record, values, report) else SAME), siae

    def update(
        self, siae: Siae, record: SiaeRecord, values: dict[str, object], report: FileReport
    ) -> bool:
        """Set what differs and no member wrote, propose the rest; true where something changed."""
        free, proposed = self.words.set_apart(siae, values, record.source)
        if proposed:
            names = ", ".join(BY_KEY[field].label for field in proposed)
            what = f"proposé aux membres de la structure, qui l’ont écrit\u00a0: {names}"
            report.remarks.append(RowError(where=f"ligne {record.line}", what=what))
        before = imported_values(siae)
        refused = self.words.refused_sectors(siae)
        changed = self.assign(siae, free) | self.infer_activities(siae, record, refused)
        if changed:
            siae.updated_at = self.now
            self.session.flush()  # a new sector has its number in the history from then on
            self.words.record(siae, before, imported_values(siae), record.source)
        return changed

    def create(self, record: SiaeRecord, values: dict[str, object]) -> Siae:
        """A new structure, with its organisation where that is new too."""
        organisation = self.organisations.get(record.siret)
        if organisation is None:
            organisation = Organisation(
                siret=record.siret,
                name=record.name,
                legal_form=record.legal_form,
                naf_code=record.naf_code,
                created_at=self.now,
            )
            self.organisations[record.siret] = organisation
            self.session.add(organisation)
        siae = Siae(
            organisation=organisation,
            kind=record.kind,
            slug=self.choose_slug(record, str(values["city"])),
            activities=[],
            created_at=self.now,
            updated_at=self.now,
            **values,
        )
        self.session.add(siae)
        self.known[record.key] = siae
        return siae

    def choose_slug(self, record: SiaeRecord, city: str) -> str:
        """A readable, unique piece of URL: name and city, then kind, then the SIRET's end."""
        base = slugify(f"{record.brand or record.name} {city}", limit=90) or record.siret
        for slug in (
            base,
            f"{base}-{record.kind.lower()}",
            f"{base}-{record.kind.lower()}-{record.siret[-5:]}",
            f"{base}-{record.kind.lower()}-{record.siret}",
        ):
            if slug not in self.slugs:
                break
        self.slugs.add(slug)
        return slug

    @staticmethod
    def keep_contact(organisation: Organisation, record: SiaeRecord) -> None:
        """Keep the address on record, where the file has one: it is private, no part of a sheet."""
        if record.contact_email:
            organisation.contact_email = record.contact_email

    @staticmethod
    def assign(siae: Siae, values: dict[str, object]) -> bool:
        """Set what differs; true where something did."""
        changed = False
        for name, value in values.items():
            if getattr(siae, name) != value:
                setattr(siae, name, value)
                changed = True
        return changed

    @staticmethod
    def infer_activities(
        siae: Siae, record: SiaeRecord, refused: frozenset[str] = frozenset()
    ) -> bool:
        """Deduce sectors from the NAF code and the name; true where something changed.

        What a person declared or confirmed is never touched, what was refused never comes back.
        """
        found = {
            guess.sector.slug: " ".join(evidence.why for evidence in guess.evidence)[:500]
            for guess in infer_from_naf_and_name(record.naf_code, f"{record.brand} {record.name}")
        } | BY_LAW.get(record.kind, {})
        declared = {a.sector for a in siae.activities if not a.is_inferred}
        inferred = {a.sector: a for a in siae.activities if a.is_inferred}
        wanted = {slug: why for slug, why in found.items() if slug not in declared | refused}
        if wanted == {slug: activity.evidence for slug, activity in inferred.items()}:
            return False
        for slug, activity in inferred.items():
            if slug not in wanted:
                siae.activities.remove(activity)
        for slug, why in wanted.items():
            if slug in inferred:
                inferred[slug].evidence = why
            else:
                siae.activities.append(make_activity(slug, why))
        return True


def make_activity(sector: str, why: str) -> Activity:
    """An inferred activity; the form of service is known where the sector is that form."""
    service = ServiceType.STAFFING if sector in {STAFFING, TEMPORARY_WORK} else None
    return Activity(sector=sector, service=service, is_inferred=True, evidence=why)
