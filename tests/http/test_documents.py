from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from app.toolkit.documents.templates import load_documents
from tests.pages import Page

PATH = "/boite-a-outils/documents"
FILES = [(d.slug, kind) for d in load_documents() for kind in d.formats]


def test_the_list_says_who_uses_each_document_when_and_gives_its_files(
    page: Callable[..., Page],
) -> None:
    shown = page(PATH)
    for document in load_documents():
        assert document.title in shown.html
        assert f"{PATH}/{document.slug}.docx" in shown.links
        assert f"/boite-a-outils/{document.stage}" in shown.links
    assert shown.text.count("Qui l’utilise") == len(load_documents())
    assert f"{PATH}/bilan-annuel.xlsx" in shown.links


@pytest.mark.parametrize(("slug", "kind"), FILES)
def test_each_file_downloads_under_its_name_and_opens(
    client: FlaskClient, slug: str, kind: str
) -> None:
    answer = client.get(f"{PATH}/{slug}.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{slug}.{kind}"'
    assert "officedocument" in answer.mimetype
    reader = docx.Document if kind == "docx" else openpyxl.load_workbook
    assert reader(io.BytesIO(answer.data))


@pytest.mark.parametrize(
    "name", ["inconnu.docx", "note-d-intention.xlsx", "note-d-intention.pdf", "sources.docx"]
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"{PATH}/{name}").status_code == 404
