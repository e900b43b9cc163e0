"""What a parser says of a structure: a frozen value, before any database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.matching.kinds import SiaeKind


@dataclass(frozen=True, kw_only=True)
class SiaeRecord:
    """One structure as a file describes it; empty parts are unknown.

    `siret` is 14 valid digits; latitude and longitude are degrees (WGS 84); `line` is where it
    stands in the file; `is_main` is false for an annexe that shares its main site's SIRET.
    """

    line: int
    siret: str
    kind: SiaeKind
    name: str
    source: str
    brand: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    naf_code: str = ""
    legal_form: str = ""
    website: str = ""
    contact_email: str = ""
    headcount: str = ""
    capacity_places: int | None = None
    source_id: str = ""
    is_main: bool = True

    @property
    def key(self) -> tuple[str, SiaeKind]:
        """What makes it one structure in the portal."""
        return self.siret, self.kind

    def merged_with(self, other: SiaeRecord) -> SiaeRecord:
        """The main site of the two, with the places of both."""
        main, annexe = (self, other) if self.is_main or not other.is_main else (other, self)
        if main.capacity_places is None or annexe.capacity_places is None:
            return main
        return replace(main, capacity_places=main.capacity_places + annexe.capacity_places)
