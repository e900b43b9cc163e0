"""The published rule: who is asked, in what order, and what happens when nobody answers."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.extensions import db
from app.matching import fair_order, grids, weights
from app.partnerships import limits, standing
from app.partnerships.routing import OPT_IN
from app.siae.profile_words import TurnoverBand
from app.weighting import services as weighting

bp = Blueprint("need_rules", __name__)
PATH = "/mise-en-relation/regles"


@bp.get(PATH)
def show() -> str:
    """The rule, with the numbers that the code uses and the weights in force."""
    grid = weighting.in_force(db.session(), grids.PARTNERSHIP)
    evidence = grids.EVIDENCE[grid.key]
    parts = [(c.label, round(grid.points[c.key]), evidence[c.key].evidence) for c in grid.criteria]
    small = [TurnoverBand(value).label for value in standing.SMALL_TURNOVER]
    return render_template(
        "needs/rules.html",
        order=fair_order,
        limits=limits,
        parts=parts,
        unknown=round(weights.UNKNOWN * 100),
        step=round(fair_order.STEP * 100),
        silence=round(fair_order.SILENCE * 100),
        recent_days=standing.RECENT.days,
        remembered_months=round(standing.REMEMBERED.days / 30.4),
        small_turnover=small[-1],
        small_fte=standing.SMALL_FTE,
        opt_in=sorted(modality.label for modality in OPT_IN),
        threads_months=round(limits.THREADS_KEPT.days / 30.4),
    )
