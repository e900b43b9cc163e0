from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.my_structure import my_structure
from app.organisations.roles import MemberRole
from app.siae.completeness import PARTS, REGION, Completeness, Sheet, read_sheet
from app.siae.models import Siae
from app.siae.profile_models import open_profile
from app.tenders import completeness_gain
from app.tenders.completeness_gain import Gains, count_gains
from app.tenders.models import Clause, Consultation, Lot, LotSector, LotTerritory
from tests.pages import read_page
from tests.people import make_organisation
from tests.showcase.builders import add_activity, address_of, keeper_of, make_siae

CLEANING, PARKS = "nettoyage-de-locaux", "entretien-des-espaces-verts"


def add_tender(
    session: Session, number: int, sector: str, place: str, now: datetime, hours: int = 0
) -> None:
    """An open consultation of one lot, in one sector and one place."""
    made = Consultation(
        reference=f"26-{number}",
        title="Nettoyage",
        status="active",
        nature=["services"],
        deadline_at=now + timedelta(days=20 + number % 7),
        created_at=now,
        updated_at=now,
    )
    lot = Lot(position=0, number="1", title="Lot", cpv=[])
    lot.sectors = [LotSector(sector=sector, position=0, score=1.0)]
    lot.territories = [LotTerritory(territory=place, position=0, proof="code")]
    made.lots = [lot]
    if hours:
        text = f"{hours} heures d’insertion"
        made.clauses = [
            Clause(
                kind="execution",
                position=0,
                quotation=text,
                field="description",
                lot="",
                origin="text",
            )
        ]
    session.add(made)
    session.flush()


@pytest.fixture
def siae(session: Session) -> Siae:
    return make_siae(session, kind="EI")


def judge(session: Session, siae: Siae) -> tuple[Sheet, Completeness, Gains]:
    session.flush()
    session.expire_all()
    now = clock.now()
    sheet = read_sheet(session, my_structure(siae.organisation_id, siae.id), now.date())
    found = Completeness.of(sheet)
    return sheet, found, count_gains(session, sheet, found, now)


def test_the_weights_are_those_that_are_published() -> None:
    assert sum(part.weight for part in PARTS) == 100
    assert len({part.key for part in PARTS}) == len(PARTS)
    assert all(part.supply is None or "{more}" in part.gain for part in PARTS)


def test_a_bare_structure_is_asked_for_a_sector_first(session: Session, siae: Siae) -> None:
    _, found, gains = judge(session, siae)
    assert found.percent == 0
    assert found.missing[0].key == "sectors"
    assert "areas" not in {part.key for part in found.missing}
    assert (gains.read, gains.together, dict(gains.more)) == (0, 0, {})


def test_a_full_profile_is_at_one_hundred(session: Session, siae: Siae) -> None:
    now = clock.now()
    add_activity(
        session, siae, CLEANING, service="prestation", zones=["93"], capacity_fte=4.0,
        capacity_as_of=now.date(),
    )  # fmt: skip
    siae.description, siae.website = "Un chantier.", "https://exemple.fr"
    profile = open_profile(session, siae.id)
    profile.publics, profile.labels, profile.languages = ["refugies"], ["ISO"], ["français"]
    profile.equipment, profile.partnerships = ["Camion"], ["pmsmp"]
    profile.client_references = [{"name": "", "has_consent": False, "what": "x", "year": 2025}]
    sheet, found, _ = judge(session, siae)
    assert (found.percent, [part.key for part in found.missing]) == (92, ["photos"])
    assert Completeness.of(replace(sheet, photos=1)).percent == 100


def test_what_an_area_would_change_is_counted(session: Session, siae: Siae) -> None:
    now = clock.now()
    add_activity(session, siae, CLEANING, service="prestation")
    for number, place in enumerate(["93010", "93005", "93", "77186", "91223", "R11"]):
        add_tender(session, number, CLEANING, place, now)
    add_tender(session, 20, PARKS, "93005", now)
    sheet, found, gains = judge(session, siae)
    assert gains.read == 6
    assert "areas" in {part.key for part in found.missing}
    # true: the same structure, its area really declared, is judged the same
    siae_row = my_structure(siae.organisation_id, siae.id)
    siae_row.activities[0].zones = [REGION]
    _, _, after = judge(session, siae)
    assert gains.more["areas"] == 3
    assert after.fitting == gains.fitting + gains.more["areas"]
    assert sheet.matched.activities[0].area is None


def test_an_inferred_sector_without_area_gains_by_both_together(
    session: Session, siae: Siae
) -> None:
    now = clock.now()
    add_activity(session, siae, CLEANING, is_inferred=True)
    for number, place in enumerate(["93", "R11", "77186"]):
        add_tender(session, number, CLEANING, place, now)
    _, _, gains = judge(session, siae)
    assert (gains.fitting, gains.together) == (0, 3)
    assert (gains.more["confirmed"], gains.more["areas"]) == (1, 0)
    assert gains.besides == {"areas": 2, "capacity": 0}


def test_a_stale_capacity_gains_where_a_volume_is_asked_for(session: Session, siae: Siae) -> None:
    now = clock.now()
    old = now.date() - timedelta(days=200)
    add_activity(session, siae, CLEANING, zones=["93"], capacity_fte=2.0, capacity_as_of=old)
    add_tender(session, 1, CLEANING, "93010", now, hours=420)
    add_tender(session, 2, CLEANING, "93010", now)
    _, found, gains = judge(session, siae)
    assert "capacity" in {part.key for part in found.missing}
    assert (gains.fitting, gains.more["capacity"]) == (1, 1)


def test_the_count_is_bounded_and_says_so(
    session: Session, siae: Siae, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    add_activity(session, siae, CLEANING)
    for number in range(5):
        add_tender(session, number, CLEANING, "93010", now)
    monkeypatch.setattr(completeness_gain, "MOST_READ", 3)
    _, _, gains = judge(session, siae)
    assert (gains.read, gains.is_capped) == (3, True)


def test_the_page_gives_numbers_where_they_were_counted(
    app: Flask, client: FlaskClient, session: Session, siae: Siae
) -> None:
    now = clock.now()
    add_activity(session, siae, CLEANING, is_inferred=True)
    for number in range(2):
        add_tender(session, number, CLEANING, "93", now)
    session.commit()
    address = address_of(siae, "completude")
    reader = read_page(keeper_of(app, session, siae, MemberRole.READER).get(address))
    assert address_of(siae, "photos") not in reader.links
    page = read_page(keeper_of(app, session, siae).get(address))
    assert "Profil rempli à 20 %" in page.text
    assert "Jusqu’à 2 marchés ouverts de plus vous correspondraient." in page.text
    assert "Filières confirmées" in page.text
    assert address_of(siae, "photos") in page.links
    other = make_siae(session, make_organisation(session, "Voisine"))
    assert keeper_of(app, session, other).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_the_page_asks_as_much_whatever_the_number_of_tenders(
    app: Flask, session: Session, siae: Siae, queries: Callable[[], Any]
) -> None:
    now, counts = clock.now(), []
    add_activity(session, siae, CLEANING)
    reader = keeper_of(app, session, siae, MemberRole.READER)
    page = address_of(siae, "completude")
    for number in range(4):
        add_tender(session, number, CLEANING, "93010", now)
        session.commit()
        if number % 3 == 0:
            with queries() as sent:
                reader.get(page)
            counts.append(len(sent))
    assert counts[0] == counts[1]


@given(shares=st.lists(st.floats(0, 1), min_size=len(PARTS), max_size=len(PARTS)))
def test_a_share_is_a_share_and_full_only_where_nothing_misses(shares: list[float]) -> None:
    filled = sum(part.weight * share for part, share in zip(PARTS, shares, strict=True))
    percent = int(filled + 1e-9)
    assert 0 <= percent <= 100
    assert percent < 100 or min(shares) > 0.9
