"""A lot given in the body, scored against the directory: rules, parts, near-misses."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, NoReturn, TypedDict

from flask import Response, request

from app import clock, sectors, territories
from app.blueprints.api.problems import BadCallError
from app.blueprints.api.provenance import page_url
from app.blueprints.criteria import expand_sectors
from app.clock import PARIS
from app.extensions import db
from app.forms.filters import read_sector, read_territory
from app.imports.siret import clean_siret, is_valid_siret
from app.matching.described import MatchJson, describe_match
from app.matching.engine import Match
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Need, Reservation, SoughtSector
from app.siae.profiles import matchers
from app.tenders.clauses import families_allowed
from app.tenders.law import ARTICLES
from app.tenders.matching import volume_of
from app.tenders.records import ClauseKind, Origin, SocialClause

MOST_BYTES = 20_000
MOST_SECTORS, MOST_PLACES, MOST_MATCHES = 20, 50, 50
FEW_MATCHES, FEW_NEAR = 10, 5
MOST_HOURS, MOST_MONTHS = 1_000_000, 600
RESERVING = tuple(n for n, a in ARTICLES.items() if a.admitted or a.to_check)
NAMES = (
    "sectors", "territories", "deadline", "reservation", "hours", "months", "service",
    "buyer_siret", "limit", "near",
)  # fmt: skip
Body = dict[str, Any]


class MatchRow(MatchJson):
    """A match, with the address of the structure's page."""

    id: str
    url: str
    is_demo: bool


class MatchingAnswer(TypedDict):
    """Who fits the lot, who nearly does, and how many of each there are in all."""

    weights_version: int
    total: int
    near_total: int
    matches: list[MatchRow]
    near_misses: list[MatchRow]


def match_lot() -> Response:
    """The answer to the body of the request; BadCallError says what cannot be read in it."""
    body = read_body()
    limit = read_count(body, "limit", FEW_MATCHES, least=1)
    near = read_count(body, "near", FEW_NEAR, least=0)
    matcher = matchers.get(db.session())
    found = matcher.match(read_need(body), clock.now(), limit=limit, near=near)
    answer = MatchingAnswer(
        weights_version=matcher.grid.version,
        total=found.total,
        near_total=found.near_total,
        matches=[describe(match) for match in found.matches],
        near_misses=[describe(match) for match in found.near_misses],
    )
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")


def describe(match: Match) -> MatchRow:
    """A match as the commands print it, and where the structure is shown."""
    slug = match.profile.slug
    return MatchRow(
        **describe_match(match),
        id=slug,
        url=page_url(f"/structures/{slug}"),
        is_demo=match.profile.is_demo,
    )


def read_body() -> Body:
    """The object of the body; every name in it is known."""
    request.max_content_length = MOST_BYTES
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise BadCallError("Le corps de la demande n’est pas du JSON.") from error
    if not isinstance(body, dict):
        raise BadCallError("Le corps de la demande doit être un objet JSON.")
    unknown = sorted(set(body) - set(NAMES))
    if unknown:
        refuse(unknown[0][:40], f"champ inconnu\u00a0; attendus\u00a0: {', '.join(NAMES)}")
    return body


def read_need(body: Body) -> Need:
    """What the lot asks for."""
    hours = read_number(body, "hours", MOST_HOURS)
    months = read_number(body, "months", MOST_MONTHS)
    fte, said = volume_of(int(hours), months) if hours else (None, "")
    return Need(
        sectors=read_sectors(body),
        territories=read_places(body),
        service=read_service(body),
        deadline=read_deadline(body),
        fte=fte,
        fte_source=said,
        reservation=read_reservation(body),
        buyer_siret=read_buyer(body),
    )


def read_sectors(body: Body) -> tuple[SoughtSector, ...]:
    """The sectors, groups replaced by theirs; one at least."""
    words = read_words(body, "sectors", MOST_SECTORS)
    for word in words:
        if read_sector(word) is None:
            refuse("sectors", f"« {word[:60]} » n’est pas une filière")
    found = [sectors.get(slug) for slug in expand_sectors(words)]
    if not found:
        refuse("sectors", "donnez une filière au moins")
    return tuple(
        SoughtSector(slug=sector.slug, group=sector.group, name=sector.name, weight=1.0)
        for sector in found
    )


def read_places(body: Body) -> tuple[str, ...]:
    """The codes of the places."""
    codes = []
    for word in read_words(body, "territories", MOST_PLACES):
        code = read_territory(word)
        if code is None:
            refuse("territories", f"« {word[:60]} » n’est pas un territoire connu")
        codes.append(territories.get(code).code)
    return tuple(dict.fromkeys(codes))


def read_reservation(body: Body) -> Reservation | None:
    """Who may answer, by the articles given; None where the lot is not reserved."""
    articles = read_words(body, "reservation", len(RESERVING))
    for article in articles:
        if article not in RESERVING:
            known = ", ".join(RESERVING)
            refuse("reservation", f"« {article[:40]} »\u00a0; attendus\u00a0: {known}")
    clauses = [
        SocialClause(
            kind=ClauseKind.RESERVED,
            quotation="",
            field="reservation",
            lot=None,
            article=article,
            origin=Origin.CODED,
        )
        for article in articles
    ]
    allowed = families_allowed(clauses)
    if allowed is None:
        return None
    return Reservation(
        admitted=frozenset(map(SiaeKind, allowed.admitted)),
        to_check=frozenset(map(SiaeKind, allowed.to_check)),
        articles=allowed.articles,
    )


def read_service(body: Body) -> ServiceType | None:
    """The form of service."""
    word = read_text(body, "service")
    if not word:
        return None
    if word not in set(ServiceType):
        refuse("service", f"attendus\u00a0: {', '.join(ServiceType)}")
    return ServiceType(word)


def read_deadline(body: Body) -> datetime | None:
    """The deadline; one without an offset is in Paris."""
    text = read_text(body, "deadline")
    if not text:
        return None
    if not re.match(r"(19|20)\d\d-", text):
        refuse("deadline", "écrivez une date comme 2026-12-15T12:00:00+01:00")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        refuse("deadline", "écrivez une date comme 2026-12-15T12:00:00+01:00")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=PARIS)


def read_buyer(body: Body) -> str:
    """The SIRET of the buyer, or nothing."""
    text = read_text(body, "buyer_siret")
    siret = clean_siret(text)
    if text and not is_valid_siret(siret):
        refuse("buyer_siret", "ce SIRET n’existe pas")
    return siret if text else ""


def read_text(body: Body, name: str) -> str:
    """A short text, empty where it is missing."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 100:
        refuse(name, "un texte court est attendu")
    return value.strip()


def read_words(body: Body, name: str, most: int) -> tuple[str, ...]:
    """A list of short texts, each once."""
    value = body.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        refuse(name, "une liste de textes est attendue")
    if len(value) > most:
        refuse(name, f"{most} valeurs au plus")
    return tuple(dict.fromkeys(word.strip()[:200] for word in value if word.strip()))


def read_number(body: Body, name: str, most: int) -> float | None:
    """A number from 0 to `most`, or None."""
    value = body.get(name)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= most:
        refuse(name, f"un nombre de 0 à {most} est attendu")
    return float(value)


def read_count(body: Body, name: str, default: int, *, least: int) -> int:
    """A whole number of matches."""
    value = body.get(name, default)
    if type(value) is not int or not least <= value <= MOST_MATCHES:
        refuse(name, f"un nombre entier de {least} à {MOST_MATCHES} est attendu")
    return value


def refuse(name: str, why: str) -> NoReturn:
    """Say what is wrong with a field."""
    raise BadCallError(f"{name}\u00a0: {why}.")
