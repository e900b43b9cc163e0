from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.blueprints.dossier_sections import gaps, proximities
from app.blueprints.dossier_sections.section import Reading
from app.dossiers import services
from app.dossiers.models import Dossier
from app.dossiers.proximity import agreeing, holders, letters, moves, search
from app.dossiers.proximity.models import Proximity, ProximityHolder, ProximityMove
from app.dossiers.proximity.moves import Actor, ProximityChangedError
from app.dossiers.proximity.states import NEXT, ProximityState, Side
from app.errors import InvalidError, NotFoundError
from app.mail.models import Letter
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae.models import Activity, Siae
from app.territories import Point
from tests.dossiers.builders import make_dossier, make_sheet
from tests.people import make_member, make_organisation, make_person

SITE = "https://portail.example"
BOBIGNY, SAINT_DENIS, MELUN = "93008", "93066", "77288"
HERE = Point(lat=48.903, lon=2.484)  # Bondy


def make_siae(
    session: Session,
    organisation: Organisation | None = None,
    *,
    point: Point | None = HERE,
    sectors: tuple[str, ...] = ("blanchisserie",),
    kind: SiaeKind = SiaeKind.EI,
    commune: str = "93010",
) -> Siae:
    now = clock.now()
    body = organisation or make_organisation(session, "Linge Clair")
    made = Siae(
        organisation=body,
        kind=kind,
        slug=f"linge-clair-{body.id}",
        name="Linge Clair",
        sort_name="linge clair",
        city="Bondy",
        commune_code=commune,
        department_code=commune[:2],
        latitude=point.lat if point else None,
        longitude=point.lon if point else None,
        created_at=now,
        updated_at=now,
        activities=[Activity(sector=slug) for slug in sectors],
    )
    session.add(made)
    session.flush()
    return made


def signals(session: Session) -> list[Proximity]:
    select = sa.select(Proximity).order_by(Proximity.id)
    return list(session.scalars(select.execution_options(populate_existing=True)))


def history(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(sa.select(ProximityMove).order_by(ProximityMove.id))
    return [(move.before, move.after, move.side) for move in found]


def save(session: Session, dossier: Dossier, **values: object) -> None:
    services.save(session, dossier, make_sheet(**values), dossier.version, clock.now())


def holder(dossier: Dossier, person: Person) -> Actor:
    return Actor(side=Side.HOLDER, now=clock.now(), person=person, dossier_id=dossier.id, site=SITE)


def team(person: Person) -> Actor:
    return Actor(side=Side.TEAM, now=clock.now(), person=person, site=SITE)


@pytest.fixture
def two(session: Session) -> tuple[Person, Dossier, Person, Dossier]:
    """Two projects of the same sector, three kilometres apart, and their holders."""
    mine, theirs = make_person(session), make_person(session, name="Awa Diop")
    first = make_dossier(session, mine)
    second = make_dossier(session, theirs, title="Un pressing", territory=BOBIGNY)
    return mine, first, theirs, second


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


def test_both_holders_agree_then_each_is_told_how_to_reach_the_other(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, theirs, second = two
    make_person(session, "equipe@exemple.fr", role=None).role = "moderator"
    (row,) = signals(session)
    assert not agreeing.agree(session, row, first, holder(first, mine))
    assert not agreeing.agree(session, row, first, holder(first, mine))
    assert session.scalars(sa.select(Letter)).all() == []
    assert agreeing.agree(session, row, second, holder(second, theirs))
    assert row.state == "discussed"
    sent = {letter.recipient: letter for letter in session.scalars(sa.select(Letter))}
    assert set(sent) == {mine.email, theirs.email, "equipe@exemple.fr"}
    assert theirs.email in sent[mine.email].text
    assert "Un pressing" in sent[mine.email].text
    assert mine.email in sent[theirs.email].text
    assert mine.email not in sent["equipe@exemple.fr"].text
    with pytest.raises(InvalidError):
        agreeing.withdraw(session, row, first, holder(first, mine))


def test_one_may_take_it_back_before_the_other_agrees(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, theirs, second = two
    (row,) = signals(session)
    agreeing.agree(session, row, first, holder(first, mine))
    agreeing.withdraw(session, row, first, holder(first, mine))
    agreeing.withdraw(session, row, first, holder(first, mine))
    assert not agreeing.agree(session, row, second, holder(second, theirs))
    assert not row.is_agreed
    notes = session.scalars(sa.select(ProximityMove.note).where(ProximityMove.side == "holder"))
    assert len(notes.all()) == 3


def test_nobody_agrees_for_a_structure_a_stranger_or_a_signal_that_is_over(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, _, _ = two
    siae = make_siae(session)
    search.refresh(session, first, clock.now())
    (row,) = [one for one in signals(session) if one.siae_id == siae.id]
    with pytest.raises(NotFoundError):
        agreeing.find(session, first.id, row.id)
    stranger = make_dossier(session, make_person(session), territory=MELUN)
    pair = signals(session)[0]
    with pytest.raises(NotFoundError):
        agreeing.find(session, stranger.id, pair.id)
    save(session, first, territory=MELUN, sectors=("traiteur",))
    over = agreeing.find(session, first.id, pair.id)
    with pytest.raises(InvalidError):
        agreeing.agree(session, over, first, holder(first, mine))


def test_the_team_moves_a_signal_once_and_it_is_logged(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    (row,) = signals(session)
    person = make_person(session, name="Équipe")
    moves.move(session, row, ProximityState.DISCUSSED, team(person), seen=1, note="Appelé")
    with pytest.raises(ProximityChangedError):
        moves.move(session, row, ProximityState.SETTLED, team(person), seen=1)
    moves.move(session, row, ProximityState.SETTLED, team(person), seen=2)
    for refused in (ProximityState.NEW, ProximityState.ENDED, ProximityState.SET_ASIDE):
        with pytest.raises(InvalidError):
            moves.move(session, row, refused, team(person))
    with pytest.raises(InvalidError):
        moves.write_note(session, row, "x" * 501, team(person))
    assert history(session)[1:] == [("new", "discussed", "team"), ("discussed", "settled", "team")]


@pytest.mark.parametrize("before", ProximityState)
@pytest.mark.parametrize("after", ProximityState)
def test_the_database_refuses_a_move_that_the_machine_has_not(
    session: Session,
    two: tuple[Person, Dossier, Person, Dossier],
    before: ProximityState,
    after: ProximityState,
) -> None:
    change = sa.update(Proximity).values(state=after.value, came_from=before.value)
    if after in NEXT[before]:
        session.execute(change)
    else:
        with pytest.raises(IntegrityError):
            session.execute(change)


def test_holders_are_written_to_once_a_day_all_projects_together(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, _, theirs, _ = two
    now = clock.now()
    make_dossier(session, mine, title="Un autre lavoir")
    assert letters.tell_holders(session, now, SITE) == 2
    sent = {letter.recipient: letter.text for letter in session.scalars(sa.select(Letter))}
    assert set(sent) == {mine.email, theirs.email}
    assert "Un autre lavoir" in sent[mine.email]
    assert "Une blanchisserie" in sent[mine.email]
    assert "Un pressing" not in sent[mine.email]
    assert theirs.email not in sent[mine.email]
    assert letters.tell_holders(session, now, SITE) == 0
    make_dossier(session, make_person(session), territory=BOBIGNY)
    assert letters.tell_holders(session, now, SITE) == 1  # the newcomer; the others had theirs
    assert letters.tell_holders(session, now + timedelta(days=1), SITE) == 2
    assert letters.tell_holders(session, now + timedelta(days=2), SITE) == 0


def test_the_letters_of_an_organisation_go_to_those_who_write(session: Session) -> None:
    organisation = make_organisation(session)
    editor = make_member(session, organisation, MemberRole.EDITOR)
    make_member(session, organisation, MemberRole.READER)
    make_siae(session)
    make_dossier(session, organisation)
    assert letters.tell_holders(session, clock.now(), SITE) == 1
    assert session.scalars(sa.select(Letter.recipient)).all() == [editor.email]


def test_the_team_is_written_to_once_a_day_without_a_name(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    make_person(session, "equipe@exemple.fr").role = "moderator"
    session.flush()
    now = clock.now()
    assert letters.tell_team(session, now, SITE) == 1
    assert letters.tell_team(session, now + timedelta(days=1), SITE) == 0
    (letter,) = session.scalars(sa.select(Letter))
    assert "Un nouveau signal" in letter.text
    assert two[0].email not in letter.text


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
