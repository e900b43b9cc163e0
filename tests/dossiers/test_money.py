from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.dossiers.models import Dossier
from app.dossiers.money import find_schemes, judge_schemes, questions_of
from app.errors import InvalidError
from app.forms.funding_plan import MOST_RESOURCES, FundingPlanForm
from app.forms.funding_plan_lines import PLAN, add_scheme, begin_plan, has_scheme, sum_needs
from app.matching.rules import Verdict
from app.organisations.roles import MemberRole
from app.projects import services as projects
from app.projects.models import Project, Worksheet
from app.toolkit.scheme_terms import Expense
from app.toolkit.schemes import load_schemes
from tests.dossiers.builders import make_dossier, make_sheet
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person

NEEDS = {
    "needs-0-expense": ["investissement"],
    "needs-0-amount": ["80 000 €"],
    "needs-0-year": ["1"],
    "resources-0-scheme": ["autre"],
    "resources-0-label": ["Une fondation"],
    "resources-0-amount": ["30 000"],
    "resources-0-status": ["accorde"],
}


def test_a_sheet_is_asked_once_for_each_expense_and_a_scheme_gives_its_best_answer() -> None:
    sheet, day = make_sheet(expenses=("investissement", "etude")), clock.today()
    assert [q.expense for q in questions_of(sheet, day)] == [Expense.INVESTMENT, Expense.STUDY]
    schemes = load_schemes()
    both = {f.scheme.slug: f for f in find_schemes(sheet, schemes, day)}
    one = find_schemes(make_sheet(expenses=("etude",)), schemes, day)
    for found in one:
        if found.fit.verdict is Verdict.ELIGIBLE:
            assert both[found.scheme.slug].fit.verdict is Verdict.ELIGIBLE
            assert Expense.STUDY in both[found.scheme.slug].expenses
    verdicts = [f.fit.verdict for f in find_schemes(sheet, schemes, day)]
    assert verdicts == sorted(verdicts, key=list(Verdict).index)


def test_a_sheet_that_says_nothing_asks_nothing() -> None:
    empty = make_sheet(stage="", kind="", territory="", amount=None, expenses=())
    assert questions_of(empty, clock.today()) == ()
    assert find_schemes(empty, load_schemes(), clock.today()) == ()


def test_the_schemes_of_a_funder_answer_as_in_the_finder() -> None:
    sheet, day, schemes = make_sheet(), clock.today(), load_schemes()
    today = tuple(scheme.at(day) for scheme in schemes)
    wanted = {scheme.slug for scheme in schemes}
    asked = {
        f.scheme.slug: f.fit.verdict for f in find_schemes(sheet, schemes, day) if f.is_askable
    }
    judged = judge_schemes(sheet, today, wanted, day)
    assert {f.scheme.slug: f.fit.verdict for f in judged} == asked


def test_a_scheme_joins_a_plan_once_and_the_plan_still_adds_up() -> None:
    schemes = tuple(s.at(clock.today()) for s in load_schemes())
    raw = add_scheme(NEEDS, schemes[0], expense=Expense.INVESTMENT)
    assert NEEDS.keys() < raw.keys()
    assert has_scheme(raw, schemes[0])
    with pytest.raises(InvalidError):
        add_scheme(raw, schemes[0])
    form: Any = FundingPlanForm.from_raw(raw)
    form.say_choices(schemes)
    assert form.validate(), form.problems
    assert [r.amount for r in form.read_plan(schemes).resources] == [30_000, 0]
    assert sum_needs(raw) == 80_000
    for scheme in schemes[1 : MOST_RESOURCES - 1]:
        raw = add_scheme(raw, scheme)
    with pytest.raises(InvalidError):
        add_scheme(raw, schemes[MOST_RESOURCES])
    assert sum_needs(begin_plan("ACI", "93")) is None


@pytest.fixture
def mine(app: Flask, session: Session) -> tuple[FlaskClient, Dossier]:
    """A signed-in browser and its project."""
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    dossier = make_dossier(session, person)
    return browser_of(app, session, person), dossier


def first_scheme(dossier: Dossier) -> str:
    found = find_schemes(make_sheet(), load_schemes(), clock.today())
    return next(f.scheme.slug for f in found if f.is_askable)


def test_the_page_says_what_to_ask_for_and_one_click_puts_it_in_the_plan(
    session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}/financements"
    page = read_page(client.get(here))
    assert "Pourquoi pas les autres" in page.text
    assert "Le plan de financement n’est pas commencé" in page.text
    slug = first_scheme(dossier)
    added = client.post(f"{here}/ajouter", data={"dispositif": slug, "version": "0"})
    assert added.status_code == 303
    kept = session.scalars(sa.select(Worksheet)).one()
    assert (kept.tool, kept.version) == (PLAN, 1)
    assert kept.data["kind"] == ["ACI"]
    assert kept.data["department"] == ["93"]
    assert slug in kept.data["resources-0-scheme"]
    page = read_page(client.get(here))
    assert "Déjà dans le plan de financement" in page.text
    assert "ne se calcule pas encore" in page.text


def test_a_scheme_is_never_put_twice_in_the_plan_and_a_change_meanwhile_is_said(
    session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}/financements"
    project = session.get_one(Project, dossier.id)
    projects.save(session, project, PLAN, NEEDS, 0, clock.now())
    session.commit()
    slug = first_scheme(dossier)
    stale = client.post(f"{here}/ajouter", data={"dispositif": slug, "version": "0"})
    assert stale.status_code == 409
    assert "entre-temps" in read_page(stale).text
    form = {"dispositif": slug, "version": "1"}
    assert client.post(f"{here}/ajouter", data=form).status_code == 303
    again = client.post(f"{here}/ajouter", data={"dispositif": slug, "version": "2"})
    assert again.status_code == 422
    assert "déjà dans le plan" in read_page(again).text
    text = read_page(client.get(here)).text.replace("\u202f", " ").replace("\xa0", " ")
    for said in ("80 000 €", "30 000 €", "50 000 €"):
        assert said in text


@pytest.mark.parametrize("form", [{}, {"dispositif": "inconnu", "version": "0"}])
def test_what_is_no_scheme_of_the_project_joins_no_plan(
    mine: tuple[FlaskClient, Dossier], form: dict[str, str]
) -> None:
    client, dossier = mine
    answer = client.post(f"/espace/projet/{dossier.id}/financements/ajouter", data=form)
    assert answer.status_code == 404


def test_the_money_of_a_project_follows_the_roles(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    organisation = make_organisation(session)
    reader = make_member(session, organisation, MemberRole.READER)
    dossier = make_dossier(session, organisation)
    here = f"/espace/projet/{dossier.id}/financements"
    client = browser_of(app, session, reader)
    assert "Ajouter au plan" not in read_page(client.get(here)).text
    form = {"dispositif": first_scheme(dossier), "version": "0"}
    assert client.post(f"{here}/ajouter", data=form).status_code == 403
    other = browser_of(app, session, make_person(session))
    for address in (here, f"{here}.ics"):
        assert client.get(address).status_code == 200
        assert other.get(address).status_code == 404


def test_an_empty_sheet_is_told_what_to_say(app: Flask, session: Session) -> None:
    person = make_person(session)
    nothing: dict[str, Any] = {"stage": "", "kind": "", "territory": "", "amount": None}
    dossier = make_dossier(session, person, expenses=(), **nothing)
    client = browser_of(app, session, person)
    page = read_page(client.get(f"/espace/projet/{dossier.id}/financements"))
    assert "ne dit pas encore assez" in page.text
    assert "Dites l’étape" in read_page(client.get(f"/espace/projet/{dossier.id}")).text
