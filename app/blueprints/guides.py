"""The set-up guide and the glossary: pages written in `content/`."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import glossary
from app.errors import NotFoundError
from app.toolkit.guides import Guide, load_guides
from config import ROOT

bp = Blueprint("guides", __name__)
FOLDER = ROOT / "content" / "guides"


def read_guides() -> tuple[Guide, ...]:
    """Every guide, in the order of the list."""
    return load_guides(FOLDER)


@bp.get("/guide")
def index() -> str:
    """The list of guides."""
    return render_template("guides/index.html", guides=read_guides())


@bp.get("/guide/<slug>")
def show(slug: str) -> str:
    """One guide."""
    guide = next((guide for guide in read_guides() if guide.slug == slug), None)
    if guide is None:
        raise NotFoundError("Aucun guide ne porte cette adresse.")
    return render_template("guides/show.html", guide=guide)


@bp.get("/glossaire")
def terms() -> str:
    """Every acronym and term."""
    return render_template("glossary/index.html", terms=glossary.terms())
