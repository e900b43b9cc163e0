"""The forms of the proximities: which the team looks for, what it does of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Self

from werkzeug.datastructures import MultiDict

from app import territories
from app.clock import NBSP
from app.dossiers.proximity.moves import LONGEST_NOTE
from app.dossiers.proximity.queries import DeskCriteria
from app.dossiers.proximity.states import OPEN, STATE_WORDS, ProximityState
from app.forms.arguments import Arguments
from app.forms.fields import ChoiceField, NoteField
from app.forms.filters import MOST_PAGES, read_sector
from app.forms.sector_choices import sector_choices
from app.forms.versioned import VersionedForm
from app.territories import TerritoryKind

SIZE = 50
OPEN_WORD, ALL_WORD = "ouvertes", "toutes"
STATES: dict[str, tuple[ProximityState, ...]] = {
    OPEN_WORD: OPEN,
    **{word: (state,) for state, word in STATE_WORDS.items()},
    ALL_WORD: tuple(ProximityState),
}
STATE_CHOICES = (
    (OPEN_WORD, "Ouvertes"),
    *((word, state.label) for state, word in STATE_WORDS.items()),
    (ALL_WORD, "Toutes"),
)
BY_WORD = {word: state for state, word in STATE_WORDS.items()}


@cache
def wide_choices() -> tuple[tuple[str, str], ...]:
    """The départements and the EPT: a commune would tell where a project is."""
    kinds = (TerritoryKind.DEPARTMENT, TerritoryKind.EPT)
    return tuple((place.code, place.label) for place in territories.list_territories(*kinds))


def read_wide(raw: str) -> str | None:
    """The code of a département or of an EPT, from its code or its name, or None."""
    place = territories.find(raw)
    return place.code if place and place.code in dict(wide_choices()) else None


@dataclass(frozen=True, kw_only=True)
class ProximityFilters:
    """Which signals the team asks for; `ignored` says what was not understood."""

    state: str = OPEN_WORD
    territory: str = ""
    sector: str = ""
    page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters of an address."""
        given = Arguments(args, ("etat", "territoire", "secteur", "page"))
        (territory,) = given.many("territoire", read_wide)[:1] or ("",)
        (sector,) = given.many("secteur", read_sector)[:1] or ("",)
        return cls(
            state=given.one("etat", {word: word for word in STATES}, default=OPEN_WORD),
            territory=territory,
            sector=sector,
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(given.ignored),
        )

    def criteria(self, sectors: tuple[str, ...]) -> DeskCriteria:
        """What the table is asked for; `sectors` are those that the filter stands for."""
        inside = territories.codes_within(self.territory) if self.territory else frozenset()
        return DeskCriteria(states=STATES[self.state], codes=inside, sectors=sectors)

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, but the page."""
        pairs = [
            ("etat", self.state if self.state != OPEN_WORD else ""),
            ("territoire", self.territory),
            ("secteur", self.sector),
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def sectors(self) -> tuple[tuple[str, str], ...]:
        """The sectors to choose from."""
        return tuple(sector_choices())


class ProximityMoveForm(VersionedForm):
    """Where a signal goes, and a note for the team."""

    etat = ChoiceField("Nouvel état", missing="Choisissez le nouvel état.")
    note = NoteField("Note", most=LONGEST_NOTE)

    def offer(self, states: tuple[ProximityState, ...]) -> ProximityMoveForm:
        """Offer the states that may follow."""
        self.etat.choices = [(STATE_WORDS[state], state.label) for state in states]
        return self

    @property
    def state(self) -> ProximityState:
        """The choice of a valid form."""
        return BY_WORD[self.etat.data]


class ProximityNoteForm(VersionedForm):
    """What the team did."""

    precision = NoteField("Nouvelle note", most=LONGEST_NOTE, missing=f"Note{NBSP}: à écrire.")
