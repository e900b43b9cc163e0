"""The forms of a pursuit: move it, go back, give it, write, recall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from app.clock import NBSP
from app.events.dates import read_moment
from app.events.records import FieldError
from app.forms.fields import AmountField, ChoiceField, LineField, NoteField
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm
from app.pursuits.contents import LONGEST_TEXT
from app.pursuits.moves import HIGHEST, LONGEST_NOTE, Step
from app.pursuits.states import (
    NEXT,
    REASONS,
    STATE_WORDS,
    WITH_AMOUNT,
    PursuitState,
    Reason,
)
from app.toolkit.typography import set_french

Choice = tuple[str, str]
STATES_BY_WORD = {word: state for state, word in STATE_WORDS.items()}
NO_REASON = ("", "Choisissez une raison")


class MoveForm(VersionedForm):
    """The next step; what it asks depends on where the pursuit is."""

    etape = ChoiceField("Étape", missing="Choisissez une étape.")
    raison = ChoiceField("Raison")
    precision = NoteField("Précision", most=LONGEST_NOTE)
    montant = AmountField("Montant en euros, hors taxes", most=HIGHEST)

    def offer(self, state: PursuitState) -> None:
        """Offer what may follow that state."""
        self.etape.choices = [(STATE_WORDS[after], after.label) for after in NEXT[state]]
        reasons = [r for after in NEXT[state] for r in REASONS.get(after, ())]
        self.raison.choices = [NO_REASON, *((r.value, r.label) for r in reasons)]
        self.asks_reason = bool(reasons)
        self.asks_amount = any(after in WITH_AMOUNT for after in NEXT[state])

    def read(self) -> Step | None:
        """The step asked for, or None where the form says what to mend."""
        if not self.validate():
            return None
        after = STATES_BY_WORD[self.etape.data]
        asks = after in REASONS
        if asks and not self.raison.data:
            self.raison.errors = [f"Dites pourquoi{NBSP}: choisissez une raison."]
            return None
        amount = self.montant.data
        return Step(
            after=after,
            reason=Reason(self.raison.data) if asks else None,
            note=self.precision.data or "",
            amount=float(amount) if amount is not None and after in WITH_AMOUNT else None,
        )


class BackForm(VersionedForm):
    """Back to the step before, with its reason."""

    retour = LineField("Pourquoi revenir en arrière", most=300, missing="Dites pourquoi.")


class AssigneeForm(VersionedForm):
    """Who is in charge."""

    responsable = ChoiceField("Responsable")

    def offer(self, members: Iterable[Choice]) -> None:
        """Offer the members, and nobody."""
        self.responsable.choices = [("", "Personne"), *members]

    def read(self) -> int | None:
        """The id of the person chosen."""
        return int(self.responsable.data) if self.responsable.data else None


class WrittenNoteForm(ToolForm):
    """A note."""

    note = NoteField("Nouvelle note", most=LONGEST_TEXT, missing="Écrivez la note.")


class ItemForm(ToolForm):
    """Something to have ready."""

    piece = LineField("Autre pièce ou tâche", most=200, missing="Nommez la pièce ou la tâche.")


class ReminderForm(ToolForm):
    """A day, and what to recall."""

    jour = LineField("Jour du rappel", most=40, missing="Indiquez le jour.")
    rappel = LineField("Ce qu’il faut rappeler", most=200, missing="Dites ce qu’il faut rappeler.")

    def read(self) -> date | None:
        """The day, or None where the form says what to mend."""
        if not self.validate():
            return None
        try:
            moment = read_moment(self.jour.data or "", "jour")
        except FieldError as error:
            self.jour.errors = [set_french(f"Jour du rappel{NBSP}: {error.why}.")]
            return None
        return moment.date() if isinstance(moment, datetime) else moment


class FollowForm(ToolForm):
    """For which organisation, and which lot."""

    organisation = ChoiceField("Organisation", missing="Choisissez l’organisation.")
    lot = ChoiceField("Ce que vous suivez")
