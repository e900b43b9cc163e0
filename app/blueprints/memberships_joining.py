"""Joining an organisation of the directory: search, then a request or a proof."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.blueprints.access import me, signed_in
from app.blueprints.memberships import PATH
from app.blueprints.memberships_acts import act_of
from app.blueprints.pagination import PageLinks, build_page_links
from app.extensions import db
from app.forms.membership import AskForm, CodeForm, SearchForm
from app.organisations import codes, joining, members
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.siae import claims
from app.siae.models import Siae

bp = Blueprint("memberships_joining", __name__)
JOIN = f"{PATH}/rejoindre"
PAGE_SIZE = 20
WRONG_CODE = "Ce code n’est pas le bon."


@dataclass(frozen=True, kw_only=True)
class Found:
    """An organisation of the directory, as a list of results names it."""

    organisation: Organisation
    profiles: tuple[Siae, ...]

    @property
    def place(self) -> str:
        """Its commune, where it is known."""
        return next((one.city for one in self.profiles if one.city), "")

    @property
    def kinds(self) -> str:
        """What it is in the IAE."""
        return ", ".join(one.kind.value for one in self.profiles) or self.organisation.kind


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """One page of the organisations found."""

    rows: tuple[Found, ...]
    total: int
    links: PageLinks


def search_page(form: SearchForm, path: str) -> SearchPage | None:
    """The organisations that a form asks for; None where it asks for nothing."""
    if not form.q.data or not form.validate():
        return None
    select = claims.search(form.q.data)
    number = max(1, request.args.get("page", 1, type=int))
    total = db.session.scalars(
        sa.select(sa.func.count()).select_from(select.order_by(None).subquery())
    ).one()
    pages = max(1, -(-total // PAGE_SIZE))
    first = (min(number, pages) - 1) * PAGE_SIZE
    organisations = list(db.session.scalars(select.offset(first).limit(PAGE_SIZE)))
    return SearchPage(
        rows=describe(organisations),
        total=total,
        links=build_page_links(number, pages, path, [("q", form.q.data)]),
    )


def describe(organisations: list[Organisation]) -> tuple[Found, ...]:
    """These organisations with their profiles, in one query."""
    rows = list(db.session.scalars(claims.profiles([one.id for one in organisations])))
    return tuple(
        Found(organisation=one, profiles=tuple(r for r in rows if r.organisation_id == one.id))
        for one in organisations
    )


@bp.get(JOIN)
@signed_in
def search() -> tuple[str, int]:
    """Search the directory by SIRET or name."""
    form = SearchForm(request.args)
    page = search_page(form, JOIN)
    status = 422 if form.problems else 200
    return render_template(
        "memberships/search.html", form=form, page=page, problems=form.problems
    ), status


@bp.get(f"{JOIN}/<int:listed>")
@signed_in
def choose(listed: int) -> str:
    """The proofs that this person may give to that organisation."""
    return show_proofs(claims.get_listed(db.session(), listed))


@bp.post(f"{JOIN}/<int:listed>/demande")
@signed_in
def ask(listed: int) -> tuple[str, int] | Response:
    """Ask those who decide; commits."""
    organisation, form = claims.get_listed(db.session(), listed), AskForm(request.form)
    if not form.validate():
        return show_proofs(organisation, ask_form=form), 422
    joining.ask(db.session(), me(), organisation, form.message.data or "", act_of())
    db.session.commit()
    flash("Votre demande est partie. Vous recevrez la réponse par courriel.", "success")
    return redirect(PATH, code=303)


@bp.post(f"{JOIN}/<int:listed>/domaine")
@signed_in
def join_by_domain(listed: int) -> Response:
    """Join on the proof of my address; commits."""
    organisation = claims.get_listed(db.session(), listed)
    own = claims.own_domains(db.session(), organisation)
    joining.join_by_domain(db.session(), me(), organisation, own, act_of())
    return welcome(organisation)


@bp.post(f"{JOIN}/<int:listed>/code")
@signed_in
def send_code(listed: int) -> Response:
    """Send a code to the address on record; commits."""
    organisation = claims.get_listed(db.session(), listed)
    codes.send_code(db.session(), me(), organisation, act_of())
    db.session.commit()
    flash("Le code est parti à l’adresse de contact connue de l’annuaire.", "success")
    return redirect(f"{JOIN}/{listed}#code", code=303)


@bp.post(f"{JOIN}/<int:listed>/code/verifier")
@signed_in
def join_by_code(listed: int) -> tuple[str, int] | Response:
    """Join on the proof of a code; commits, a wrong try included."""
    organisation, form = claims.get_listed(db.session(), listed), CodeForm(request.form)
    if not form.validate():
        return show_proofs(organisation, code_form=form), 422
    made = codes.join_by_code(db.session(), me(), organisation, form.code.data, act_of())
    if made is None:
        db.session.commit()
        form.code.errors = [WRONG_CODE]
        return show_proofs(organisation, code_form=form), 422
    return welcome(organisation)


def welcome(organisation: Organisation) -> Response:
    """Commit, and show the team that the person has joined."""
    db.session.commit()
    flash("Vous avez rejoint l’organisation.", "success")
    return redirect(f"{PATH}/{organisation.id}/equipe", code=303)


def show_proofs(
    organisation: Organisation,
    *,
    ask_form: AskForm | None = None,
    code_form: CodeForm | None = None,
) -> str:
    """The page of an organisation that one may join, with what is to mend."""
    person, act = me(), act_of()
    team = members.of_organisation(organisation.id)
    own = claims.own_domains(db.session(), organisation)
    forms = (ask_form or AskForm(), code_form or CodeForm())
    return render_template(
        "memberships/join.html",
        found=describe([organisation])[0],
        is_member=is_member(organisation.id, person.id),
        has_team=db.session.scalars(team.limit(1)).first() is not None,
        request_waiting=joining.waiting_request(db.session(), person.id, organisation.id),
        by_domain=joining.can_use_domain(person, own),
        code_waiting=codes.valid_code(db.session(), person.id, organisation.id, act),
        ask_form=forms[0],
        code_form=forms[1],
        problems=forms[0].problems + forms[1].problems,
    )


def is_member(organisation_id: int, person_id: int) -> bool:
    """Whether the person has joined already."""
    known = members.of_person(person_id).where(Membership.organisation_id == organisation_id)
    return db.session.scalars(known).first() is not None
