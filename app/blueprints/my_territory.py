"""The département that a person chose once, kept in a cookie that the page explains."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from app.blueprints.urls import own_path
from app.extensions import csrf
from app.forms.path import read_department

bp = Blueprint("my_territory", __name__)
COOKIE = "territoire"
KEPT = timedelta(days=365)


def current_department() -> str:
    """The code of the département of the address, else of the cookie, else nothing."""
    return read_department(request.args.get("territoire", "")) or read_department(
        request.cookies.get(COOKIE, "")
    )


# No token: it would give each reader of a public page a session, and a preference that is not
# personal is all that a forged request could change.
@csrf.exempt  # type: ignore[untyped-decorator]
@bp.post("/mon-territoire")
def choose() -> Response:
    """Keep or forget the département, and go back to the page."""
    wanted = request.form.get("retour", "/")
    answer = redirect(own_path(wanted) or "/", code=303)
    department = read_department(request.form.get("territoire", ""))
    if not department:
        answer.delete_cookie(COOKIE, samesite="Lax")
        return answer
    secure = current_app.config["SETTINGS"].https
    answer.set_cookie(
        COOKIE, department, max_age=KEPT, samesite="Lax", httponly=True, secure=secure
    )
    return answer
