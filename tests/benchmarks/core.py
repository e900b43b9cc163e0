"""The pure core: territories, sectors, clauses, matching."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from app import clock, sectors, territories
from app.extensions import db
from app.siae.profiles import matchers
from app.tenders import queries
from app.tenders.clauses import detect_clauses
from app.tenders.criteria import StateFilter, TenderCriteria
from app.tenders.matching import need_of
from app.tenders.models import Consultation
from app.tenders.sources import TextField
from tests.benchmarks.measure import Measure, cpu_times, median, p95
from tests.benchmarks.world import World

NAMES = itertools.cycle(["93200", "Saint-Denis", "93066", "T6", "Plaine Commune", "93", "Melun"])
TEXT = "Le présent marché a pour objet l’entretien des espaces verts et la propreté urbaine. " * 36
CLAUSE = TEXT + "Le titulaire réserve 420 heures à une action d’insertion (clause sociale)."


def run(world: World) -> list[Measure]:
    """Each question asked many times."""
    resolving = cpu_times(lambda: territories.find(next(NAMES)), times=500)
    coded = cpu_times(lambda: sectors.classify(("90910000", "77310000"), (), ""), times=300)
    worded = cpu_times(lambda: sectors.classify((), (), TEXT[:3000]), times=100)
    fields = [TextField(field="description", text=CLAUSE[:3000])]
    reading = cpu_times(lambda: detect_clauses(fields), times=100)
    return [
        Measure(what="territory resolved", value=median(resolving), unit="ms"),
        Measure(what="sectors of two CPV codes", value=median(coded), unit="ms", budget=0.5),
        Measure(what="sectors of 3,000 characters", value=median(worded), unit="ms", budget=3),
        Measure(what="clauses of 3,000 characters", value=median(reading), unit="ms"),
        *matching(world),
    ]


def matching(world: World) -> list[Measure]:
    """One lot against every structure, the twenty best explained."""
    now = clock.now()
    with world.app.app_context():
        matcher = matchers.get(db.session())
        criteria = TenderCriteria(state=StateFilter.OPEN)
        select = queries.with_lots(queries.consultations(criteria, now)).limit(40)
        needs = [need_of(c, lot) for c in db.session.scalars(select) for lot in c.lots]
        total = db.session.scalar(sa.select(sa.func.count(Consultation.id)))
        turns = itertools.cycle(needs)
        found = cpu_times(lambda: matcher.match(next(turns), now, limit=20), times=100)
    note = f"{world.scale.structures} structures, {total} consultations"
    return [
        Measure(what="one lot matched, p50", value=median(found), unit="ms", budget=5, note=note),
        Measure(what="one lot matched, p95", value=p95(found), unit="ms"),
    ]
