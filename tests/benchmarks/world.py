"""A portal full of generated structures and consultations, the same at every run."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask

from app import clock, sectors, territories
from app.clock import PARIS
from app.extensions import db
from app.factory import create_app
from app.imports.report import FileReport
from app.matching.kinds import ServiceType, SiaeKind
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.tenders.reading import read_batches, relax_collector
from app.tenders.services import store_notices
from app.territories import TerritoryKind
from config import Settings
from tests.benchmarks.measure import Scale

SEED = 20_261_123


@dataclass(frozen=True, kw_only=True)
class World:
    """The portal, and how long its parts took to come in."""

    app: Flask
    scale: Scale
    folder: Path
    notices: Path
    import_seconds: float


def build_world(folder: Path, scale: Scale) -> World:
    """An application on SQLite, filled through the same doors as in real life."""
    settings = Settings(
        environment="test",
        secret_key="a secret of benchmarks only, long enough",
        instance=folder / "instance",
        search="whoosh",
    )
    app = create_app(settings)
    draw = random.Random(SEED)  # noqa: S311 - nothing secret is drawn
    notices = folder / "boamp.json"
    write_notices(notices, scale.consultations, draw)
    with app.app_context():
        db.create_all()
        add_structures(scale.structures, draw)
        seconds = import_notices(notices)
        db.session.remove()
    return World(app=app, scale=scale, folder=folder, notices=notices, import_seconds=seconds)


def communes() -> list[territories.Territory]:
    found = territories.list_territories(TerritoryKind.COMMUNE)
    return [place for place in found if place.centre is not None and place.postal_codes]


def add_structures(count: int, draw: random.Random) -> None:
    """Structures of five activities each."""
    places, names, now = communes(), [s.slug for s in sectors.sectors()], clock.now()
    rows = []
    for number in range(count):
        place = draw.choice(places)
        assert place.centre is not None
        organisation = Organisation(
            siret=f"{90_000_000_000_000 + number}", name=f"Structure {number}", created_at=now
        )
        rows.append(
            Siae(
                organisation=organisation,
                kind=draw.choice(list(SiaeKind)),
                slug=f"structure-{number}",
                name=f"Structure {number}",
                sort_name=f"structure {number}",
                postal_code=place.postal_codes[0],
                city=place.name,
                commune_code=place.code,
                department_code=place.department,
                latitude=place.centre.lat,
                longitude=place.centre.lon,
                created_at=now,
                updated_at=now,
                activities=[
                    Activity(
                        sector=slug,
                        service=ServiceType.PRESTATION,
                        radius_km=draw.choice((10.0, 20.0, 40.0)),
                        capacity_fte=draw.choice((None, 2.0, 8.0)),
                        capacity_as_of=now.date(),
                    )
                    for slug in draw.sample(names, 5)
                ],
            )
        )
    db.session.add_all(rows)
    db.session.commit()


def write_notices(path: Path, count: int, draw: random.Random) -> None:
    """A BOAMP export of that many notices."""
    places, wares = communes(), sectors.sectors()
    today = datetime.now(PARIS).date()
    rows = [make_notice(number, draw, places, wares, today) for number in range(count)]
    path.write_text(json.dumps({"total_count": count, "results": rows}, ensure_ascii=False))


def make_notice(
    number: int,
    draw: random.Random,
    places: list[territories.Territory],
    wares: tuple[sectors.Sector, ...] | list[sectors.Sector],
    today: date,
) -> dict[str, object]:
    """One notice under the thresholds, with lots and sentences of the usual length."""
    place, chosen = draw.choice(places), draw.sample(list(wares), 3)
    until = today + timedelta(days=draw.randint(-40, 60))
    words = " ".join(s.description for s in draw.sample(list(wares), 6))
    lots = [
        {
            "description": f"{n} : {s.name} – {place.name}",
            "codeCPV": {"objetPrincipal": {"classPrincipale": "".join(s.cpv[:1]).ljust(8, "0")}},
            "lieuExecutionLivraison": f"{place.postal_codes[0]} {place.name}",
        }
        for n, s in enumerate(chosen, start=1)
    ]
    clause = "Clause d’insertion : 420 heures réservées à des publics éloignés de l’emploi."
    content = {
        "organisme": {"nomOfficiel": f"Ville de {place.name}", "cp": place.postal_codes[0],
                      "ville": place.name},
        "initial": {
            "procedure": {"procedureAdapteeO": "", "dateReceptionOffres": f"{until}T12:00:00"},
            "natureMarche": {
                "intitule": f"{chosen[0].name} de la ville de {place.name}",
                "description": f"{words}\n{clause if number % 3 == 0 else ''}",
                "natureMarche": {"services": ""},
                "lotsMarche": {"oui": ""},
            },
            "lots": {"lot": lots},
        },
    }  # fmt: skip
    return {
        "idweb": f"26-{100_000 + number}",
        "famille": "FNS",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "dateparution": (today - timedelta(days=20)).isoformat(),
        "nomacheteur": f"Ville de {place.name}",
        "code_departement": [place.department],
        "descripteur_libelle": ["Nettoyage de locaux"],
        "donnees": json.dumps({"FNSimple": content}, ensure_ascii=False),
        "gestion": "{}",
    }


def import_notices(path: Path) -> float:
    """Import the export; gives the seconds of CPU that it took."""
    report, now = FileReport(file=path.name), clock.now()
    relax_collector()  # as the command does
    start = time.process_time()
    with path.open("rb") as file:
        for batch in read_batches(file, report):
            store_notices(db.session(), batch, report, now=now)
            db.session.commit()
            db.session.expunge_all()
    return time.process_time() - start
