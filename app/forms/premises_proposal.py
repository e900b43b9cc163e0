"""The form that proposes premises, or seeks some."""

from __future__ import annotations

from app.forms.boxes import BoxesField
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.proposed import ProposalForm
from app.premises.fields import NAMES, PremisesFieldError, PremisesRecord, read_cells
from app.premises.kinds import Access, Direction, Lease, Owner, Use


class PremisesForm(ProposalForm):
    """What kind of premises, how large, where, on what terms."""

    sens = ChoiceField(
        "Votre annonce",
        choices=[
            (Direction.OFFER.value, "Je propose un local ou un terrain"),
            (Direction.REQUEST.value, "Je cherche un local ou un terrain"),
        ],
        missing="Dites si vous proposez ou cherchez.",
    )
    titre = LineField("Titre", most=200, missing="Donnez un titre.")
    usages = BoxesField(
        "Usages",
        choices=[(use.value, use.label) for use in Use],
        missing="Choisissez au moins un usage.",
    )
    surface_min = LineField("Surface, ou surface minimale", most=20)
    surface_max = LineField("Surface maximale", most=20)
    territoire = LineField(
        "Commune ou territoire", most=120, missing="Indiquez une commune ou un territoire."
    )
    bail = ChoiceField(
        "Bail", choices=[(b.value, b.label) for b in Lease], default=Lease.OPEN.value
    )
    loyer = LineField("Loyer", most=120)
    acces = ChoiceField(
        "Accessible aux personnes à mobilité réduite",
        choices=[(a.value, a.label) for a in Access],
        default=Access.UNKNOWN.value,
    )
    a_partir_du = LineField("À partir du", most=40)
    jusqu_au = LineField("Jusqu’au", most=40)
    proprietaire = ChoiceField(
        "Vous êtes",
        choices=[("", "Choisissez"), *((o.value, o.label) for o in Owner)],
        missing="Dites quelle sorte d’organisme fait l’annonce.",
    )
    description = NoteField("Description", most=3_000, missing="Décrivez le local.")

    def cells(self) -> dict[str, str]:
        """The texts of the proposal."""
        return {name: self.text_of(name) for name in NAMES}

    def read(self) -> PremisesRecord | None:
        """The announcement proposed, or None where the form says what to mend."""
        is_whole = self.validate()
        try:  # even where something is missing: everything to mend is said at once
            record = read_cells(self.cells())
        except PremisesFieldError as error:
            self.refuse(error.field, error.why)
            return None
        return record if is_whole else None
