"""The jobs, as the schedule runs them: each acts once, a refused one leaves the others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.need_links import links
from app.cli import needs as commands
from app.partnerships import answering, waves
from app.partnerships.limits import CLOSING
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Side
from tests.partnerships.browsing import INTERESTED, agree, by, here, see
from tests.partnerships.builders import make_cleaner, make_need
from tests.partnerships.exchanges import LINKS, Exchange, begin, matches_of
from tests.people import browser_of


def test_the_waves_go_once_and_the_askers_are_told(app: Flask, session: Session) -> None:
    long_ago = clock.now() - timedelta(days=8)
    found = begin(session, long_ago, others=9)
    first, second, *_ = matches_of(session, found.need)
    for match in (first, second):
        answering.answer(session, found.need, match, INTERESTED, by(Side.ORGANISATION))
    found.need.told_at = long_ago  # as a day later
    session.commit()
    assert "sollicitées : 4 ; demandeurs informés : 1" in commands.send_waves()
    assert "sollicitées : 0 ; demandeurs informés : 0" in commands.send_waves()


def test_one_that_is_refused_leaves_the_others(app: Flask, session: Session) -> None:
    now = clock.now()
    for number in range(3):
        make_cleaner(session)
        waves.open_need(session, make_need(session, title=f"Demande {number}"), LINKS, now)
    session.commit()
    numbers = list(session.scalars(sa.select(Need.id).order_by(Need.id)))

    def act(number: int) -> int:
        if number == numbers[0]:
            return waves.send_wave(
                session, session.get_one(Need, number), LINKS, now, Side.ASKER
            )  # too soon
        return 1

    assert commands.each(numbers, act) == 2


def test_the_jobs_of_the_day(app: Flask, session: Session) -> None:
    begin(session, clock.now() - timedelta(days=CLOSING + 1))
    session.commit()
    assert commands.close_needs() == "Demandes fermées : 1"
    assert commands.close_needs() == "Demandes fermées : 0"
    assert commands.send_reminders().startswith(("Rappels à envoyer : 0", "Aucun rappel"))
    assert commands.forget_needs() == "Demandes anonymisées : 0 ; fichiers effacés : 0"


@pytest.mark.parametrize("verb", ["send-waves", "send-reminders", "close", "forget"])
def test_each_command_answers(app: Flask, verb: str) -> None:
    assert app.test_cli_runner().invoke(args=["needs", verb]).exit_code == 0


def test_the_question_of_what_became(
    session: Session, client: FlaskClient, alone: Exchange, no_token: None
) -> None:
    agree(session, alone)
    for side in (Side.ASKER, Side.ORGANISATION):
        path = here(links().survey(alone.match, side))
        see(client, path)
        assert client.post(path, data={"suite": "peut-être"}).status_code == 422
        assert client.post(path, data={"suite": "done"}).status_code == 200
    session.expire_all()
    assert (alone.match.asker_outcome, alone.match.organisation_outcome) == ("done", "done")
    false = here(links().answer(alone.match)).replace("/reponse/", "/suite/")
    assert client.get(false).status_code == 404


def test_the_dashboard_says_what_waits(app: Flask, session: Session, open_now: Exchange) -> None:
    client = browser_of(app, session, open_now.member)
    assert "Les demandes qui attendent votre réponse" in see(client, "/espace").text
    assert open_now.need.title in see(client, "/espace").text


def test_a_list_costs_the_same_whatever_its_length(
    app: Flask, session: Session, open_now: Exchange, queries: object, now: datetime
) -> None:
    client = browser_of(app, session, open_now.member)
    number = open_now.siae.organisation_id
    paths = (
        "/espace/demandes",
        f"/espace/organisations/{number}/demandes",
        here(links().follow(open_now.need)),
    )
    few = [count(queries, client, path) for path in paths]
    for _ in range(4):
        make_cleaner(session)
        need = make_need(session)
        waves.open_need(session, need, LINKS, clock.now())
    waves.send_wave(session, session.get_one(Need, open_now.need.id), LINKS, clock.now(), Side.TEAM)
    session.commit()
    assert len(session.scalars(sa.select(NeedMatch)).all()) > 5
    assert [count(queries, client, path) for path in paths] == few


def count(queries: object, client: FlaskClient, path: str) -> int:
    """How many statements a page sends."""
    with queries() as sent:  # type: ignore[operator]
        assert client.get(path).status_code == 200
    return len(sent)
