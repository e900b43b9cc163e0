"""What becomes of the requests: the public figures, and their table."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app import clock
from app.blueprints.downloads import give_csv
from app.blueprints.formatting import format_number
from app.extensions import db
from app.partnerships.figures import Figures, Group, compute
from app.partnerships.limits import LEAST_CASES

bp = Blueprint("partnership_figures", __name__)
PATH = "/mise-en-relation/resultats"
COLUMNS = (
    "Par", "Nom", "Demandes", "Sollicitations", "Part de sollicitations avec réponse (%)",
    "Part de demandes avec accord (%)", "Temps médian jusqu’à la première réponse (heures)",
)  # fmt: skip
FEW = "moins de 5 cas"
DAY = 24  # hours


@bp.get(PATH)
def show() -> str:
    """The medians and the rates, by kind of request and by département."""
    return render_template(
        "asked/figures.html",
        found=compute(db.session(), clock.now()),
        least=LEAST_CASES,
        say_time=say_time,
        few=FEW,
    )


def say_time(hours: float | None) -> str:
    """« 5 heures », « 2,5 jours », or that there are too few cases."""
    if hours is None:
        return FEW
    if hours < DAY:
        many = round(hours)
        return f"{many}\u00a0heures" if many > 1 else "moins de deux heures"
    days = hours / DAY
    return f"{format_number(days, 1)}\u00a0jour{'s' if days >= 2 else ''}"


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """The same as a table."""
    found = compute(db.session(), clock.now())
    return give_csv(
        COLUMNS, [row(part, group) for part, group in parts(found)], "mises-en-relation"
    )


def parts(found: Figures) -> list[tuple[str, Group]]:
    """The groups, each with what it is a part by."""
    return [
        ("Ensemble", found.whole),
        *(("Type de demande", group) for group in found.modalities),
        *(("Département", group) for group in found.departments),
    ]


def row(part: str, group: Group) -> tuple[object, ...]:
    """A line of the table, in the order of `COLUMNS`; what is hidden says why."""
    if group.is_hidden:
        return (part, group.label, *([FEW] * 5))
    return (
        part,
        group.label,
        group.needs,
        group.asked,
        percent(group.rate),
        percent(group.agreed),
        round(group.first_hours, 1) if group.first_hours is not None else FEW,
    )


def percent(share: float | None) -> object:
    """A share in percent, or that there are too few cases."""
    return round(share * 100) if share is not None else FEW
