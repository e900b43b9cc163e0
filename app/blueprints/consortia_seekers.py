"""How many groups look for partners on a consultation: said to who is signed in, where it helps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from flask_login import current_user

from app import clock
from app.blueprints.lists import address
from app.consortia import queries
from app.extensions import db


@dataclass(frozen=True, kw_only=True)
class Seekers:
    """The groups that look for partners on one consultation, in words, and where to see them."""

    reference: str
    count: int
    href: str

    @property
    def said(self) -> str:
        """« 2 groupements cherchent des partenaires sur ce marché »."""
        if self.count == 1:
            return "1\u00a0groupement cherche des partenaires sur ce marché"
        return f"{self.count}\u00a0groupements cherchent des partenaires sur ce marché"


def count_seekers(
    references: Collection[str] | sa.Select[str], path: str = "/espace/groupements"
) -> list[Seekers]:
    """Those of these consultations that have some; who is not signed in reads nothing."""
    if not current_user.is_authenticated:
        return []
    rows = db.session.execute(queries.looking_counts(references, clock.now()))
    return [
        Seekers(reference=row[0], count=row[1], href=address(path, [("marche", row[0])]))
        for row in rows
    ]
