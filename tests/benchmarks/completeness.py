"""What a missing piece would change: judged on the open consultations of a structure's sectors."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from app import clock
from app.extensions import db
from app.siae import queries
from app.siae.completeness import Completeness, read_sheet
from app.siae.models import Siae
from app.tenders.completeness_gain import count_gains
from tests.benchmarks.measure import Measure, cpu_times, median, p95
from tests.benchmarks.world import World


def run(world: World) -> list[Measure]:
    """Structures of five sectors without any area, the most that can miss."""
    now = clock.now()
    with world.app.app_context():
        slugs = list(db.session.scalars(sa.select(Siae.slug).order_by(Siae.id).limit(20)))
        turns, read = itertools.cycle(slugs), 0

        def count() -> None:
            nonlocal read
            db.session.expunge_all()
            siae = db.session.scalars(queries.by_slugs([next(turns)])).one()
            for activity in siae.activities:
                activity.radius_km, activity.is_inferred = None, True
            with db.session.no_autoflush:
                sheet = read_sheet(db.session(), siae, now.date())
                gains = count_gains(db.session(), sheet, Completeness.of(sheet), now)
            read = max(read, gains.read)

        found = cpu_times(count, times=20)
        db.session.rollback()
    note = f"p95 {p95(found):.0f} ms, {read} consultations at the most"
    return [Measure(what="what a profile lacks", value=median(found), unit="ms", note=note)]
