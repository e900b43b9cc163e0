"""Pages through WSGI, beside the ceiling: one page of twenty rows, as bare as the stack allows."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template_string

from app import clock
from app.cli.indexing import every_document
from app.cli.own_data import import_own_data
from app.extensions import db
from app.siae.models import Siae
from app.tenders.models import Consultation
from tests.benchmarks.measure import Measure, cpu_times, median, p95
from tests.benchmarks.world import World

ROWS = (
    "<!DOCTYPE html><ul>{% for siae in rows %}<li>{{ siae.name }} {{ siae.city }}{% endfor %}</ul>"
)
BUDGETS: tuple[tuple[str, str, float | None], ...] = (
    ("home", "/", 6),
    ("guide page", "/guide/qu-est-ce-que-l-iae", 6),
    ("toolbox", "/boite-a-outils", 6),
    ("stage of the toolbox", "/boite-a-outils/etude", 6),
    ("budget, its form", "/boite-a-outils/outils/budget", 15),
    ("directory", "/structures", 15),
    (
        "directory, sector, 20 km",
        "/structures?secteur=proprete-des-locaux&territoire=93066&rayon=20",
        15,
    ),
    ("tenders", "/marches", 15),
    ("tenders, territory, clause", "/marches?territoire=93&clause=execution", 15),
    ("sectors", "/filieres", None),
    ("sector in full", "/filieres/nettoyage-de-locaux", None),
    ("actors", "/acteurs?territoire=93", 15),
    ("who does what", "/guide/qui-fait-quoi", None),
    ("money", "/financements?territoire=93", 15),
    ("money, the finder", "/financements/trouver?type=ACI&territoire=93&montant=20000", 15),
    ("agenda", "/agenda", 15),
    ("committees", "/instances", 15),
    ("experiments", "/experimentations", 15),
    ("figures", "/indicateurs", None),
    ("territories, their need", "/territoires", None),
    ("sheet of a territory", "/territoires/93", None),
    ("where to set up", "/territoires/ou-implanter?secteur=nettoyage-de-locaux&type=EI", None),
    ("search", "/recherche?q=nettoyage", None),
    ("map, its data", "/carte/cadre.js", None),
)


def run(world: World) -> list[Measure]:
    """CPU of one answer, the framework's share included."""
    app = world.app

    @app.get("/ceiling")
    def ceiling() -> str:
        return render_template_string(ROWS, rows=db.session.scalars(sa.select(Siae).limit(20)))

    with app.app_context():
        import_own_data(db.session(), clock.now())
        db.session.commit()
        app.extensions["search"].replace_all(every_document())
        slug = db.session.scalars(sa.select(Siae.slug).limit(1)).one()
        reference = db.session.scalars(
            sa.select(Consultation.reference).where(Consultation.deadline_at > clock.now()).limit(1)
        ).one()
        db.session.remove()
    addresses = (
        ("ceiling: page and 20 rows", "/ceiling", None),
        *BUDGETS,
        ("structure, with its tenders", f"/structures/{slug}", None),
        ("consultation of 3 lots, with matches", f"/marches/{reference}", 50.0),
    )
    client = app.test_client()
    measures: list[Measure] = []
    for what, address, budget in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        found = cpu_times(lambda address=address: client.get(address), times=40)  # type: ignore[misc]
        weight = f"p95 {p95(found):.1f} ms, {len(response.data) / 1000:.0f} kB"
        measures.append(
            Measure(what=what, value=median(found), unit="ms", budget=budget, note=weight)
        )
    return measures
