"""« Mes données »: what the portal keeps of the person signed in, to read and to take away."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template

from app import clock
from app.blueprints import entering
from app.blueprints.access import me, signed_in
from app.blueprints.downloads import give_file
from app.extensions import db
from app.privacy.mine.registry import LEFT_OUT, NOTES, SOURCES, gather, write_document

bp = Blueprint("account_data", __name__)
bp.after_request(entering.keep_nowhere)
DATA = "/espace/compte/donnees"


@bp.get(DATA)
@signed_in
def show() -> str:
    """What is kept, how much of it, and what is left of it after the account."""
    rows = gather(db.session(), me())
    counted = [(source, len(rows[source.key])) for source in SOURCES]
    return render_template(
        "accounts/data.html", counted=counted, notes=NOTES, left_out=tuple(LEFT_OUT.values())
    )


@bp.get(f"{DATA}.json")
@signed_in
def download() -> Response:
    """All of it, as one JSON file."""
    document = write_document(db.session(), me(), clock.now())
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return give_file(text, "application/json", "mes-donnees-maillage.json")
