"""The form that proposes an event."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from app.events.fields import read_cells
from app.events.kinds import Audience, EventKind
from app.events.records import EventRecord, FieldError
from app.forms.boxes import BoxesField
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.proposed import ProposalForm
from app.forms.sector_choices import sector_choices

NO_KIND = ("", "Choisissez un genre")
SAME = (
    "titre", "genre", "lieu", "territoire", "en_ligne", "organisateur", "publics", "filieres",
    "description", "inscription",
)  # fmt: skip


class EventForm(ProposalForm):
    """What, when, where, by whom and for whom."""

    titre = LineField("Titre", most=200, missing="Donnez un titre.")
    genre = ChoiceField(
        "Genre",
        choices=[NO_KIND, *((kind.value, kind.label) for kind in EventKind)],
        missing="Choisissez un genre.",
    )
    jour = LineField("Jour", most=40, missing="Indiquez le jour.")
    heure = LineField("Heure de début", most=20)
    fin_jour = LineField("Dernier jour", most=40)
    fin_heure = LineField("Heure de fin", most=20)
    lieu = LineField("Lieu", most=200)
    territoire = LineField("Commune ou territoire", most=120)
    en_ligne = LineField("Adresse de la visioconférence", most=500)
    organisateur = LineField("Organisateur", most=200, missing="Nommez l’institution qui organise.")
    publics = BoxesField("Publics", choices=[(a.value, a.label) for a in Audience])
    filieres = ChoiceField("Filière", choices=[("", "Toutes les filières"), *sector_choices()])
    description = NoteField("Description", most=3_000, missing="Décrivez l’événement.")
    inscription = LineField("Adresse de la page d’inscription", most=500)
    fields_of: ClassVar[dict[str, str]] = {"debut": "jour", "fin": "fin_jour"}

    def cells(self) -> dict[str, str]:
        """The same texts as a row of a file."""
        day, last = self.text_of("jour"), self.text_of("fin_jour")
        hour, end = self.text_of("heure"), self.text_of("fin_heure")
        return {
            **{name: self.text_of(name) for name in SAME},
            "debut": f"{day} {hour}".strip(),
            "fin": f"{last} {end}".strip(),
            "source": "Proposé par un visiteur du portail",
        }

    def read(self, now: datetime) -> EventRecord | None:
        """The event proposed, or None where the form says what to mend."""
        is_whole = self.validate()
        try:  # even where something is missing: everything to mend is said at once
            record = read_cells(self.cells())
            if record.time.over_at(record.kind) <= now:
                raise FieldError("debut", "cette date est passée")
        except FieldError as error:
            self.refuse(error.field, error.why)
            return None
        return record if is_whole else None
