"""The funding plan: what is needed, who pays, what is missing and when to ask."""

from __future__ import annotations

from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.clock import to_paris
from app.exports import pdf, xlsx
from app.forms.funding_plan import FundingPlanForm
from app.funding.directory import load_schemes
from app.toolkit.funding_plan.calendar import write_dates
from app.toolkit.funding_plan.report import list_blocks, say_balance, write_lines, write_report
from app.toolkit.funding_plan.totals import Summary, summarise
from app.toolkit.funding_plan.workbook import write_plan
from app.toolkit.schemes import Scheme


def read_schemes(around: Circumstances) -> tuple[Scheme, ...]:
    """The schemes as they are today."""
    return load_schemes(around.session, to_paris(around.now).date())


def prepare(form: FundingPlanForm, around: Circumstances) -> None:
    """The lists to choose from, and empty rows."""
    form.say_choices(read_schemes(around))


def compute(form: FundingPlanForm, around: Circumstances) -> Summary:
    """What the plan says today."""
    return summarise(form.read_plan(read_schemes(around)), around.now)


TOOL = Tool[FundingPlanForm, Summary](
    slug="plan-de-financement",
    title="Plan de financement",
    summary=(
        "Les besoins par nature et par année, les ressources envisagées, demandées ou accordées, "
        "les cumuls à vérifier et les dates à ne pas manquer."
    ),
    form=FundingPlanForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/funding_plan.html",
    blocks=list_blocks,
    headline=say_balance,
    exports=(
        Export(key="xlsx", label="Classeur (XLSX)", mimetype=xlsx.MIMETYPE, write=write_plan),
        Export(key="pdf", label="Document (PDF)", mimetype=pdf.MIMETYPE, write=write_report),
        Export(key="csv", label="Lignes (CSV)", mimetype="text/csv", write=write_lines),
        Export(key="ics", label="Dates (iCal)", mimetype="text/calendar", write=write_dates),
    ),
)
