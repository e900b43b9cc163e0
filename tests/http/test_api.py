"""The contract of the API over its registry: every resource is read the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.awards.models import Award, AwardHolder
from app.blueprints.api.openapi import build_document, write_document
from app.blueprints.api.registry import RESOURCES
from app.blueprints.api.resource import Resource
from app.cli.api import CONTRACT, read_contract
from app.events.models import Event
from app.extensions import db

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PRIVATE = {"contact", "contact_email", "email", "phone", "person", "person_id", "edited_by"}
BY_NAME = [pytest.param(resource, id=resource.name) for resource in RESOURCES]
WITH_ROWS = [pytest.param(r, id=r.name) for r in RESOURCES if r.find is not None]
TYPED = "q=insertion"  # the search finds nothing without words


def path_of(resource: Resource[Any], query: str = "") -> str:
    typed = TYPED if resource.name == "search" else ""
    asked = "&".join(part for part in (typed, query) if part)
    return f"/api/v1/{resource.name}?{asked}"


def make_award(number: int) -> Award:
    now = clock.now()
    return Award(
        uid=f"20000000000000-{number}", part=1, reference=f"20000000000000-{number}",
        buyer_siret="20000000000000", object=f"Nettoyage {number}", nature="market",
        ends_on=now.date() + timedelta(days=150), notified_on=now.date(), source="decp",
        record={}, digests=[], created_at=now, updated_at=now,
        holders=[AwardHolder(position=0, kind="SIRET", identifier="1", name="Jeanne Exemple")],
    )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def awards(world: Flask) -> None:
    db.session.add_all(make_award(number) for number in range(5))
    db.session.commit()


def read_all(visitor: FlaskClient, address: str | None) -> Iterator[dict[str, Any]]:
    while address:
        answer = visitor.get(address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        yield from answer.json["data"]
        address = answer.json["next"]


@pytest.mark.parametrize("resource", BY_NAME)
def test_a_list_is_what_its_contract_says(visitor: FlaskClient, resource: Resource[Any]) -> None:
    answer = visitor.get(path_of(resource, "limit=100"))
    assert answer.status_code == 200
    assert answer.json["data"], "the demonstration has rows of each resource"
    document = build_document()
    reading = document["paths"][f"/{resource.name}"]["get"]
    schema = reading["responses"]["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": document["components"]}
    jsonschema.Draft202012Validator.check_schema(whole)
    jsonschema.validate(answer.json, whole, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("resource", BY_NAME)
def test_every_page_together_is_every_row_once(
    visitor: FlaskClient, resource: Resource[Any]
) -> None:
    paged = [row["id"] for row in read_all(visitor, path_of(resource, "limit=7"))]
    whole = [row["id"] for row in read_all(visitor, path_of(resource, "limit=100"))]
    assert len(paged) == len(set(paged))
    if resource.name == "search":  # ranked: the first are the same
        assert paged[:7] == whole[:7]
    else:
        assert paged == whole


@pytest.mark.parametrize("name", ["awards", "events"])
def test_rows_added_between_two_pages_push_nothing_out(visitor: FlaskClient, name: str) -> None:
    address = f"/api/v1/{name}?limit=2"
    before = [row["id"] for row in read_all(visitor, address)]
    first = visitor.get(address).json
    added: list[Any] = []
    if name == "awards":
        added = [make_award(-1), make_award(99)]
    else:
        now = clock.now()
        added = [
            Event(
                slug=slug, uid=slug, fingerprint=slug, title=slug, kind="forum",
                starts_at=now + timedelta(days=3), over_at=now + timedelta(days=4),
                organiser="Réseau", created_at=now, updated_at=now,
            )
            for slug in ("aaa", "zzz")
        ]  # fmt: skip
    db.session.add_all(added)
    db.session.commit()
    try:
        seen = [row["id"] for row in first["data"]]
        seen += [row["id"] for row in read_all(visitor, first["next"])]
        assert len(seen) == len(set(seen))
        assert set(before) <= set(seen)
    finally:
        for row in added:
            db.session.delete(row)
        db.session.commit()


@pytest.mark.parametrize("resource", BY_NAME)
def test_nothing_is_personal_nor_undeclared(visitor: FlaskClient, resource: Resource[Any]) -> None:
    declared = {field.name for field in fields(resource.row)}
    assert not declared & PRIVATE
    for row in read_all(visitor, path_of(resource, "limit=100")):
        assert set(row) == declared
        assert not EMAIL.search(json.dumps(row, ensure_ascii=False))
        assert row["licence"]
        assert row["source"]
        assert row["url"].startswith("http://localhost/")


def test_a_holder_is_never_named(visitor: FlaskClient) -> None:
    assert "Jeanne" not in visitor.get("/api/v1/awards?etat=tous").get_data(as_text=True)


@pytest.mark.parametrize("resource", BY_NAME)
def test_what_did_not_change_is_not_sent_again(
    visitor: FlaskClient, resource: Resource[Any]
) -> None:
    first = visitor.get(path_of(resource))
    again = visitor.get(path_of(resource), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = visitor.get(path_of(resource), headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


def test_a_compressed_answer_has_the_same_tag(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/v1/structures", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    headers = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    assert visitor.get("/api/v1/structures", headers=headers).status_code == 304


def test_a_row_says_when_it_changed(visitor: FlaskClient) -> None:
    (row,) = visitor.get("/api/v1/structures?limit=1").json["data"]
    sheet = visitor.get(f"/api/v1/structures/{row['id']}")
    date = {"If-Modified-Since": sheet.headers["Last-Modified"]}
    assert visitor.get(f"/api/v1/structures/{row['id']}", headers=date).status_code == 304
    # A clock changes the state of a consultation: a date alone proves nothing.
    (tender,) = visitor.get("/api/v1/consultations?limit=1").json["data"]
    address = f"/api/v1/consultations/{tender['id']}"
    date = {"If-Modified-Since": visitor.get(address).headers["Last-Modified"]}
    assert visitor.get(address, headers=date).status_code == 200


@pytest.mark.parametrize("resource", WITH_ROWS)
def test_a_row_is_found_by_its_id(visitor: FlaskClient, resource: Resource[Any]) -> None:
    row = visitor.get(path_of(resource, "limit=1")).json["data"][0]
    assert visitor.get(f"/api/v1/{resource.name}/{row['id']}").json == row
    absent = visitor.get(f"/api/v1/{resource.name}/rien-de-tel%00")
    assert absent.status_code == 404
    assert absent.content_type == "application/problem+json"


@pytest.mark.parametrize("resource", BY_NAME)
def test_other_sites_may_read_and_nothing_else(
    visitor: FlaskClient, resource: Resource[Any]
) -> None:
    origin = {"Origin": "https://ailleurs.example"}
    answer = visitor.get(path_of(resource), headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    asked = visitor.options(path_of(resource), headers=origin)
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    refused = visitor.post(path_of(resource), headers=origin)
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
    assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize("resource", BY_NAME)
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=1e2", "cursor=x"])
def test_a_bad_size_or_cursor_is_a_problem(
    visitor: FlaskClient, resource: Resource[Any], query: str
) -> None:
    answer = visitor.get(path_of(resource, query))
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 400
    assert answer.json["detail"]


def test_a_cursor_serves_its_own_question_only(visitor: FlaskClient) -> None:
    following = visitor.get("/api/v1/structures?limit=1&type=EI").json["next"]
    assert visitor.get(following).status_code == 200
    assert visitor.get(following.replace("type=EI", "type=ACI")).status_code == 400
    assert visitor.get(following.replace("structures", "events")).status_code == 400


@pytest.mark.parametrize("resource", BY_NAME)
def test_what_is_not_understood_is_said(visitor: FlaskClient, resource: Resource[Any]) -> None:
    answer = visitor.get(path_of(resource, "inconnu=1&page=2&tri=nom"))
    assert answer.status_code == 200
    assert {"inconnu", "page", "tri"} <= set(answer.json["ignored"])
    for parameter in resource.parameters:
        if parameter.values and parameter.is_repeated:
            said = visitor.get(path_of(resource, f"{parameter.name}=rien-de-tel")).json["ignored"]
            assert any("rien-de-tel" in sentence for sentence in said)


@pytest.mark.parametrize("resource", BY_NAME)
def test_every_value_announced_is_understood(visitor: FlaskClient, resource: Resource[Any]) -> None:
    for parameter in resource.parameters:
        for value in parameter.values:
            answer = visitor.get(path_of(resource, f"limit=1&{parameter.name}={value}"))
            if parameter.name == "type" and resource.name == "schemes":
                continue  # the page knows the SIAE only
            assert answer.json["ignored"] == [], (parameter.name, value)


def test_filters_are_those_of_the_pages(visitor: FlaskClient) -> None:
    kinds = {row["kind"] for row in read_all(visitor, "/api/v1/structures?type=EI&type=ACI")}
    assert kinds == {"EI", "ACI"}
    places = visitor.get("/api/v1/territories?q=saint-den&limit=3").json["data"]
    assert places[0]["name"] == "Saint-Denis"
    sectors = visitor.get("/api/v1/sectors?q=nettoyage").json["data"]
    assert "nettoyage-de-locaux" in {row["id"] for row in sectors}


def test_points_are_geojson(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/v1/structures.geojson?limit=3")
    assert answer.content_type == "application/geo+json"
    longitude, latitude = answer.json["features"][0]["geometry"]["coordinates"]
    assert 1 < longitude < 4 < 48 < latitude < 50
    assert ".geojson?" in answer.json["next"]
    assert visitor.get("/api/v1/glossary.geojson").status_code == 404


@pytest.mark.parametrize("resource", BY_NAME)
def test_statements_do_not_grow_with_rows(
    visitor: FlaskClient,
    resource: Resource[Any],
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    visitor.get(path_of(resource, "limit=1"))
    with count_queries() as few:
        visitor.get(path_of(resource, "limit=2"))
    with count_queries() as many:
        visitor.get(path_of(resource, "limit=50"))
    assert len(many) == len(few) <= 6


def test_the_contract_is_the_one_that_is_kept(visitor: FlaskClient) -> None:
    assert read_contract(CONTRACT) == write_document(), "flask api contract --write"
    assert visitor.get("/api/v1/openapi.json").json == build_document()


def test_the_command_says_whether_the_contract_is_kept(world: Flask) -> None:
    said = world.test_cli_runner().invoke(args=["api", "contract"])
    assert said.exit_code == 0, said.output
