"""The statistics of an organisation's answers, and their table."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app.blueprints.access import member, my_membership
from app.blueprints.downloads import give_csv
from app.blueprints.formatting import format_number
from app.blueprints.pursuits import BOARD_PATH
from app.blueprints.pursuits_cards import board_path
from app.extensions import db
from app.organisations.roles import MemberRole
from app.pursuits.statistics import FEWEST, Statistics, Tally, compute, read_answers

bp = Blueprint("pursuits_statistics", __name__)
PATH = f"{BOARD_PATH}/statistiques"
COLUMNS = (
    "Par", "Nom", "Suivis", "Déposés", "Gagnés", "Perdus", "Part gagnée (%)",
    "Montant gagné HT (euros)", "Jours jusqu’au dépôt (moyenne)",
)  # fmt: skip


def read(organisation: int) -> Statistics:
    """The statistics of an organisation, as of now."""
    return compute(read_answers(db.session(), organisation))


@bp.get(PATH)
@member(MemberRole.READER)
def show(organisation: int) -> str:
    """Counts, shares, amounts, time to answer, by sector and by buyer."""
    return render_template(
        "pursuits/statistics.html",
        organisation=my_membership().organisation,
        board=board_path(organisation),
        found=read(organisation),
        fewest=FEWEST,
        say_days=say_days,
    )


def say_days(days: float | None) -> str:
    """« 12,5 jours », or a dash where nothing was sent."""
    return "–" if days is None else f"{format_number(days, 1)}\u00a0jours"


@bp.get(f"{PATH}.csv")
@member(MemberRole.READER)
def export(organisation: int) -> Response:
    """The same as a table."""
    found = read(organisation)
    parts = (("Ensemble", (found.whole,)), ("Filière", found.sectors), ("Acheteur", found.buyers))
    rows = [export_row(part, tally) for part, tallies in parts for tally in tallies]
    return give_csv(COLUMNS, rows, "statistiques-de-mes-reponses")


def export_row(part: str, tally: Tally) -> tuple[object, ...]:
    """A line of the table, in the order of `COLUMNS`."""
    share = round(tally.share_won * 100) if tally.share_won is not None else None
    days = round(tally.days, 1) if tally.days is not None else None
    return (
        part, tally.label, tally.followed, tally.sent, tally.won, tally.lost, share,
        tally.amount_won, days,
    )  # fmt: skip
