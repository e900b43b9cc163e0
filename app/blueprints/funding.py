"""Schemes: the list, the sheet of each, the finder, their twins for spreadsheets and diaries."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock, territories
from app.audit.services import history
from app.blueprints import funding_lists as lists
from app.blueprints.current_schemes import current_schemes
from app.blueprints.downloads import give_file
from app.blueprints.funding_cards import SchemeCard, SchemePage, say_deadline
from app.blueprints.lists import address, page_count, render_list, suggested_territories
from app.blueprints.pagination import build_page_links
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.exports.csv_export import write_csv
from app.extensions import db
from app.forms.funding_filters import FinderQuestion, FundingFilters
from app.funding.calendar import Stamp, write_dates
from app.funding.directory import find_successor
from app.funding.export import NAMES, export_rows
from app.funding.finder import Answer, find
from app.funding.models import FundingScheme
from app.funding.services import subject_of
from app.funding.sources.portal_csv import write_template
from app.toolkit.scheme_terms import BeneficiaryKind
from app.toolkit.schemes import Scheme

bp = Blueprint("funding", __name__)
PATH = "/financements"
FINDER = f"{PATH}/trouver"
CSV, ICS = "text/csv; charset=utf-8", "text/calendar; charset=utf-8"


@bp.get(PATH)
def index() -> Response:
    """One page of the schemes that may be asked for; htmx asks for the results alone."""
    filters = FundingFilters.from_args(request.args)
    found = lists.find_schemes(filters)
    first = (filters.page - 1) * filters.size
    kept = [p for p in filters.to_args() if p[0] not in {"page", "par"}]
    pages = page_count(len(found), filters)
    return render_list(
        "funding",
        filters=filters,
        cards=[SchemeCard.of(scheme) for scheme in found[first : first + filters.size]],
        total=len(found),
        choices=lists,
        places=suggested_territories(),
        place=territories.get(filters.territory).label if filters.territory else "",
        chosen={name: [w for n, w in filters.to_args() if n == name] for name in ("forme", "etat")},
        active=lists.active(filters, PATH),
        sorts=lists.sorts(filters, PATH),
        csv=address(f"{PATH}.csv", kept),
        ics=address(f"{PATH}.ics", kept),
        links=build_page_links(filters.page, pages, PATH, filters.to_args()),
    )


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The schemes that the filters leave, in the columns of the portal’s CSV."""
    return give_csv(lists.find_schemes(FundingFilters.from_args(request.args)))


@bp.get(f"{PATH}.ics")
def calendar() -> Response:
    """The dates of the schemes that the filters leave."""
    found = lists.find_schemes(FundingFilters.from_args(request.args))
    return give_dates("Financements de l’IAE", found, "financements")


@bp.get(f"{PATH}/format.csv")
def template() -> Response:
    """The model of the CSV that the portal imports."""
    return give_file(write_template(), CSV, "financements-modele.csv")


@bp.get(FINDER)
def finder() -> str:
    """What a project may ask for, and why."""
    asked = FinderQuestion.from_args(request.args)
    answer = answer_to(asked)
    return render_template(
        "funding/find.html",
        asked=asked,
        answer=answer,
        choices=lists,
        beneficiaries=tuple((kind.value, kind.label) for kind in BeneficiaryKind),
        places=suggested_territories(),
        place=territories.get(asked.territory).label if asked.territory else "",
        amount=f"{asked.amount:f}" if asked.amount is not None else "",
        deadlines={f.scheme.slug: say_deadline(f.deadline, clock.today()) for f in answer.asked}
        if answer
        else {},
        csv=address(f"{FINDER}.csv", asked.to_args()),
        ics=address(f"{FINDER}.ics", asked.to_args()),
    )


@bp.get(f"{FINDER}.csv")
def finder_csv() -> Response:
    """The answer of the finder: each scheme with its verdict and the reasons."""
    answer = answer_to(FinderQuestion.from_args(request.args))
    fits = (*answer.asked, *answer.not_eligible) if answer else ()
    rows = [
        (
            fit.verdict.label,
            fit.scheme.name,
            fit.scheme.funder,
            fit.scheme.state.label,
            fit.deadline.isoformat() if fit.deadline else "",
            f"{fit.score:.2f}",
            " | ".join(f"{rule.verdict.label} : {rule.why}" for rule in fit.rules),
            f"{PATH}/{fit.scheme.slug}",
        )
        for fit in fits
    ]
    columns = ("avis", "nom", "financeurs", "etat", "echeance", "score", "raisons", "adresse")
    return give_file("".join(write_csv(columns, rows)), CSV, "financements-trouves.csv")


@bp.get(f"{FINDER}.ics")
def finder_dates() -> Response:
    """The dates of what a project may ask for."""
    answer = answer_to(FinderQuestion.from_args(request.args))
    found = [fit.scheme for fit in answer.asked] if answer else []
    return give_dates("Financements pour mon projet", found, "financements-trouves")


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str | AnyResponse:
    """The sheet of a scheme; an address it had before leads to it."""
    schemes = current_schemes()
    scheme = next((s for s in schemes if s.slug == slug), None)
    if scheme is None:
        return redirect(f"{PATH}/{successor_of(schemes, slug).slug}", code=301)
    row = db.session.scalar(sa.select(FundingScheme).where(FundingScheme.slug == slug))
    changes = db.session.scalars(history(*subject_of(row))).all() if row else ()
    page = SchemePage.of(scheme, schemes, row, changes)
    return render_template("funding/show.html", page=page, scheme=scheme)


@bp.get(f"{PATH}/<slug>.ics")
def show_dates(slug: str) -> Response:
    """The dates of one scheme."""
    schemes = current_schemes()
    scheme = next((s for s in schemes if s.slug == slug), None) or successor_of(schemes, slug)
    return give_dates(scheme.name, [scheme], scheme.slug)


def successor_of(schemes: tuple[Scheme, ...], slug: str) -> Scheme:
    """The scheme that had that address; NotFoundError where none had."""
    found = find_successor(schemes, slug)
    if found is None:
        raise NotFoundError("Aucun dispositif ne porte cette adresse.")
    return found


def answer_to(asked: FinderQuestion) -> Answer | None:
    """What the finder answers today; None where nothing was asked."""
    question = asked.on(clock.today())
    return None if question.is_empty else find(question, current_schemes())


def give_csv(schemes: Iterable[Scheme]) -> Response:
    """Schemes as a file that can be imported again."""
    rows = (row for scheme in schemes for row in export_rows(scheme))
    name = f"financements-{clock.today():%Y-%m-%d}.csv"
    return give_file("".join(write_csv(NAMES, rows)), CSV, name)


def give_dates(title: str, schemes: Iterable[Scheme], name: str) -> Response:
    """The dates of schemes, for a diary."""
    stamp = Stamp(made_at=clock.now(), base_url=base_url())
    return give_file(write_dates(title, schemes, stamp), ICS, f"{name}.ics")
