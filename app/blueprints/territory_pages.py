"""The sheet of a territory: its page, its figures as CSV, two pages for an elected official."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as Answer

from app import clock, territories
from app.blueprints.downloads import give_file
from app.blueprints.formatting import format_number
from app.blueprints.guides import read_guides
from app.blueprints.kept import Kept
from app.blueprints.lists import address
from app.blueprints.presenters import Link
from app.blueprints.structures import attachment
from app.blueprints.territory_sections.registry import SECTIONS
from app.blueprints.territory_sections.section import Reading, Section
from app.blueprints.urls import base_url
from app.exports import pdf
from app.exports.csv_export import write_csv
from app.extensions import db
from app.portraits.figures import POPULATION_AS_OF, POPULATION_SOURCE
from app.portraits.figures_export import COLUMNS, export_rows
from app.portraits.places import departments_of, way_to
from app.portraits.portrait import find_territory, read_portrait
from app.portraits.sheet import write_sheet
from app.territories import Territory, TerritoryKind
from app.toolkit.guides import Guide

bp = Blueprint("territory_pages", __name__)
PATH = "/territoires"
LISTS = (
    ("Les structures", "/structures"),
    ("Les marchés publics", "/marches"),
    ("Les acteurs", "/acteurs"),
    ("Les financements", "/financements"),
    ("La carte", "/carte"),
)
laid_out: Kept[bytes] = Kept(most=30)


@dataclass(frozen=True, kw_only=True)
class TerritoryPage:
    """The frame of a sheet: names, links, facts; the parts come beside."""

    territory: Territory
    title: str
    path: str
    way: tuple[Link, ...]
    around: tuple[Link, ...]
    facts: tuple[tuple[str, str], ...]
    lists: tuple[Link, ...]
    frame: str
    guides: tuple[Guide, ...]
    population_source: str
    is_short: bool

    @classmethod
    def of(cls, territory: Territory) -> TerritoryPage:
        """The frame of the sheet of that territory."""
        place = [("territoire", territory.slug)]
        way = tuple((t.name, f"{PATH}/{t.code}") for t in way_to(territory))
        return cls(
            territory=territory,
            title=territory.label,
            path=f"{PATH}/{territory.code}",
            way=way,
            around=around_of(territory),
            facts=facts_of(territory),
            lists=tuple((label, address(path, place)) for label, path in LISTS),
            frame=address("/carte/cadre", place),
            guides=guides_of(territory),
            population_source=f"{POPULATION_SOURCE}, {POPULATION_AS_OF}",
            is_short=territory.is_place,
        )


def around_of(territory: Territory) -> tuple[Link, ...]:
    """What contains it, and the départements that it only touches."""
    above = {t.code: t for t in territories.ancestors(territory.code) if t.in_region}
    above.update((t.code, t) for t in departments_of(territory) if t.code != territory.code)
    if territory.kind is TerritoryKind.REGION:
        return ()
    places = sorted(above.values(), key=lambda t: (-t.kind.rank, t.code))
    return tuple((t.label, f"{PATH}/{t.code}") for t in places)


def facts_of(territory: Territory) -> tuple[tuple[str, str], ...]:
    """What the territory is, in rows."""
    people = format_number(territory.population) if territory.population else "inconnue"
    return (
        ("Nature", territory.kind.label),
        ("Nom complet", territory.full_name if territory.full_name != territory.name else ""),
        ("Population", people),
        ("Code", territory.code),
        ("Codes postaux", ", ".join(territory.postal_codes[:8]) if territory.is_place else ""),
    )


def guides_of(territory: Territory) -> tuple[Guide, ...]:
    """The guides written for its départements; none for the whole région, which has them all."""
    if territory.kind is TerritoryKind.REGION:
        return ()
    codes = {place.code for place in departments_of(territory)}
    return tuple(guide for guide in read_guides() if codes & set(guide.territories))


@bp.get(f"{PATH}/<code>")
def show(code: str) -> str | Answer:
    """The sheet of a territory; any other spelling than its code is sent there for good."""
    territory = find_territory(code)
    if territory.code != code:
        return redirect(f"{PATH}/{quote(territory.code)}", code=301)
    reading = Reading(territory=territory, now=clock.now())
    return render_template(
        "territories/show.html",
        page=TerritoryPage.of(territory),
        portrait=reading.portrait,
        sections=read_sections(reading),
    )


def read_sections(reading: Reading) -> Sequence[tuple[Section, object | None]]:
    """The parts of that sheet, each with its view, None where nothing is known."""
    return [(section, section.read(reading)) for section in SECTIONS if section.is_on(reading)]


@bp.get(f"{PATH}/<code>.csv")
def export(code: str) -> Response | Answer:
    """The figures of a territory against those of the région, as CSV."""
    territory = find_territory(code)
    if territory.code != code:
        return redirect(f"{PATH}/{quote(territory.code)}.csv", code=301)
    portrait = read_portrait(db.session(), territory, clock.now())
    lines = "".join(write_csv(COLUMNS, export_rows(portrait)))
    headers = attachment(f"territoire-{territory.slug}")
    return Response(lines, mimetype="text/csv", headers=headers)


@bp.get(f"{PATH}/<code>/fiche.pdf")
def sheet(code: str) -> Response | Answer:
    """Two pages for an elected official; laid out again only where what they say has changed."""
    territory = find_territory(code)
    if territory.code != code:
        return redirect(f"{PATH}/{quote(territory.code)}/fiche.pdf", code=301)
    now = clock.now()
    portrait = read_portrait(db.session(), territory, now)
    site = base_url()
    content = laid_out.get((portrait, site), lambda: write_sheet(portrait, site, now))
    return give_file(content, pdf.MIMETYPE, f"fiche-{territory.slug}.pdf", inline=True)
