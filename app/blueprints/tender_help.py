"""What helps to answer a consultation: formats to take away, groups, past contracts, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.awards import queries as award_queries
from app.blueprints.award_cards import AwardCard
from app.blueprints.criteria import codes_near
from app.blueprints.formatting import format_number, format_percent
from app.blueprints.lists import address
from app.blueprints.presenters import STILL_OPEN, Link, state_of
from app.extensions import db
from app.imports.siret import is_valid_siret
from app.matching.engine import Matcher
from app.matching.grouping import GroupProposal, Member, propose_groups
from app.tenders import republication
from app.tenders.matching import LotMatches, read_hours
from app.tenders.models import Consultation, Republication

SHOWN_AWARDS = 5
TELLING_SECTORS = 3  # of a consultation: the others are unsure


@dataclass(frozen=True, kw_only=True)
class MemberView:
    """A structure in a group, and what it takes."""

    name: str
    href: str
    kind: str
    city: str
    takes: str
    is_lead: bool
    is_demo: bool

    @classmethod
    def of(cls, member: Member, lead: Member) -> MemberView:
        """The view of a member."""
        profile = member.profile
        near = tuple(f"{name} (filière voisine)" for name in member.near_sectors)
        return cls(
            name=profile.name,
            href=f"/structures/{profile.slug}",
            kind=profile.kind.value,
            city=profile.city,
            takes=", ".join((*member.sectors, *near)),
            is_lead=member is lead,
            is_demo=profile.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """A group that could answer, and why."""

    members: tuple[MemberView, ...]
    coverage: str
    lead_why: str
    why: tuple[str, ...]
    missing: tuple[str, ...]

    @classmethod
    def of(cls, proposal: GroupProposal) -> GroupView:
        """The view of a proposal."""
        return cls(
            members=tuple(MemberView.of(m, proposal.lead) for m in proposal.members),
            coverage=format_percent(proposal.coverage),
            lead_why=proposal.lead_why,
            why=proposal.why,
            missing=proposal.missing,
        )


@dataclass(frozen=True, kw_only=True)
class TenderHelp:
    """What helps to answer one consultation; `likenesses` are those that may be the same."""

    is_open: bool
    outputs: tuple[Link, ...]
    kit_href: str
    partners_href: str
    hours: tuple[Link, ...]
    buyer_href: str
    groups: tuple[GroupView, ...]
    awards: tuple[AwardCard, ...]
    likenesses: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(
        cls,
        consultation: Consultation,
        lots: Sequence[LotMatches],
        matcher: Matcher,
        now: datetime,
    ) -> TenderHelp:
        """The help for a consultation, its lots and clauses loaded, at that instant."""
        is_open = state_of(consultation, now) in STILL_OPEN
        path = f"/marches/{consultation.reference}"
        siret = consultation.buyer_siret
        return cls(
            is_open=is_open,
            outputs=(
                ("Échéance dans mon agenda (iCal)", f"{path}.ics"),
                ("Données ouvertes (OCDS)", f"{path}.ocds.json"),
            ),
            kit_href=f"{path}/kit.docx",
            partners_href=partners_address(consultation),
            hours=tuple(list_hours(lots)),
            buyer_href=f"/acheteurs/{siret}" if is_valid_siret(siret) else "",
            groups=find_groups(lots, matcher, now) if is_open else (),
            awards=find_awards(consultation),
            likenesses=tuple(list_likenesses(consultation.reference)),
        )


def partners_address(consultation: Consultation) -> str:
    """Where to ask others to answer together, the consultation and its first sector filled in."""
    pairs = [("vous", "siae"), ("marche", consultation.reference)]
    pairs += [("filiere", slug) for slug in consultation.sectors[:1]]
    return address("/mise-en-relation/co-traitance", pairs)


def list_hours(lots: Sequence[LotMatches]) -> list[Link]:
    """The hours of insertion that each lot's clause says, with the page that converts them."""
    found = []
    for item in lots:
        hours = read_hours(item.clauses)
        if hours:
            months = round(item.lot.duration_months or 12)
            href = f"/marches/heures-insertion?heures={hours}&mois={max(1, months)}"
            lot = f"Lot {item.lot.number}\u00a0: " if len(lots) > 1 else ""
            found.append((f"{lot}{format_number(hours)} heures", href))
    return found


def find_groups(
    lots: Sequence[LotMatches], matcher: Matcher, now: datetime
) -> tuple[GroupView, ...]:
    """The groups that could answer the whole."""
    needs = [item.need for item in lots]
    numbers = [item.lot.number for item in lots]
    return tuple(map(GroupView.of, propose_groups(needs, matcher, now, lots=numbers)))


def find_awards(consultation: Consultation) -> tuple[AwardCard, ...]:
    """The last contracts of the same sectors, in the same départements or of the same buyer."""
    sectors = consultation.sectors[:TELLING_SECTORS]
    if not sectors:
        return ()
    places = codes_near(consultation.places)
    select = award_queries.similar(sectors, places, consultation.buyer_siret).limit(SHOWN_AWARDS)
    return tuple(map(AwardCard.of, db.session.scalars(award_queries.with_details(select))))


def list_likenesses(reference: str) -> list[tuple[str, str, str]]:
    """The consultations that may be the same one: number, address and reason."""
    pairs = db.session.scalars(republication.of_consultation(reference))
    others = ((other_of(pair, reference), pair.reason) for pair in pairs)
    return [(other, f"/marches/{other}", reason) for other, reason in others]


def other_of(pair: Republication, reference: str) -> str:
    """The other consultation of a pair."""
    return pair.later if pair.earlier == reference else pair.earlier
