"""Runs checks: none of them stops the others, and none says more than its own words."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from app.errors import PortalError
from app.operating.checks import Check, FaultError, Installation

logger = logging.getLogger(__name__)
START = "Vérifiez que la base est démarrée et son adresse (PORTAL_DATABASE_URL)."
MIGRATE = "Lancez « flask prepare », puis recommencez."


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check found; `remedy` is empty where all is well or nothing is known to be done."""

    key: str
    label: str
    is_well: bool
    said: str
    remedy: str = ""


def judge(checks: Iterable[Check], here: Installation) -> list[Verdict]:
    """The verdict of each check, those for production left out elsewhere."""
    in_production = here.settings.environment == "production"
    return [run(check, here) for check in checks if in_production or not check.in_production]


def run(check: Check, here: Installation) -> Verdict:
    """The verdict of one check."""
    try:
        return Verdict(key=check.key, label=check.label, is_well=True, said=check.run(here))
    except SQLAlchemyError as error:
        here.session.rollback()
        logger.warning("%s: %s", check.key, type(error).__name__)
        is_away = check.key == "base"
        said = "la base ne répond pas" if is_away else "la base n’est pas prête"
        remedy = START if is_away else MIGRATE
    except PortalError as error:
        said, remedy = str(error), error.remedy if isinstance(error, FaultError) else ""
    return Verdict(key=check.key, label=check.label, is_well=False, said=said, remedy=remedy)
