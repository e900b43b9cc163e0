"""The second step of a request: who asks, in whose name, where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wtforms.validators import StopValidation

from app import territories
from app.forms.fields import ChoiceField, LineField
from app.forms.place import PlaceField
from app.forms.tool_form import ToolForm
from app.imports.siret import clean_siret, is_valid_siret
from app.partnerships.answer_words import AskerKind
from app.partnerships.asking import Place
from app.territories import TerritoryKind

NO_PLACE = "Indiquez une commune, un département, ou le SIRET d’une structure de l’annuaire."
UNKNOWN_SIRET = (
    "Ce SIRET n’est pas dans l’annuaire du portail\u00a0: indiquez la commune ou le département."
)
WRONG_SIRET = "Ce SIRET est faux\u00a0: vérifiez ses 14 chiffres, ou laissez ce champ vide."


@dataclass(frozen=True, kw_only=True)
class OwnOrganisation:
    """An organisation in whose name the person signed in may ask."""

    id: int
    name: str
    siret: str


class SiretField(LineField):
    """A SIRET whose key is right, or nothing; `siret` is its digits."""

    siret: str = ""

    def pre_validate(self, form: object) -> None:
        """Refuse a wrong key."""
        super().pre_validate(form)
        self.siret = clean_siret(self.data or "")
        if self.data and not is_valid_siret(self.siret):
            raise StopValidation(WRONG_SIRET)


class PlaceStepForm(ToolForm):
    """Who, where; a project holder is never asked for a SIRET."""

    vous = ChoiceField(
        "Vous êtes",
        choices=[(kind.value, kind.label) for kind in AskerKind],
        missing="Dites qui vous êtes.",
    )
    au_nom_de = ChoiceField("Au nom de", choices=())
    organisation = LineField("Nom de votre organisation, ou de votre projet", most=150)
    territoire = PlaceField("Où\u00a0?", most=120)
    siret = SiretField("SIRET", most=40)

    def offer(self, own: Iterable[OwnOrganisation]) -> None:
        """Offer the organisations of the person signed in, and nobody else's."""
        self.own = {str(one.id): one for one in own}
        none = ("", "Aucune\u00a0: je demande pour moi")
        self.au_nom_de.choices = [none, *((key, one.name) for key, one in self.own.items())]

    def read(self, commune_of: Callable[[str], str]) -> Place | None:
        """The answers, or None where the form says what to mend.

        `commune_of` gives the commune of a structure of the directory by its SIRET.
        """
        if not self.validate():
            return None
        kind = AskerKind(self.vous.data)
        own = self.own.get(self.au_nom_de.data or "")
        siret = "" if kind is AskerKind.HOLDER else (self.siret.siret or (own.siret if own else ""))
        place = self.territoire.place
        code = place.code if place else (commune_of(siret) if siret else "")
        if not code:
            self.territoire.errors = [UNKNOWN_SIRET if siret else NO_PLACE]
            return None
        return Place(
            asker_kind=kind,
            asker_organisation=(self.organisation.data or (own.name if own else ""))[:160],
            organisation_id=own.id if own else None,
            siret=siret,
            territory_code=code,
            department_code=department_of(code),
        )


def department_of(code: str) -> str:
    """The code of the département that holds a territory, or nothing where several do."""
    place = territories.get(code)
    for one in (place, *territories.ancestors(code)):
        if one.kind is TerritoryKind.DEPARTMENT:
            return one.code
    return ""
