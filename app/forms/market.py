"""The form of the study of market."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.forms.fields import AmountField, ChoiceField, LineField
from app.forms.needs import PROOFS
from app.forms.place import PlaceForm
from app.forms.rows import Row, make_rows, number_rows

MOST_ROWS = 12
WAYS = [
    ("", "Choisir"), ("direct", "Achat direct"), ("sous-seuil", "Sous le seuil"),
    ("reserve", "Marché réservé"), ("clause", "Marché à clause"),
    ("sous-traitance", "Sous-traitance"), ("prive", "Client privé"),
]  # fmt: skip


class MarketRow(Row):
    """A segment of customers: what they buy, at what price, how, from whom."""

    kind = "Segment"

    segment = LineField("Segment de clients", most=200)
    volume = LineField("Volume", most=120)
    price = LineField("Prix observé et source", most=200)
    way = ChoiceField("Mode d’achat", choices=WAYS)
    competitors = LineField("Concurrents et confrères", most=200)
    season = LineField("Saison et exigences", most=200)
    proof = ChoiceField("Preuve", choices=PROOFS)

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """A line names its customers and says what it rests on."""
        if not self["segment"].data:
            yield "segment", "nommez le segment de clients."
        if not self["proof"].data:
            yield "proof", "dites sur quoi la ligne repose."


class LetterRow(Row):
    """A letter of interest aimed at."""

    kind = "Lettre"

    customer = LineField("Client visé", most=120)
    state = ChoiceField(
        "État", choices=[("", "À demander"), ("demandee", "Demandée"), ("recue", "Reçue")]
    )


class MarketForm(PlaceForm):
    """A place and a sector, and what is known of the market there."""

    share = AmountField("Part du premier client dans les ventes prévues", most=100)
    rows = make_rows(MarketRow, "Segments", most=MOST_ROWS, least=4)
    letters = make_rows(LetterRow, "Lettres", most=3, least=3)

    def say_choices(self) -> None:
        """The sectors, and empty rows after those filled in."""
        self.say_sectors()
        number_rows(self["rows"], spare=2, most=MOST_ROWS)
        number_rows(self["letters"], spare=0, most=3)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms has it
        """The sector is needed: a market is that of something."""
        is_valid = super().validate(extra_validators)
        if not self.secteur.data:
            self.secteur.errors = ["Choisissez la filière dont vous étudiez le marché."]
            return False
        return bool(is_valid)

    @property
    def filled(self) -> tuple[MarketRow, ...]:
        """The rows that hold something."""
        return tuple(entry.form for entry in self["rows"].entries if entry.form.is_filled)

    @property
    def aimed(self) -> tuple[LetterRow, ...]:
        """The letters that name a customer."""
        return tuple(entry.form for entry in self["letters"].entries if entry.form.customer.data)
