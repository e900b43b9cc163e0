"""What a treatment of personal data is, and how long is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

TO_CHECK = "à vérifier par le délégué à la protection des données"
UNLIMITED = f"Sans limite fixée par le portail, {TO_CHECK}"
NUMBERS = {
    1: "un", 2: "deux", 3: "trois", 7: "sept", 12: "douze", 14: "quatorze", 30: "trente",
}  # fmt: skip
HOURS_IN_WORDS = timedelta(hours=48)
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Held:
    """Columns of one table: what they say of a person, how long, who reads them; all in French."""

    table: str
    columns: tuple[str, ...]
    what: str
    kept: str
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Data kept for one purpose.

    `key` is an anchor. `basis` is the lawful basis of article 6 of the RGPD that seems right to
    those who wrote the portal: nobody else has said so yet, see `basis_said`.
    """

    key: str
    title: str
    purpose: str
    basis: str
    held: tuple[Held, ...]

    @property
    def basis_said(self) -> str:
        """The basis, and that it has to be checked."""
        return f"{self.basis} – {TO_CHECK}"


def held(table: str, columns: str, what: str, kept: str, seen_by: str) -> Held:
    """A line of a treatment; the columns are parted by spaces."""
    return Held(table=table, columns=tuple(columns.split()), what=what, kept=kept, seen_by=seen_by)


def say_span(span: timedelta) -> str:
    """« sept jours », « quarante-huit heures », « un an »: in words where French writes them so."""
    if span == HOURS_IN_WORDS:
        return "quarante-huit heures"
    if span % YEAR == timedelta():
        count, unit = span // YEAR, "an"
    else:
        count, unit = span.days, "jour"
    return f"{NUMBERS.get(count, count)} {unit}{'s' if count > 1 else ''}"
