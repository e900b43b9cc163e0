"""The filters of the index of sectors: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.imports.text import fold
from app.sectors import Sector, SectorGroup, Tag

NAMES = ("q", "etiquette")
WORDS = {tag.word: tag for tag in Tag}


@dataclass(frozen=True, kw_only=True)
class SectorFilters:
    """Words and tags; `ignored` says what was not understood."""

    text: str = ""
    tags: tuple[Tag, ...] = ()
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        arguments = Arguments(args, NAMES)
        text, tags = arguments.text("q"), arguments.many("etiquette", WORDS.get)
        return cls(text=text, tags=tags, ignored=tuple(arguments.ignored))

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = [("q", self.text)] if self.text else []
        return pairs + [("etiquette", tag.word) for tag in self.tags]

    def keep(self, group: SectorGroup) -> tuple[Sector, ...]:
        """The sectors of a group that have one of the tags, and all the words or one of the codes.

        Words of the group's own name keep all its sectors.
        """
        words = fold(self.text).split()
        return tuple(
            sector
            for sector in group.sectors
            if (not self.tags or any(tagged.tag in self.tags for tagged in sector.tags))
            and all(word in searchable(group, sector) for word in words)
        )


def searchable(group: SectorGroup, sector: Sector) -> str:
    """Everything one may look for a sector by, folded."""
    said = (group.name, sector.name, sector.description, *sector.synonyms)
    codes = (*sector.cpv, *sector.naf, *sector.rome)
    return fold(" ".join((*said, *codes)))
