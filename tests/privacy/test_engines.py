"""Every source is read on both engines."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.extensions import db
from app.privacy.mine.registry import SOURCES, gather


def test_every_source_is_read(database: str) -> None:
    engine = sa.create_engine(database)
    db.metadata.create_all(engine)
    with Session(engine) as session:
        rows = gather(session, Person(id=1, email="ada@exemple.fr", name="Ada"))
    engine.dispose()
    assert rows == {source.key: [] for source in SOURCES}
