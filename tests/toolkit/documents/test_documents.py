"""The contract of every document: it opens, has titles and sources, nothing is left unwritten."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from app.errors import InvalidError, NotFoundError
from app.toolkit.documents.templates import (
    FOLDER,
    DocumentTemplate,
    Format,
    get_document,
    load_documents,
)
from app.toolkit.documents.writing import write_document
from app.toolkit.sources import cite
from tests.conftest import NOW

DOCUMENTS = load_documents()
SLUGS = [
    "note-d-intention",
    "guide-d-entretien-prescripteur",
    "matrice-de-complementarite",
    "sommaire-du-dossier-de-conventionnement",
    "convention-de-groupement",
    "memoire-technique-inclusif",
    "bilan-annuel",
    "plan-de-cloture",
]
WORKBOOKS = [d for d in DOCUMENTS if Format.XLSX in d.formats]
each_document = pytest.mark.parametrize("template", DOCUMENTS, ids=lambda t: t.slug)


def opened(template: DocumentTemplate) -> Document:
    return docx.Document(io.BytesIO(write_document(template, Format.DOCX, NOW)))


def whole_text(document: Document) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def levels(document: Document) -> list[int]:
    return [int(p.style.name[-1]) for p in document.paragraphs if "Heading" in p.style.name]


def test_the_eight_documents_are_there_in_order() -> None:
    assert [document.slug for document in DOCUMENTS] == SLUGS


@each_document
def test_it_opens_with_its_titles_and_no_level_skipped(template: DocumentTemplate) -> None:
    document = opened(template)
    found = levels(document)
    assert found.count(1) >= 5
    assert found[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(found))
    assert document.core_properties.title == template.title
    assert document.core_properties.language == "fr-FR"


@each_document
def test_it_says_its_sources_with_their_dates(template: DocumentTemplate) -> None:
    document = opened(template)
    text = whole_text(document)
    after = text.split("Sources et limites")[1]
    assert template.sources
    for source in template.cited():
        assert source.title in after
        assert source.date in after
    lines = [p.text for p in document.paragraphs if p.style.name == "Source"]
    assert any(line.startswith("Source\u00a0:") for line in lines)


@each_document
def test_there_is_something_to_fill_in_and_to_tick(template: DocumentTemplate) -> None:
    document = opened(template)
    text = whole_text(document)
    assert text.count("……") >= 20
    assert text.count("☐") >= 5
    assert len(document.tables) >= 3
    assert len(text.split()) > 400


@each_document
def test_nothing_is_left_unwritten(template: DocumentTemplate) -> None:
    text = whole_text(opened(template))
    for mark in ("TODO", "FIXME", "Lorem", "XXX", "**", "None", "]("):
        assert mark not in text
    assert not re.search(r" [:;!?]", text)
    assert "'" not in text


@each_document
def test_every_cited_source_and_stage_is_known(template: DocumentTemplate) -> None:
    assert cite(template.sources)
    assert template.stage in {
        "idee",
        "etude",
        "conventionnement",
        "developpement",
        "gestion",
        "cloture",
    }
    assert template.users
    assert template.moment


def test_the_articles_of_the_file_are_said_in_its_boxes() -> None:
    text = whole_text(opened(get_document("sommaire-du-dossier-de-conventionnement")))
    for article in ("R5132-2", "R5132-10-7", "R5132-12", "R5132-28"):
        assert article in text


def test_the_agreement_is_to_be_read_by_a_lawyer_and_is_no_contract() -> None:
    text = whole_text(opened(get_document("convention-de-groupement")))
    assert "À faire relire par un juriste" in text
    assert "ne vaut pas conseil juridique" in text


def test_no_document_asks_for_names_or_health() -> None:
    for document in DOCUMENTS:
        assert "ni information de santé ou de justice" in whole_text(opened(document))


@pytest.mark.parametrize("template", WORKBOOKS, ids=lambda t: t.slug)
def test_a_workbook_opens_with_headers_and_its_sources(template: DocumentTemplate) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_document(template, Format.XLSX, NOW)))
    assert book.sheetnames[-1] == "Sources"
    for sheet in template.sheets:
        page = book[sheet.title]
        assert tuple(cell.value for cell in page[1]) == sheet.header
    titles = {row[0].value for row in book["Sources"].iter_rows(min_row=2)}
    assert {source.title for source in template.cited()} <= titles


def test_the_dashboard_makes_the_year_and_the_gap_by_formulas() -> None:
    template = get_document("bilan-annuel")
    book = openpyxl.load_workbook(io.BytesIO(write_document(template, Format.XLSX, NOW)))
    page = book["Tableau de bord"]
    assert template.dashboard is not None
    assert [cell.value for cell in page["A"][1:17]] == [
        indicator.name for indicator in template.dashboard.indicators
    ]
    rows = {page.cell(row, 1).value: row for row in range(2, 18)}
    average, total, last = (
        page.cell(rows[name], 16).value
        for name in ("Salariés en insertion réalisés", "Ventes", "Trésorerie de fin de mois")
    )
    assert average == '=IF(COUNT(D2:O2)=0,"",AVERAGE(D2:O2))'
    row = rows["Ventes"]
    assert total == f'=IF(COUNT(D{row}:O{row})=0,"",SUM(D{row}:O{row}))'
    assert "LOOKUP(" in last
    assert page.cell(row, 17).value == f'=IF(OR(P{row}="",C{row}=""),"",P{row}-C{row})'
    assert page.cell(1, 4).value == "janvier"
    assert page.cell(row, 4).value is None


def test_an_unknown_document_or_format_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        get_document("contrat-de-travail")
    with pytest.raises(NotFoundError):
        write_document(get_document("note-d-intention"), Format.XLSX, NOW)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("slug: note-d-intention", "slug: autre", "adresse"),
        ("sources: [ct, strategie-2021]", "sources: [strategie-2021]", "ct"),
        ("sources: [ct, strategie-2021]", "sources: [ct, inconnue]", "inconnue"),
        ("order: 1", "order: 1\nordre: 2", "ordre"),
        ("order: 1", "order: 1\nformats: [docx, xlsx]", "tableur"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, before: str, after: str, words: str) -> None:
    text = (FOLDER / "note-d-intention.yaml").read_text(encoding="utf-8")
    wrong = text.replace(before, after, 1)
    (tmp_path / "note-d-intention.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InvalidError, match=r"note-d-intention\.yaml") as caught:
        load_documents(tmp_path)
    assert words in str(caught.value)
