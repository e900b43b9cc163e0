from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.blueprints.dossier_sections import gaps, proximities
from app.blueprints.dossier_sections.section import Reading
from app.dossiers import services
from app.dossiers.models import Dossier
from app.dossiers.proximity import agreeing, holders, search
from app.dossiers.proximity.models import ProximityHolder
from app.matching.kinds import SiaeKind
from app.territories import Point
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import (
    BOBIGNY,
    HERE,
    MELUN,
    SAINT_DENIS,
    history,
    holder,
    make_siae,
    save,
    signals,
)
from tests.people import make_organisation, make_person


def test_two_projects_make_one_row_the_smaller_first(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    _, first, _, second = two
    (row,) = signals(session)
    assert (row.dossier_id, row.other_id, row.siae_id) == (first.id, second.id, None)
    assert row.sectors == ("blanchisserie",)
    assert row.distance_km is not None
    assert 2 < row.distance_km < 5
    assert history(session) == [("", "new", "portal")]


def test_looking_again_changes_nothing(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    make_siae(session)
    for dossier in (two[1], two[3]):
        assert search.refresh(session, dossier, clock.now()) == 1  # the structure, new since
    before = [(row.id, row.version) for row in signals(session)]
    assert len(before) == 3
    for dossier in session.scalars(search.live(clock.now())).all():
        assert search.refresh(session, dossier, clock.now()) == 0
    assert [(row.id, row.version) for row in signals(session)] == before


def test_the_larger_radius_of_the_two_counts(session: Session) -> None:
    make_dossier(session, make_person(session), radius_km=2)
    make_dossier(session, make_person(session), radius_km=2, territory=BOBIGNY)
    assert signals(session) == []
    make_dossier(session, make_person(session), radius_km=9, territory=BOBIGNY)
    assert len(signals(session)) == 2


@pytest.mark.parametrize("values", [{"territory": ""}, {"sectors": ()}, {"territory": MELUN}])
def test_a_signal_whose_reason_is_gone_ends_and_its_history_stays(
    session: Session, two: tuple[Person, Dossier, Person, Dossier], values: dict[str, object]
) -> None:
    make_siae(session)
    mine, first, _, _ = two
    search.refresh(session, first, clock.now())
    row = signals(session)[0]
    agreeing.agree(session, row, first, holder(first, mine))
    save(session, first, **values)
    found = signals(session)
    assert {one.state for one in found} == {"ended"}
    assert found[0].agreed_at is None
    save(session, first)
    assert [one.state for one in signals(session)] == ["new", "new"]
    assert ("ended", "new", "portal") in history(session)


def test_a_project_that_moves_updates_its_distance(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    before = signals(session)[0].distance_km
    save(session, two[1], territory=SAINT_DENIS)
    (row,) = signals(session)
    assert row.state == "new"
    assert row.distance_km != before


def test_what_is_one_s_own_is_no_proximity(session: Session) -> None:
    person, organisation = make_person(session), make_organisation(session)
    make_siae(session, organisation)
    make_dossier(session, organisation)
    assert signals(session) == []
    make_dossier(session, organisation)
    assert signals(session) == []
    make_dossier(session, person)
    make_dossier(session, person)
    assert len([row for row in signals(session) if row.other_id]) == 4


def test_structures_of_another_sector_kind_or_place_are_left_out(session: Session) -> None:
    make_siae(session, sectors=("traiteur",))
    make_siae(session, make_organisation(session, "EA"), kind=SiaeKind.EA)
    make_siae(session, make_organisation(session, "Melun"), point=Point(lat=48.54, lon=2.66))
    near = make_siae(session, make_organisation(session, "Sans point"), point=None)
    make_siae(session, make_organisation(session, "Ailleurs"), point=None, commune=BOBIGNY)
    make_dossier(session, make_person(session))
    assert [(row.siae_id, row.distance_km) for row in signals(session)] == [(near.id, None)]


def test_near_a_wider_territory_is_inside_it(session: Session) -> None:
    inside = make_siae(session)
    make_siae(session, make_organisation(session, "Melun"), commune=MELUN)
    make_dossier(session, make_person(session), territory="T8")
    assert [row.siae_id for row in signals(session)] == [inside.id]


def test_a_project_keeps_so_many_structures(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_STRUCTURES", 2)
    for number in range(4):
        point = Point(lat=HERE.lat + number / 100, lon=HERE.lon)
        make_siae(session, make_organisation(session, f"Linge {number}"), point=point)
    dossier = make_dossier(session, make_person(session))
    kept = [row.siae_id for row in signals(session)]
    assert len(kept) == 2
    make_siae(session, make_organisation(session, "Plus près"))
    assert search.refresh(session, dossier, clock.now()) == 0
    assert [row.siae_id for row in signals(session)] == kept


def test_a_project_whose_time_is_over_is_near_nothing(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    later: datetime = two[1].project.expires_at
    two[3].project.expires_at = later + timedelta(days=2)
    session.flush()
    search.refresh(session, two[3], later)
    assert [row.state for row in signals(session)] == ["ended"]


def test_a_project_that_is_erased_takes_its_signals_away(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    holders.show_to_team(session, two[1], clock.now(), is_shown=True)
    services.erase(session, two[1])
    assert signals(session) == []
    assert session.scalars(sa.select(ProximityHolder)).all() == []


def test_looking_asks_as_much_whatever_is_near(session: Session, queries: Any) -> None:
    counts = []
    for more in (2, 9):
        for _ in range(more):
            make_siae(session, make_organisation(session))
        with queries() as sent:
            make_dossier(session, make_person(session), title="Un de plus")
        counts.append(sum(one.startswith("SELECT") for one in sent.statements))
    assert len(signals(session)) == 2 + 11 + 1
    assert counts[0] == counts[1]


def test_the_section_is_not_on_the_page_of_a_link(session: Session) -> None:
    dossier = make_dossier(session, make_person(session))
    reading = Reading(dossier=dossier, now=clock.now(), base="/p", is_shared=True)
    assert not proximities.SECTION.is_on(reading)
    assert gaps.SECTION.is_on(reading)
