"""From the notices of a chain to the consultation people see: today's content, lots and clauses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import sectors
from app.sectors import Classification
from app.tenders.archive import unpack
from app.tenders.lifecycle import ChainSummary, project_chain
from app.tenders.models import Clause, Consultation, Lot, LotSector, LotTerritory
from app.tenders.places import place_lot
from app.tenders.records import Deadline, LotRecord, NoticeRecord, SocialClause
from app.tenders.republication_keys import buyer_key

MOST_SECTORS = 3
MOST_WORDS = 1500  # characters of description read, where nothing else tells
LEAST = 0.3  # under this, no sector is better than a wrong one
WEAKEST = 0.5  # a sector this much less sure than the best one is noise


def project(consultation: Consultation, now: datetime) -> None:
    """Write the consultation that its notices describe; flushes nothing."""
    records = [unpack(notice.record) for notice in consultation.notices]
    summary = project_chain(records)
    content = summary.content
    write_identity(consultation, content, summary)
    write_deadline(consultation, summary, now)
    consultation.updated_at = now
    consultation.lots = [
        make_lot(position, lot, content) for position, lot in enumerate(lots_of(content))
    ]
    consultation.clauses = [
        make_clause(position, clause) for position, clause in enumerate(summary.clauses)
    ]
    write_digest(consultation)


def write_identity(
    consultation: Consultation, content: NoticeRecord, summary: ChainSummary
) -> None:
    """What the consultation is about, and who buys."""
    buyer = content.buyer
    consultation.reference = summary.reference
    consultation.title = content.title or "Sans titre"
    consultation.description = content.description
    consultation.buyer_name = buyer.name
    consultation.buyer_siret = buyer.siret
    consultation.buyer_key = buyer_key(buyer.name)
    consultation.buyer_place = f"{buyer.postal_code} {buyer.city}".strip()
    consultation.buyer_reference = content.reference
    consultation.nature = list(content.nature)
    consultation.procedure = content.procedure[:120]
    consultation.family = content.family
    consultation.published_on = summary.published_on
    consultation.status = summary.status
    consultation.is_amended = summary.is_amended
    consultation.value = content.value
    consultation.criteria = content.criteria
    consultation.folder_id = content.folder_id
    consultation.url = content.url
    consultation.documents_url = content.documents_url
    consultation.publisher = content.publisher[:255]


def write_deadline(consultation: Consultation, summary: ChainSummary, now: datetime) -> None:
    """The deadline in force, and apart from it the one a text proposes."""
    deadline = choose_deadline(summary, now)
    consultation.deadline_at = deadline.at if deadline else None
    consultation.deadline_precision = deadline.precision if deadline else ""
    consultation.deadline_source = deadline.source if deadline else ""
    proposed = summary.proposed_deadline
    consultation.proposed_deadline_at = proposed.at if proposed else None


def choose_deadline(summary: ChainSummary, now: datetime) -> Deadline | None:
    """The deadline in force: where lots have their own, the next to come, else the last."""
    own = [lot.deadline for lot in summary.content.lots if lot.deadline is not None]
    if summary.deadline not in own:
        return summary.deadline
    coming = [deadline for deadline in own if deadline.at >= now]
    return min(coming or [max(own, key=lambda d: d.at)], key=lambda d: d.at)


def write_digest(consultation: Consultation) -> None:
    """What a list shows of the lots and clauses, each once, the most telling first."""
    lots = consultation.lots
    sectors_found = sorted((s for lot in lots for s in lot.sectors), key=lambda s: s.position)
    consultation.sectors = list(dict.fromkeys(s.sector for s in sectors_found))[:8]
    places = (place.territory for lot in lots for place in lot.territories)
    consultation.places = list(dict.fromkeys(places))[:8]
    consultation.clause_kinds = list(dict.fromkeys(c.kind for c in consultation.clauses))
    consultation.lot_count = len(lots)


def lots_of(content: NoticeRecord) -> Sequence[LotRecord]:
    """The lots, or a single one for the whole where the notice has none; no number twice."""
    if not content.lots:
        return (
            LotRecord(
                number="1",
                title=content.title,
                cpv=content.cpv,
                places=content.places,
                deadline=content.deadline,
                value=content.value,
                duration_months=content.duration_months,
            ),
        )
    unique: dict[str, LotRecord] = {}
    for lot in content.lots:
        unique.setdefault(lot.number, lot)
    return tuple(unique.values())


def make_lot(position: int, lot: LotRecord, content: NoticeRecord) -> Lot:
    """A lot, its sectors and its places."""
    placed = place_lot(lot, content)
    texts = [place.text or f"{place.postal_code} {place.city}".strip() for place in lot.places]
    return Lot(
        position=position,
        number=lot.number,
        title=lot.title or content.title or "Sans titre",
        description=lot.description,
        cpv=list(lot.cpv),
        place_text=" ; ".join(dict.fromkeys(t for t in texts if t))[:500],
        deadline_at=lot.deadline.at if lot.deadline else None,
        value=lot.value,
        duration_months=lot.duration_months,
        sectors=[
            LotSector(
                sector=guess.sector.slug,
                position=rank,
                score=round(guess.score, 4),
                evidence=" ".join(e.why for e in guess.evidence)[:500],
            )
            for rank, guess in enumerate(classify_lot(lot, content))
        ],
        territories=[
            LotTerritory(territory=code, position=rank, proof=placed.proof)
            for rank, code in enumerate(placed.codes)
        ],
    )


def classify_lot(lot: LotRecord, content: NoticeRecord) -> list[Classification]:
    """The sectors of a lot, the surest first: by its own codes and title, else by the notice's.

    Descriptions are read last: they name trades that are not asked for. They are not read under a
    code or a title that is none of our trades, nor where a study is asked for.
    """
    if sectors.is_outside(content.title) or (
        len(content.lots) > 1 and sectors.is_outside(lot.title)
    ):
        return []
    codes = lot.cpv or content.cpv
    whole = (content.cpv, content.descriptors, content.title)
    alone = (codes, content.descriptors, f"{lot.title}\n{content.title}")
    of_lot = (lot.cpv, (), lot.title)
    words = ((), (), f"{lot.description}\n{content.description}"[:MOST_WORDS])
    ways = [of_lot if len(content.lots) > 1 else alone, whole, words]
    if sectors.is_study(content.title) or (codes and sectors.out_of_scope(codes[0])):
        ways.remove(words)
    for cpv, descriptors, text in ways:
        found = sectors.classify(cpv, descriptors, text, titled=text != words[-1])
        if sure := keep_surest(found):
            return sure
    return []


def keep_surest(found: Sequence[Classification]) -> list[Classification]:
    """The sectors sure enough to be shown, of those found, the surest first."""
    sure = [guess for guess in found if guess.score >= LEAST]
    floor = sure[0].score * WEAKEST if sure else 0
    return [guess for guess in sure if guess.score >= floor][:MOST_SECTORS]


def make_clause(position: int, clause: SocialClause) -> Clause:
    """A clause, as the page quotes it."""
    return Clause(
        position=position,
        lot=clause.lot or "",
        kind=clause.kind,
        quotation=clause.quotation[:600],
        field=clause.field[:255],
        article=clause.article[:120],
        origin=clause.origin,
    )
