"""From an address to the answer: the query read, the rows as JSON, the conditional headers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict

from app import clock
from app.blueprints.api import cursors
from app.blueprints.api.parameters import FEW_ROWS, MOST_ROWS, NOT_HERE
from app.blueprints.api.problems import BadCallError
from app.blueprints.api.resource import Answer, Query, Resource
from app.blueprints.api.schema import Row, to_json
from app.blueprints.lists import address
from app.blueprints.urls import base_url

OWN = frozenset({"limit", "cursor"})
ROOT = "/api/v1"
JSON, GEOJSON = "application/json", "application/geo+json"
BAD_LIMIT = f"limit\u00a0: écrivez un nombre entier de 1 à {MOST_ROWS}."
Pairs = list[tuple[str, str]]


def read_query(resource: Resource[Any], args: MultiDict[str, str]) -> Query:
    """What an address asks for; BadCallError for a size or a cursor that cannot be used."""
    filters = filters_of(args)
    raw = args.get("cursor", "")
    after = cursors.unseal(secret(), resource.name, filters.items(multi=True), raw) if raw else None
    return Query(
        args=filters, limit=read_limit(args.get("limit", "")), now=clock.now(), after=after
    )


def filters_of(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """The filters of an address, without the size, the cursor and what pages alone have."""
    return MultiDict(
        [pair for pair in args.items(multi=True) if pair[0] not in OWN and pair[0] not in NOT_HERE]
    )


def read_limit(raw: str) -> int:
    """How many rows."""
    text = raw.strip()
    if not text:
        return FEW_ROWS
    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_ROWS:
        return int(text)
    raise BadCallError(BAD_LIMIT)


def secret() -> str:
    """What signs cursors."""
    return str(current_app.config["SECRET_KEY"])


def give_list(resource: Resource[Any]) -> Response:
    """The rows asked for."""
    query = read_query(resource, request.args)
    answer = resource.read(query)
    pairs = list(query.args.items(multi=True))
    body = {"data": to_json(answer.rows), **around(resource, answer, query, "")}
    if resource.has_csv:
        body["csv"] = f"{base_url()}{address(f'{resource.page}.csv', pairs)}"
    return give(body, JSON, answer.rows, body["next"])


def give_points(resource: Resource[Any]) -> Response:
    """The same rows as GeoJSON: those that have a point."""
    query = read_query(resource, request.args)
    answer = resource.read(query)
    features = [feature for row in answer.rows if (feature := feature_of(resource, row))]
    body = {
        "type": "FeatureCollection",
        "features": features,
        **around(resource, answer, query, ".geojson"),
    }
    return give(body, GEOJSON, answer.rows, body["next"])


def feature_of(resource: Resource[Any], row: Row) -> dict[str, Any] | None:
    """A row as a point, longitude first; None where it has none."""
    place = resource.point(row) if resource.point is not None else None
    if place is None:
        return None
    latitude, longitude = place
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": to_json(row),
    }


def around(
    resource: Resource[Any], answer: Answer[Any], query: Query, extension: str
) -> dict[str, Any]:
    """Where it goes on, and what was not understood."""
    unused = [name for name in request.args if name in NOT_HERE]
    following = None
    if answer.next is not None:
        pairs = list(query.args.items(multi=True))
        cursor = cursors.seal(secret(), resource.name, pairs, answer.next)
        more: Pairs = [*pairs, ("limit", str(query.limit)), ("cursor", cursor)]
        following = f"{base_url()}{address(f'{ROOT}/{resource.name}{extension}', more)}"
    return {"next": following, "ignored": [*unused, *answer.ignored]}


def give_row(resource: Resource[Any], row: Row) -> Response:
    """One row. A date alone tells whether it changed, but for what a clock changes."""
    return give(to_json(row), JSON, [row], None, trusts_date=not resource.follows_clock)


def give(
    body: object,
    media_type: str,
    rows: Iterable[Row],
    following: str | None,
    *,
    trusts_date: bool = False,
) -> Response:
    """The answer, or that nothing changed since the one that the caller has.

    The tag is weak, as it is that of the rows, compressed or not.
    """
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text, mimetype=media_type)
    response.set_etag(sha256(text.encode("utf-8", "replace")).hexdigest()[:32], weak=True)
    changed: list[datetime] = [row.updated_at for row in rows if row.updated_at is not None]
    if changed:
        response.last_modified = max(changed)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    if request.if_none_match or trusts_date:
        response.make_conditional(request)
    return response
