"""What the law asks a site to say, true and dated."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app.blueprints import my_territory
from app.blueprints.downloads import give_csv
from app.privacy.register import COLUMNS, TREATMENTS, list_rows
from app.privacy.spans import SPANS
from app.privacy.treatment import TO_CHECK, say_span

bp = Blueprint("legal", __name__)


@bp.get("/mentions-legales")
def notices() -> str:
    """Who publishes, under which licences, with which data."""
    return render_template("legal/notices.html")


@bp.get("/accessibilite")
def accessibility() -> str:
    """What was checked, what was not, and how to report a barrier."""
    return render_template("legal/accessibility.html")


@bp.get("/donnees-personnelles")
def privacy() -> str:
    """What is kept of a person, how long, and how to erase it; then the register of it."""
    return render_template(
        "legal/privacy.html",
        treatments=TREATMENTS,
        kept=SPANS,
        territory_kept=say_span(my_territory.KEPT),
        to_check=TO_CHECK,
    )


@bp.get("/donnees-personnelles.csv")
def privacy_register() -> Response:
    """The register, a row for each column of a table."""
    return give_csv(COLUMNS, list_rows(), "registre-des-donnees-personnelles")
