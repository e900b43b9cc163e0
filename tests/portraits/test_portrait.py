from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app import clock, territories
from app.awards.models import Award
from app.demo.services import load_demo
from app.extensions import db
from app.matching.kinds import SiaeKind
from app.portraits.portrait import Portrait, read_portrait
from app.portraits.sheet import write_sheet
from app.siae.models import Activity, Siae
from app.tenders.models import Consultation

SITE = "https://portail.example"


@pytest.fixture
def world(app: Flask) -> Session:
    load_demo(db.session(), clock.now())
    db.session.commit()
    return db.session()


def read(session: Session, code: str) -> Portrait:
    return read_portrait(session, territories.get(code), clock.now())


def test_siae_are_counted_apart_and_add_up(world: Session) -> None:
    region = read(world, "R11")
    by_kind = dict(world.execute(sa.select(Siae.kind, sa.func.count()).group_by(Siae.kind)).all())
    assert {row.kind: row.here for row in region.supply.kinds if row.here} == by_kind
    assert region.supply.siae == sum(n for kind, n in by_kind.items() if kind.is_siae)
    parts = [read(world, part.part.territory.code) for part in region.supply.parts]
    assert sum(p.supply.siae for p in parts) == region.supply.siae
    assert region.is_region
    assert region.supply.outside is None


def test_a_part_counts_what_its_own_sheet_says(world: Session) -> None:
    department = read(world, "93")
    for count in department.supply.parts:
        own = read(world, count.part.territory.code)
        assert (count.siae, count.others) == (own.supply.siae, own.supply.others)


def test_a_structure_known_by_its_departement_only_counts_there(world: Session) -> None:
    before = read(world, "93").supply.siae, read(world, "T6").supply.siae
    found = world.scalars(
        sa.select(Siae).where(Siae.commune_code == "93066", Siae.kind == SiaeKind.EI)
    ).first()
    assert found is not None
    found.commune_code = None
    world.flush()
    assert read(world, "93").supply.siae == before[0]
    assert read(world, "T6").supply.siae == before[1] - 1


def test_what_nobody_declared_is_unknown(world: Session) -> None:
    world.execute(sa.update(Activity).values(capacity_fte=None))
    world.execute(sa.update(Siae).values(capacity_places=None))
    portrait = read(world, "93")
    assert portrait.supply.posts.fte_known == 0
    places = portrait.figure("places_esat")
    assert places.here is None or portrait.supply.posts.esat == 0


def test_an_area_with_a_code_nobody_knows_harms_nothing(world: Session) -> None:
    world.execute(sa.update(Activity).values(zones=["99999"], radius_km=None, is_nationwide=False))
    assert read(world, "T6").supply.outside == 0
    world.execute(sa.update(Activity).values(zones=None, is_nationwide=True))
    everybody = world.scalar(sa.select(sa.func.count(Activity.siae_id.distinct())))
    here = read(world, "T6").supply
    assert here.outside is not None
    assert 0 < here.outside <= (everybody or 0)


def test_consultations_of_twelve_months_and_no_more(world: Session) -> None:
    recent = read(world, "R11").demand
    assert 0 < recent.social <= recent.here == recent.region
    assert recent.reserved <= recent.social
    assert recent.open_social <= recent.open
    old = clock.today() - timedelta(days=400)
    moment = clock.now() - timedelta(days=380)
    world.execute(sa.update(Consultation).values(published_on=old, deadline_at=moment))
    after = read(world, "R11").demand
    assert (after.here, after.open, after.groups, after.buyers) == (0, 0, (), ())


def test_contracts_awarded_here_and_what_is_not_declared(world: Session) -> None:
    now, today = clock.now(), clock.today()

    def award(number: int, territory: str, notified: date, **values: Any) -> Award:
        name = f"u{number}"
        return Award(
            uid=name, reference=name, buyer_siret="1" * 14, nature="marché", territory=territory,
            notified_on=notified, source="test", record={}, created_at=now, updated_at=now,
            **values,
        )  # fmt: skip

    day = today - timedelta(days=30)
    world.add_all(
        [
            award(1, "93066", day, amount=1000.0, is_social_known=True, has_clause=True),
            award(2, "93", day, is_social_known=True),
            award(3, "93066", day),
            award(4, "75112", day),
            award(5, "93066", today - timedelta(days=400)),
            award(6, "93066", today + timedelta(days=20)),
        ]
    )
    world.flush()
    found = read(world, "93").demand.awards
    assert (found.here, found.amount, found.amounts) == (3, 1000.0, 1)
    assert (found.known, found.social, found.region) == (2, 1, 4)
    assert found.newest == day
    assert read(world, "T6").demand.awards.here == 2


@pytest.mark.parametrize("code", ["R11", "93", "T6", "247800550", "93066", "75112"])
def test_the_number_of_statements_is_fixed(
    world: Session, queries: Callable[[], Any], code: str
) -> None:
    read(world, code)  # The directory is kept between two readings: only its stamp is asked again.
    with queries() as sent:
        read(world, code)
    assert len(sent) <= 12


def test_twice_as_many_rows_ask_no_more(world: Session, queries: Callable[[], Any]) -> None:
    read(world, "93")
    with queries() as few:
        read(world, "93")
    world.execute(sa.delete(Siae).where(Siae.department_code == "93"))
    with queries() as fewer:
        read(world, "93")
    assert len(few) == len(fewer)


@pytest.mark.parametrize("code", ["93", "R11", "T12", "200054781", "247800550", "93066"])
def test_the_sheet_holds_on_two_pages(world: Session, code: str) -> None:
    content = write_sheet(read(world, code), SITE, clock.now())
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2
    text = " ".join(page.extract_text() for page in pages)
    assert "Qui appeler" in text
    assert "Sources et dates" in text


def test_the_sheet_holds_with_the_longest_names(world: Session) -> None:
    world.execute(sa.update(Consultation).values(buyer_name="Établissement " * 18))
    content = write_sheet(read(world, "93"), SITE, clock.now())
    assert len(PdfReader(io.BytesIO(content)).pages) == 2


def test_the_sheet_of_nothing_says_so(app: Flask) -> None:
    portrait = read(db.session(), "247800550")
    content = write_sheet(portrait, SITE, clock.now())
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2
    assert "Aucune SIAE connue" in portrait.density
    assert "Aucun marché attribué" in " ".join(pages[1].extract_text().split())
