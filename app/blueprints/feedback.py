"""« Signaler une erreur »: a form for anybody, on any page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.urls import own_path
from app.extensions import db
from app.feedback import services
from app.forms.report import ReportForm

bp = Blueprint("feedback", __name__)
PATH = "/signaler"


@bp.get(PATH)
def show() -> str:
    """The form, for the page that the address names."""
    return render_template("feedback/report.html", form=ReportForm(request.args), problems=())


@bp.post(PATH)
def send() -> str | tuple[str, int] | Response:
    """Keep the report, and go back to the page; commits."""
    form = ReportForm(request.form)
    if not form.validate():
        return render_template("feedback/report.html", form=form, problems=form.problems), 422
    page = own_path(form.page.data) or "/"
    if not form.website.data:
        services.report(db.session(), page, form.message.data, form.contact.data or "", clock.now())
        db.session.commit()
    flash("Merci. L’équipe du portail lira votre signalement.", "success")
    return redirect(page, code=303)
