"""How complete one's profile is, with what filling it would change, counted on open tenders."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from app import clock
from app.blueprints.access import member, my_membership
from app.blueprints.my_structure import ROOT, my_structure, own_address
from app.clock import NBSP
from app.extensions import db
from app.organisations.roles import MemberRole
from app.siae.completeness import Completeness, Part, read_sheet
from app.siae.models import Siae
from app.tenders.completeness_gain import Gains, count_gains

bp = Blueprint("structure_completeness", __name__)


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What to fill, why, and where; `gain` is empty where nothing was counted."""

    label: str
    ask: str
    why: str
    gain: str
    href: str

    @classmethod
    def of(cls, part: Part, siae: Siae, gains: Gains, *, may_edit: bool) -> Advice:
        """The advice for a part."""
        return cls(
            label=part.label,
            ask=part.ask,
            why=part.why,
            gain=say_gain(part, gains),
            href=own_address(siae, part.page) if part.page and may_edit else "",
        )


def say_gain(part: Part, gains: Gains) -> str:
    """What a part would change, as « jusqu’à 12 marchés ouverts de plus vous correspondraient »."""
    alone, besides = gains.more.get(part.key, 0), gains.besides.get(part.key, 0)
    if alone:
        return part.gain.format(more=say_more(alone))
    return f"avec les autres compléments, jusqu’à {say_more(besides)}." if besides else ""


def say_more(count: int) -> str:
    """« 12 marchés ouverts de plus vous correspondraient »."""
    would = "correspondraient" if count > 1 else "correspondrait"
    return f"{say_tenders(count)} de plus vous {would}"


def say_tenders(count: int) -> str:
    """« 12 marchés ouverts », « 1 marché ouvert »."""
    return f"{count}{NBSP}marchés ouverts" if count > 1 else f"{count}{NBSP}marché ouvert"


@bp.get(f"{ROOT}/completude")
@member(MemberRole.READER)
def show(organisation: int, siae: int) -> str:
    """The share that is filled, and what to fill next."""
    return render(my_structure(organisation, siae))


def render(siae: Siae) -> str:
    """The page of a structure."""
    now = clock.now()
    sheet = read_sheet(db.session(), siae, now.date())
    found = Completeness.of(sheet)
    gains = count_gains(db.session(), sheet, found, now)
    may_edit = my_membership().member_role.covers(MemberRole.EDITOR)
    return render_template(
        "space/structure_completeness.html",
        siae=siae,
        completeness=found,
        advice=[Advice.of(part, siae, gains, may_edit=may_edit) for part in found.missing],
        gains=gains,
        fitting=say_tenders(gains.fitting),
        together=say_tenders(gains.together),
        read=say_tenders(gains.read),
        preview=own_address(siae, "apercu"),
        overview=own_address(siae),
    )
