"""One question, a month after contact details were exchanged: what became of it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app.blueprints.need_links import links
from app.blueprints.private_pages import keep_private
from app.errors import NotFoundError
from app.extensions import db
from app.forms.exchanges import OutcomeForm
from app.partnerships import queries, surveying
from app.partnerships.describing import asker_of
from app.partnerships.links import LOST
from app.partnerships.models import NeedMatch
from app.partnerships.states import MatchState, Outcome, Side

bp = Blueprint("surveys", __name__)
PATH = "/suite/<secret>"


def find(secret: str) -> tuple[NeedMatch, Side]:
    """The match and the side of a link; NotFoundError where nothing was agreed any more."""
    named, side = links().find_survey(db.session(), secret)
    match = db.session.scalars(queries.whole_match().where(NeedMatch.id == named.id)).one()
    if match.match_state is not MatchState.AGREED or not match.need.email:
        raise NotFoundError(LOST)
    return match, side


def page(match: NeedMatch, side: Side, form: OutcomeForm, *, is_kept: bool = False) -> str:
    """The question, or thanks."""
    return render_template(
        "matches/survey.html",
        title=match.need.title or match.need.kind.label,
        who=match.organisation_name if side is Side.ASKER else asker_of(match.need),
        form=form,
        problems=form.problems,
        is_kept=is_kept,
    )


@bp.get(PATH)
def show(secret: str) -> Response:
    """The question; opening it changes nothing."""
    match, side = find(secret)
    form = OutcomeForm()
    form.suite.data = match.asker_outcome if side is Side.ASKER else match.organisation_outcome
    return keep_private(page(match, side, form))


@bp.post(PATH)
def keep(secret: str) -> Response:
    """Keep the answer; commits."""
    match, side = find(secret)
    form = OutcomeForm(request.form)
    if not form.validate():
        return keep_private((page(match, side, form), 422))
    surveying.keep_outcome(db.session(), match, side, Outcome(form.suite.data))
    db.session.commit()
    return keep_private(page(match, side, form, is_kept=True))
