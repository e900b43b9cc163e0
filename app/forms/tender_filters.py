"""The filters of the consultations: from a query string and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import LIST_NAMES, ListFilters, read_shared
from app.imports.siret import clean_siret, is_valid_siret
from app.tenders.criteria import StateFilter, TenderOrder
from app.tenders.records import ClauseKind

WINDOWS = (7, 15, 30, 60, 90)  # days before the deadline
NATURES = {"services": "Services", "travaux": "Travaux", "fournitures": "Fournitures"}
FAMILIES = {
    "MAPA": "Moins de 90 000\u00a0€ (MAPA)",
    "FNS": "De 90 000\u00a0€ aux seuils européens",
    "JOUE": "Au-dessus des seuils européens",
    "DSP": "Concessions",
    "DIVERS": "Autres",
}
MOST_EUROS, MOST_MONTHS = 1e10, 600.0
NAMES = (
    "clause", "etat", "echeance", "nature", "famille", "acheteur", "cpv", "valeur_min",
    "valeur_max", "duree_min", "duree_max", "structure", "reponse",
)  # fmt: skip
CLAUSE_WORDS = {
    "reserve": ClauseKind.RESERVED,
    "execution": ClauseKind.EXECUTION,
    "critere": ClauseKind.CRITERION,
    "objet-insertion": ClauseKind.INSERTION_OBJECT,
    "mention": ClauseKind.WEAK,
}
ANSWERS = {
    "seul": "Nous pouvons répondre seuls",
    "groupe": "Nous pouvons répondre à plusieurs",
    "verifier": "À vérifier",
}


@dataclass(frozen=True, kw_only=True)
class TenderFilters(ListFilters):
    """The filters of the consultations; amounts in euros before tax, durations in months.

    `structure` is the SIRET of the one who looks, which `answer` is about.
    """

    clauses: tuple[ClauseKind, ...] = ()
    state: StateFilter = StateFilter.OPEN
    order: TenderOrder | None = None
    window: int | None = None
    natures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    buyer: str = ""
    cpv: tuple[str, ...] = ()
    least_value: float | None = None
    most_value: float | None = None
    least_months: float | None = None
    most_months: float | None = None
    structure: str = ""
    answer: str = ""

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, (*LIST_NAMES, *NAMES))
        windows = {str(days): days for days in WINDOWS}
        (structure,) = given.many("structure", read_structure)[:1] or ("",)
        values: dict[str, object] = {
            "clauses": given.many("clause", CLAUSE_WORDS.get),
            "state": given.one("etat", {s.value: s for s in StateFilter}, default=StateFilter.OPEN),
            "order": given.one("tri", {o.value: o for o in TenderOrder}, default=None),
            "window": given.one("echeance", windows, default=None),
            "natures": given.many("nature", lambda raw: raw if raw in NATURES else None),
            "families": given.many("famille", lambda raw: raw if raw in FAMILIES else None),
            "buyer": given.text("acheteur"),
            "cpv": given.many("cpv", read_cpv_prefix, separated=True),
            "least_value": given.decimal("valeur_min", least=0, most=MOST_EUROS),
            "most_value": given.decimal("valeur_max", least=0, most=MOST_EUROS),
            "least_months": given.decimal("duree_min", least=0, most=MOST_MONTHS),
            "most_months": given.decimal("duree_max", least=0, most=MOST_MONTHS),
            "structure": structure,
            "answer": given.one("reponse", {a: a for a in ANSWERS}, default=""),
        }
        shared = read_shared(given)
        return cls(**shared, **values, ignored=tuple(given.ignored))  # type: ignore[arg-type]

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        words = {kind: word for word, kind in CLAUSE_WORDS.items()}
        state = "" if self.state is StateFilter.OPEN else self.state.value
        numbers = (self.least_value, self.most_value, self.least_months, self.most_months)
        names = ("valeur_min", "valeur_max", "duree_min", "duree_max")
        pairs = [
            *self.shared_args(),
            *(("clause", words[kind]) for kind in self.clauses),
            ("etat", state),
            ("echeance", str(self.window or "")),
            *(("nature", nature) for nature in self.natures),
            *(("famille", family) for family in self.families),
            ("acheteur", self.buyer),
            *(("cpv", code) for code in self.cpv),
            *((n, "" if v is None else f"{v:.12g}") for n, v in zip(names, numbers, strict=True)),
            ("structure", self.structure),
            ("reponse", self.answer),
            ("tri", self.order.value if self.order else ""),
        ]
        return [(name, value) for name, value in pairs if value]


def read_cpv_prefix(raw: str) -> str | None:
    """The digits of a CPV code that say something: without the zeros at its end."""
    found = re.fullmatch(r"(\d{2,8})(?:-\d)?", raw.replace(" ", ""))
    return (found[1].rstrip("0").ljust(2, "0")) if found else None


def read_structure(raw: str) -> str | None:
    """A SIRET whose control key is right, or None."""
    siret = clean_siret(raw)
    return siret if is_valid_siret(siret) else None
