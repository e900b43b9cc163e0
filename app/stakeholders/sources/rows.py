"""What a file says of one actor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import InvalidError
from app.imports.report import RowError
from app.imports.text import slugify
from app.stakeholders.values import Values, read_values

LONGEST_SLUG = 80


@dataclass(frozen=True, kw_only=True)
class ActorRow:
    """The fields that a row gives, its slug among them; `where` is its place in the file."""

    where: str
    values: Values

    @property
    def slug(self) -> str:
        """What names it."""
        return str(self.values["slug"])


def read_row(where: str, raw: Mapping[str, object]) -> ActorRow | RowError:
    """A row, its slug made from its name where it gives none, or why it is refused."""
    try:
        values = read_values(raw)
    except InvalidError as error:
        return RowError(where=where, what=str(error))
    slug = str(values.get("slug") or slugify(str(values.get("name", "")), limit=LONGEST_SLUG))
    if not slug:
        return RowError(where=where, what="nom : il manque")
    return ActorRow(where=where, values={**values, "slug": slug})
