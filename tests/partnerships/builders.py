"""Requests and structures of tests, short to write."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.matching.kinds import Modality, SiaeKind
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import NeedState
from app.siae.models import Siae
from app.siae.profile_models import open_profile
from tests.people import make_organisation
from tests.showcase.builders import add_activity, make_siae

BONDY, SAINT_DENIS, VERSAILLES = "93010", "93066", "78646"
CLEANING = "nettoyage-de-locaux"
NUMBERS = itertools.count(1)


def make_need(session: Session, modality: Modality = Modality.PURCHASE, **values: object) -> Need:
    """A request for cleaning at Bondy, waiting for its address to be confirmed."""
    number, now = next(NUMBERS), clock.now()
    columns: dict[str, object] = {
        "reference": f"B-{number:04d}",
        "secret_digest": f"digest-{number}",
        "state": NeedState.UNCONFIRMED.value,
        "came_from": NeedState.DRAFT.value,
        "title": "Nettoyage de bureaux",
        "text": "Deux fois par semaine.",
        "sectors": [CLEANING],
        "territory_code": BONDY,
        "department_code": "93",
        "asker_name": "Camille Martin",
        "asker_organisation": "Imprimerie du Canal",
        "email": f"camille-{number}@imprimerie-du-canal.fr",
        "created_at": now,
        "updated_at": now,
        **values,
    }
    made = Need(modality=modality.value, **columns)
    session.add(made)
    session.flush()
    return made


def make_cleaner(
    session: Session, name: str = "", *, kind: SiaeKind = SiaeKind.EI, **values: object
) -> Siae:
    """A structure that cleans premises at Bondy; `partnerships` are what its members look for."""
    number = next(NUMBERS)
    organisation = make_organisation(session, name or f"Propre {number}")
    organisation.siret = f"{number:014d}"
    partnerships = values.pop("partnerships", None)
    columns = {"kind": kind, "slug": f"propre-{number}", "name": organisation.name, **values}
    siae = make_siae(session, organisation, **columns)
    add_activity(session, siae, CLEANING)
    if partnerships is not None:
        open_profile(session, siae.id).partnerships = partnerships  # type: ignore[assignment]
    session.flush()
    return siae


def make_match(session: Session, need: Need, siae: Siae, **values: object) -> NeedMatch:
    """A request received by a structure, just now unless `sent_at` says otherwise."""
    columns: dict[str, object] = {
        "organisation_id": siae.organisation_id,
        "siae_id": siae.id,
        "organisation_name": siae.name,
        "wave": 1,
        "position": 1,
        "verdict": "eligible",
        "score": 0.8,
        "confidence": 0.7,
        "parts": [],
        "rules": [],
        "sent_at": clock.now(),
        **values,
    }
    made = NeedMatch(need_id=need.id, **columns)
    session.add(made)
    session.flush()
    return made


def refresh(siae: Siae, now: datetime) -> None:
    """Say that a structure changed, as every act on it does."""
    siae.updated_at = max(now, siae.updated_at) + timedelta(seconds=1)
