"""What surrounds the answers of the API: quotas, matching, documentation, hostile input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.blueprints.api import limits
from app.blueprints.api.calls import MATCH, READ
from app.blueprints.api.limits import LocalCounter, Quota
from app.blueprints.api.openapi import build_document
from app.blueprints.api.registry import RESOURCES
from tests.pages import Page

NOON = datetime(2026, 11, 25, 12, 0, 39, tzinfo=clock.PARIS)
LOT: dict[str, Any] = {"sectors": ["nettoyage-de-locaux"], "territories": ["93"]}
NAMES = sorted({p.name for r in RESOURCES for p in r.parameters} | {"limit", "cursor", "page"})
VALUES = sorted({v for r in RESOURCES for p in r.parameters for v in p.values})
TEXTS = st.text(max_size=30) | st.sampled_from(["\x00", "%", "'", "-1", "1e309", "nan", "9" * 40])
QUERIES = st.lists(
    st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), TEXTS | st.sampled_from(VALUES)),
    max_size=6,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
FIELDS = (
    "territories", "deadline", "reservation", "hours", "months", "service", "buyer_siret", "limit",
    "near",
)  # fmt: skip
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(name=st.sampled_from([r.name for r in RESOURCES]), query=QUERIES)
def test_no_query_breaks_a_list(world: Flask, name: str, query: list[tuple[str, str]]) -> None:
    answer = world.test_client().get(f"/api/v1/{name}", query_string=query)
    assert answer.status_code in {200, 400}
    assert answer.json is not None


@FUZZ
@given(name=st.sampled_from([r.name for r in RESOURCES]), key=st.text(min_size=1, max_size=30))
def test_no_id_breaks_a_row(world: Flask, name: str, key: str) -> None:
    answer = world.test_client().get(f"/api/v1/{name}/{key}")
    assert answer.status_code < 500


@FUZZ
@given(
    body=st.fixed_dictionaries(
        {"sectors": ANYTHING | st.just(["nettoyage-de-locaux"])},
        optional=dict.fromkeys(FIELDS, ANYTHING),
    )
)
def test_no_lot_breaks_the_matching(world: Flask, body: dict[str, Any]) -> None:
    answer = world.test_client().post("/api/v1/matching", json=body)
    assert answer.status_code in {200, 400}


def test_a_lot_is_scored_with_rules_and_parts(visitor: FlaskClient) -> None:
    lot = LOT | {
        "deadline": (clock.now() + timedelta(days=20)).isoformat(),
        "reservation": ["L2113-13"],
        "hours": 1500,
        "service": "prestation",
        "limit": 3,
        "near": 2,
    }
    answer = visitor.post("/api/v1/matching", json=lot)
    assert answer.status_code == 200
    first = answer.json["matches"][0]
    assert {"reservation"} <= {rule["key"] for rule in first["rules"]}
    assert {"sector", "territory", "capacity"} <= {part["key"] for part in first["parts"]}
    assert len(answer.json["matches"]) <= 3
    document = build_document()
    reading = document["paths"]["/matching"]["post"]["responses"]["200"]
    schema = reading["content"]["application/json"]["schema"]
    whole = schema | {"components": document["components"]}
    jsonschema.validate(answer.json, whole, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("lot", "said"),
    [
        ({}, "sectors"),
        ({"sectors": ["rien"]}, "« rien » n’est pas une filière"),
        (LOT | {"territories": ["nulle part du tout"]}, "territories"),
        (LOT | {"deadline": "demain"}, "deadline"),
        (LOT | {"reservation": ["L1"]}, "L2113-13"),
        (LOT | {"hours": -1}, "hours"),
        (LOT | {"hours": True}, "hours"),
        (LOT | {"service": "autre"}, "prestation"),
        (LOT | {"buyer_siret": "123"}, "buyer_siret"),
        (LOT | {"limit": 51}, "limit"),
        (LOT | {"autre": 1}, "champ inconnu"),
        ([], "objet JSON"),
    ],
)
def test_a_lot_that_cannot_be_read_says_why(visitor: FlaskClient, lot: Any, said: str) -> None:
    answer = visitor.post("/api/v1/matching", json=lot)
    assert answer.status_code == 400
    assert said in answer.json["detail"]


def test_a_body_is_bounded(visitor: FlaskClient) -> None:
    long = visitor.post("/api/v1/matching", data=b"[" * 30_000)
    assert long.status_code == 413
    deep = visitor.post("/api/v1/matching", data=b"[" * 19_000)
    assert deep.status_code == 400
    assert visitor.get("/api/v1/matching").status_code == 405


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_each_network_has_its_quota(world: Flask, frozen: None) -> None:
    visitor = world.test_client()
    here: dict[str, Any] = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    first = visitor.get("/api/v1/none", **here)
    assert first.headers["RateLimit-Policy"] == f'"lecture";q={READ.most};w=60'
    assert first.headers["RateLimit"] == f'"lecture";r={READ.most - 1};t=21'
    for _ in range(READ.most - 1):
        assert visitor.get("/api/v1/none", **here).status_code == 404
    over = visitor.get("/api/v1/structures", **here)
    assert over.status_code == 429
    assert over.headers["Retry-After"] == "21"
    assert over.content_type == "application/problem+json"
    elsewhere = visitor.get("/api/v1/none", environ_overrides={"REMOTE_ADDR": "203.0.113.8"})
    assert elsewhere.status_code == 404
    matched = visitor.post("/api/v1/matching", json=LOT, **here)
    assert matched.status_code == 200
    assert matched.headers["RateLimit-Policy"] == f'"rapprochement";q={MATCH.most};w=60'


def test_a_minute_that_ends_forgets() -> None:
    quota, counter = Quota(name="essai", most=1), LocalCounter()
    assert not counter.take(quota, "a", NOON).is_over
    assert counter.take(quota, "a", NOON).is_over
    assert not counter.take(quota, "a", NOON + timedelta(minutes=1)).is_over


def test_a_crowd_is_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 2)
    quota, counter = Quota(name="essai", most=1), LocalCounter()
    assert [counter.take(quota, key, NOON).is_over for key in "abcd"] == [False, False, False, True]


@pytest.mark.parametrize("name", ["", *(f"/{r.name}" for r in RESOURCES)])
def test_every_page_of_the_documentation(visit: Callable[..., Page], name: str) -> None:
    page = visit(f"/api/docs{name}")
    assert "curl" in page.text


def test_the_documentation_of_nothing(visit: Callable[..., Page]) -> None:
    visit("/api/docs/none", status=404)
