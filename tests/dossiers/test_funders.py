from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import PortalRole, Purpose
from app.dossiers import conference, fundable, funder_letters, funders, positions
from app.dossiers.fundable import FundableCriteria, Purse
from app.dossiers.funder_letters import EVERY, Sender
from app.dossiers.funder_models import FunderLetter, FunderPosition, SchemeFunder
from app.dossiers.funder_words import PositionState
from app.dossiers.models import Dossier
from app.dossiers.positions import PositionConflictError, Stance
from app.dossiers.words import Visibility
from app.errors import InvalidError, NotFoundError
from app.mail.models import Letter
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.organisations.steps import Act, TeamStep
from app.toolkit.schemes import load_schemes
from tests.dossiers.builders import make_dossier, make_sheet
from tests.dossiers.funders import SITE, fitting_schemes, make_funder, show
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person

SCHEMES = fitting_schemes(make_sheet())
ACT = Act(by=None, now=clock.now(), site=SITE, is_team=True)


@pytest.fixture
def pair(session: Session) -> tuple[Dossier, SchemeFunder]:
    """A visible project, and a funder that it fits."""
    dossier = make_dossier(session, make_person(session))
    show(session, dossier)
    return dossier, make_funder(session, make_organisation(session, "Le fonds"), SCHEMES[0])


def purse_of(*tied: SchemeFunder) -> Purse:
    day = clock.today()
    schemes = tuple(scheme.at(day) for scheme in load_schemes())
    return Purse(tied=funders.schemes_by_tie(tied, schemes), schemes=schemes, day=day)


def listed(session: Session, purse: Purse, **criteria: str) -> list[int]:
    found = fundable.list_projects(session, purse, FundableCriteria(**criteria), clock.now())
    return [project.number for project in found]


def stand(
    session: Session, dossier: Dossier, tie: SchemeFunder, version: int = 0, **v: Any
) -> None:
    stance = Stance(**({"state": PositionState.ASKED, "asked": 20_000} | v))
    by = make_person(session).id
    positions.save(session, (dossier.id, tie.id), stance, version, by=by, now=clock.now())


def test_a_funder_reads_what_fits_it_and_is_visible_and_nothing_else(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    dossier, tie = pair
    make_dossier(session, make_person(session))
    far = next(s for s in load_schemes() if s.slug not in {one.slug for one in SCHEMES})
    other = make_funder(session, make_organisation(session, "Ailleurs"), far)
    assert listed(session, purse_of(tie)) == [dossier.id]
    assert listed(session, purse_of(other)) == []
    assert listed(session, purse_of(tie), territory="93", stage="etude") == [dossier.id]
    assert listed(session, purse_of(tie), territory="75") == []
    assert listed(session, purse_of(tie), scheme="autre") == []
    show(session, dossier, Visibility.PRIVATE)
    assert listed(session, purse_of(tie)) == []
    with pytest.raises(NotFoundError):
        fundable.find_project(session, purse_of(tie), dossier.id, clock.now())


def test_what_a_funder_answered_stays_in_its_list_once_the_project_fits_no_longer(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    dossier, tie = pair
    stand(session, dossier, tie)
    dossier.stage, dossier.expenses = "", ("tresorerie",)
    far = next(s for s in load_schemes() if s.slug not in {one.slug for one in SCHEMES})
    tie.scheme = far.slug
    session.flush()
    assert listed(session, purse_of(tie)) == [dossier.id]


def test_the_team_ties_a_funder_once_and_its_history_says_so(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    dossier, tie = pair
    organisation = session.get_one(Organisation, tie.organisation_id)
    with pytest.raises(InvalidError):
        make_funder(session, organisation, SCHEMES[0])
    stand(session, dossier, tie)
    funders.untie(session, tie.id, SCHEMES[0].name, ACT)
    with pytest.raises(NotFoundError):
        funders.untie(session, tie.id, SCHEMES[0].name, ACT)
    assert session.scalars(positions.of_dossiers([dossier.id])).all() == []
    assert make_funder(session, organisation, SCHEMES[0]).id == tie.id
    assert len(session.scalars(positions.of_dossiers([dossier.id])).all()) == 1
    steps = session.scalars(sa.select(TeamStep.detail).order_by(TeamStep.id)).all()
    assert [text.split("«")[0].strip() for text in steps] == [
        "finance", "ne finance plus", "finance",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"state": PositionState.GRANTED, "granted": None},
        {"state": PositionState.STUDIED, "granted": 5},
        {"state": PositionState.ASKED, "asked": None},
    ],
)
def test_amounts_go_with_the_state(
    session: Session, pair: tuple[Dossier, SchemeFunder], said: dict[str, Any]
) -> None:
    with pytest.raises(InvalidError):
        stand(session, *pair, **said)


def test_of_two_people_who_write_a_position_the_second_reads_the_first(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    stand(session, *pair)
    for seen in (0, 7):
        with pytest.raises(PositionConflictError) as told:
            stand(session, *pair, version=seen, asked=1)
        assert told.value.current.asked == 20_000
    stand(session, *pair, version=1, state=PositionState.GRANTED, granted=15_000)
    assert session.scalars(sa.select(FunderPosition.version)).one() == 2


def test_nothing_is_written_on_a_project_that_is_private_again(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    dossier, tie = pair
    stand(session, dossier, tie)
    show(session, dossier, Visibility.PRIVATE)
    assert session.scalars(positions.of_dossiers([dossier.id])).all() == []
    with pytest.raises(NotFoundError):
        stand(session, dossier, tie, version=1)
    with pytest.raises(NotFoundError):
        write(session, dossier, tie)


def write(session: Session, dossier: Dossier, tie: SchemeFunder, **values: Any) -> FunderLetter:
    sender = Sender(
        person=values.get("person") or make_person(session),
        organisation=session.get_one(Organisation, tie.organisation_id),
        now=values.get("now", clock.now()),
        site=SITE,
    )
    return funder_letters.send(session, dossier.id, values.get("text", "Parlons-en."), sender)


def test_a_letter_goes_to_the_holder_once_a_week(
    session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    dossier, tie = pair
    writer = make_person(session, "fonds@exemple.fr", name="Alice Martin")
    first = write(session, dossier, tie, person=writer)
    sent = session.scalars(sa.select(Letter)).one()
    assert sent.headers == {"Reply-To": "fonds@exemple.fr"}
    assert "Alice Martin, Le fonds" in sent.text
    with pytest.raises(InvalidError):
        write(session, dossier, tie, person=make_person(session))
    assert write(session, dossier, tie, now=first.at + EVERY).id != first.id
    other = make_funder(session, make_organisation(session, "Un autre"), SCHEMES[0])
    write(session, dossier, other)


def test_a_letter_to_an_organisation_goes_to_those_who_write_for_it(session: Session) -> None:
    holder = make_organisation(session)
    dossier = make_dossier(session, holder)
    show(session, dossier)
    tie = make_funder(session, make_organisation(session, "Le fonds"), SCHEMES[0])
    with pytest.raises(InvalidError):
        write(session, dossier, tie)
    session.execute(sa.delete(FunderLetter))
    people = [make_member(session, holder, role) for role in MemberRole]
    write(session, dossier, tie)
    sent = set(session.scalars(sa.select(Letter.recipient)))
    assert sent == {people[0].email, people[1].email}


def test_the_table_counts_what_is_granted_and_never_less_than_nothing(session: Session) -> None:
    holder = make_person(session)
    dossiers = [make_dossier(session, holder, amount=amount) for amount in (50_000, 10_000, None)]
    ties = [
        make_funder(session, make_organisation(session, f"Fonds {at}"), SCHEMES[0])
        for at in range(2)
    ]
    for dossier in dossiers:
        show(session, dossier)
    granted = {"state": PositionState.GRANTED, "granted": 15_000}
    stand(session, dossiers[0], ties[0], **granted)
    stand(session, dossiers[0], ties[1])
    stand(session, dossiers[1], ties[0], **granted)
    stand(session, dossiers[2], ties[1], state=PositionState.REFUSED)
    projects = fundable.list_projects(session, purse_of(*ties), FundableCriteria(), clock.now())
    told = session.scalars(positions.of_dossiers([p.number for p in projects])).all()
    rows = conference.make_rows(projects, told, {}, {})
    by_number = {row.project.number: row for row in rows}
    assert [
        (row.sought, row.asked, row.granted, row.missing)
        for row in (by_number[dossier.id] for dossier in dossiers)
    ] == [(50_000, 40_000, 15_000, 35_000), (10_000, 20_000, 15_000, 0), (None, 0, 0, None)]
    total = conference.add_up(rows)
    assert (total.sought, total.asked, total.granted) == (60_000, 60_000, 30_000)
    assert (total.missing, total.silent) == (35_000, 1)
    from_plan = conference.make_rows(projects, told, {}, {dossiers[2].id: total.sought})
    assert [row.is_from_plan for row in from_plan].count(True) == 1


def test_the_dashboard_of_a_funder_leads_to_its_projects(
    app: Flask, session: Session, pair: tuple[Dossier, SchemeFunder]
) -> None:
    organisation = session.get_one(Organisation, pair[1].organisation_id)
    person = make_member(session, organisation, MemberRole.READER)
    person.purpose = Purpose.FUNDER.value
    address = f"/espace/organisations/{organisation.id}/projets-a-financer"
    client = browser_of(app, session, person)
    assert address in client.get("/espace").get_data(as_text=True)
    team = client.get(f"/espace/organisations/{organisation.id}/equipe")
    assert address in team.get_data(as_text=True)


def test_the_desk_ties_and_takes_back(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    organisation = make_organisation(session, "Fondation de l’Ourcq")
    client = browser_of(app, session, make_person(session, role=PortalRole.MODERATOR))
    assert "Aucun pour l’instant" in read_page(client.get("/admin/financeurs")).text
    assert "Fondation" in read_page(client.get("/admin/financeurs?q=fondation")).text
    here = f"/admin/financeurs/{organisation.id}"
    for wrong in ({}, {"dispositif": "inconnu"}):
        assert client.post(here, data=wrong).status_code == 422
    form = {"dispositif": SCHEMES[0].slug}
    assert client.post(here, data=form).status_code == 303
    again = client.post(here, data=form)
    assert again.status_code == 422
    assert "déjà relié" in read_page(again).text
    number = session.scalars(sa.select(SchemeFunder.id)).one()
    assert client.post(f"/admin/financeurs/liens/{number}/retirer").status_code == 303
    assert "Reliée à aucun dispositif" in read_page(client.get(here)).text
    assert client.post(f"/admin/financeurs/liens/{number}/retirer").status_code == 404
    assert client.get("/admin/financeurs/999999").status_code == 404
