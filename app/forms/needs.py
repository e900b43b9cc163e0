"""The form of the study of needs."""

from __future__ import annotations

from collections.abc import Iterator

from app.forms.fields import ChoiceField, LineField
from app.forms.place import PlaceForm
from app.forms.rows import Row, make_rows, number_rows
from app.toolkit.worksheets.proof import Proof

MOST_ROWS = 12
PROOFS = [("", "Choisir"), *((proof.value, proof.label) for proof in Proof)]
DECISIONS = [
    ("", "À décider"), ("retenu", "Retenu"), ("ecarte", "Écarté"), ("a-creuser", "À creuser"),
]  # fmt: skip


class NeedRow(Row):
    """A public, who sends it, what holds it back, what is missing, how sure it is."""

    kind = "Besoin"

    public = LineField("Public", most=200)
    count = LineField("Effectif et source datée", most=200)
    sender = LineField("Prescripteur", most=120)
    obstacles = LineField("Freins principaux", most=200)
    gap = LineField("Manque constaté", most=200)
    proof = ChoiceField("Preuve", choices=PROOFS)
    decision = ChoiceField("Décision", choices=DECISIONS)

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """A line names its public and says what it rests on."""
        if not self["public"].data:
            yield "public", "décrivez le public, sans nommer personne."
        if not self["proof"].data:
            yield "proof", "dites sur quoi la ligne repose."


class NeedsForm(PlaceForm):
    """A place, and what is known of the needs there."""

    rows = make_rows(NeedRow, "Besoins", most=MOST_ROWS, least=4)

    def say_choices(self) -> None:
        """The sectors, and empty rows after those filled in."""
        self.say_sectors()
        number_rows(self["rows"], spare=2, most=MOST_ROWS)

    @property
    def filled(self) -> tuple[NeedRow, ...]:
        """The rows that hold something."""
        return tuple(entry.form for entry in self["rows"].entries if entry.form.is_filled)
