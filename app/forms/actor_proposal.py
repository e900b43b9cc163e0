"""The form that proposes an actor; the team decides."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from app import territories
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.report import MailField
from app.forms.tool_form import ToolForm
from app.territories import TerritoryKind
from app.toolkit.actors import load_functions

OF_FIELD = {"fonctions": "fonction", "territoires": "territoire", "sources": "source"}
"""The field of this form for a field of a sheet that is not named the same."""


class ActorProposalForm(ToolForm):
    """Who does what, where, and where that is written.

    `website` is hidden from people: only machines fill it in. `courriel` is theirs.
    """

    nom = LineField("Nom de l’institution ou du réseau", most=200, missing="Indiquez son nom.")
    fonction = ChoiceField("Ce qu’elle fait", missing="Choisissez une fonction.")
    territoire = ChoiceField("Où")
    role = NoteField("Son rôle, en une ou deux phrases", most=1_000, missing="Dites son rôle.")
    contact = LineField("Service ou page à contacter", most=300)
    site = LineField("Son site", most=300)
    source = LineField("Où l’avez-vous lu", most=300, missing="Donnez une source à vérifier.")
    courriel = MailField("Votre adresse électronique, si vous voulez une réponse", most=200)
    website = StringField("Laissez ce champ vide")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  what every form takes
        super().__init__(*args, **kwargs)
        functions = [(function.slug, function.name) for function in load_functions()]
        self.fonction.choices = [("", "Choisir une fonction"), *functions]
        kinds = (TerritoryKind.DEPARTMENT, TerritoryKind.EPT, TerritoryKind.EPCI)
        places = [(place.code, place.label) for place in territories.list_territories(*kinds)]
        self.territoire.choices = [("", "Toute l’Île-de-France"), *places]

    @property
    def values(self) -> dict[str, object]:
        """The sheet that it describes, as plain values."""
        return {
            "name": self.nom.data,
            "functions": [self.fonction.data],
            "territories": [self.territoire.data] if self.territoire.data else [],
            "role": self.role.data,
            "contact": self.contact.data or "",
            "url": self.site.data or "",
            "sources": [self.source.data],
        }

    def show_problem(self, name: str, why: str) -> None:
        """Say beside its field what is wrong with a field of the sheet."""
        own = OF_FIELD.get(name, name)
        field = self[own if own in self else "nom"]
        field.errors = [*field.errors, f"{field.label.text} : {why}."]
