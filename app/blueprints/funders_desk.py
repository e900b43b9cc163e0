"""Who pays by which scheme, as the portal team says it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.roles import PortalRole
from app.blueprints.access import team
from app.blueprints.current_schemes import current_schemes
from app.blueprints.memberships_acts import act_of
from app.blueprints.memberships_joining import SearchPage, describe
from app.blueprints.pagination import build_page_links
from app.dossiers import funders
from app.dossiers.funder_models import SchemeFunder
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.funders import TieForm
from app.forms.membership import SearchForm
from app.organisations.membership import NO_ORGANISATION
from app.organisations.models import Organisation

bp = Blueprint("funders_desk", __name__)
PATH = "/admin/financeurs"
ONE = f"{PATH}/<int:number>"
PAGE_SIZE = 20
Answer = str | tuple[str, int] | Response


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> tuple[str, int]:
    """The funders with their schemes, and a search to name another."""
    form = SearchForm(request.args)
    tied = db.session.scalars(funders.ties()).all()
    page = search_page(form)
    return render_template(
        "funders/desk.html",
        tied=describe_ties(tied),
        form=form,
        page=page,
        problems=form.problems,
        here=PATH,
    ), (422 if form.problems else 200)


def search_page(form: SearchForm) -> SearchPage | None:
    """The organisations that a form asks for, in the directory or not; None for no question."""
    if not form.q.data or not form.validate():
        return None
    select = funders.search(form.q.data)
    number = max(1, request.args.get("page", 1, type=int))
    total = db.session.scalars(
        sa.select(sa.func.count()).select_from(select.order_by(None).subquery())
    ).one()
    pages = max(1, -(-total // PAGE_SIZE))
    first = (min(number, pages) - 1) * PAGE_SIZE
    rows = list(db.session.scalars(select.offset(first).limit(PAGE_SIZE)))
    links = build_page_links(number, pages, PATH, [("q", form.q.data)])
    return SearchPage(rows=describe(rows), total=total, links=links)


def describe_ties(tied: Sequence[SchemeFunder]) -> list[tuple[SchemeFunder, str]]:
    """Each tie with the name of its scheme, or its address where the scheme is gone."""
    names = funders.schemes_by_tie(tied, current_schemes())
    return [(one, names[one.id].name if one.id in names else one.scheme) for one in tied]


@bp.get(ONE)
@team(PortalRole.MODERATOR)
def show(number: int) -> str:
    """The schemes of an organisation, to add one or take one back."""
    return show_one(number, TieForm())


def show_one(number: int, form: TieForm) -> str:
    """The page, with what is to mend; NotFoundError for no organisation."""
    organisation = db.session.get(Organisation, number)
    if organisation is None:
        raise NotFoundError(NO_ORGANISATION)
    tied = db.session.scalars(funders.of_organisations([number])).all()
    return render_template(
        "funders/desk_one.html",
        organisation=organisation,
        tied=describe_ties(tied),
        form=form.offer(current_schemes()),
        problems=form.problems,
        here=f"{PATH}/{number}",
    )


@bp.post(ONE)
@team(PortalRole.MODERATOR)
def tie(number: int) -> Answer:
    """Say that an organisation pays by a scheme; commits."""
    schemes = current_schemes()
    form = TieForm(request.form).offer(schemes)
    if not form.validate():
        return show_one(number, form), 422
    scheme = next(one for one in schemes if one.slug == form.dispositif.data)
    try:
        funders.tie(db.session(), number, scheme, act_of(is_team=True))
    except InvalidError as error:
        db.session.rollback()
        form.dispositif.errors = [str(error)]
        return show_one(number, form), 422
    db.session.commit()
    flash("L’organisation est reliée à ce dispositif.", "success")
    return redirect(f"{PATH}/{number}", code=303)


@bp.post(f"{PATH}/liens/<int:number>/retirer")
@team(PortalRole.MODERATOR)
def untie(number: int) -> Response:
    """Take that back; commits."""
    found = db.session.get(SchemeFunder, number)
    if found is None:
        raise NotFoundError(funders.NO_TIE)
    [(_, name)] = describe_ties([found])
    funders.untie(db.session(), number, name, act_of(is_team=True))
    db.session.commit()
    flash("L’organisation n’est plus reliée à ce dispositif.", "success")
    return redirect(f"{PATH}/{found.organisation_id}", code=303)
