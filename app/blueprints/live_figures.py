"""Figures that the portal counts in its own data, at the moment they are asked for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import territories
from app.awards.models import Award
from app.blueprints.figure_views import FigureRow, FigureView, Source
from app.blueprints.formatting import pluralise
from app.blueprints.lists import address
from app.clock import to_paris
from app.forms.tender_filters import TenderFilters
from app.matching.kinds import SiaeKind
from app.siae.models import Siae
from app.tenders import queries as tender_queries
from app.tenders.criteria import TenderCriteria
from app.tenders.records import ClauseKind
from app.territories import TerritoryKind
from app.toolkit.measures import Unit
from app.toolkit.typography import NBSP

YEAR = timedelta(days=365)
DIRECTORY: Source = (
    "Annuaire du portail",
    "/structures",
    "extraits publics importés\u00a0; ce n’est pas la liste de l’État",
)
TENDERS: Source = ("Consultations du portail", "/marches", "avis publics importés")
AWARDS: Source = (
    "Marchés attribués du portail",
    "/marches/reconductions",
    "données essentielles importées",
)
OTHERS = "Hors d’Île-de-France ou inconnu"


def live_figures(session: Session, now: datetime) -> list[FigureView]:
    """What the portal holds now, in four queries whatever it holds."""
    return [
        *structure_figures(session, now),
        tender_figure(session, now),
        award_figure(session, now),
    ]


def structure_figures(session: Session, now: datetime) -> list[FigureView]:
    """Structures by kind, then by département."""
    counted = sa.select(Siae.kind, Siae.department_code, sa.func.count(Siae.id))
    kinds: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for kind, department, count in session.execute(
        counted.group_by(Siae.kind, Siae.department_code)
    ):
        kinds[kind.value] += count
        places[department or ""] += count
    departments = territories.list_territories(TerritoryKind.DEPARTMENT)
    by_kind = [
        (f"{k.label} ({k.value})", kinds[k.value], f"/structures?type={k.value}") for k in SiaeKind
    ]
    by_place = [(d.name, places.pop(d.code, 0), f"/territoires/{d.code}") for d in departments]
    if places.total():
        by_place.append((OTHERS, places.total(), ""))
    return [
        live(
            "portail-structures-par-type",
            "Structures de l’annuaire, par type",
            "Les structures que le portail a importées, avec les types qui ne sont pas des SIAE.",
            by_kind,
            (DIRECTORY, now),
        ),
        live(
            "portail-structures-par-departement",
            "Structures de l’annuaire, par département",
            "Les mêmes, par département de leur siège, tous types confondus.",
            by_place,
            (DIRECTORY, now),
        ),
    ]


def tender_figure(session: Session, now: datetime) -> FigureView:
    """Open consultations, and those with a proven social clause."""
    everyone = session.scalar(tender_queries.total(TenderCriteria(), now)) or 0
    proven = tuple(kind for kind in ClauseKind if kind is not ClauseKind.WEAK)
    clause = session.scalar(tender_queries.total(TenderCriteria(clauses=proven), now)) or 0
    chosen = TenderFilters(clauses=proven)
    return live(
        "portail-consultations-ouvertes",
        "Consultations ouvertes",
        "Les consultations dont l’échéance n’est pas passée, et parmi elles celles dont une clause "
        "sociale est prouvée par une citation de l’avis.",
        [
            ("Toutes", everyone, "/marches"),
            ("Avec une clause sociale prouvée", clause, address("/marches", chosen.to_args())),
        ],
        (TENDERS, now),
        unit="consultations",
    )


def award_figure(session: Session, now: datetime) -> FigureView:
    """Contracts notified within twelve months."""
    since = (now - YEAR).date()
    count = session.scalar(sa.select(sa.func.count(Award.id)).where(Award.notified_on >= since))
    return live(
        "portail-marches-attribues",
        "Marchés attribués depuis douze mois",
        "Les marchés dont la date de notification, publiée par l’acheteur, a moins de douze mois.",
        [("Douze derniers mois", count or 0, "")],
        (AWARDS, now),
        unit="marchés",
    )


def live(
    key: str,
    label: str,
    definition: str,
    rows: list[tuple[str, int, str]],
    origin: tuple[Source, datetime],
    *,
    unit: str = Unit.STRUCTURES.label,
) -> FigureView:
    """A figure counted now; each row is a label, a count and an address."""
    source, now = origin
    most = max((count for _, count, _ in rows), default=0)
    return FigureView(
        key=key,
        label=label,
        definition=definition,
        unit=unit,
        rows=tuple(
            FigureRow(
                period=f"{to_paris(now):%d/%m/%Y à %H}{NBSP}h{NBSP}{to_paris(now):%M}",
                scope=name,
                value=pluralise(count, unit.removesuffix("s"), unit),
                share=round(100 * count / most, 2) if most else None,
                href=href,
            )
            for name, count, href in rows
        ),
        sources=(source,),
    )
