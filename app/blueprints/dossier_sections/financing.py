"""What a project may ask for, the balance of its plan, and what funders say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.blueprints.current_schemes import current_schemes
from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.funding_cards import say_deadline
from app.dossiers import funder_letters, funders, positions
from app.dossiers.funder_models import FunderLetter, FunderPosition
from app.dossiers.money import SchemeFit, find_schemes
from app.extensions import db
from app.forms.funding_plan import FundingPlanForm
from app.forms.funding_plan_lines import PLAN, has_scheme
from app.forms.tool_form import Raw
from app.matching.rules import Verdict
from app.toolkit.funding_plan.model import FundingStatus
from app.toolkit.funding_plan.totals import Summary, sum_of_status, summarise
from app.toolkit.schemes import Scheme

SHOWN = 3  # schemes on the page of the project


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """The funding plan of the project; `summary` is None where it is not begun, or not readable.

    `version` is zero where nothing was saved.
    """

    version: int
    raw: Raw
    summary: Summary | None

    @property
    def asked(self) -> Decimal:
        """What was asked for."""
        lines = self.summary.statuses if self.summary else ()
        return sum_of_status(lines, FundingStatus.REQUESTED)

    @property
    def missing(self) -> Decimal:
        """What nobody has granted yet, never below zero."""
        return max(Decimal(0), self.summary.without_hope) if self.summary else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class SchemeRow:
    """A scheme as the page shows it."""

    found: SchemeFit
    deadline: str
    is_planned: bool


@dataclass(frozen=True, kw_only=True)
class MoneyView:
    """The money of a project; `positions` are each with the name of its scheme.

    `has_asked` is False until the sheet says something that the finder reads.
    """

    rows: tuple[SchemeRow, ...]
    has_asked: bool
    plan: PlanView
    positions: tuple[tuple[FunderPosition, str], ...]
    letters: Sequence[FunderLetter]

    def of(self, *verdicts: str) -> tuple[SchemeRow, ...]:
        """The schemes with one of these verdicts."""
        wanted = {Verdict(value) for value in verdicts}
        return tuple(row for row in self.rows if row.found.fit.verdict in wanted)

    @property
    def first(self) -> tuple[SchemeRow, ...]:
        """Those of the page of the project."""
        return self.of("eligible", "to_check")[:SHOWN]


def read(reading: Reading) -> MoneyView:
    """The view of the money; who reads by a link sees nothing of the funders."""
    schemes = current_schemes()
    plan = read_plan(reading, schemes)
    found = find_schemes(reading.sheet, schemes, reading.today)
    number = reading.dossier.id
    shown = [] if reading.is_shared else [number]
    told = db.session.scalars(positions.of_dossiers(shown)).all()
    names = funders.schemes_by_tie([position.funder for position in told], schemes)
    return MoneyView(
        rows=tuple(make_row(one, plan, reading.today) for one in found),
        has_asked=bool(found),
        plan=plan,
        positions=tuple(
            (p, names[p.funder_id].name if p.funder_id in names else p.funder.scheme) for p in told
        ),
        letters=[] if reading.is_shared else read_letters(number),
    )


def read_letters(number: int) -> Sequence[FunderLetter]:
    """What funders wrote to the holder, the latest first."""
    return db.session.scalars(funder_letters.of_dossier(number)).all()


def make_row(found: SchemeFit, plan: PlanView, today: date) -> SchemeRow:
    """The row of a scheme."""
    return SchemeRow(
        found=found,
        deadline=say_deadline(found.fit.deadline, today),
        is_planned=plan.version > 0 and has_scheme(plan.raw, found.scheme),
    )


def read_plan(reading: Reading, schemes: tuple[Scheme, ...]) -> PlanView:
    """The funding plan as its tool keeps it."""
    kept = reading.worksheets.get(PLAN)
    if kept is None:
        return PlanView(version=0, raw={}, summary=None)
    form = FundingPlanForm.from_raw(kept.data)
    if not isinstance(form, FundingPlanForm):
        raise TypeError("another form came")
    form.say_choices(schemes)
    summary = summarise(form.read_plan(schemes), reading.now) if form.validate() else None
    return PlanView(version=kept.version, raw=kept.data, summary=summary)


SECTION = Section(
    key="financements",
    title="L’argent",
    template="dossiers/sections/financements.html",
    read=read,
)
