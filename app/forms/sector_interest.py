"""The form « Je veux me lancer »: a structure of the directory, or a project, and what it seeks."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import StopValidation

from app.clock import NBSP
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.place import PlaceField
from app.forms.report import MailField
from app.forms.tool_form import ToolForm
from app.siae.interests import Wish

NAMED = (
    ("oui", "Oui, le groupe peut montrer notre nom"),
    ("non", "Non, comptez-nous sans nous nommer"),
)
NEITHER = "Indiquez votre structure, ou le nom de votre projet."
BOTH = "Indiquez soit une structure, soit un projet\u00a0: pas les deux."


class WishesField(SelectMultipleField):
    """One wish or more, in the closed list."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  as every field of WTForms
        super().__init__(label, validate_choice=False, **kwargs)
        self.choices = [(wish.value, wish.label) for wish in Wish]

    def pre_validate(self, _form: object) -> None:
        """Refuse none, and what is not in the list."""
        if not self.data:
            raise StopValidation(f"{self.label.text}{NBSP}: cochez une réponse au moins.")
        if set(self.data) - {wish.value for wish in Wish}:
            raise StopValidation(f"{self.label.text}{NBSP}: choisissez dans la liste.")

    @property
    def wishes(self) -> tuple[str, ...]:
        """What was ticked, in the order of the list, once each."""
        return tuple(wish.value for wish in Wish if wish.value in (self.data or ()))


class ChosenField(ChoiceField):
    """The slug of one structure among those that the words typed may mean.

    The view offers them, and checks the answer against the directory.
    """

    def pre_validate(self, _form: object) -> None:
        """Nothing is known here of the directory."""


class SectorInterestForm(ToolForm):
    """Who wants to enter a sector.

    `structure` is what was typed; `choice` the slug chosen among several. `website` is hidden from
    people: only machines fill it in.
    """

    structure = LineField("Votre structure dans l’annuaire", most=150)
    choice = ChosenField("La fiche de votre structure", choices=())
    project = LineField("Ou le nom de votre projet", most=120)
    place = PlaceField("Le territoire visé", most=100)
    wishes = WishesField("Ce que vous cherchez")
    message = NoteField("Un mot pour l’équipe", most=500)
    contact = MailField(
        "Votre adresse électronique", most=200, missing="Donnez une adresse pour la réponse."
    )
    named = ChoiceField(
        "Être nommé dans le groupe", choices=NAMED, missing="Dites si le groupe peut vous nommer."
    )
    website = StringField("Laissez ce champ vide")

    def validate_structure(self, field: LineField) -> None:
        """A structure or a project, not both, not neither."""
        if field.data and self.project.data:
            raise StopValidation(BOTH)
        if not field.data and not self.choice.data and not self.project.data:
            raise StopValidation(NEITHER)

    def validate_place(self, field: PlaceField) -> None:
        """A project must say where; a structure has an address."""
        if self.project.data and not field.data:
            raise StopValidation("Dites dans quel territoire le projet veut s’installer.")
