"""The forms of the profile of a structure, one a section; each gives the values of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField

from app.clock import NBSP
from app.forms.boxes import BoxesField
from app.forms.fields import (
    AmountField,
    ChoiceField,
    CountField,
    LineField,
    NoteField,
)
from app.forms.rows import DayField, Row, make_rows, number_rows
from app.forms.siae_fields import LinesField, PhoneField, SiteField
from app.forms.tool_form import ToolForm
from app.matching.kinds import WANTED_BY_STRUCTURES
from app.siae.profile_fields import DAYS, Section
from app.siae.profile_words import StructureNeed, TurnoverBand, WelcomedPublic

MOST_REFERENCES = 20
SEAT = ("address", "postal_code", "city")
Values = Mapping[str, Any]


class SectionForm(ToolForm):
    """A section; its fields bear the keys of the profile."""

    refused = ""  # the field beside which the domain's refusal is said

    @classmethod
    def of_values(cls, values: Values) -> SectionForm:
        """The form filled with the values of a profile."""
        raw: dict[str, list[str]] = {}
        for key, value in values.items():
            raw |= typed(key, value)
        return cls.from_raw(raw)

    def values(self) -> dict[str, Any]:
        """The values of a valid form, as the profile keeps them."""
        return {field.name: value_of(field) for field in self}

    def refuse(self, why: str) -> None:
        """Say what the domain refuses."""
        self[self.refused or next(iter(self)).name].errors = [why]


def value_of(field: Any) -> Any:  # noqa: ANN401  any field of WTForms, any JSON
    """What a field holds, as JSON."""
    if isinstance(field, DayField):
        return field.day.isoformat() if field.day else None
    if isinstance(field, CountField):
        return int(field.data) if field.data is not None else None
    if isinstance(field, AmountField):
        return float(field.data) if field.data is not None else None
    if isinstance(field, LinesField):
        return field.lines
    return field.data or ([] if isinstance(field, BoxesField) else "")


def typed(key: str, value: Any) -> dict[str, list[str]]:  # noqa: ANN401  JSON
    """A value as people would have typed it, by the name of its field."""
    if key == "seat":
        return {name: [value[name]] for name in SEAT}
    if key == "client_references":
        return dict(typed_references(value))
    if isinstance(value, list):
        is_closed = key in {"publics", "partnerships", "needs"}
        return {key: value if is_closed else ["\n".join(value)]}
    if isinstance(value, int | float):
        return {key: [f"{value:.12g}".replace(".", ",")]}
    if value and key in DAYS:
        return {key: [f"{date.fromisoformat(value):%d/%m/%Y}"]}
    return {key: [value or ""]}


def typed_references(references: list[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """The rows of the references."""
    for number, reference in enumerate(references):
        for name in ("name", "what", "year"):
            yield f"client_references-{number}-{name}", [str(reference[name] or "")]
        if reference["has_consent"]:
            yield f"client_references-{number}-has_consent", ["oui"]


class IdentityForm(SectionForm):
    """Who the structure is, and how it is reached."""

    refused = "city"
    brand = LineField("Enseigne, le nom sous lequel on vous connaît", most=120)
    description = NoteField("Présentation", most=3_000)
    address = LineField("Numéro et rue", most=200)
    postal_code = LineField("Code postal", most=5)
    city = LineField("Commune", most=100)
    phone = PhoneField("Téléphone", most=20)
    website = SiteField("Site internet", most=250)
    contact_point = LineField("À qui s’adresser", most=120)

    def values(self) -> dict[str, Any]:
        """The address is one value."""
        found = super().values()
        seat = {name: found.pop(name) for name in SEAT}
        return {**found, "seat": seat}


class CapacityForm(SectionForm):
    """How many people work there."""

    headcount = LineField("Effectif", most=60)
    insertion_fte = AmountField("ETP d’insertion conventionnés", most=5_000)
    capacity_places = CountField("Places autorisées", most=5_000)


class PublicsForm(SectionForm):
    """Whom the structure hires."""

    publics = BoxesField("Publics", choices=[(p.value, p.label) for p in WelcomedPublic])


class QualityForm(SectionForm):
    """Labels, certificates, approaches."""

    labels = LinesField("Labels et certifications")
    quality = NoteField("Démarches qualité", most=2_000)


class ReferenceRow(Row):
    """One client, with whether it agrees to be named."""

    kind = "Référence"
    ignored = frozenset({"has_consent"})
    name = LineField("Client", most=120)
    what = LineField("Ce que vous avez fait", most=200)
    year = CountField("Année", least=1980, most=2100)
    has_consent = BooleanField("Nous avons son accord pour le nommer")

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """A reference says for whom and what."""
        if not self.name.data:
            yield "name", f"Client{NBSP}: indiquez-le, il restera masqué sans son accord."
        if not self.what.data:
            yield "what", f"Ce que vous avez fait{NBSP}: dites-le en quelques mots."


class ReferencesForm(SectionForm):
    """Work done for clients."""

    client_references = make_rows(ReferenceRow, "Références", most=MOST_REFERENCES + 1, least=1)

    def number_rows(self) -> None:
        """Leave an empty row to go on."""
        number_rows(self.client_references, spare=1, most=MOST_REFERENCES + 1)

    def values(self) -> dict[str, Any]:
        """The rows filled in."""
        rows = [entry.form for entry in self.client_references if entry.form.is_filled]
        return {
            "client_references": [
                {
                    "name": row.name.data,
                    "has_consent": bool(row.has_consent.data),
                    "what": row.what.data,
                    "year": int(row.year.data) if row.year.data is not None else None,
                }
                for row in rows
            ]
        }


class MeansForm(SectionForm):
    """What the structure works with."""

    equipment = LinesField("Équipements")
    approvals = LinesField("Agréments et habilitations")
    languages = LinesField("Langues parlées")


class ManagementForm(SectionForm):
    """The convention with the State, and what the structure sells."""

    convention_from = DayField("Convention depuis le")
    convention_until = DayField("Convention jusqu’au")
    turnover = ChoiceField(
        "Chiffre d’affaires annuel",
        choices=[("", "Non renseigné"), *((b.value, b.label) for b in TurnoverBand)],
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms has it
        """A convention ends after it begins."""
        if not super().validate(extra_validators):
            return False
        first, last = self.convention_from.day, self.convention_until.day
        if first and last and last < first:
            self.convention_until.errors = [
                f"Convention jusqu’au{NBSP}: cette date est avant le début."
            ]
            return False
        return True


class PartnershipsForm(SectionForm):
    """What the structure would do with others."""

    partnerships = BoxesField(
        "Partenariats", choices=[(m.value, m.label) for m in WANTED_BY_STRUCTURES]
    )


class NeedsForm(SectionForm):
    """What the structure looks for."""

    needs = BoxesField("Besoins", choices=[(n.value, n.label) for n in StructureNeed])
    needs_note = NoteField("Précisions", most=1_000)


FORMS: dict[Section, type[SectionForm]] = {
    Section.IDENTITY: IdentityForm,
    Section.CAPACITY: CapacityForm,
    Section.PUBLICS: PublicsForm,
    Section.QUALITY: QualityForm,
    Section.REFERENCES: ReferencesForm,
    Section.MEANS: MeansForm,
    Section.MANAGEMENT: ManagementForm,
    Section.PARTNERSHIPS: PartnershipsForm,
    Section.NEEDS: NeedsForm,
}
"""The form of each section."""
