"""Structures, consultations and people for the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.matching.kinds import ServiceType, SiaeKind
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.tenders.models import Consultation, Lot, LotSector, LotTerritory

SECTOR = "nettoyage-de-locaux"


@pytest.fixture
def add_structure(session: Session) -> Callable[..., Siae]:
    """A structure of an organisation that cleans premises in the whole country."""

    def add(organisation: Organisation, **activity: Any) -> Siae:
        now = clock.now()
        made = Siae(
            organisation=organisation,
            kind=SiaeKind.EI,
            slug=f"structure-{organisation.id}",
            name=organisation.name,
            sort_name=organisation.name.lower(),
            created_at=now,
            updated_at=now,
            activities=[
                Activity(
                    **{
                        "sector": SECTOR,
                        "service": ServiceType.PRESTATION,
                        "is_nationwide": True,
                        **activity,
                    }
                )
            ],
        )
        session.add(made)
        session.flush()
        return made

    return add


@pytest.fixture
def add_tender(session: Session) -> Callable[..., Consultation]:
    """An open consultation of one lot, for cleaning in Seine-Saint-Denis."""

    def add(number: int, *, closes_in: int = 30, came: datetime | None = None) -> Consultation:
        now = clock.now()
        made = Consultation(
            reference=f"26-{number}",
            title=f"Nettoyage {number}",
            buyer_name="Ville d’Aubervilliers",
            nature=["services"],
            status="active",
            deadline_at=now + timedelta(days=closes_in),
            deadline_precision="minute",
            sectors=[SECTOR],
            places=["93"],
            created_at=came or now,
            updated_at=came or now,
            lots=[
                Lot(
                    position=0,
                    number="1",
                    title=f"Nettoyage {number}",
                    cpv=["90910000"],
                    sectors=[LotSector(sector=SECTOR, position=0, score=1.0)],
                    territories=[LotTerritory(territory="93", position=0, proof="place")],
                )
            ],
        )
        session.add(made)
        session.flush()
        return made

    return add
