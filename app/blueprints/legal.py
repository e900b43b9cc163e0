"""What the law asks a site to say, true and dated."""

from __future__ import annotations

from flask import Blueprint, render_template

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
    """What is kept of a person, how long, and how to erase it."""
    return render_template("legal/privacy.html")
