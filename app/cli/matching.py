"""flask matching …: how good the matching is, measured on pairs that people judged by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.calibration.judging import evaluate
from app.calibration.reading import read_file
from app.calibration.tuning import FREE, PRUDENT, SEED, Tuning, tune
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


@cli.command("tune")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--grid", "only", type=click.Choice(list(GRIDS)), help="Une seule grille.")
@click.option("--free", is_flag=True, help="Sans garder en tête le critère qui pèse le plus.")
@click.option("--seed", default=SEED, show_default=True, help="La graine des départs tirés.")
@click.option("--json", "as_json", is_flag=True, help="Les points et les mesures en JSON.")
def tune_file(file: Path, only: str | None, free: bool, seed: int, as_json: bool) -> None:
    """Cherche de meilleures pondérations, et les juge sur l’autre moitié.

    Les points sont cherchés sur la moitié de réglage des questions de FICHIER, à partir de ceux du
    portail ; les mesures de la moitié de contrôle disent s’ils valent mieux. Rien n’est changé.
    """
    pairs = read_file(file)
    asked = {need.grid for need in pairs.needs.values()} if only is None else {only}
    bounds = FREE if free else PRUDENT
    found = [tune(pairs, grid, bounds, seed=seed) for key, grid in GRIDS.items() if key in asked]
    if as_json:
        click.echo(json.dumps([describe_tuning(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        print_tuning(one)


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


def describe_tuning(tuning: Tuning) -> dict[str, object]:
    """The points of a grid and what they give, in names that stay."""
    return {
        "grid": tuning.grid.key,
        "points": {"before": dict(tuning.grid.points), "after": dict(tuning.tuned.points)},
        "halves": {
            one.half.value: {
                "questions": one.before.questions,
                "better": one.better,
                "worse": one.worse,
                "ndcg_at_10": [one.before.ndcg, one.after.ndcg],
                "precision_at_3": [one.before.precision, one.after.precision],
                "recall_at_10": [one.before.recall, one.after.recall],
            }
            for one in tuning.halves
        },
    }


def print_tuning(tuning: Tuning) -> None:
    """The same, for people."""
    click.echo(f"{tuning.grid.label} ({tuning.grid.key})")
    for criterion in tuning.grid.criteria:
        had, has = (grid.points[criterion.key] for grid in (tuning.grid, tuning.tuned))
        click.echo(f"  {criterion.label:<18}{had:>4.0f} → {has:.0f}")
    for one in tuning.halves:
        before, after = one.before, one.after
        click.echo(f"  {one.half.label}")
        click.echo(f"    nDCG@10        {say(before.ndcg)} → {say(after.ndcg)}")
        click.echo(f"    précision@3    {say(before.precision)} → {say(after.precision)}")
        click.echo(f"    rappel@10      {say(before.recall)} → {say(after.recall)}")
        click.echo(
            f"    mieux ordonnées{NBSP}: {one.better}, moins bien{NBSP}: {one.worse}, "
            f"sur {before.questions}"
        )


def say(value: float | None) -> str:
    """A mean on three decimals, or that there is none."""
    return "–" if value is None else f"{value:.3f}".replace(".", ",")
