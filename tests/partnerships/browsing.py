"""Browsers on the pages of a request, for tests."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.need_links import links
from app.partnerships import answering
from app.partnerships.answering import Actor, Reply
from app.partnerships.states import MatchState, Side
from tests.pages import Page, read_page
from tests.partnerships.exchanges import PHONE, Exchange

INTERESTED = Reply(after=MatchState.INTERESTED, note="Avec joie")


def here(address: str) -> str:
    """The path of a whole address."""
    return address.removeprefix(links().root)


def answer_path(found: Exchange) -> str:
    return here(links().answer(found.match))


def follow_path(found: Exchange) -> str:
    return here(links().follow(found.need))


def space_path(found: Exchange) -> str:
    return here(links().space(found.match))


def by(side: Side) -> Actor:
    return Actor(side=side, now=clock.now(), links=links())


def agree(session: Session, found: Exchange) -> None:
    answering.answer(session, found.need, found.match, INTERESTED, by(Side.ORGANISATION))
    answering.agree(session, found.need, found.match, by(Side.ASKER))
    session.commit()


def see(client: FlaskClient, path: str, status: int = 200) -> Page:
    given = client.get(path)
    assert given.status_code == status, given.get_data(as_text=True)[:400]
    return read_page(given)


def holds_contact(html: str, found: Exchange) -> bool:
    plain = html.replace("\u00a0", " ").replace("&nbsp;", " ")
    return any(part in plain for part in (found.need.email, PHONE, found.need.asker_name))
