from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.kept import KeptSheets
from app.stakeholders.directory import load_directory
from app.stakeholders.models import Stakeholder
from app.stakeholders.own import import_own
from app.stakeholders.services import edit


def test_sheets_are_read_again_only_once_one_has_changed(session: Session, now: datetime) -> None:
    import_own(session, now)
    kept = KeptSheets[int]("actor", Stakeholder.id, Stakeholder.updated_at)
    built: list[int] = []

    def build() -> int:
        built.append(len(built))
        return built[-1]

    assert kept.get(session, build) == kept.get(session, build) == 0
    # At the very instant of the import: only the audit tells the two apart.
    edit(session, "grafie", {"note": "Relu."}, now)
    assert kept.get(session, build) == 1
    assert load_directory(session).by_slug["grafie"].note == "Relu."
    session.rollback()
