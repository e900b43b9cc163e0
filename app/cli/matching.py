"""flask matching …: how good the matching is, measured on pairs that people judged by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.calibration.judging import evaluate
from app.calibration.reading import read_file
from app.cli.groups import PortalGroup
from app.clock import NBSP
from app.extensions import db
from app.matching.evaluation import MOST_MISSES, Figures, Half, Miss
from app.matching.grids import GRIDS, Grid
from app.matching.rules import Verdict
from app.weighting import services as weighting

cli = PortalGroup("matching", help="La mise en relation : mesurer la qualité des rapprochements.")
HALVES = click.Choice([half.value for half in Half])


@cli.command("evaluate")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--half", default=Half.ALL.value, type=HALVES, help="Une moitié des questions.")
@click.option("--in-force", is_flag=True, help="Avec les pondérations publiées par l’équipe.")
@click.option("--json", "as_json", is_flag=True, help="Les mesures en JSON.")
def evaluate_file(file: Path, half: str, in_force: bool, as_json: bool) -> None:
    """Mesure le rapprochement sur des paires jugées à la main.

    FICHIER : une ligne JSON par besoin, structure ou paire (content/matching/pairs.jsonl, décrit
    dans docs/matching.md). Sans option, les pondérations sont celles du portail, sans base.
    """
    grids = read_grids() if in_force else dict(GRIDS)
    found = evaluate(read_file(file), Half(half), grids)
    if as_json:
        click.echo(json.dumps(describe(file, Half(half), grids, found), ensure_ascii=False))
    else:
        print_figures(Half(half), found)


def read_grids() -> dict[str, Grid]:
    """The grids with the weights in force."""
    return {key: weighting.in_force(db.session(), grid) for key, grid in GRIDS.items()}


def describe(file: Path, half: Half, grids: dict[str, Grid], found: Figures) -> dict[str, object]:
    """The figures, in names that stay."""
    return {
        "file": file.name,
        "half": half.value,
        "weights_versions": {key: grid.version for key, grid in grids.items()},
        "questions": found.questions,
        "pairs": found.pairs,
        "ndcg_at_10": found.ndcg,
        "precision_at_3": found.precision,
        "best_precision_at_3": found.best_precision,
        "recall_at_10": found.recall,
        "rules": {
            "agreement": found.agreement,
            "confusion": {
                expected.value: {got.value: count for got, count in row.items()}
                for expected, row in found.confusion.items()
            },
        },
        "misses": [describe_miss(miss) for miss in found.misses],
    }


def describe_miss(miss: Miss) -> dict[str, object]:
    """One disagreement."""
    return {
        "kind": miss.kind.value,
        "question": miss.question,
        "answer": miss.answer,
        "expected": miss.expected,
        "found": miss.found,
        "place": miss.place or None,
        "why": miss.why,
    }


def print_figures(half: Half, found: Figures) -> None:
    """The figures, for people."""
    click.echo(f"{found.questions} questions, {found.pairs} paires jugées ({half.label})")
    click.echo(f"nDCG@10        {say(found.ndcg)}")
    best = f"(au mieux {say(found.best_precision)})"
    click.echo(f"précision@3    {say(found.precision)} {best}")
    click.echo(f"rappel@10      {say(found.recall)}")
    click.echo(f"règles         {say(found.agreement)} de verdicts attendus")
    click.echo("\nattendu ↓ / trouvé →  " + "".join(f"{v.label:>15}" for v in Verdict))
    for expected in Verdict:
        counts = found.confusion[expected]
        row = "".join(f"{counts[got]:>15}" for got in Verdict)
        click.echo(f"{expected.label:<22}{row}")
    if found.misses:
        click.echo(f"\n{len(found.misses)} désaccords, les plus graves d’abord{NBSP}:")
    for miss in found.misses[:MOST_MISSES]:
        click.echo(
            f"- {miss.kind.label}{NBSP}: {miss.question}, {miss.answer}{NBSP}: "
            f"{miss.expected} / {miss.found}. {miss.why}"
        )


def say(value: float | None) -> str:
    """A mean on three decimals, or that there is none."""
    return "–" if value is None else f"{value:.3f}".replace(".", ",")
