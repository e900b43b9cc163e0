"""Projects for the tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import services
from app.dossiers.models import Dossier
from app.dossiers.sheet import Sheet
from app.organisations.models import Organisation

BONDY = "93010"


def make_sheet(**values: Any) -> Sheet:
    """A laundry to open in Bondy, but for what is said otherwise."""
    given: dict[str, Any] = {
        "title": "Une blanchisserie à Bondy",
        "pitch": "Laver le linge des hôtels.",
        "stage": "etude",
        "kind": "ACI",
        "sectors": ("blanchisserie",),
        "territory": BONDY,
        "amount": Decimal(80_000),
        "expenses": ("investissement",),
    }
    return Sheet(**(given | values))


def make_dossier(session: Session, owner: Person | Organisation, **values: Any) -> Dossier:
    """A project of a person or of an organisation. Flushes."""
    name = "person_id" if isinstance(owner, Person) else "organisation_id"
    return services.create(session, make_sheet(**values), clock.now(), **{name: owner.id})
