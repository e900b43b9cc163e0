"""What is asked of the search for groups: a lot, and a volume read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.consortia.proposing import MOST_FTE
from app.forms.fields import AmountField, ChoiceField
from app.forms.tool_form import ToolForm


class GroupsForm(ToolForm):
    """A lot of a consultation, and the full-time equivalents to bring together."""

    lot = ChoiceField("Lot")
    volume = AmountField(
        "Volume à réunir, en équivalents temps plein", least=Decimal("0.1"), most=int(MOST_FTE)
    )

    def offer(self, lots: Iterable[tuple[str, str]]) -> None:
        """Offer these lots, and the whole."""
        found = list(lots)
        self.lot.choices = [
            ("", "La consultation entière" if len(found) != 1 else "Le lot unique"),
            *(found if len(found) > 1 else []),
        ]
