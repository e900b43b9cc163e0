"""What a project asks for, and what the finder answers for one scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.matching.engine import Part
from app.matching.kinds import SiaeKind
from app.matching.rules import RuleResult, Verdict
from app.toolkit.scheme_terms import BeneficiaryKind, Expense
from app.toolkit.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is known of a project at that day; None and empty are what nobody said.

    `stage` is a slug of the toolbox, `territory` a code, `amount` the cost of the expense in euros.
    """

    day: date
    stage: str = ""
    kind: SiaeKind | None = None
    territory: str = ""
    expense: Expense | None = None
    amount: Decimal | None = None
    beneficiary: BeneficiaryKind | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        said = (self.stage, self.kind, self.territory, self.expense, self.beneficiary)
        return not any(said) and self.amount is None


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A scheme as it answers a question.

    `score` is the weighted mean of the known parts, `confidence` the weight known, both in [0, 1];
    `missing` what to ask the funder.
    """

    scheme: Scheme
    verdict: Verdict
    rules: tuple[RuleResult, ...]
    parts: tuple[Part, ...]
    score: float
    confidence: float
    deadline: date | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What to ask the funder, or why it is not for that project."""
        if self.verdict is Verdict.ELIGIBLE:
            return ()
        return tuple(rule.why for rule in self.rules if rule.verdict is self.verdict)
