"""What is taken away from a project: the whole dossier, a file of one of its tools."""

from __future__ import annotations

from flask import Blueprint, Response

from app.blueprints.access import signed_in
from app.blueprints.dossier_page import PAGE, load, read_own
from app.blueprints.dossier_pdf import write_dossier
from app.blueprints.dossier_sections.section import Reading
from app.blueprints.private_files import give_private
from app.blueprints.toolkit.worksheets import name_file
from app.errors import NotFoundError
from app.exports import pdf
from app.imports.text import slugify

bp = Blueprint("dossier_outputs", __name__)
NO_FILE = "Cet outil n’a pas ce fichier, ou rien d’enregistré qui se calcule dans ce projet."


@bp.get(f"{PAGE}.pdf")
@signed_in
def whole(dossier: int) -> Response:
    """The whole dossier, as one PDF."""
    return give_whole(read_own(load(dossier)))


@bp.get(f"{PAGE}/outils/<name>")
@signed_in
def tool_file(dossier: int, name: str) -> Response:
    """A file of a tool, of what the project keeps."""
    return give_tool_file(read_own(load(dossier)), name)


def give_whole(reading: Reading) -> Response:
    """The whole dossier, to keep."""
    name = f"{slugify(reading.dossier.title) or 'projet'}-{reading.today:%Y-%m-%d}.pdf"
    return give_private(write_dossier(reading), pdf.MIMETYPE, name)


def give_tool_file(reading: Reading, name: str) -> Response:
    """A file of a tool, named « tool.key »; NotFoundError where there is none."""
    slug, _, key = name.partition(".")
    for kept in reading.tools:
        for export in kept.tool.exports if kept.tool.slug == slug else ():
            if export.key == key and kept.result is not None:
                content = export.write(kept.result)
                return give_private(content, export.mimetype, name_file(kept.tool, export))
    raise NotFoundError(NO_FILE)
