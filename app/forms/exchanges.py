"""The forms of a request in hand: answer it, write, turn down, close, pause, say what became."""

from __future__ import annotations

from datetime import date, datetime

from wtforms.validators import StopValidation

from app.accounts.addresses import read_address
from app.clock import NBSP
from app.errors import InvalidError
from app.events.dates import read_moment
from app.events.records import FieldError
from app.forms.fields import ChoiceField, CountField, LineField, NoteField
from app.forms.siae_fields import PhoneField
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm
from app.partnerships.answering import HOPEFUL, Contact, Reply
from app.partnerships.closing import ASKER_REASONS
from app.partnerships.moves import LONGEST_NOTE
from app.partnerships.preferences import MOST_A_MONTH
from app.partnerships.states import Closing, Decline, MatchState, Outcome
from app.partnerships.threads import LONGEST_MESSAGE
from app.toolkit.typography import set_french

ANSWERS = {
    "interesse": (MatchState.INTERESTED, "Nous sommes intéressés"),
    "ensemble": (MatchState.TOGETHER, "Nous sommes trop petits seuls : et à plusieurs ?"),
    "plus-tard": (MatchState.LATER, "Pas maintenant"),
    "non": (MatchState.DECLINED, "Ce n’est pas pour nous"),
}
CHOICES = [(word, set_french(label)) for word, (_, label) in ANSWERS.items()]
PAUSES = {"30": "Un mois", "91": "Trois mois", "182": "Six mois", "365": "Un an"}
"""In days."""


class OptionalAddressField(LineField):
    """An e-mail address, or nothing."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address."""
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.data = read_address(self.data)
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class AnswerForm(VersionedForm):
    """One of the four answers; the contact is given to the asker once both agreed."""

    reponse = ChoiceField(
        "Votre réponse", choices=CHOICES, missing="Choisissez l’une des quatre réponses."
    )
    raison = ChoiceField(
        "Pourquoi ce n’est pas pour vous",
        choices=[("", "Choisissez une raison"), *((d.value, d.label) for d in Decline)],
    )
    message = NoteField("Un mot pour le demandeur", most=LONGEST_NOTE)
    nom = LineField("Nom de la personne à joindre", most=120)
    adresse = OptionalAddressField("Son adresse électronique", most=254)
    telephone = PhoneField("Son téléphone", most=20)

    def read(self) -> Reply | None:
        """The answer, or None where the form says what to mend."""
        if not self.validate():
            return None
        after = ANSWERS[self.reponse.data][0]
        declines = after is MatchState.DECLINED
        if declines and not self.raison.data:
            self.raison.errors = [f"Dites pourquoi{NBSP}: choisissez une raison."]
            return None
        contact = Contact(
            name=self.nom.data or "",
            email=self.adresse.data or "",
            phone=self.telephone.data or "",
        )
        return Reply(
            after=after,
            note=self.message.data or "",
            reason=Decline(self.raison.data) if declines else None,
            contact=contact if after in HOPEFUL else Contact(),
        )


class ThreadForm(ToolForm):
    """A message to the other side."""

    texte = NoteField("Votre message", most=LONGEST_MESSAGE, missing="Écrivez votre message.")


class DecisionForm(VersionedForm):
    """What the asker decides of an organisation that is interested."""

    mot = NoteField("Un mot pour la structure", most=LONGEST_NOTE)


class CloseForm(ToolForm):
    """Why the asker closes a request."""

    motif = ChoiceField(
        "Pourquoi clore votre demande",
        choices=[("", "Choisissez"), *((c.value, c.label) for c in ASKER_REASONS)],
        missing="Dites pourquoi vous la fermez.",
    )
    precision = NoteField("Précision", most=LONGEST_NOTE)

    def read(self) -> Closing | None:
        """The reason, or None where the form says what to mend."""
        return Closing(self.motif.data) if self.validate() else None


class ReceptionForm(ToolForm):
    """How an organisation receives requests."""

    pause = LineField("En pause jusqu’au", most=40)
    plafond = CountField("Demandes par mois, au plus", least=1, most=MOST_A_MONTH)

    def read_day(self) -> date | None:
        """The last day of the pause; a message is added where it is no day."""
        if not self.pause.data:
            return None
        try:
            moment = read_moment(self.pause.data, "pause")
        except FieldError as error:
            self.pause.errors = [set_french(f"En pause jusqu’au{NBSP}: {error.why}.")]
            return None
        return moment.date() if isinstance(moment, datetime) else moment

    @property
    def cap(self) -> int | None:
        """The cap, None for none."""
        return int(self.plafond.data) if self.plafond.data is not None else None


class PauseForm(ToolForm):
    """How long a letter's link pauses an organisation."""

    duree = ChoiceField("Durée de la pause", choices=list(PAUSES.items()), default="91")

    @property
    def days(self) -> int:
        """How many days; three months where a mailbox posts by itself."""
        return int(self.duree.data)


class OutcomeForm(ToolForm):
    """What became of a match."""

    suite = ChoiceField(
        "Est-ce que cela a abouti ?",
        choices=[(o.value, o.label) for o in Outcome],
        missing="Choisissez une réponse.",
    )


class DeskNoteForm(ToolForm):
    """A note of the portal team: on what it did, or why it closes."""

    note = NoteField("Note", most=LONGEST_NOTE, missing="Écrivez une note.")
