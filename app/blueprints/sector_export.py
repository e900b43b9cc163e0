"""The figures of sectors as rows of a table to download."""

from __future__ import annotations

from collections.abc import Iterator

from app.blueprints.sector_page import SectorPage

COLUMNS = ("rubrique", "libelle", "precision", "valeur", "unite", "periode_ou_source")
INDEX_COLUMNS = (
    "groupe", "filiere", "adresse", "structures", "marches_ouverts", "etiquettes",
    "codes_cpv", "codes_naf", "codes_rome",
)  # fmt: skip
Row = tuple[object, ...]


def figure_rows(page: SectorPage) -> Iterator[Row]:
    """Every figure of the page of a sector."""
    here = "portail"
    for row in page.table.rows:
        for (kind, *_), count in zip(page.table.kinds, row.counts, strict=True):
            yield "structures", row.name, kind.value, count, "structures", here
    yield "structures", "Total", "", page.table.total, "structures", here
    yield "activites", "Connues", "", page.activities, "activités", here
    yield "activites", "Seulement déduites", "", page.inferred, "activités", here
    yield "marches", "Ouverts", "", page.tender_total, "consultations", here
    yield from award_rows(page)
    for job in page.notes.jobs:
        source = " ; ".join(f"{cited.title} ({cited.words})" for cited in job.cited)
        yield "recrutement", job.job, job.year, job.projects, "projets de recrutement", source
    yield "se lancer", "Inscrits", "", page.interest.total, "structures ou projets", here
    for label, count in page.interest.wishes:
        yield "se lancer", label, "", count, "structures ou projets", here


def award_rows(page: SectorPage) -> Iterator[Row]:
    """The figures of the contracts awarded."""
    practice = page.practice
    if practice is None:
        return
    period = f"du {practice.since} au {practice.until}"
    yield "marches attribues", "Nombre", "", practice.total, "marchés", period
    if practice.amounts is not None:
        spread = practice.amounts
        named = {
            "Plus petit montant": spread.least,
            "Premier quartile": spread.first,
            "Médiane": spread.median,
            "Troisième quartile": spread.third,
            "Plus grand montant": spread.most,
        }
        for label, amount in named.items():
            if amount is not None:
                yield "marches attribues", label, spread.count, amount, "euros HT", period
    for name, href, count in practice.buyers:
        yield "acheteurs", name, href.rpartition("/")[2], count, "marchés", period
