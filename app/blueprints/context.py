"""What the frame of every page shows, whatever the page."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.demo.services import has_demo
from app.extensions import db
from app.forms.path import department_options
from config import Settings


def frame_values() -> dict[str, object]:
    """The brand, and whether fictional data are about; an error page renders without a database."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        shows_demo = has_demo(db.session())
    except SQLAlchemyError:
        db.session.rollback()
        shows_demo = False
    return {"brand": settings.brand, "has_demo": shows_demo}


def register(app: Flask) -> None:
    """Give these values, and the départements to choose from, to every template."""
    app.context_processor(frame_values)
    app.jinja_env.globals["department_options"] = department_options
