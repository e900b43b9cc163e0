"""The forms of a group: start it, invite, answer, move it on, write."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField

from app.consortia.contents import LONGEST_DECISION, LONGEST_TEXT
from app.consortia.moves import LONGEST_NOTE
from app.consortia.places import LONGEST_MESSAGE
from app.consortia.states import NEXT, STATE_WORDS, ConsortiumState, LegalForm
from app.forms.boxes import BoxesField
from app.forms.fields import ChoiceField, CountField, LineField, NoteField
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm

Choice = tuple[str, str]
STATES_BY_WORD = {word: state for state, word in STATE_WORDS.items()}


class StartForm(ToolForm):
    """For which structure, which lot, whether it is shown, whom to invite at once."""

    organisation = ChoiceField("Votre structure", missing="Choisissez votre structure.")
    lot = ChoiceField("Ce à quoi vous répondez")
    appel = BooleanField("Montrer le nom des membres aux structures qui suivent ce marché")
    invitees = BoxesField("Structures à inviter", choices=[])
    message = NoteField("Message aux structures invitées", most=LONGEST_MESSAGE)


class InviteForm(ToolForm):
    """A structure of the directory, and a word to it."""

    structure = CountField("Structure", most=2**31 - 1, missing="Choisissez une structure.")
    message = NoteField("Message", most=LONGEST_MESSAGE)


class AnswerForm(ToolForm):
    """Yes or no to an invitation or to a request."""

    reponse = ChoiceField(
        "Réponse",
        choices=[("oui", "Accepter"), ("non", "Décliner")],
        missing="Dites oui ou non.",
    )
    lu = BooleanField("J’ai vérifié que le règlement permet d’être dans deux offres")


class AskForm(ToolForm):
    """A word to the lead of a group that looks for partners."""

    message = NoteField("Message au mandataire", most=LONGEST_MESSAGE)
    lu = BooleanField("J’ai vérifié que le règlement permet d’être dans deux offres")


class MoveForm(VersionedForm):
    """The next state."""

    etape = ChoiceField("Passer à", missing="Choisissez une étape.")
    precision = LineField("Précision", most=LONGEST_NOTE)

    def offer(self, state: ConsortiumState) -> None:
        """Offer what may follow that state."""
        self.etape.choices = [(STATE_WORDS[after], after.label) for after in NEXT[state]]

    @property
    def after(self) -> ConsortiumState:
        """The state asked for, the form being right."""
        return STATES_BY_WORD[self.etape.data]


class LegalFormForm(VersionedForm):
    """The form of the group."""

    forme = ChoiceField(
        "Forme du groupement",
        choices=[(form.value, form.label) for form in LegalForm],
        missing="Choisissez une forme.",
    )


class PointForm(ToolForm):
    """What was agreed on a point; empty opens it again."""

    point = LineField("Point", most=40, missing="Ce point n’est pas dans la liste.")
    convenu = NoteField("Ce qui est convenu", most=LONGEST_DECISION)


class MessageForm(ToolForm):
    """A message to the other members."""

    message = NoteField("Nouveau message", most=LONGEST_TEXT, missing="Écrivez le message.")


def offer_start(
    form: StartForm,
    organisations: Iterable[Choice],
    lots: Iterable[Choice],
    invitees: Iterable[Choice],
) -> StartForm:
    """The form with its choices; the only structure of the person is chosen."""
    form.organisation.choices = list(organisations)
    if len(form.organisation.choices) == 1 and not form.organisation.data:
        form.organisation.data = form.organisation.choices[0][0]
    found = list(lots)
    form.lot.choices = [("", "La consultation entière"), *(found if len(found) > 1 else [])]
    form.invitees.choices = list(invitees)
    return form
