"""Funders for the tests."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.dossiers import funders, services
from app.dossiers.funder_models import SchemeFunder
from app.dossiers.models import Dossier
from app.dossiers.money import find_schemes
from app.dossiers.sheet import Sheet
from app.dossiers.words import Visibility
from app.organisations.models import Organisation
from app.organisations.steps import Act
from app.toolkit.schemes import Scheme, load_schemes

SITE = "https://portail.example"


def fitting_schemes(sheet: Sheet) -> list[Scheme]:
    """The schemes that a project may ask for, the best first."""
    found = find_schemes(sheet, load_schemes(), clock.today())
    return [one.scheme for one in found if one.is_askable]


def make_funder(session: Session, organisation: Organisation, scheme: Scheme) -> SchemeFunder:
    """An organisation tied to a scheme by the team. Flushes."""
    act = Act(by=None, now=clock.now(), site=SITE, is_team=True)
    return funders.tie(session, organisation.id, scheme, act)


def show(session: Session, dossier: Dossier, visibility: Visibility = Visibility.FUNDERS) -> None:
    """Let funders read a project, or no longer. Flushes."""
    services.show_to(session, dossier, visibility, dossier.version, clock.now())
