"""The filters of the schemes and the questions of the finder: from a query string and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self, TypeVar

from werkzeug.datastructures import MultiDict

from app import territories
from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES, SIZES, ListFilters, read_kind, read_territory
from app.funding.question import Question
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.toolkit.scheme_terms import BeneficiaryKind, Expense, SchemeForm, SchemeState
from app.toolkit.stages import load_stages

Pair = tuple[str, str]
Term = TypeVar("Term", bound=StrEnum)
MOST_AMOUNT = 1e9  # euros
STATE_WORDS = {
    "ouvert": SchemeState.OPEN,
    "a-venir": SchemeState.UPCOMING,
    "permanent": SchemeState.PERMANENT,
    "a-verifier": SchemeState.UNCERTAIN,
    "clos": SchemeState.CLOSED,
    "historique": SchemeState.HISTORICAL,
}
FORM_WORDS = {
    "subvention": SchemeForm.GRANT,
    "pret": SchemeForm.LOAN,
    "garantie": SchemeForm.GUARANTEE,
    "fonds-propres": SchemeForm.EQUITY,
    "avance": SchemeForm.ADVANCE,
    "ingenierie": SchemeForm.ENGINEERING,
    "mecenat": SchemeForm.PATRONAGE,
    "instance": SchemeForm.FORUM,
}
ASKABLE = tuple(state for state in SchemeState if not state.is_over)
LIST_NAMES = ("q", "etape", "type", "territoire", "depense", "forme", "etat", "page", "par", "tri")
FIND_NAMES = ("etape", "type", "territoire", "depense", "montant", "beneficiaire")


class SchemeOrder(StrEnum):
    """How the schemes are sorted."""

    DEADLINE = "echeance"
    NAME = "nom"
    RELEVANCE = "pertinence"


def read_stage(raw: str) -> str | None:
    """The slug of a stage, or None."""
    return raw if any(stage.slug == raw for stage in load_stages()) else None


def read_siae(raw: str) -> SiaeKind | None:
    """A kind of SIAE, or None."""
    kind = read_kind(raw)
    return kind if kind in SIAE_KINDS else None


def reader(choices: type[Term]) -> Callable[[str], Term | None]:
    """What reads a member of a closed list, by its word."""
    words: dict[str, Term] = {member.value: member for member in choices}
    return words.get


def word_of(value: StrEnum, words: dict[str, Term]) -> str:
    """The word that an address has for a value."""
    return next(word for word, known in words.items() if known is value)


def read_one(arguments: Arguments, name: str, read: Callable[[str], Term | str | None]) -> str:
    """The first value understood, the others said to be ignored; empty where there is none."""
    found = arguments.many(name, read)
    arguments.ignored += [f"{name} = « {value} » (un seul à la fois)" for value in found[1:]]
    return str(found[0]) if found else ""


@dataclass(frozen=True, kw_only=True)
class FundingFilters(ListFilters):
    """The filters of the schemes; no state asked for is everything that may be asked for."""

    stages: tuple[str, ...] = ()
    kinds: tuple[SiaeKind, ...] = ()
    expenses: tuple[Expense, ...] = ()
    forms: tuple[SchemeForm, ...] = ()
    states: tuple[SchemeState, ...] = ()
    order: SchemeOrder | None = None

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, LIST_NAMES)
        place = read_one(given, "territoire", read_territory)
        return cls(
            text=given.text("q"),
            territories=(place,) if place else (),
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            size=given.one("par", {str(size): size for size in SIZES}, default=SIZES[0]),
            stages=given.many("etape", read_stage),
            kinds=given.many("type", read_siae),
            expenses=given.many("depense", reader(Expense)),
            forms=given.many("forme", FORM_WORDS.get),
            states=given.many("etat", STATE_WORDS.get),
            order=given.one("tri", {o.value: o for o in SchemeOrder}, default=None),
            ignored=tuple(given.ignored),
        )

    @property
    def territory(self) -> str:
        """The code asked for, or empty."""
        return self.territories[0] if self.territories else ""

    @property
    def shown_states(self) -> tuple[SchemeState, ...]:
        """The states shown."""
        return self.states or ASKABLE

    def to_args(self) -> list[Pair]:
        """The parameters that ask for these filters."""
        pairs = [("etape", slug) for slug in self.stages]
        pairs += [("type", kind.value) for kind in self.kinds]
        pairs += [("depense", expense.value) for expense in self.expenses]
        pairs += [("forme", word_of(form, FORM_WORDS)) for form in self.forms]
        pairs += [("etat", word_of(state, STATE_WORDS)) for state in self.states]
        return self.shared_args() + pairs + ([("tri", self.order.value)] if self.order else [])


@dataclass(frozen=True, kw_only=True)
class FinderQuestion:
    """What the finder was asked; `ignored` says what it did not understand."""

    stage: str = ""
    kind: str = ""
    territory: str = ""
    expense: str = ""
    amount: Decimal | None = None
    beneficiary: str = ""
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The question of an address."""
        given = Arguments(args, FIND_NAMES)
        amount = read_amount(given, args.get("montant", ""))
        return cls(
            stage=read_one(given, "etape", read_stage),
            kind=read_one(given, "type", read_siae),
            territory=read_one(given, "territoire", read_territory),
            expense=read_one(given, "depense", reader(Expense)),
            amount=amount,
            beneficiary=read_one(given, "beneficiaire", reader(BeneficiaryKind)),
            ignored=tuple(given.ignored),
        )

    def on(self, day: date) -> Question:
        """The same question, asked that day."""
        return Question(
            day=day,
            stage=self.stage,
            kind=SiaeKind(self.kind) if self.kind else None,
            territory=self.territory,
            expense=Expense(self.expense) if self.expense else None,
            amount=self.amount,
            beneficiary=BeneficiaryKind(self.beneficiary) if self.beneficiary else None,
        )

    def to_args(self) -> list[Pair]:
        """The parameters that ask this question."""
        pairs: Iterable[Pair] = (
            ("etape", self.stage),
            ("type", self.kind),
            ("territoire", territories.get(self.territory).slug if self.territory else ""),
            ("depense", self.expense),
            ("montant", f"{self.amount:f}" if self.amount is not None else ""),
            ("beneficiaire", self.beneficiary),
        )
        return [(name, value) for name, value in pairs if value]


def read_amount(given: Arguments, raw: str) -> Decimal | None:
    """An amount in euros as people write it, or None; said where it is not understood."""
    text = "".join(c for c in raw if not c.isspace()).removesuffix("€")
    copy = Arguments(MultiDict([("montant", text)]), FIND_NAMES)
    value = copy.decimal("montant", least=0, most=MOST_AMOUNT)
    given.ignored += copy.ignored
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01")).normalize()
