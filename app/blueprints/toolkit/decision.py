"""« Quel type de structure ? »: a question a page, then a conclusion with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.clock import NBSP
from app.exports import pdf
from app.forms.decision import DecisionForm
from app.toolkit.decision.report import list_blocks, say_conclusion, write_report
from app.toolkit.decision.tree import Decision, Tree, load_tree
from app.toolkit.guides import load_guides
from app.toolkit.sources import CONTENT


@dataclass(frozen=True, kw_only=True)
class Result:
    """How far the answers lead, at that aware instant."""

    decision: Decision
    tree: Tree
    made_at: datetime


def prepare(form: DecisionForm, _around: Circumstances) -> None:
    """The questions in words, how far the answers lead, and the guides to read there."""
    form.follow(load_tree())
    conclusion = form.decision.conclusion
    wanted = conclusion.guides if conclusion else ()
    titles = {guide.slug: guide.title for guide in load_guides(CONTENT / "guides")}
    form.readings = tuple((slug, titles[slug]) for slug in wanted if slug in titles)


def compute(form: DecisionForm, around: Circumstances) -> Result:
    """What the answers lead to."""
    return Result(decision=form.decision, tree=form.tree, made_at=around.now)


TOOL = Tool[DecisionForm, Result](
    slug="quel-statut",
    title=f"Quel type de structure{NBSP}?",
    summary=(
        "Quelques questions, une par une, pour trouver le type de structure qui convient à votre "
        "projet, avec les articles, ce que cela interdit et ce qui reste à vérifier."
    ),
    form=DecisionForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/decision.html",
    blocks=lambda result: list_blocks(result.decision, result.tree),
    headline=lambda result: say_conclusion(result.decision),
    exports=(
        Export(
            key="pdf",
            label="Télécharger le chemin et la conclusion (PDF)",
            mimetype=pdf.MIMETYPE,
            write=lambda result: write_report(result.decision, result.tree, result.made_at),
        ),
    ),
)
