"""Networks: agreed members, their figures, events in the network's name; the commands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.audit.models import Revision
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.events.models import Event
from app.organisations import networks
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.proposals.models import Proposal
from app.siae.models import Activity, Siae
from app.siae.network_figures import read_figures
from tests.http.forms import read_form
from tests.organisations.conftest import Acting
from tests.people import browser_of, make_member, make_organisation, make_person

Listed = Callable[..., Organisation]
HOME = "/espace/organisations"


@pytest.fixture
def network(session: Session) -> Organisation:
    made = make_organisation(session, "Réseau du Nord")
    made.is_network = True
    session.flush()
    return made


def test_a_network_counts_only_who_agreed(
    session: Session, network: Organisation, listed: Listed, acting: Acting
) -> None:
    asker = make_member(session, network, MemberRole.EDITOR)
    organisation = listed()
    owner = make_member(session, organisation, MemberRole.OWNER)
    siae = session.scalars(sa.select(Siae)).one()
    session.add(
        Activity(siae_id=siae.id, sector="inconnu-x", evidence="", is_nationwide=False,
                 is_inferred=False, capacity_fte=2.5)
    )  # fmt: skip
    place = networks.propose(session, network.id, organisation.id, acting(asker))
    assert read_figures(session, network.id).organisations == 0
    with pytest.raises(NotAllowedError):
        networks.agree(session, place, acting(asker, is_team=True))
    with pytest.raises(InvalidError):
        networks.propose(session, network.id, organisation.id, acting(asker))
    networks.agree(session, place, acting(owner))
    session.expire_all()
    figures = read_figures(session, network.id)
    assert (figures.organisations, figures.capacity_fte, figures.declared) == (1, 2.5, 1)
    assert figures.departments[0][1] == 1
    networks.end(session, place, acting(owner))
    assert read_figures(session, network.id).organisations == 0
    assert networks.propose(session, network.id, organisation.id, acting(asker)).id == place.id


def test_what_is_no_network_proposes_nothing(
    session: Session, network: Organisation, listed: Listed, acting: Acting
) -> None:
    person, plain = make_person(session), listed()
    with pytest.raises(NotFoundError):
        networks.propose(session, plain.id, network.id, acting(person))
    with pytest.raises(InvalidError):
        networks.propose(session, network.id, network.id, acting(person))


def test_the_team_agrees_for_who_has_nobody(
    app: Flask, session: Session, network: Organisation, listed: Listed
) -> None:
    organisation = listed("=Atelier")
    client = browser_of(app, session, make_member(session, network, MemberRole.EDITOR))
    page = f"{HOME}/{network.id}/reseau/proposer"
    action = f"{page}/{organisation.id}"
    assert (
        client.post(action, data=read_form(client, f"{page}?q=atelier", action)).status_code == 303
    )
    desk = browser_of(app, session, make_person(session, role=PortalRole.MODERATOR))
    place = session.scalars(sa.select(networks.NetworkPlace)).one()
    action = f"/admin/reseaux/adhesions/{place.id}"
    fields = read_form(desk, "/admin/reseaux", action)
    fields.setlist("action", ["accepter"])
    assert desk.post(action, data=fields).status_code == 303
    shown = client.get(f"{HOME}/{network.id}/reseau").get_data(as_text=True)
    assert "Membre du réseau" in shown
    rows = client.get(f"{HOME}/{network.id}/reseau.csv").get_data(as_text=True)
    assert "'=Atelier" in rows  # a spreadsheet runs nothing
    assert "Seine-Saint-Denis" in rows


def test_a_network_publishes_events_in_its_name(
    app: Flask, session: Session, network: Organisation
) -> None:
    client = browser_of(app, session, make_member(session, network, MemberRole.EDITOR))
    page = f"{HOME}/{network.id}/reseau/evenement"
    fields = read_form(client, page, page)
    assert client.post(page, data=fields).status_code == 422
    said = {
        "titre": "Forum des SIAE", "genre": "forum", "jour": "12/01/2099", "territoire": "Bondy",
        "description": "Des rencontres.", "organisateur": "Un autre",
    }  # fmt: skip
    for name, value in said.items():
        fields.setlist(name, [value])
    answer = client.post(page, data=fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    event = session.scalars(sa.select(Event)).one()
    assert (event.organiser, event.origin) == (network.name, f"réseau : {network.name}")
    assert session.scalars(sa.select(Proposal.state)).all() == ["accepted"]
    assert session.scalars(sa.select(Revision.author)).all() == [network.name]
    assert client.get(answer.location).status_code == 200
    again = client.post(page, data=fields)
    assert again.status_code == 422
    assert session.scalars(sa.select(Proposal.state)).all() == ["accepted"]


def test_a_reader_of_a_network_publishes_nothing_nor_does_another(
    app: Flask, session: Session, network: Organisation
) -> None:
    reader = browser_of(app, session, make_member(session, network, MemberRole.READER))
    page = f"{HOME}/{network.id}/reseau/evenement"
    assert reader.get(page).status_code == 403
    plain = make_organisation(session)
    owner = browser_of(app, session, make_member(session, plain, MemberRole.OWNER))
    assert owner.get(page).status_code == 404
    assert owner.get(f"{HOME}/{plain.id}/reseau").status_code == 404
    assert owner.get(f"{HOME}/{plain.id}/reseau/evenement").status_code == 404


def test_the_commands(app: Flask, session: Session, listed: Listed) -> None:
    organisation = listed(siret="73282932000074")
    member = make_member(session, organisation, MemberRole.OWNER)
    session.commit()
    run = app.test_cli_runner().invoke
    assert "1 organisations" in run(args=["organisations", "list"]).output
    assert member.email in run(args=["organisations", "members", "73282932000074"]).output
    number = str(organisation.id)
    assert "est un réseau" in run(args=["organisations", "network", number]).output
    assert "n’est pas" in run(args=["organisations", "network", number, "--off"]).output
    assert run(args=["organisations", "members", "999999"]).exit_code != 0
