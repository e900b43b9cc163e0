"""The place of a study: a territory in any spelling, sectors, a radius."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from app import sectors, territories
from app.errors import NotFoundError
from app.forms.fields import ChoiceField, CountField, LineField
from app.forms.tool_form import ToolForm
from app.territories import Territory

DEFAULT_RADIUS = 10  # km
SECTOR_NOT_KNOWN = ("", "Toutes les filières")


class PlaceField(LineField):
    """A commune, an EPT, an intercommunalité or a département of the region; `place` is it."""

    place: Territory | None = None

    def pre_validate(self, form: object) -> None:
        """Find the territory; the message suggests those spelt nearly like it."""
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.place = territories.resolve(self.data)
        except NotFoundError as error:
            raise StopValidation(str(error)) from error
        if not self.place.in_region:
            raise StopValidation(
                f"{self.place.name} n’est pas en Île-de-France\u00a0: le portail n’en sait rien."
            )


class PlaceForm(ToolForm):
    """What every study begins with."""

    territoire = PlaceField(
        "Territoire", most=120, missing="Indiquez une commune, un EPT ou un département."
    )
    secteur = ChoiceField("Filière")
    rayon = CountField("Rayon autour d’une commune", least=1, most=60)

    def say_sectors(self) -> None:
        """The sectors of the taxonomy, group by group."""
        named = [
            (sector.slug, f"{group.name} – {sector.name}")
            for group in sectors.groups()
            for sector in group.sectors
        ]
        self.secteur.choices = [SECTOR_NOT_KNOWN, *named]

    @property
    def place(self) -> Territory:
        """The territory of a valid form."""
        found: Any = self.territoire.place
        if not isinstance(found, Territory):
            raise LookupError("the form is not valid")
        return found

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sector chosen, or none."""
        return (self.secteur.data,) if self.secteur.data else ()

    @property
    def radius(self) -> int:
        """The radius in km."""
        return int(self.rayon.data or DEFAULT_RADIUS)
