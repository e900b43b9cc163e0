"""The table of the shares of a group: percents by lot and member, hours by member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.clock import NBSP
from app.consortia.models import Consortium, Place
from app.consortia.sharing import MOST_HOURS, Shares, Sharing
from app.forms.fields import read_decimal, write_decimal
from app.imports.text import clean_line

LONGEST = 20  # characters of a number
TOTAL = "heures-total"


def share_name(place: Place, at: int) -> str:
    """The field of the part of a member in the lot of that position."""
    return f"part-{place.id}-{at}"


def hours_name(place: Place) -> str:
    """The field of the hours of a member."""
    return f"heures-{place.id}"


@dataclass
class SharesForm:
    """What was typed, by field, and what is to mend."""

    typed: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, consortium: Consortium, shares: Shares, lots: Sequence[tuple[str, str]]
    ) -> SharesForm:
        """The form filled with what is kept, the places loaded."""
        form = cls()
        for place in consortium.members:
            form.typed[hours_name(place)] = str(place.insertion_hours or "")
            for at, (lot, _) in enumerate(lots):
                tenths = shares.get((place.id, lot), 0)
                said = write_decimal(Decimal(tenths) / 10) if tenths else ""
                form.typed[share_name(place, at)] = said
        form.typed[TOTAL] = str(consortium.insertion_hours or "")
        return form

    def value(self, name: str) -> str:
        """What a field shows."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """What is to mend in a field, or nothing."""
        return dict(self.problems).get(name, "")

    def read(
        self,
        sent: Mapping[str, str],
        consortium: Consortium,
        lots: Sequence[tuple[str, str]],
    ) -> Sharing | None:
        """The sharing that was sent, or None where the form says what to mend."""
        shares: Shares = {}
        hours: dict[int, int] = {}
        for place in consortium.members:
            hours[place.id] = self.read_hours(sent, hours_name(place), place.name)
            for at, (lot, _) in enumerate(lots):
                tenths = self.read_tenths(sent, share_name(place, at), place.name)
                if tenths:
                    shares[(place.id, lot)] = tenths
        total = self.read_hours(sent, TOTAL, "Total des heures")
        if self.problems:
            return None
        return Sharing(shares=shares, hours=hours, total_hours=total or None)

    def read_number(self, sent: Mapping[str, str], name: str, what: str) -> Decimal:
        """A number that was typed, zero for nothing; a fault is kept."""
        said = clean_line(sent.get(name, ""), limit=LONGEST)
        self.typed[name] = said
        number = read_decimal(said) if said else Decimal(0)
        if number is None:
            self.problems.append((name, f"{what}{NBSP}: écrivez un nombre."))
        return number or Decimal(0)

    def read_tenths(self, sent: Mapping[str, str], name: str, what: str) -> int:
        """A percent, in tenths."""
        number = self.read_number(sent, name, what) * 10
        if number > 1000 or number != number.to_integral_value():
            self.problems.append(
                (name, f"{what}{NBSP}: de 0 à 100{NBSP}%, un chiffre après la virgule au plus.")
            )
            return 0
        return int(number)

    def read_hours(self, sent: Mapping[str, str], name: str, what: str) -> int:
        """A whole number of hours."""
        number = self.read_number(sent, name, what)
        if number > MOST_HOURS or number != number.to_integral_value():
            self.problems.append((name, f"{what}{NBSP}: un nombre entier d’heures."))
            return 0
        return int(number)
