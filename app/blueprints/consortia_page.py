"""What the page of a group shows, with its forms: values only, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import render_template, request

from app import clock
from app.blueprints.access import my_membership
from app.blueprints.consortia_cards import LOOKS, list_path, page_path
from app.clock import say_moment
from app.consortia import contents, queries, sharing, starting
from app.consortia.models import Consortium, Place
from app.consortia.sharing import Shares
from app.consortia.states import (
    LOOKING,
    NEXT,
    PRESENT,
    STATE_SENTENCES,
    ConsortiumState,
    PlaceState,
)
from app.consortia.texts import load_texts
from app.extensions import db
from app.forms.consortia import (
    AnswerForm,
    InviteForm,
    LegalFormForm,
    MessageForm,
    MoveForm,
    PointForm,
)
from app.forms.consortium_shares import SharesForm, hours_name, share_name
from app.forms.tool_form import ToolForm
from app.organisations.roles import MemberRole
from app.siae.interests import find_structures

MOST_LOTS = 40  # in the table of shares


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The forms of the page: those sent with what is to mend, the others blank."""

    answer: AnswerForm = field(default_factory=AnswerForm)
    invite: InviteForm = field(default_factory=InviteForm)
    move: MoveForm = field(default_factory=MoveForm)
    legal: LegalFormForm = field(default_factory=LegalFormForm)
    point: PointForm = field(default_factory=PointForm)
    message: MessageForm = field(default_factory=MessageForm)
    shares: SharesForm | None = None

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is to mend, in whichever form was sent."""
        sent: Sequence[ToolForm] = (
            self.answer, self.invite, self.move, self.legal, self.point, self.message,
        )  # fmt: skip
        found = [problem for form in sent for problem in form.problems]
        return (*found, *(self.shares.problems if self.shares else ()))


def load(organisation: int, consortium: int) -> Consortium:
    """A group where that organisation has a place; NotFoundError."""
    return starting.find(db.session(), organisation, consortium)


def my_place(consortium: Consortium) -> Place:
    """The place of the organisation of the page, which has one."""
    number = my_membership().organisation_id
    return next(place for place in consortium.places if place.organisation_id == number)


def show_page(consortium: Consortium, forms: Forms | None = None, *, refusal: str = "") -> str:
    """The page of a group, read at this instant: whole for members, its outline for the others.

    `refusal` is what could not be done.
    """
    forms = forms or Forms()
    mine = my_place(consortium)
    is_member = mine.state == PlaceState.ACCEPTED
    head = describe_head(consortium, mine, forms, refusal)
    if not is_member:
        return render_template("consortia/invited.html", **head)
    return render_template(
        "consortia/show.html",
        **head,
        **describe_places(consortium, mine),
        **describe_shares(consortium, forms),
        **describe_contents(consortium, mine),
    )


def describe_head(
    consortium: Consortium, mine: Place, forms: Forms, refusal: str
) -> dict[str, object]:
    """What everybody with a place sees."""
    organisation = my_membership().organisation
    state = consortium.consortium_state
    rivals = db.session.scalars(queries.competing(consortium, organisation.id)).all()
    forms.move.offer(state)
    forms.legal.forme.data = forms.legal.forme.data or consortium.form
    return {
        "consortium": consortium,
        "organisation": organisation,
        "mine": mine,
        "forms": forms,
        "problems": forms.problems or ((("etape-titre", refusal),) if refusal else ()),
        "base": page_path(organisation.id, consortium.id),
        "groups": list_path(organisation.id),
        "state_label": state.label,
        "state_says": STATE_SENTENCES[state],
        "look": LOOKS[state],
        "is_looking": state in LOOKING,
        "is_alive": state is not ConsortiumState.DISSOLVED,
        "deadline": say_moment(consortium.deadline_at) if consortium.deadline_at else "",
        "may_act": my_membership().member_role.covers(MemberRole.EDITOR),
        "texts": load_texts(),
        "rivals": [rival.title for rival in rivals],
        "lots": starting.list_lots(db.session(), consortium)[:MOST_LOTS],
    }


def describe_places(consortium: Consortium, mine: Place) -> dict[str, object]:
    """Who is in the group, how to write to them, who could be invited."""
    members = consortium.members
    numbers = [place.organisation_id for place in members if place.organisation_id is not None]
    contacts: dict[int, list[tuple[str, str]]] = {}
    for number, name, email in db.session.execute(queries.contacts(numbers)):
        contacts.setdefault(number, []).append((name, email))
    sought = request.args.get("structure", "")[:120]
    present = {place.organisation_id for place in consortium.places if place.place_state in PRESENT}
    lead = consortium.lead
    return {
        "members": members,
        "contacts": contacts,
        "others": [place for place in consortium.places if place not in members],
        "is_lead": mine.is_lead,
        "has_no_lead": lead is None or lead.organisation_id is None,
        "sought": sought,
        "found": [
            siae
            for siae in (find_structures(db.session(), sought) if mine.is_lead and sought else ())
            if siae.organisation_id not in present
        ],
        "has_next": bool(NEXT[consortium.consortium_state]),
    }


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """A lot with, for each member in order, its field and what is kept; and the sum."""

    label: str
    cells: tuple[tuple[str, str, str], ...]
    total: str
    is_whole: bool


def describe_shares(consortium: Consortium, forms: Forms) -> dict[str, object]:
    """The table of shares and hours, what it lacks, and the form that changes it."""
    shares = sharing.read_shares(db.session(), consortium)
    lots = starting.list_lots(db.session(), consortium)[:MOST_LOTS]
    heavy = sharing.find_heavy(consortium, shares)
    members = consortium.members
    return {
        "shares": forms.shares or SharesForm.of(consortium, shares, lots),
        "rows": [make_row(members, shares, at, lot, title) for at, (lot, title) in enumerate(lots)],
        "hour_names": [(place.name, hours_name(place), place.insertion_hours) for place in members],
        "hours_done": sum(place.insertion_hours for place in members),
        "faults": sharing.list_faults(db.session(), consortium),
        "heavy": heavy.name if heavy else "",
    }


def make_row(members: Sequence[Place], shares: Shares, at: int, lot: str, title: str) -> ShareRow:
    """The row of a lot."""
    own = [shares.get((place.id, lot), 0) for place in members]
    return ShareRow(
        label=f"Lot {lot} – {title}" if lot else "Ensemble du marché",
        cells=tuple(
            (place.name, share_name(place, at), sharing.say_tenths(tenths) if tenths else "–")
            for place, tenths in zip(members, own, strict=True)
        ),
        total=sharing.say_tenths(sum(own)),
        is_whole=sum(own) == sharing.WHOLE,
    )


def describe_contents(consortium: Consortium, mine: Place) -> dict[str, object]:
    """What the group holds."""
    points = contents.list_points(db.session(), consortium)
    return {
        "points": points,
        "settled": sum(settled is not None for _, settled in points),
        "messages": db.session.scalars(queries.messages(consortium.id)).all(),
        "files": [
            (file, mine.is_lead or file.organisation_id == mine.organisation_id)
            for file in db.session.scalars(queries.files(consortium.id))
        ],
        "since": say_moment(clock.to_paris(consortium.created_at)),
    }
