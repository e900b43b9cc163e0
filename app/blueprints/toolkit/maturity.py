"""The self-assessment: eighteen questions, three axes, what to do first."""

from __future__ import annotations

from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.exports import pdf
from app.forms.maturity import MaturityForm
from app.toolkit.maturity.assessment import Assessment, assess
from app.toolkit.maturity.questionnaire import load_questionnaire
from app.toolkit.maturity.report import list_blocks, say_stage, write_lines, write_report


def prepare(form: MaturityForm, _around: Circumstances) -> None:
    """The questions in words."""
    form.say_questions(load_questionnaire())


def compute(form: MaturityForm, around: Circumstances) -> Assessment:
    """What the answers say, with the attempts that the project keeps."""
    return assess(form.read_answers(), load_questionnaire(), around.history, around.now)


TOOL = Tool[MaturityForm, Assessment](
    slug="autodiagnostic",
    title="Autodiagnostic",
    summary=(
        "Dix-huit questions sur le public, le modèle économique et le réseau\u00a0: où en est "
        "votre projet, ce qui bloque, et par quoi continuer."
    ),
    form=MaturityForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/maturity.html",
    blocks=list_blocks,
    headline=say_stage,
    exports=(
        Export(
            key="pdf",
            label="Télécharger le résultat (PDF)",
            mimetype=pdf.MIMETYPE,
            write=write_report,
        ),
        Export(
            key="csv",
            label="Télécharger les réponses (CSV)",
            mimetype="text/csv",
            write=write_lines,
        ),
    ),
)
