from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import clock
from app.alerts import ledger
from app.alerts.models import WatchedEntry
from app.blueprints.watchable import events, tenders
from app.blueprints.watchable.frame import LONGEST_QUERY, Watchable
from app.blueprints.watchable.registry import WATCHABLES, WATCHES
from app.demo.services import load_demo
from app.errors import InvalidError
from app.tenders.models import Consultation
from tests.pages import Page

EACH = pytest.mark.parametrize("watchable", WATCHABLES, ids=lambda w: w.key)
NAMES = (
    "q", "page", "par", "tri", "vue", "secteur", "territoire", "rayon", "type", "clause", "etat",
    "acheteur", "cpv", "valeur_min", "sens", "usage", "genre", "mois", "theme", "etiquette",
    "social", "liste", "utm_source", "depense", "surface_min", "structure", "reponse",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ("nettoyage-de-locaux", "93", "Seine-Saint-Denis", "20", "12,5", "EI", "reserve", "tous")
    ),
    st.sampled_from(("909100", "9000000-1", "services", "&amp;amp;lt;b&amp;amp;gt;", " a\r\nb ")),
    st.text(max_size=60),
)
ASKED = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=12)


@pytest.fixture
def full(app: Flask, session: Session) -> Session:
    """The demonstration data, observed."""
    load_demo(session, clock.now())
    session.commit()
    return session


@EACH
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=ASKED)
def test_a_normalised_search_is_its_own_normal_form(
    app: Flask, watchable: Watchable[Any], pairs: list[tuple[str, str]]
) -> None:
    query = watchable.normalise(MultiDict(pairs))
    assert watchable.normalise(MultiDict(parse_qsl(query))) == query
    assert watchable.normalise(MultiDict(reversed(parse_qsl(query)))) == query
    assert not {name for name, _ in parse_qsl(query)} & {"page", "par", "tri", "vue", "utm_source"}
    title = watchable.describe(query)
    assert "\n" not in title
    assert len(title) <= 251


@EACH
def test_a_huge_query_string_is_cut_or_refused(app: Flask, watchable: Watchable[Any]) -> None:
    for pairs in (
        [("q", "a" * 100_000)],
        [(f"n{i}", "x") for i in range(10_000)],
        [("secteur", f"s{i}") for i in range(10_000)],
    ):
        assert len(watchable.normalise(MultiDict(pairs))) <= LONGEST_QUERY


def test_too_many_filters_are_refused(app: Flask) -> None:
    codes = [("cpv", str(10_000_001 + 7 * i)) for i in range(500)]
    places = [("territoire", f"{93_000 + i}") for i in range(1, 80)]
    sectors = [("q", "é" * 200), ("acheteur", "ü" * 200)]
    with pytest.raises(InvalidError):
        tenders.WATCHABLE.normalise(MultiDict([*codes, *places, *sectors]))


def test_a_search_is_said_in_words(app: Flask) -> None:
    args = MultiDict(
        [("territoire", "93"), ("secteur", "nettoyage-de-locaux"), ("rayon", "20"), ("q", "école")]
    )
    title = tenders.WATCHABLE.describe(tenders.WATCHABLE.normalise(args))
    said = title.replace("\u00a0", " ")
    assert (
        said == "Marchés : « école », Nettoyage de locaux, Seine-Saint-Denis (93), à moins de 20 km"
    )


def test_no_address_of_a_stranger_enters_a_title(app: Flask) -> None:
    args = MultiDict([("q", "Gagnez http://evil.example/x?a=b et www.evil.example !")])
    title = tenders.WATCHABLE.describe(tenders.WATCHABLE.normalise(args))
    assert not set("/.@?=") & set(title)


def test_each_list_tells_what_it_shows(full: Session, client: FlaskClient) -> None:
    now = clock.now()
    ledger.observe_all(full, WATCHES, now)
    for watchable in WATCHABLES:
        rows = sa.select(WatchedEntry).where(WatchedEntry.listing.in_(watchable.sources))
        known = {row.key for row in full.scalars(rows)}
        query = "q=insertion" if watchable.key == "recherche" else ""
        items = watchable.find(full, query, sorted(known), now)
        assert watchable.find(full, query, [], now) == []
        assert {item.key for item in items} <= known
        assert len({item.key for item in items}) == len(items)
        assert all(item.title and item.path.startswith("/") and all(item.why) for item in items)
        for item in items[:2]:
            assert client.get(item.path).status_code in {200, 301}, item.path


def test_observing_twice_moves_nothing(full: Session) -> None:
    now = clock.now()
    assert ledger.observe_all(full, WATCHES, now)
    assert ledger.observe_all(full, WATCHES, now + timedelta(minutes=15)) == 0


def test_each_list_leads_to_following_it(full: Session, page: Callable[..., Page]) -> None:
    for watchable in WATCHABLES:
        shown = page(f"{watchable.path}?q=insertion&page=1&utm_source=x")
        found = [link for link in shown.links if link.startswith("/alertes/nouvelle?liste=")]
        assert len(found) == 1, watchable.key
        assert found[0].startswith(f"/alertes/nouvelle?liste={watchable.key}")
        assert "utm_source" not in found[0]
        page(found[0])
        if watchable.feed:
            assert [link for link in shown.links if link.startswith(f"{watchable.path}.rss")]


def test_each_twin_is_a_feed(full: Session, client: FlaskClient) -> None:
    for watchable in WATCHABLES:
        if not watchable.feed:
            continue
        answer = client.get(f"{watchable.path}.rss?territoire=93&page=2")
        assert answer.status_code == 200
        assert answer.content_type.startswith("application/rss+xml")
        text = answer.get_data(as_text=True)
        assert "<channel>" in text
        assert "page=2" not in text


def test_a_new_deadline_moves_a_consultation_and_a_new_text_does_not(full: Session) -> None:
    now = clock.now()
    ledger.observe(full, tenders.WATCHABLE, now)
    some = full.scalars(sa.select(Consultation).order_by(Consultation.id)).first()
    assert some is not None
    some.description, some.updated_at = "Autre texte", now
    full.flush()
    assert ledger.observe(full, tenders.WATCHABLE, now + timedelta(minutes=15)) == 0
    some.deadline_at, some.updated_at = now + timedelta(days=40), now
    full.flush()
    assert ledger.observe(full, tenders.WATCHABLE, now + timedelta(minutes=30)) == 1


def test_the_past_of_the_agenda_is_not_followed(app: Flask) -> None:
    assert events.WATCHABLE.normalise(MultiDict([("etat", "passes")])) == ""
