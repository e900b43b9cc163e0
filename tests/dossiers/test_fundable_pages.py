from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import funder_letters, positions
from app.dossiers.funder_letters import Sender
from app.dossiers.funder_models import FunderLetter, FunderPosition, SchemeFunder
from app.dossiers.funder_words import PositionState
from app.dossiers.models import Dossier
from app.dossiers.positions import Stance
from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.forms.funding_plan_lines import PLAN
from app.mail.models import Letter
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.projects import services as projects
from app.projects.models import Project
from config import Settings
from tests.dossiers.builders import make_dossier, make_sheet
from tests.dossiers.funders import SITE, fitting_schemes, make_funder, show
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person

SCHEMES = fitting_schemes(make_sheet())
HOLDER = "porteuse@exemple.fr"


class World:
    """A visible project, a funder with its browsers, and the addresses of its pages."""

    def __init__(self, app: Flask, session: Session) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self.app, self.session = app, session
        self.holder = make_person(session, HOLDER, name="Camille Porteuse")
        self.dossier = make_dossier(session, self.holder)
        show(session, self.dossier)
        self.fund = make_organisation(session, "Le fonds")
        self.tie = make_funder(session, self.fund, SCHEMES[0])
        self.list = f"/espace/organisations/{self.fund.id}/projets-a-financer"
        self.page = f"{self.list}/{self.dossier.id}"
        self.stand = f"{self.page}/positions/{self.tie.id}"

    def browser(self, role: MemberRole = MemberRole.EDITOR, fund: Any = None) -> FlaskClient:
        person = make_member(self.session, fund or self.fund, role)
        return browser_of(self.app, self.session, person)

    def fields(self, **values: str) -> dict[str, str]:
        return {f"p{self.tie.id}-{name}": value for name, value in values.items()}


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    return World(app, session)


def text_of(answer: Any) -> str:
    return read_page(answer).text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_funder_reads_the_sheet_and_never_who_holds_it(world: World) -> None:
    client = world.browser(MemberRole.READER)
    for address in (world.list, world.page, f"{world.list}/conference"):
        text = text_of(client.get(address))
        assert "Une blanchisserie à Bondy" in text
        assert SCHEMES[0].name in text or "conference" in address
    files = (f"{world.list}.csv", f"{world.list}/conference.csv")
    for address in (*files, world.list, world.page, f"{world.list}/conference"):
        content = client.get(address).get_data(as_text=True)
        assert "Une blanchisserie à Bondy" in content
        assert HOLDER not in content
        assert "Camille" not in content
    page = client.get(world.page).get_data(as_text=True)
    assert "Demander à échanger" not in page
    assert client.post(f"{world.page}/message", data={"message": "Bonjour"}).status_code == 403
    assert client.post(world.stand).status_code == 403


def test_who_is_no_funder_is_told_how_to_be_one_and_reads_nothing(world: World) -> None:
    plain = make_organisation(world.session, "Sans dispositif")
    client = world.browser(MemberRole.OWNER, plain)
    here = f"/espace/organisations/{plain.id}/projets-a-financer"
    page = read_page(client.get(here)).text
    assert "Seule l’équipe du portail relie" in page
    assert "blanchisserie" not in page
    for end in (f"/{world.dossier.id}", "/conference", ".csv", "/conference.csv"):
        assert client.get(f"{here}{end}").status_code == 404


def test_the_filters_are_in_the_address_and_bad_ones_are_said(world: World) -> None:
    client = world.browser(MemberRole.READER)
    good = f"{world.list}?territoire=bondy&dispositif={SCHEMES[0].slug}&etape=etude"
    assert "Une blanchisserie" in text_of(client.get(good))
    assert "Aucun projet visible ne correspond" in text_of(client.get(f"{world.list}?etape=idee"))
    bad = client.get(f"{world.list}?territoire=Atlantide&dispositif=x&page=-3&rien=1")
    assert bad.status_code == 200
    assert "Un filtre a été ignoré" in text_of(bad)
    assert client.get(f"{world.list}?page=99").status_code == 200


def test_a_project_that_is_private_again_is_gone_with_what_was_said_of_it(world: World) -> None:
    client, mine = world.browser(), browser_of(world.app, world.session, world.holder)
    form = world.fields(etat="demande", demande="20 000", precision="Dossier complet", version="0")
    assert client.post(world.stand, data=form).status_code == 303
    here = f"/espace/projet/{world.dossier.id}"
    for reader, address in ((client, world.page), (mine, here), (mine, f"{here}/financements")):
        text = text_of(reader.get(address))
        assert "Le fonds" in text
        assert "20 000 €" in text
        assert "Dossier complet" in text
    private = {"visibilite": "prive", "version": "2"}
    assert mine.post(f"{here}/visibilite", data=private).status_code == 303
    assert client.get(world.page).status_code == 404
    assert client.post(world.stand, data=form).status_code == 404
    assert "Le fonds" not in text_of(mine.get(here))


def test_bad_positions_are_said_and_lose_nothing(world: World) -> None:
    client = world.browser()
    for values, said in (
        ({"etat": ""}, "Choisissez un état"),
        ({"etat": "peut-etre"}, "choisissez dans la liste"),
        ({"etat": "demande", "demande": "beaucoup"}, "écrivez un nombre"),
        ({"etat": "demande"}, "Indiquez le montant demandé"),
        ({"etat": "accorde", "demande": "5"}, "Indiquez le montant accordé"),
        ({"etat": "etude", "accorde": "5"}, "ne va qu’avec l’état"),
        ({"etat": "demande", "demande": "-5"}, "négatif"),
    ):
        form = world.fields(precision="Gardez-moi", version="0", **values)
        answer = client.post(world.stand, data=form)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "Gardez-moi" in answer.get_data(as_text=True)
    assert world.session.scalars(sa.select(FunderPosition.id)).all() == []


def test_of_two_positions_at_once_the_second_sees_the_first(world: World) -> None:
    client = world.browser()
    first = world.fields(etat="demande", demande="20000", version="0")
    assert client.post(world.stand, data=first).status_code == 303
    second = world.fields(etat="refuse", precision="Hors sujet", version="0")
    answer = client.post(world.stand, data=second)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Ce qui a été écrit entre-temps" in text
    assert "20 000 €" in text
    assert "Hors sujet" in answer.get_data(as_text=True)
    again = second | world.fields(version="1")
    assert client.post(world.stand, data=again).status_code == 303


def test_a_funder_stands_for_its_own_schemes_alone(world: World) -> None:
    other = make_funder(world.session, make_organisation(world.session, "Autre"), SCHEMES[0])
    client = world.browser()
    form = {f"p{other.id}-etat": "etude", f"p{other.id}-version": "0"}
    answer = client.post(f"{world.page}/positions/{other.id}", data=form)
    assert answer.status_code == 404
    assert client.post(f"{world.page}/positions/999", data=form).status_code == 404


def test_a_word_to_the_holder_is_a_letter_and_stays_on_the_page(world: World) -> None:
    client, mine = world.browser(), browser_of(world.app, world.session, world.holder)
    assert client.post(f"{world.page}/message", data={"message": " "}).status_code == 422
    sent = client.post(f"{world.page}/message", data={"message": "Parlons-en.\nLundi ?"})
    assert sent.status_code == 303
    assert world.session.scalars(sa.select(Letter.recipient)).all() == [HOLDER]
    text = text_of(mine.get(f"/espace/projet/{world.dossier.id}"))
    assert "Qui a écrit" in text
    assert "Parlons-en." in text
    again = client.post(f"{world.page}/message", data={"message": "Encore moi"})
    assert again.status_code == 422
    assert "a déjà écrit à ce porteur" in text_of(again)
    assert "Encore moi" in again.get_data(as_text=True)
    assert "Qui a écrit" not in text_of(client.get(world.page))


def test_the_table_and_its_files_say_the_same(world: World) -> None:
    dossier = make_dossier(world.session, world.holder, title="Sans montant", amount=None)
    show(world.session, dossier)
    raw = {"needs-0-expense": ["etude"], "needs-0-amount": ["12 000"], "needs-1-amount": ["rien"]}
    project = world.session.get_one(Project, dossier.id)
    projects.save(world.session, project, PLAN, raw, 0, clock.now())
    client = world.browser()
    granted = world.fields(etat="accorde", demande="20000", accorde="15000", version="0")
    assert client.post(world.stand, data=granted).status_code == 303
    here = f"{world.list}/conference"
    text = text_of(client.get(f"{here}?territoire=93"))
    for said in (
        *("80 000 €", "65 000 €", "12 000 €", "92 000 €", "besoins du plan"),
        f"Le fonds ({SCHEMES[0].name}) : accordé 15 000 € (demandé 20 000 €)",
    ):
        assert said in text
    assert "Aucun projet visible" in text_of(client.get(f"{here}?territoire=75"))
    lines = client.get(f"{here}.csv").get_data(as_text=True)
    assert "déclarés par les financeurs" in lines
    assert "plan de financement" in lines
    book = load_workbook(io.BytesIO(client.get(f"{here}.xlsx").data))
    rows = list(book["Projets"].iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "Total")
    assert (total[3], *total[5:8]) == (92_000, 20_000, 15_000, 77_000)
    assert book["Par financeur"]["B2"].value == "Le fonds"


def test_the_lists_ask_as_much_whatever_their_length(world: World, queries: Any) -> None:
    client = world.browser(MemberRole.READER)
    client.get(world.list)  # the schemes are read once, and kept
    counts: list[list[int]] = []
    for more in (1, 6):
        for _ in range(more):
            show(world.session, make_dossier(world.session, world.holder))
        world.session.commit()
        found = []
        for address in (world.list, f"{world.list}/conference"):
            with queries() as sent:
                assert client.get(address).status_code == 200
            found.append(len(sent))
        counts.append(found)
    assert counts[0] == counts[1]


@pytest.fixture
def portal(database: str, settings: Settings) -> Any:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        session = db.session()
        dossier = make_dossier(session, make_person(session))
        show(session, dossier)
        fund = make_organisation(session, "Le fonds")
        make_funder(session, fund, SCHEMES[0])
        for _ in range(2):
            make_member(session, fund, MemberRole.EDITOR)
        session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, acts: list[Callable[[Session], object]]) -> list[bool]:
    def run(act: Callable[[Session], object]) -> bool:
        with app.app_context():
            try:
                act(db.session())
                db.session.commit()
            except PortalError:
                db.session.rollback()
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.enable_socket
def test_two_members_who_write_at_once_send_one_letter(portal: Flask) -> None:
    def write(session: Session) -> object:
        tie = session.scalars(sa.select(SchemeFunder)).one()
        sender = Sender(
            person=session.scalars(sa.select(Person).limit(1)).one(),
            organisation=session.get_one(Organisation, tie.organisation_id),
            now=clock.now(),
            site=SITE,
        )
        number = session.scalars(sa.select(Dossier.id)).one()
        return funder_letters.send(session, number, "Parlons-en.", sender)

    assert sorted(at_once(portal, [write, write, write])) == [False, False, True]
    with portal.app_context():
        assert len(db.session.scalars(sa.select(FunderLetter.id)).all()) == 1


@pytest.mark.enable_socket
def test_two_members_who_stand_at_once_do_not_write_over_each_other(portal: Flask) -> None:
    def stand(session: Session) -> object:
        tie = session.scalars(sa.select(SchemeFunder)).one()
        number = session.scalars(sa.select(Dossier.id)).one()
        by = session.scalars(sa.select(Person.id).limit(1)).one()
        stance = Stance(state=PositionState.STUDIED, note="Une seule fois")
        return positions.save(session, (number, tie.id), stance, 0, by=by, now=clock.now())

    assert sorted(at_once(portal, [stand, stand, stand])) == [False, False, True]
    with portal.app_context():
        assert db.session.scalars(sa.select(FunderPosition.version)).all() == [1]
