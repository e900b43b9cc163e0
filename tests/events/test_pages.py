from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import clock
from app.cli.indexing import every_document
from app.committees.own import import_own
from app.events import queries
from app.events.csv_file import parse_csv
from app.events.models import Event
from app.events.records import EventRecord
from app.forms.event_filters import EventFilters, month_options
from app.proposals import services as proposals
from tests.events.builders import add_event
from tests.http.forms import read_form
from tests.pages import Page, read_page

Open = Callable[..., Page]
DAY = clock.today() + timedelta(days=40)


@pytest.fixture
def events(app: Flask, session: Session) -> list[Event]:
    now = clock.now()
    made = [
        add_event(session, now, debut=f"{DAY} 9h", publics="siae", filieres="traiteur"),
        add_event(
            session, now, titre="Formation & échange", genre="formation", debut=f"{DAY}", fin="",
            territoire="75", publics="acheteurs|siae",
        ),
        add_event(
            session, now, titre="En ligne", debut=f"{DAY} 9h", territoire="", lieu="",
            en_ligne="https://visio.exemple.fr/",
        ),
        add_event(session, now, titre="Passé", debut="2025-01-12 9h"),
        add_event(session, now, titre="Annulé", debut=f"{DAY} 9h", statut="annule"),
    ]  # fmt: skip
    session.commit()
    app.extensions["search"].replace_all(every_document())
    return made


def titles(page: Page) -> set[str]:
    return {name for level, name in page.headings if level == 3}


def test_an_empty_agenda_says_where_to_look(page: Open) -> None:
    shown = page("/agenda")
    assert "Aucun événement annoncé" in shown.text
    assert "/agenda/proposer" in shown.links


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Forum de l’emploi", "Formation & échange", "En ligne", "Annulé"}),
        ("?etat=passes", {"Passé"}),
        ("?genre=formation", {"Formation & échange"}),
        ("?public=acheteurs&public=porteurs", {"Formation & échange"}),
        ("?secteur=traiteur", {"Forum de l’emploi"}),
        ("?territoire=75", {"Formation & échange", "En ligne"}),
        ("?territoire=93&genre=forum&statut=x", {"Forum de l’emploi", "En ligne", "Annulé"}),
        ("?territoire=Bondy&rayon=10&public=siae", {"Forum de l’emploi"}),
        (f"?mois={DAY:%Y-%m}&genre=formation", {"Formation & échange"}),
        ("?mois=2099-01", set()),
        ("?q=traiteur", {"Forum de l’emploi"}),
        ("?page=9", set()),
    ],
)
def test_filters_leave_what_they_ask_for(page: Open, query: str, expected: set[str]) -> None:
    assert titles(page(f"/agenda{query}")) == expected


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    "query",
    ["genre=gala", "mois=2027-13", "etat=x", "public=y", "instance=x", "instance=X/", "zz=1"],
)
def test_what_is_not_understood_is_ignored_and_said(page: Open, query: str) -> None:
    shown = page(f"/agenda?{query}")
    assert "Un filtre a été ignoré" in shown.text
    assert len(titles(shown)) == 4


@pytest.mark.usefixtures("events")
def test_htmx_gets_the_results_alone(client: FlaskClient) -> None:
    html = client.get("/agenda", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.lstrip().startswith('<div id="resultats">')


def test_a_sheet_says_everything_and_escapes(page: Open, events: list[Event]) -> None:
    shown = page(f"/agenda/{events[1].slug}")
    assert "Formation & échange" in shown.text
    assert f"/agenda/{events[1].slug}.ics" in shown.links
    assert "Événement passé" in page(f"/agenda/{events[3].slug}").text
    assert "Événement annulé" in page(f"/agenda/{events[4].slug}").text
    page("/agenda/inconnu", status=404)


def test_calendars_are_valid_and_say_what_is_cancelled(
    client: FlaskClient, events: list[Event]
) -> None:
    calendar = Calendar.from_ical(client.get("/agenda.ics").data)
    found = {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}
    assert len(found) == 4
    assert found["Annulé – Annulé"]["STATUS"] == "CANCELLED"
    forum = found["Forum de l’emploi"]
    assert forum["DTSTART"].dt == events[0].starts_at
    assert forum["DTSTART"].dt + forum["DURATION"].dt == events[0].ends_at
    assert str(forum["UID"]) == f"evenement-{events[0].slug}@maillage"
    assert found["Formation & échange"]["DTSTART"].dt == DAY
    assert found["Formation & échange"]["DTEND"].dt == DAY + timedelta(days=1)
    one = client.get(f"/agenda/{events[0].slug}.ics")
    assert one.mimetype == "text/calendar"
    assert len(Calendar.from_ical(one.data).walk("VEVENT")) == 1
    filtered = Calendar.from_ical(client.get("/agenda.ics?genre=formation").data)
    assert len(filtered.walk("VEVENT")) == 1
    assert client.get("/agenda/inconnu.ics").status_code == 404


@pytest.mark.usefixtures("events")
def test_a_feed_follows_the_filters(client: FlaskClient) -> None:
    text = client.get("/agenda.rss?genre=formation").get_data(as_text=True)
    assert text.count("<item>") == 1
    assert "Formation &amp; échange" in text
    assert "/agenda?genre=formation" in text


@pytest.mark.usefixtures("events")
def test_a_list_downloaded_is_read_back(client: FlaskClient, session: Session) -> None:
    content = client.get("/agenda.csv").data
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) == 5
    read = list(parse_csv(io.BytesIO(content)))
    assert all(isinstance(item, EventRecord) for item in read)
    known = {event.fingerprint for event in session.scalars(queries.everything())}
    assert {item.fingerprint for item in read if isinstance(item, EventRecord)} <= known


def test_the_list_costs_the_same_whatever_its_length(
    client: FlaskClient, session: Session, queries: Callable[[], Any]
) -> None:
    add_event(session, clock.now(), debut=f"{DAY} 9h")
    session.commit()
    with queries() as few:
        client.get("/agenda")
    for number in range(30):
        add_event(session, clock.now(), debut=f"{DAY} 9h", lieu=f"Salle {number}")
    session.commit()
    with queries() as many:
        client.get("/agenda?par=50")
    assert len(few) == len(many)


def propose(client: FlaskClient, **changes: str) -> tuple[int, str, str]:
    fields = read_form(client, "/agenda/proposer")
    usual = {
        "titre": "Portes ouvertes", "genre": "portes-ouvertes", "jour": f"{DAY:%d/%m/%Y}",
        "heure": "9h", "fin_heure": "12h", "territoire": "Bondy", "organisateur": "Une SIAE",
        "description": "Visite.", "contact": "moi@exemple.fr",
    }  # fmt: skip
    for name, value in {**usual, **changes}.items():
        fields.setlist(name, [value])
    answer = client.post("/agenda/proposer", data=fields)
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


def test_a_proposal_waits_then_becomes_an_event(app: Flask, page: Open, session: Session) -> None:
    client = app.test_client()
    status, where, _ = propose(client, publics="siae")
    assert (status, where) == (303, "/agenda/proposer/merci")
    assert "effacée dès la décision" in page(where).text
    (waiting,) = session.scalars(proposals.waiting())
    assert not list(session.scalars(queries.everything()))
    run = app.test_cli_runner().invoke
    assert "Portes ouvertes" in run(args=["proposals", "show", str(waiting.id)]).output
    accepted = run(args=["proposals", "accept", str(waiting.id)])
    path = re.search(r"/agenda/\S+", accepted.output)
    assert path
    assert "Visite." in page(path[0]).text
    assert "Portes ouvertes" in page("/agenda?q=visite").text
    session.expire_all()
    assert waiting.contact == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"titre": ""}, "Donnez un titre"),
        ({"genre": "gala"}, "Genre"),
        ({"jour": "31/02/2027"}, "date impossible"),
        ({"jour": "12/01/2020"}, "cette date est passée"),
        ({"fin_heure": "8h"}, "la fin n’est pas après le début"),
        ({"territoire": "Atlantis"}, "territoire inconnu"),
        ({"territoire": "Lyon"}, "Lyon"),
        ({"territoire": ""}, "territoire inconnu"),
        ({"inscription": "javascript:alert(1)"}, "http"),
        ({"contact": "moi"}, "adresse comme"),
        ({"publics": "martiens"}, "Choisissez dans la liste"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_kept(
    client: FlaskClient, session: Session, changes: dict[str, str], why: str
) -> None:
    status, _, html = propose(client, **changes)
    assert status == 422
    assert why in html
    assert "Visite." in html
    assert "La proposition n’est pas partie" in html
    assert not list(session.scalars(proposals.waiting()))


def test_a_machine_is_thanked_and_ignored(client: FlaskClient, session: Session) -> None:
    assert propose(client, website="http://x.example")[0] == 303
    assert not list(session.scalars(proposals.waiting()))


def test_the_form_is_whole(client: FlaskClient) -> None:
    read_page(client.get("/agenda/proposer"))


def test_the_map_shows_what_is_to_come_where_it_is(
    client: FlaskClient, events: list[Event]
) -> None:
    script = client.get("/carte/cadre.js").get_data(as_text=True)
    assert f"/agenda/{events[0].slug}" in script
    assert f"/agenda/{events[3].slug}" not in script
    elsewhere = client.get("/carte/cadre.js?territoire=77").get_data(as_text=True)
    assert f"/agenda/{events[0].slug}" not in elsewhere


def test_the_commands_import_try_and_cancel(app: Flask, session: Session, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    file = tmp_path / "a.csv"
    file.write_text(
        "titre,genre,debut,organisateur,territoire\n"
        f"Forum,forum,{DAY} 9h,Réseau,93\nFaux,gala,{DAY},Réseau,93\n",
        encoding="utf-8",
    )
    tried = run(args=["events", "import", "--dry-run", "--json", str(file)])
    assert tried.exit_code == 1
    assert "genre inconnu" in tried.output
    assert not list(session.scalars(queries.everything()))
    done = run(args=["events", "import", str(file)])
    assert "1 créés" in done.output
    slug = f"forum-{DAY}"
    assert run(args=["events", "cancel", slug, "--why", "Grève"]).exit_code == 0
    assert run(args=["events", "cancel", "inconnu", "--why", "x"]).exit_code == 1
    assert "Grève" in app.test_client().get(f"/agenda/{slug}").get_data(as_text=True)


def test_a_past_moment_is_no_month_to_come(now: datetime) -> None:
    ahead = month_options(now.date(), "", is_past=False)
    assert (ahead[0][0], ahead[-1][0]) == ("2026-11", "2027-10")
    back = month_options(now.date(), "2020-02", is_past=True)
    assert (back[0][0], back[1][0], back[-1][0]) == ("2020-02", "2026-11", "2025-12")


def test_an_instance_has_a_calendar_of_its_own(
    page: Open, client: FlaskClient, session: Session
) -> None:
    import_own(session, clock.now())
    slug = "commission-iae-93"
    event = add_event(session, clock.now(), debut=f"{DAY} 9h", instance=slug, genre="seance")
    add_event(session, clock.now(), debut=f"{DAY} 9h", titre="Autre")
    session.commit()
    assert titles(page("/agenda?instance=commission-iae-93")) == {event.title}
    calendar = Calendar.from_ical(client.get("/agenda.ics?instance=commission-iae-93").data)
    assert len(calendar.walk("VEVENT")) == 1
    links = page(f"/agenda/{event.slug}").links
    assert {f"/agenda?instance={slug}", f"/instances/{slug}"} <= set(links)
    assert f"/agenda/{event.slug}" in page(f"/instances/{slug}").links


def test_a_session_of_an_unknown_instance_is_refused_and_the_rest_kept(
    app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "agenda.csv"
    path.write_text(
        "titre;genre;debut;organisateur;territoire;instance\n"
        "Séance;seance;2027-01-04 09:00;Préfecture;93;inconnue\n"
        "Forum;forum;2027-01-04 09:00;Ville;93;\n"
    )
    result = app.test_cli_runner().invoke(args=["events", "import", str(path)])
    assert result.exit_code == 1
    assert "instance : « inconnue » n’existe pas" in result.output
    assert "2 lus, 1 créés" in result.output


@given(st.dictionaries(st.sampled_from(["genre", "mois", "instance", "etat", "par"]), st.text()))
def test_filters_to_an_address_and_back_are_the_same(args: dict[str, str]) -> None:
    filters = EventFilters.from_args(MultiDict(args))
    assert EventFilters.from_args(MultiDict(filters.to_args())) == filters
