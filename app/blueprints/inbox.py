"""The requests that one's organisations received, those that one made, how they are received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member, my_membership, signed_in
from app.blueprints.formatting import format_day
from app.blueprints.match_page import LOOKS
from app.blueprints.need_links import links
from app.blueprints.pagination import build_page_links
from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.exchanges import ReceptionForm
from app.forms.inbox_filters import STATE_WORDS, InboxFilters
from app.matching.kinds import Modality
from app.organisations import members
from app.organisations.roles import MemberRole
from app.partnerships import preferences, queries
from app.partnerships.describing import asker_of, closing_day, place_of
from app.partnerships.links import LOST
from app.partnerships.models import Need, NeedMatch
from app.partnerships.standing import say_hold
from app.partnerships.states import ANSWERED, LIVE, POSITIVE, MatchState

bp = Blueprint("inbox", __name__)
MINE_PATH = "/espace/demandes"
INBOX_PATH = "/espace/organisations/<int:organisation>/demandes"
PAGE_SIZE = 20


def inbox_path(organisation: int) -> str:
    """The inbox of an organisation."""
    return f"/espace/organisations/{organisation}/demandes"


def match_path(match: NeedMatch) -> str:
    """A request in the space of the organisation that received it."""
    return f"{inbox_path(match.organisation_id or 0)}/{match.id}"


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A request received, as a list shows it."""

    title: str
    href: str
    organisation: str
    modality: str
    asker: str
    place: str
    state: str
    look: str
    sent_on: str
    closing_on: str
    is_waiting: bool
    is_demo: bool

    @classmethod
    def of(cls, match: NeedMatch) -> InboxRow:
        """The row of a match, its request loaded."""
        need, state = match.need, match.match_state
        is_live = need.need_state in LIVE
        return cls(
            title=need.title or need.kind.label,
            href=match_path(match),
            organisation=match.organisation_name,
            modality=need.kind.label,
            asker=asker_of(need),
            place=place_of(need),
            state="À répondre" if state is MatchState.SENT and is_live else state.label,
            look=LOOKS[state],
            sent_on=format_day(to_paris(match.sent_at).date()),
            closing_on=closing_day(need) if is_live else "",
            is_waiting=state is MatchState.SENT and is_live,
            is_demo=need.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """A request made, as a list shows it."""

    title: str
    href: str
    modality: str
    state: str
    asked: int
    answered: int
    hopeful: int
    on: str

    @classmethod
    def of(cls, need: Need) -> AskedRow:
        """The row of a request, its matches loaded."""
        states = [match.match_state for match in need.matches]
        return cls(
            title=need.title or need.kind.label,
            href=f"{MINE_PATH}/envoyees/{need.id}",
            modality=need.kind.label,
            state=need.need_state.label,
            asked=len(states),
            answered=sum(state in ANSWERED for state in states),
            hopeful=sum(state in POSITIVE for state in states),
            on=format_day(to_paris(need.confirmed_at or need.created_at).date()),
        )


@bp.get(MINE_PATH)
@signed_in
def mine() -> str:
    """The inboxes of the person's organisations, and the requests that the person made."""
    found = list(db.session.scalars(members.of_person(me().id)))
    numbers = [membership.organisation_id for membership in found]
    counts: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for number, state, count in db.session.execute(queries.state_counts(numbers)):
        counts[number or 0][state] = count
    waiting = db.session.scalars(queries.waiting(numbers).limit(PAGE_SIZE))
    asked = db.session.scalars(queries.asked_by(me().id, me().email).limit(PAGE_SIZE))
    return render_template(
        "inbox/mine.html",
        boxes=[
            (
                m.organisation.name,
                inbox_path(m.organisation_id),
                sum(counts[m.organisation_id].values()),
            )
            for m in found
        ],
        waiting=[InboxRow.of(match) for match in waiting],
        asked=[AskedRow.of(need) for need in asked],
    )


@bp.get(f"{MINE_PATH}/envoyees/<int:need>")
@signed_in
def follow(need: int) -> Response:
    """Open the private page of a request that the person made."""
    select = queries.asked_by(me().id, me().email).where(Need.id == need)
    found = db.session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    own = links()
    return redirect(own.follow(found).removeprefix(own.root))


@bp.get(INBOX_PATH)
@member(MemberRole.READER)
def index(organisation: int) -> str:
    """What an organisation received, as the filters leave it."""
    filters = InboxFilters.from_args(request.args)
    now = clock.now()
    select = queries.inbox([organisation], filters.criteria(), now)
    total = db.session.scalars(queries.count_of(select)).one()
    first = (filters.page - 1) * PAGE_SIZE
    path = inbox_path(organisation)
    return render_template(
        "inbox/index.html",
        organisation=my_membership().organisation,
        may_act=my_membership().member_role.covers(MemberRole.EDITOR),
        filters=filters,
        rows=[
            InboxRow.of(match)
            for match in db.session.scalars(select.offset(first).limit(PAGE_SIZE))
        ],
        total=total,
        states=[(word, state.label) for state, word in STATE_WORDS.items()],
        state=STATE_WORDS[filters.states[0]] if len(filters.states) == 1 else "",
        modalities=[(modality.value, modality.label) for modality in Modality],
        ages=[(age.value, age.label) for age in queries.Age],
        path=path,
        hold=read_hold(organisation, now),
        links=build_page_links(filters.page, -(-total // PAGE_SIZE), path, filters.to_args()),
    )


def read_hold(organisation: int, now: datetime) -> str:
    """Why an organisation receives nothing now because of a pause, or nothing."""
    return say_hold(preferences.read(db.session(), organisation), 0, to_paris(now).date())


@bp.get(f"{INBOX_PATH}/reception")
@member(MemberRole.READER)
def reception(organisation: int) -> str:
    """How an organisation receives requests."""
    form = ReceptionForm()
    found = preferences.read(db.session(), organisation)
    today = clock.today()
    if found is not None and found.paused_until and found.paused_until >= today:
        form.pause.data = f"{found.paused_until:%d/%m/%Y}"
    if found is not None:
        form.plafond.data = Decimal(found.monthly_cap) if found.monthly_cap else None
    return show_reception(organisation, form)


def show_reception(organisation: int, form: ReceptionForm, refusal: str = "") -> str:
    """The page, with what is to mend."""
    return render_template(
        "inbox/reception.html",
        organisation=my_membership().organisation,
        may_act=my_membership().member_role.covers(MemberRole.EDITOR),
        form=form,
        problems=form.problems or ((("pause", refusal),) if refusal else ()),
        path=inbox_path(organisation),
        hold=read_hold(organisation, clock.now()),
    )


@bp.post(f"{INBOX_PATH}/reception")
@member(MemberRole.EDITOR)
def change_reception(organisation: int) -> tuple[str, int] | Response:
    """Keep how an organisation receives requests; commits."""
    form = ReceptionForm(request.form)
    is_right = form.validate()
    day = form.read_day()
    if not is_right or form.problems:
        return show_reception(organisation, form), 422
    try:
        given = (organisation, day, form.cap, me().display_name, clock.now())
        preferences.save(db.session(), *given)
        db.session.commit()
    except InvalidError as error:  # raised before anything was written
        return show_reception(organisation, form, str(error)), 422
    flash("C’est enregistré.", "success")
    return redirect(f"{inbox_path(organisation)}/reception", code=303)
