"""`/sante`: for what watches over the portal, whether it lives and whether it can serve.

A worker that sleeps is said and takes no page away: letters are late, the pages are not.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify

from app import clock
from app.blueprints.assets import AssetError, asset_url
from app.extensions import db
from app.operating.checks import (
    DATABASE,
    INDEX,
    SCHEMA,
    WORKER,
    WRITABLE,
    Check,
    FaultError,
    Installation,
)
from app.operating.verdicts import Verdict, judge

bp = Blueprint("health", __name__)


def check_assets(_here: Installation) -> str:
    """The style sheets and the scripts are built."""
    try:
        asset_url("app.css")
    except AssetError as error:
        raise FaultError("elles ne sont pas construites", "Lancez « make assets ».") from error
    return "construites"


ASSETS = Check(key="habillage", label="Feuilles de style et scripts", run=check_assets)
NEEDED = (DATABASE, SCHEMA, INDEX, ASSETS, WRITABLE)
"""Without one of these no page is sure to be served."""


def this_installation() -> Installation:
    """The installation that answers."""
    return Installation(
        settings=current_app.config["SETTINGS"],
        session=db.session(),
        backend=current_app.extensions["search"],
        migrations=Path(current_app.extensions["migrate"].directory),
        now=clock.now(),
    )


def as_json(verdict: Verdict) -> dict[str, str]:
    """A verdict for machines: what is well or not, never a figure, a version or an address."""
    state = "bon" if verdict.is_well else "en défaut"
    return {"nom": verdict.label, "etat": state}


@bp.get("/sante/vivant")
def live() -> Response:
    """The process answers: it needs nothing else."""
    return unkept(jsonify(etat="vivant"))


@bp.get("/sante/pret")
def ready() -> tuple[Response, int]:
    """Whether pages can be served: 503 where not."""
    here = this_installation()
    needed, beside = judge(NEEDED, here), judge([WORKER], here)
    is_ready = all(verdict.is_well for verdict in needed)
    is_whole = is_ready and all(verdict.is_well for verdict in beside)
    state = "prêt" if is_whole else "prêt, avec un défaut" if is_ready else "pas prêt"
    verdicts = [as_json(verdict) for verdict in (*needed, *beside)]
    return unkept(jsonify(etat=state, verifications=verdicts)), 200 if is_ready else 503


def unkept(response: Response) -> Response:
    """An answer that no cache keeps."""
    response.headers["Cache-Control"] = "no-store"
    return response
