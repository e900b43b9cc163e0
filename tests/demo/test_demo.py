"""Loading and removing the demonstration, and what people see of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import to_paris
from app.demo.samples import (
    consultation_samples,
    event_samples,
    premises_samples,
    structure_samples,
)
from app.demo.services import DemoCount, clear_demo, has_demo, load_demo, needs_demo
from app.extensions import db
from app.imports.report import FileReport
from app.matching.engine import Matcher
from app.matching.kinds import SiaeKind
from app.matching.rules import Verdict
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.siae.profiles import read_profiles
from app.tenders.lifecycle import Status
from app.tenders.matching import LotMatches, match_consultation
from app.tenders.models import Clause, Consultation, Notice, NoticeLink
from app.tenders.queries import with_lots
from app.tenders.records import Buyer, LotRecord, NoticeKind, NoticeRecord
from app.tenders.services import store_notices

EVERYTHING = DemoCount(
    structures=len(structure_samples()),
    consultations=len(consultation_samples()),
    events=len(event_samples()),
    premises=len(premises_samples()),
)


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    load_demo(session, now)
    session.commit()
    session.expunge_all()
    return session


def content(session: Session) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table, without the numbers the database gives."""
    return {
        table.name: {
            tuple(
                repr(row[column.name])
                for column in table.columns
                if column.name != "id" and not column.foreign_keys
            )
            for row in session.execute(sa.select(table)).mappings()
        }
        for table in db.metadata.sorted_tables
    }


def count_rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }


def add_real_rows(session: Session, now: datetime) -> None:
    session.add(
        Siae(
            organisation=Organisation(siret="00000000000000", name="Vraie", created_at=now),
            kind=SiaeKind.EI,
            slug="vraie",
            name="Vraie",
            sort_name="vraie",
            created_at=now,
            updated_at=now,
            activities=[Activity(sector="blanchisserie")],
        )
    )
    session.add(Organisation(siret=None, name="Vrai projet sans SIRET", created_at=now))
    record = NoticeRecord(
        id="25-1",
        source="boamp",
        kind=NoticeKind.CALL,
        published_on=now.date(),
        title="Vraie consultation",
        buyer=Buyer(name="Vrai acheteur", postal_code="93100", city="Montreuil"),
        lots=(LotRecord(number="1", title="Blanchisserie", cpv=("98310000",)),),
    )
    store_notices(session, [record], FileReport(file="x"), now=now)
    session.commit()


def test_load_counts_and_marks_everything(loaded: Session) -> None:
    assert has_demo(loaded)
    assert loaded.scalar(sa.select(sa.func.count(Siae.id))) == EVERYTHING.structures
    assert loaded.scalar(sa.select(sa.func.count(Consultation.id))) == EVERYTHING.consultations
    assert not loaded.scalars(sa.select(Siae).where(~Siae.is_demo)).all()
    assert not loaded.scalars(sa.select(Consultation).where(~Consultation.is_demo)).all()
    organisations = loaded.scalars(sa.select(Organisation)).all()
    assert all(o.is_demo and o.siret is None for o in organisations)
    assert len(organisations) == EVERYTHING.structures


def test_load_gives_its_count_and_does_not_commit(session: Session, now: datetime) -> None:
    assert not has_demo(session)
    assert load_demo(session, now) == EVERYTHING
    session.rollback()
    assert not has_demo(session)


def test_eight_departements_and_no_contact(loaded: Session) -> None:
    rows = loaded.scalars(sa.select(Siae)).all()
    assert {s.department_code for s in rows} == {"75", "77", "78", "91", "92", "93", "94", "95"}
    for siae in rows:
        assert not siae.website
        assert not siae.address
        assert siae.commune_code
        assert siae.point
    assert not loaded.scalars(sa.select(Activity).where(Activity.is_inferred)).all()


def test_twice_is_the_same(loaded: Session, now: datetime) -> None:
    before, rows = content(loaded), count_rows(loaded)
    assert load_demo(loaded, now) == EVERYTHING
    loaded.commit()
    assert content(loaded) == before
    assert count_rows(loaded) == rows


def test_loading_later_moves_the_dates(loaded: Session, now: datetime) -> None:
    load_demo(loaded, now + timedelta(days=30))
    first = loaded.scalars(
        sa.select(Consultation).where(Consultation.reference == "DEMO-001")
    ).one()
    assert first.deadline_at is not None
    assert to_paris(first.deadline_at).date() == now.date() + timedelta(days=32)


def test_clear_removes_the_demonstration_and_only_it(session: Session, now: datetime) -> None:
    add_real_rows(session, now)
    before = content(session)
    load_demo(session, now)
    session.commit()
    assert content(session) != before
    assert clear_demo(session) == EVERYTHING
    session.commit()
    assert content(session) == before
    assert not has_demo(session)


def test_clear_in_the_same_session_then_load_again(session: Session, now: datetime) -> None:
    load_demo(session, now)
    assert clear_demo(session) == EVERYTHING
    assert sum(count_rows(session).values()) == 0
    assert load_demo(session, now) == EVERYTHING


def test_clear_without_a_demonstration_does_nothing(session: Session) -> None:
    assert clear_demo(session) == DemoCount(structures=0, consultations=0)


def test_a_demo_organisation_that_has_a_real_profile_stays(loaded: Session, now: datetime) -> None:
    organisation = loaded.scalars(sa.select(Organisation)).first()
    assert organisation is not None
    own = loaded.scalars(sa.select(Siae).where(Siae.organisation_id == organisation.id)).one()
    kind = next(k for k in SiaeKind if k is not own.kind)
    loaded.add(
        Siae(
            organisation=organisation,
            kind=kind,
            slug="vraie",
            name="Vraie",
            sort_name="vraie",
            created_at=now,
            updated_at=now,
        )
    )
    clear_demo(loaded)
    assert [s.slug for s in loaded.scalars(sa.select(Siae))] == ["vraie"]
    assert loaded.scalars(sa.select(Organisation.id)).all() == [organisation.id]


def test_the_chains_are_judged(loaded: Session, now: datetime) -> None:
    found = {
        c.reference: c
        for c in loaded.scalars(sa.select(Consultation).order_by(Consultation.reference))
    }
    assert found["DEMO-007"].is_amended
    assert found["DEMO-007"].deadline_at is not None
    assert found["DEMO-007"].deadline_at.date() == now.date() + timedelta(days=13)
    assert found["DEMO-018"].status == Status.CANCELLED
    assert found["DEMO-028"].status == Status.WITHOUT_FOLLOW_UP
    assert {r for r, c in found.items() if c.status == Status.AWARDED} == {"DEMO-016", "DEMO-039"}
    assert all(c.sectors and c.places for c in found.values())
    notices = loaded.scalar(sa.select(sa.func.count(Notice.id)))
    assert notices == EVERYTHING.consultations + 5
    assert loaded.scalar(sa.select(sa.func.count()).select_from(NoticeLink)) == 5
    assert loaded.scalar(sa.select(sa.func.count(Clause.id)))


def open_consultations(session: Session, now: datetime) -> list[Consultation]:
    """The open ones, the most urgent first."""
    select = (
        sa.select(Consultation)
        .where(Consultation.status == Status.ACTIVE, Consultation.deadline_at > now)
        .order_by(Consultation.deadline_at, Consultation.id)
    )
    return list(session.scalars(with_lots(select)))


def match_first_lots(session: Session, now: datetime) -> dict[str, LotMatches]:
    matcher = Matcher(read_profiles(session))
    return {
        c.reference: match_consultation(matcher, c, now, limit=20, near=10)[0]
        for c in open_consultations(session, now)
    }


def test_every_open_first_lot_has_three_good_matches_and_near_misses(
    loaded: Session, now: datetime
) -> None:
    found = match_first_lots(loaded, now)
    assert len(found) >= 30
    weak = {
        reference: [(m.profile.name, m.score, m.confidence) for m in lot.found.matches[:3]]
        for reference, lot in found.items()
        if len([m for m in lot.found.matches if m.score >= 0.75]) < 3
    }
    assert weak == {}
    assert [reference for reference, lot in found.items() if not lot.found.near_misses] == []


def test_the_most_urgent_consultation_shows_an_excellent_match(
    loaded: Session, now: datetime
) -> None:
    reference, lot = next(iter(match_first_lots(loaded, now).items()))
    assert reference == "DEMO-001"
    best = lot.found.matches[0]
    assert best.verdict is Verdict.ELIGIBLE
    assert best.score >= 0.95
    assert best.confidence == 1
    assert lot.need.fte == pytest.approx(1400 / 1820)


def test_a_reserved_lot_admits_only_its_families(loaded: Session, now: datetime) -> None:
    found = match_first_lots(loaded, now)
    protected = {m.profile.kind for m in found["DEMO-029"].found.matches}
    assert protected <= {SiaeKind.EA, SiaeKind.ESAT}
    assert not protected & {m.profile.kind for m in found["DEMO-002"].found.matches}
    both = {m.profile.kind for m in found["DEMO-023"].found.matches}
    assert both & {SiaeKind.EA, SiaeKind.ESAT}
    assert both & {SiaeKind.EI, SiaeKind.ACI}


def test_it_is_needed_over_an_empty_portal_or_after_a_day_and_never_forced_back(
    session: Session, now: datetime
) -> None:
    assert needs_demo(session, now.date())
    load_demo(session, now)
    assert not needs_demo(session, now.date())
    assert needs_demo(session, now.date() + timedelta(days=1))
    clear_demo(session)
    assert needs_demo(session, now.date())
    add_real_rows(session, now)
    assert not needs_demo(session, now.date())
