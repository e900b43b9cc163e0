"""The form of an activity: what, in which form, where, how much, from when."""

from __future__ import annotations

from typing import Any

from app.clock import NBSP
from app.forms.fields import AmountField, ChoiceField
from app.forms.rows import DayField, Lines
from app.forms.sector_choices import sector_choices
from app.forms.siae_fields import ZoneField
from app.forms.siae_profile import typed
from app.forms.tool_form import ToolForm
from app.matching.kinds import ServiceType
from app.siae.activities import ActivityDraft
from app.siae.profile_words import VolumeUnit
from app.territories import find_code

MOST_ZONES, SPARE_ZONES = 30, 2
AREAS = [
    ("", "Je ne sais pas encore"),
    ("zones", "Dans des territoires que je choisis"),
    ("rayon", "Dans un rayon autour du siège"),
    ("pays", "Dans la France entière"),
]


class ActivityForm(ToolForm):
    """One thing that the structure does."""

    sector = ChoiceField("Filière", missing="Choisissez une filière.")
    service = ChoiceField(
        "Forme de service",
        choices=[("", "Non renseignée"), *((s.value, s.label) for s in ServiceType)],
    )
    area = ChoiceField("Où intervenez-vous ?", choices=AREAS)
    zones = Lines(ZoneField(), min_entries=SPARE_ZONES, max_entries=MOST_ZONES)
    radius_km = AmountField("Rayon", least=1, most=500)
    capacity_fte = AmountField("Capacité en ETP", most=5_000)
    capacity_volume = AmountField("Capacité en volume", most=100_000_000)
    capacity_unit = ChoiceField(
        "Unité du volume", choices=[("", "Choisissez"), *((u.value, u.label) for u in VolumeUnit)]
    )
    capacity_as_of = DayField("Capacité constatée le")
    available_from = DayField("Disponible à partir du")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as WTForms has it
        super().__init__(*args, **kwargs)
        self.sector.choices = [("", "Choisissez"), *sector_choices()]
        filled = sum(bool(entry.data) for entry in self.zones)
        for _ in range(min(filled + SPARE_ZONES, MOST_ZONES) - len(self.zones.entries)):
            self.zones.append_entry()

    @classmethod
    def of_values(cls, values: dict[str, Any]) -> ActivityForm:
        """The form filled with an activity."""
        names = ("sector", "service", "radius_km", "capacity_fte", "capacity_volume")
        raw: dict[str, list[str]] = {}
        for name in (*names, "capacity_unit"):
            raw |= typed(name, values[name])
        for name in ("capacity_as_of", "available_from"):
            day = values[name]
            raw[name] = ["/".join(reversed(day.split("-"))) if day else ""]
        for number, code in enumerate(values["zones"] or ()):
            raw[f"zones-{number}"] = [name_zone(code)]
        raw["area"] = [area_of(values)]
        return cls.from_raw(raw)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms has it
        """Check that what was chosen is said."""
        super().validate(extra_validators)
        codes = [entry.code for entry in self.zones if entry.code]
        if self.area.data == "zones" and not codes and not self.zones.errors:
            self.zones.entries[0].errors = [f"Zone{NBSP}: indiquez au moins un territoire."]
        if self.area.data == "rayon" and self.radius_km.data is None and not self.radius_km.errors:
            self.radius_km.errors = [f"Rayon{NBSP}: indiquez un nombre de kilomètres."]
        if self.capacity_volume.data is not None and not self.capacity_unit.data:
            self.capacity_unit.errors = [f"Unité du volume{NBSP}: choisissez-la."]
        return not self.problems

    def refuse(self, why: str) -> None:
        """Say what the domain refuses."""
        self.sector.errors = [why]

    def draft(self) -> ActivityDraft:
        """What a valid form says; the parts of an area that was not chosen are left out."""
        area, volume = self.area.data, self.capacity_volume.data
        codes = dict.fromkeys(entry.code for entry in self.zones if entry.code)
        return ActivityDraft(
            sector=self.sector.data,
            service=ServiceType(self.service.data) if self.service.data else None,
            zones=tuple(codes) if area == "zones" else (),
            radius_km=as_float(self.radius_km.data) if area == "rayon" else None,
            is_nationwide=area == "pays",
            capacity_fte=as_float(self.capacity_fte.data),
            capacity_volume=as_float(volume),
            capacity_unit=self.capacity_unit.data if volume is not None else "",
            capacity_as_of=self.capacity_as_of.day,
            available_from=self.available_from.day,
        )


def as_float(number: Any) -> float | None:  # noqa: ANN401  a decimal, or nothing
    """A number as the database keeps it."""
    return float(number) if number is not None else None


def name_zone(code: str) -> str:
    """A territory as the form understands it again."""
    place = find_code(code)
    return place.label if place else code


def area_of(values: dict[str, Any]) -> str:
    """Which area an activity has."""
    if values["is_nationwide"]:
        return "pays"
    if values["zones"]:
        return "zones"
    return "rayon" if values["radius_km"] is not None else ""
