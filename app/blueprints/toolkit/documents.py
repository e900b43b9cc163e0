"""The documents to download: their list, and each as a file made on the spot."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app import clock
from app.blueprints.downloads import give_file
from app.errors import NotFoundError
from app.toolkit.documents.templates import Format, get_document, load_documents
from app.toolkit.documents.writing import MIMETYPES, write_document

bp = Blueprint("documents", __name__)
PATH = "/boite-a-outils/documents"


@bp.get(PATH)
def index() -> str:
    """Every document: what it is for, who uses it when, its files."""
    return render_template(
        "toolkit/documents.html",
        documents=load_documents(),
        path=PATH,
    )


@bp.get(f"{PATH}/<slug>.<kind>")
def download(slug: str, kind: str) -> Response:
    """One document; NotFoundError where it does not exist, or not in that format."""
    template = get_document(slug)
    if kind not in {known.value for known in Format}:
        raise NotFoundError("Ce document n’existe pas dans ce format.")
    content = write_document(template, Format(kind), clock.now())
    return give_file(content, MIMETYPES[Format(kind)], f"{slug}.{kind}")
