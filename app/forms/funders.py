"""The forms of funders: the schemes they pay by, where they stand, a word to a holder."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from app.dossiers.funder_letters import LONGEST_TEXT
from app.dossiers.funder_models import FunderPosition
from app.dossiers.funder_words import POSITION_WORDS
from app.dossiers.positions import Stance
from app.forms.fields import AmountField, ChoiceField, NoteField, write_decimal
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm
from app.toolkit.schemes import Scheme

LONGEST_NOTE = 1_000
STATES = {word: state for state, word in POSITION_WORDS.items()}


class TieForm(ToolForm):
    """A scheme that an organisation pays by."""

    dispositif = ChoiceField("Dispositif", missing="Choisissez un dispositif.")

    def offer(self, schemes: Iterable[Scheme]) -> TieForm:
        """Offer the schemes, by name."""
        ordered = sorted(schemes, key=lambda scheme: scheme.name.casefold())
        self.dispositif.choices = [("", "Choisir"), *((s.slug, s.name) for s in ordered)]
        return self


class PositionForm(VersionedForm):
    """Where a funder stands; a page has one for each scheme, told apart by its prefix."""

    etat = ChoiceField(
        "État",
        choices=[("", "Choisir"), *((word, state.label) for state, word in POSITION_WORDS.items())],
        missing="Choisissez un état.",
    )
    demande = AmountField("Montant demandé")
    accorde = AmountField("Montant accordé")
    precision = NoteField("Précision", most=LONGEST_NOTE)

    @classmethod
    def on(cls, tie: int, posted: MultiDict[str, str] | None = None) -> PositionForm:
        """The form of that tie, filled with what was posted."""
        return cls(posted, prefix=f"p{tie}-")

    @classmethod
    def of(cls, position: FunderPosition) -> PositionForm:
        """The form of what a position says."""
        tie = position.funder_id
        amounts = {"demande": position.asked, "accorde": position.granted}
        raw = {
            "etat": POSITION_WORDS[position.position_state],
            "precision": position.note,
            "version": str(position.version),
            **{n: write_decimal(a) if a is not None else "" for n, a in amounts.items()},
        }
        return cls.on(tie, MultiDict((f"p{tie}-{name}", value) for name, value in raw.items()))

    def read(self) -> Stance:
        """What a valid form says."""
        return Stance(
            state=STATES[self.etat.data],
            asked=self.demande.data,
            granted=self.accorde.data,
            note=self.precision.data or "",
        )

    def refuse(self, why: str) -> None:
        """Say what does not go with the state."""
        field = self.demande if self.etat.data == "demande" else self.accorde
        field.errors = [why]


class LetterForm(ToolForm):
    """A word to the holder of a project."""

    message = NoteField("Votre message", most=LONGEST_TEXT, missing="Écrivez votre message.")
