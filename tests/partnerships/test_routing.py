from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matching.kinds import Modality, SiaeKind
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.partnerships.models import PartnershipPreference
from app.partnerships.routing import Plan, make_plan
from app.partnerships.standing import Reach
from app.siae.models import Activity
from tests.partnerships.builders import (
    VERSAILLES,
    make_cleaner,
    make_match,
    make_need,
    refresh,
)
from tests.people import make_member, make_organisation


def names(plan: Plan) -> set[str]:
    return {asked.name for asked in plan.asked}


def prefer(session: Session, organisation_id: int, now: datetime, **values: object) -> None:
    session.add(PartnershipPreference(organisation_id=organisation_id, updated_at=now, **values))
    session.flush()


def test_those_that_fit_are_asked_with_their_reasons(session: Session, now: datetime) -> None:
    make_cleaner(session, "Propre et net")
    plan = make_plan(session, make_need(session), now)
    (asked,) = plan.asked
    assert asked.name == "Propre et net"
    assert asked.match is not None
    assert {part.key for part in asked.match.parts} >= {"sector", "intention", "experience"}
    assert asked.why.startswith("Correspondance de")
    assert asked.reach is Reach.TEAM, "nobody joined and no address is on record"


def test_who_reads_is_said(session: Session, now: datetime) -> None:
    joined, on_record = make_cleaner(session), make_cleaner(session)
    make_member(session, joined.organisation, MemberRole.EDITOR)
    on_record.organisation.contact_email = "accueil@propre.fr"
    session.flush()
    plan = make_plan(session, make_need(session), now)
    reaches = {asked.organisation_id: asked.reach for asked in plan.asked}
    assert reaches == {
        joined.organisation_id: Reach.MEMBERS,
        on_record.organisation_id: Reach.ADDRESS,
    }


def test_staff_is_not_asked_of_those_who_may_not_lend_it(session: Session, now: datetime) -> None:
    make_cleaner(session, "EI", kind=SiaeKind.EI)
    make_cleaner(session, "ETTI", kind=SiaeKind.ETTI)
    plan = make_plan(session, make_need(session, Modality.STAFFING), now)
    assert names(plan) == {"ETTI"}
    assert "EI" in {match.profile.name for match in plan.near}


def test_too_long_an_immersion_is_sent_to_nobody(session: Session, now: datetime) -> None:
    make_cleaner(session)
    need = make_need(session, Modality.IMMERSION, days=90)
    assert make_plan(session, need, now).asked == ()


def test_a_pause_and_a_cap_hold_and_are_said(session: Session, now: datetime) -> None:
    paused, full = make_cleaner(session, "En pause"), make_cleaner(session, "Au complet")
    prefer(session, paused.organisation_id, now, paused_until=now.date())
    prefer(session, full.organisation_id, now, monthly_cap=1)
    need = make_need(session)
    assert names(make_plan(session, need, now)) == {"Au complet"}
    make_match(session, make_need(session), full, sent_at=now)
    plan = make_plan(session, need, now)
    assert plan.asked == ()
    assert {held.name for held in plan.held} == {"En pause", "Au complet"}
    assert all(held.why for held in plan.held)
    tomorrow = make_plan(session, need, now + timedelta(days=1))
    assert names(tomorrow) == {"En pause"}  # the pause is over, the month is not


def test_nobody_receives_twice_nor_what_it_asked_itself(session: Session, now: datetime) -> None:
    asker, told, other = make_cleaner(session), make_cleaner(session), make_cleaner(session)
    need = make_need(session, organisation_id=asker.organisation_id)
    make_match(session, need, told)
    plan = make_plan(session, need, now)
    assert {asked.siae_id for asked in plan.asked} == {other.id}
    by_siret = make_need(session, siret=other.organisation.siret)
    assert other.id not in {a.siae_id for a in make_plan(session, by_siret, now).asked}


def test_some_modalities_are_asked_of_those_who_said_so(session: Session, now: datetime) -> None:
    wanted = [Modality.PATRONAGE.value]
    make_cleaner(session, "Oui", partnerships=wanted)
    make_cleaner(session, "N’a rien dit")
    plan = make_plan(session, make_need(session, Modality.PATRONAGE, sectors=[]), now)
    assert names(plan) == {"Oui"}
    (near,) = plan.near
    assert near.profile.name == "N’a rien dit"
    assert near.missing


def test_support_goes_to_the_networks_of_the_place(session: Session, now: datetime) -> None:
    for name, code in (("Réseau 93", "93"), ("Réseau 78", "78"), ("Réseau régional", None)):
        network = make_organisation(session, name)
        network.is_network, network.territory_code = True, code
    session.flush()
    plan = make_plan(session, make_need(session, Modality.SUPPORT), now)
    assert names(plan) == {"Réseau 93", "Réseau régional"}
    assert make_plan(session, make_need(session, Modality.FINANCING), now) == Plan()


def test_what_would_widen_is_counted(session: Session, now: datetime) -> None:
    cleaner = make_cleaner(session)
    need = make_need(session, sectors=["vitrerie"])
    plan = make_plan(session, need, now)
    assert plan.asked == ()
    (wider,) = plan.widenings
    assert (wider.key, wider.gain) == ("sectors", 1)
    assert "nettoyage-de-locaux" in wider.values
    session.execute(
        sa.update(Activity).where(Activity.siae_id == cleaner.id).values(zones=["93010"])
    )
    refresh(cleaner, now)
    far = make_plan(session, make_need(session, territory_code=VERSAILLES), now)
    assert [(w.key, w.gain) for w in far.widenings] == [("territory", 1)]


def test_the_number_of_statements_does_not_grow(
    session: Session, now: datetime, queries: Callable[[], Any]
) -> None:
    need = make_need(session)
    make_cleaner(session)
    make_plan(session, need, now)
    with queries() as few:
        make_plan(session, need, now)
    for _ in range(10):
        make_cleaner(session)
    make_plan(session, need, now)  # the matcher is made again
    with queries() as many:
        make_plan(session, need, now)
    assert len(many) == len(few) <= 8


def test_a_deleted_organisation_is_asked_no_more(session: Session, now: datetime) -> None:
    siae = make_cleaner(session)
    need = make_need(session)
    session.delete(siae)
    session.delete(session.get_one(Organisation, siae.organisation_id))
    session.flush()
    assert make_plan(session, need, now).asked == ()
