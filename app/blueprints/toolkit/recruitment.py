"""The recruitment kit: a job profile and an interview grid."""

from __future__ import annotations

from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.exports import docx
from app.forms.recruitment import RecruitmentForm
from app.toolkit.recruitment.grid import write_grid
from app.toolkit.recruitment.profile import Kit, list_blocks, write_profile
from app.toolkit.recruitment.texts import load_texts


def prepare(form: RecruitmentForm, _around: Circumstances) -> None:
    """The choices."""
    form.offer(load_texts())


def compute(form: RecruitmentForm, around: Circumstances) -> Kit:
    """The post with the texts."""
    return Kit(vacancy=form.read_vacancy(), texts=form.texts, made_at=around.now)


TOOL = Tool[RecruitmentForm, Kit](
    slug="recrutement-cip",
    title="Kit de recrutement CIP",
    summary=(
        "Une fiche de poste et une grille d’entretien pour recruter un conseiller en insertion ou "
        "un encadrant technique, à critères égaux pour tous."
    ),
    form=RecruitmentForm,
    compute=compute,
    prepare=prepare,
    template="toolkit/recruitment.html",
    blocks=list_blocks,
    headline=lambda kit: kit.vacancy.post.title,
    exports=(
        Export(
            key="docx",
            label="Télécharger la fiche de poste (DOCX)",
            mimetype=docx.MIMETYPE,
            write=write_profile,
        ),
        Export(
            key="grille.docx",
            label="Télécharger la grille d’entretien (DOCX)",
            mimetype=docx.MIMETYPE,
            write=write_grid,
        ),
    ),
)
