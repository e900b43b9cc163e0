"""Who could answer a consultation together: the groups found, and what they give up."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.consortia_seekers import count_seekers
from app.blueprints.formatting import format_number, format_percent
from app.blueprints.presenters import STILL_OPEN, state_of
from app.blueprints.tenders import PATH
from app.consortia import proposing
from app.extensions import db
from app.forms.groups import GroupsForm
from app.matching.group_sharing import Member
from app.matching.grouping import GroupAnswer, GroupProposal
from app.tenders import directory
from app.tenders.models import Consultation

bp = Blueprint("tender_groups", __name__)
GROUPS_PATH = f"{PATH}/<reference>/groupements"
START_PATH = "/espace/groupements/nouveau"


@dataclass(frozen=True, kw_only=True)
class MemberView:
    """A structure in a group, and what it takes."""

    name: str
    href: str
    kind: str
    city: str
    takes: str
    lots: str
    share: str
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
            takes=", ".join((*member.sectors, *near)) or "De la capacité",
            lots=", ".join(member.lots),
            share=format_percent(member.share),
            is_lead=member is lead,
            is_demo=profile.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class RowView:
    """A line of the table of coverage."""

    lot: str
    sector: str
    places: str
    members: str
    grade: str
    grade_label: str


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """A group that could answer, and why; `start` is where its making begins."""

    members: tuple[MemberView, ...]
    coverage: str
    capacity: str
    score: str
    table: tuple[RowView, ...]
    lead_why: str
    why: tuple[str, ...]
    missing: tuple[str, ...]
    start: str

    @classmethod
    def of(cls, proposal: GroupProposal, reference: str, lot: str) -> GroupView:
        """The view of a proposal."""
        others = [str(member.profile.key) for member in proposal.members]
        query = [("marche", reference), ("lot", lot), *(("structure", key) for key in others)]
        return cls(
            members=tuple(MemberView.of(m, proposal.lead) for m in proposal.members),
            coverage=format_percent(proposal.coverage),
            capacity=say_capacity(proposal),
            score=format_percent(proposal.score),
            table=tuple(
                RowView(
                    lot=row.lot,
                    sector=row.sector,
                    places=", ".join(row.places) or "non précisé",
                    members=", ".join(row.members) or "personne",
                    grade=row.grade.value,
                    grade_label=row.grade.label,
                )
                for row in proposal.table
            ),
            lead_why=proposal.lead_why,
            why=proposal.why,
            missing=proposal.missing,
            start=f"{START_PATH}?{urlencode([pair for pair in query if pair[1]])}",
        )


def say_capacity(proposal: GroupProposal) -> str:
    """The capacities known, beside what is asked for."""
    if proposal.capacity_known is None:
        return "inconnue"
    known = f"{format_number(proposal.capacity_known, 1)} ETP connus"
    if proposal.capacity_needed is None:
        return known
    return f"{known} pour {format_number(proposal.capacity_needed, 1)} demandés"


def groups_path(reference: str) -> str:
    """The page of the groups of a consultation."""
    return f"{PATH}/{reference}/groupements"


@bp.get(GROUPS_PATH)
def show(reference: str) -> str | Response | tuple[str, int]:
    """The groups that could answer a consultation, or one lot of it."""
    consultation = directory.find(db.session(), reference)
    if consultation.reference != reference:
        return redirect(groups_path(consultation.reference), code=301)
    now = clock.now()
    form = GroupsForm(request.args)
    form.offer([(lot.number, f"Lot {lot.number} – {lot.title}") for lot in consultation.lots])
    is_open = state_of(consultation, now) in STILL_OPEN
    is_right = form.validate()
    lot = form.lot.data or "" if is_right else ""
    answer = find_groups(consultation, lot, form.volume.data) if is_right and is_open else None
    page = render_template(
        "tenders/groups.html",
        consultation=consultation,
        form=form,
        problems=form.problems,
        is_open=is_open,
        answer=answer,
        groups=[GroupView.of(p, reference, lot) for p in answer.proposals] if answer else [],
        seekers=count_seekers([consultation.reference]),
        several_lots=len(consultation.lots) > 1,
        start=f"{START_PATH}?{urlencode({'marche': reference})}",
        path=groups_path(reference),
    )
    return page if is_right else (page, 422)


def find_groups(consultation: Consultation, lot: str, volume: object) -> GroupAnswer:
    """The groups for a lot, or for all of them; the volume is in full-time equivalents."""
    lots = proposing.choose_lots(consultation, lot)
    fte = float(str(volume)) if volume else None
    return proposing.propose(db.session(), consultation, lots, clock.now(), fte=fte)
