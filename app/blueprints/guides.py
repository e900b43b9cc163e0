"""The set-up guide and the glossary: pages written in `content/`."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app import clock, glossary
from app.blueprints.downloads import give_file
from app.blueprints.guide_page import GuidePage
from app.blueprints.kept import Kept
from app.blueprints.my_territory import current_department
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.exports import pdf
from app.exports.document import DocumentInfo
from app.exports.pdf import write_pdf
from app.extensions import db
from app.forms.path import SIAE, read_choice
from app.matching.kinds import SiaeKind
from app.stakeholders.directory import load_directory
from app.toolkit.guide_document import guide_blocks
from app.toolkit.guides import Guide, GuideSection, load_guides
from config import ROOT

bp = Blueprint("guides", __name__)
FOLDER = ROOT / "content" / "guides"
laid_out: Kept[bytes] = Kept(most=60)


def read_guides() -> tuple[Guide, ...]:
    """Every guide, in the order of the list."""
    return load_guides(FOLDER)


def find_guide(slug: str) -> Guide:
    """The guide of that address; NotFoundError where there is none."""
    guide = next((guide for guide in read_guides() if guide.slug == slug), None)
    if guide is None:
        raise NotFoundError("Aucun guide ne porte cette adresse.")
    return guide


@bp.get("/guide")
def index() -> str:
    """The guides, part by part, for a kind of structure and a département if they were chosen."""
    kind, department = read_choice(SiaeKind, request.args.get("type", "")), current_department()
    shown = [guide for guide in read_guides() if concerns(guide, kind, department)]
    parts = [(part, [g for g in shown if g.section is part]) for part in GuideSection]
    return render_template(
        "guides/index.html",
        parts=[(part, guides) for part, guides in parts if guides],
        kind=kind,
        kinds=tuple((k.value, f"{k.value} – {k.label}") for k in SIAE),
        department=department,
        count=len(shown),
    )


@bp.get("/guide/<slug>")
def show(slug: str) -> str:
    """One guide, with who to call where the reader is."""
    page = GuidePage.of(find_guide(slug), current_department(), load_directory(db.session()))
    return render_template("guides/show.html", page=page, guide=page.guide)


@bp.get("/guide/<slug>.pdf")
def show_pdf(slug: str) -> Response:
    """One guide to print or to keep."""
    guide = find_guide(slug)
    root = base_url()
    content = laid_out.get((slug, hash(guide.html), root), lambda: lay_out(guide, root))
    return give_file(content, pdf.MIMETYPE, f"{slug}.pdf", inline=True)


def lay_out(guide: Guide, root: str) -> bytes:
    """The guide as a PDF."""
    info = DocumentInfo(
        title=guide.title,
        keywords=", ".join(guide.siae_kinds),
        created_at=clock.now(),
        footer=f"Maillage – {root}/guide/{guide.slug}",
    )
    return write_pdf(info, guide_blocks(guide, root))


def concerns(guide: Guide, kind: SiaeKind | None, department: str) -> bool:
    """Whether a guide is for that kind and place; what is not said excludes nothing."""
    fits_kind = kind is None or not guide.siae_kinds or kind in guide.siae_kinds
    fits_place = not department or not guide.territories or department in guide.territories
    return fits_kind and fits_place


@bp.get("/glossaire")
def terms() -> str:
    """Every acronym and term."""
    return render_template("glossary/index.html", terms=glossary.terms())
