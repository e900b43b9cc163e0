from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.consortia import departures, places, queries, starting
from app.consortia.content_models import LotShare
from app.consortia.models import Consortium, Place
from app.consortia.states import ConsortiumState, PlaceState
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.feedback.models import ErrorReport
from app.mail.models import Letter
from tests.consortia.builders import Circle, at, complete, join, read
from tests.people import make_organisation


def letters(session: Session, key: str) -> list[str]:
    return list(
        session.scalars(sa.select(Letter.recipient).where(Letter.key == key).order_by(Letter.id))
    )


def states(consortium: Consortium) -> dict[str, str]:
    return {place.name: place.state for place in consortium.places}


def test_who_starts_leads_and_starts_once(session: Session, circle: Circle) -> None:
    made = circle.consortium
    assert (made.state, made.lead and made.lead.name) == ("seeking", "Atelier du Canal")
    assert made.insertion_hours == 500
    again, is_new = starting.start(session, circle.lead.actor, "26-1", "", is_open_call=True)
    assert (again.id, is_new) == (made.id, False)
    of_lot, is_new = starting.start(session, circle.lead.actor, "26-1", "2", is_open_call=True)
    assert (is_new, of_lot.lot, of_lot.insertion_hours) == (True, "2", None)


def test_a_group_begins_on_an_open_tender_by_a_structure(
    session: Session, circle: Circle, now: datetime
) -> None:
    for reference, number in (("26-404", ""), ("26-1", "9")):
        with pytest.raises(NotFoundError):
            starting.start(session, circle.lead.actor, reference, number, is_open_call=False)
    late = at(circle.second, now + timedelta(days=999))
    with pytest.raises(InvalidError, match="date limite"):
        starting.start(session, late, "26-1", "", is_open_call=False)
    actor = replace(late, organisation=make_organisation(session, "Mairie"), now=now)
    with pytest.raises(InvalidError, match="annuaire"):
        starting.start(session, actor, "26-1", "", is_open_call=False)


def test_an_invitation_is_told_to_those_who_write_and_answered_by_them(
    session: Session, circle: Circle
) -> None:
    places.invite(
        session, circle.consortium, circle.second.organisation, "Venez", circle.lead.actor
    )
    assert letters(session, "consortium-invitation") == [circle.second.editor.email]
    invited = read(session, circle.second, circle.consortium)
    assert states(invited)["Les Jardins"] == "invited"
    place = places.answer(session, invited, circle.second.actor, accepts=True)
    assert place.state == PlaceState.ACCEPTED
    assert letters(session, "consortium-answer") == [circle.lead.editor.email]
    with pytest.raises(InvalidError, match="plus attendue"):
        places.answer(session, invited, circle.second.actor, accepts=False)


def test_the_team_has_the_invitation_of_who_nobody_joined(session: Session, circle: Circle) -> None:
    places.invite(session, circle.consortium, circle.nobody, "Bonjour", circle.lead.actor)
    report = session.scalars(sa.select(ErrorReport)).one()
    assert report.path == f"/structures/s-{circle.nobody.id}"
    assert "Sans Personne" in report.message
    assert "Bonjour" in report.message


def test_only_the_lead_invites_and_nobody_answers_for_another(
    session: Session, circle: Circle
) -> None:
    whole = join(session, circle, circle.second)
    with pytest.raises(NotAllowedError):
        places.invite(session, whole, circle.third.organisation, "", circle.second.actor)
    places.invite(session, whole, circle.third.organisation, "", circle.lead.actor)
    for house in (circle.lead, circle.second):
        with pytest.raises(InvalidError):
            places.answer(session, whole, house.actor, accepts=True)
    with pytest.raises(InvalidError, match="déjà dans ce groupement"):
        places.invite(session, whole, circle.third.organisation, "", circle.lead.actor)
    with pytest.raises(NotFoundError):
        starting.find(session, make_organisation(session).id, whole.id)


def test_who_declined_is_not_asked_again_but_may_ask(session: Session, circle: Circle) -> None:
    places.invite(session, circle.consortium, circle.second.organisation, "", circle.lead.actor)
    whole = read(session, circle.second, circle.consortium)
    places.answer(session, whole, circle.second.actor, accepts=False)
    with pytest.raises(NotFoundError):
        read(session, circle.second, whole)
    whole = read(session, circle.lead, whole)
    with pytest.raises(InvalidError, match="a décliné"):
        places.invite(session, whole, circle.second.organisation, "", circle.lead.actor)
    whole = starting.find_looking(session, whole.id, circle.second.actor.now)
    places.ask(session, whole, "Finalement oui", circle.second.actor)
    assert letters(session, "consortium-request") == [circle.lead.editor.email]
    place = next(p for p in whole.places if p.name == "Les Jardins")
    places.decide(
        session, read(session, circle.lead, whole), place.id, circle.lead.actor, accepts=True
    )
    assert states(read(session, circle.lead, whole))["Les Jardins"] == "accepted"


def test_a_request_is_refused_or_taken_back(session: Session, circle: Circle) -> None:
    for house in (circle.second, circle.third):
        whole = starting.find_looking(session, circle.consortium.id, house.actor.now)
        places.ask(session, whole, "", house.actor)
    whole = read(session, circle.lead, circle.consortium)
    second, third = (p.id for p in whole.places if p.state == PlaceState.ASKING)
    with pytest.raises(NotAllowedError):
        places.decide(session, whole, second, circle.third.actor, accepts=True)
    places.decide(session, whole, second, circle.lead.actor, accepts=False)
    departures.cancel(session, whole, third, circle.third.actor)
    assert states(whole) == {
        "Atelier du Canal": "accepted", "Les Jardins": "refused", "Tri du Nord": "cancelled",
    }  # fmt: skip
    with pytest.raises(InvalidError):
        places.ask(session, whole, "", circle.second.actor)


def test_two_offers_of_one_structure_are_never_silent(session: Session, circle: Circle) -> None:
    join(session, circle, circle.second)
    rival, _ = starting.start(session, circle.third.actor, "26-1", "1", is_open_call=False)
    whole = read(session, circle.third, rival)
    places.invite(session, whole, circle.second.organisation, "", circle.third.actor)
    whole = read(session, circle.second, rival)
    with pytest.raises(InvalidError, match="autre groupement"):
        places.answer(session, whole, circle.second.actor, accepts=True)
    places.answer(session, whole, circle.second.actor, accepts=True, has_read=True)
    number = circle.second.organisation.id
    assert session.scalars(queries.competing(whole, number)).all() == [circle.consortium]
    other, _ = starting.start(session, circle.third.actor, "26-1", "2", is_open_call=False)
    assert rival not in session.scalars(queries.competing(other, number)).all()


def test_a_member_leaves_with_its_shares_and_the_group_opens_again(
    session: Session, circle: Circle
) -> None:
    whole = complete(session, circle)
    assert whole.state == ConsortiumState.COMPLETE
    departures.leave(session, read(session, circle.second, whole), circle.second.actor)
    whole = read(session, circle.lead, whole)
    assert (whole.state, [p.name for p in whole.members]) == ("open", ["Atelier du Canal"])
    assert {s.place_id for s in session.scalars(sa.select(LotShare))} == {whole.members[0].id}
    assert (whole.events[0].before, whole.events[0].after) == ("complete", "open")


def test_the_lead_hands_over_before_it_leaves(session: Session, circle: Circle) -> None:
    whole = join(session, circle, circle.second, circle.third)
    with pytest.raises(InvalidError, match="confie d’abord"):
        departures.leave(session, whole, circle.lead.actor)
    second = next(p for p in whole.members if p.name == "Les Jardins")
    with pytest.raises(NotAllowedError):
        departures.hand_over(session, whole, second.id, circle.third.actor)
    departures.hand_over(session, whole, second.id, circle.lead.actor)
    whole = read(session, circle.lead, whole)
    assert whole.lead is not None
    assert whole.lead.name == "Les Jardins"
    departures.leave(session, whole, circle.lead.actor)
    whole = read(session, circle.second, whole)
    third = next(p for p in whole.members if not p.is_lead)
    departures.remove(session, whole, third.id, circle.second.actor)
    with pytest.raises(InvalidError, match="dissolvez"):
        departures.leave(session, read(session, circle.second, whole), circle.second.actor)


def test_the_group_goes_on_without_an_organisation_that_is_deleted(
    session: Session, circle: Circle
) -> None:
    whole = join(session, circle, circle.second, circle.third)
    session.delete(circle.lead.siae)
    session.flush()
    session.delete(circle.lead.organisation)
    session.commit()
    whole = read(session, circle.second, whole)
    assert [p.name for p in whole.members if p.organisation_id is None] == ["Atelier du Canal"]
    assert whole.events[-1].organisation == "Atelier du Canal"
    mine = next(p for p in whole.members if p.name == "Les Jardins")
    departures.hand_over(session, whole, mine.id, circle.second.actor)
    whole = read(session, circle.second, whole)
    gone = next(p for p in whole.members if p.organisation_id is None)
    departures.remove(session, whole, gone.id, circle.second.actor)
    assert len(read(session, circle.second, whole).members) == 2


def test_nobody_invites_without_measure(session: Session, circle: Circle, now: datetime) -> None:
    with pytest.raises(InvalidError, match="caractères"):
        places.invite(session, circle.consortium, circle.nobody, "x" * 1_501, circle.lead.actor)
    for number in range(places.MOST_A_DAY):
        whole = read(session, circle.lead, circle.consortium)
        other = make_organisation(session, f"Atelier {number}")
        places.invite(session, whole, other, "", circle.lead.actor)
    whole = read(session, circle.lead, circle.consortium)
    with pytest.raises(InvalidError, match="par jour"):
        places.invite(session, whole, circle.third.organisation, "", circle.lead.actor)
    later = at(circle.lead, now + timedelta(days=1, minutes=1))
    places.invite(session, whole, circle.third.organisation, "", later)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "accepted", "came_from": "declined"},
        {"state": "removed", "came_from": "invited"},
        {"state": "invited", "came_from": "declined"},
        {"state": "left", "came_from": "accepted"},  # while it leads
        {"insertion_hours": -1},
    ],
)
def test_the_database_refuses_a_place_out_of_the_machine(
    session: Session, circle: Circle, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Place).values(values))
    session.rollback()


def test_the_database_keeps_one_lead(session: Session, circle: Circle) -> None:
    join(session, circle, circle.second)
    session.commit()
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Place).values(is_lead=True))
    session.rollback()
