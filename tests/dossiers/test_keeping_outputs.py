from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.blueprints.toolkit.registry import TOOLS
from app.dossiers.models import Dossier
from app.projects.models import Worksheet
from app.toolkit.stages import load_stages
from tests.dossiers.builders import make_dossier
from tests.dossiers.saved import save_tools
from tests.pages import read_page
from tests.people import browser_of, make_person

STAGE = load_stages()[0]


@pytest.fixture
def mine(app: Flask, session: Session) -> tuple[FlaskClient, Dossier]:
    """A signed-in browser and its project."""
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session, name="Léa Martin")
    return browser_of(app, session, person), make_dossier(session, person)


def read_pdf(client: FlaskClient, address: str) -> PdfReader:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:400]
    assert answer.headers["Cache-Control"] == "private, no-store"
    return PdfReader(io.BytesIO(answer.data))


def text_of(reader: PdfReader) -> str:
    words = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(words.replace("\u202f", " ").split())


def titles(outline: Any, level: int = 1) -> list[tuple[int, str]]:
    found = []
    for item in outline:
        if isinstance(item, list):
            found += titles(item, level + 1)
        else:
            found.append((level, item.title))
    return found


def test_the_whole_dossier_is_one_tagged_pdf(mine: tuple[FlaskClient, Dossier]) -> None:
    client, dossier = mine
    save_tools(client, dossier)
    item = STAGE.checklist[0]
    ticks = {f"etat-{item.key}": "fait", f"note-{item.key}": "Vu avec la DDETS", "version": "0"}
    client.post(f"/boite-a-outils/{STAGE.slug}", data=ticks)
    here = f"/espace/projet/{dossier.id}"
    sent = {"nature": "devis", "fichier": (io.BytesIO(b"Trois machines"), "devis.txt")}
    assert client.post(f"{here}/fichiers", data=sent).status_code == 303
    decided = {"jour": "3/2/2026", "qui": "CDIAE du 93", "objet": "12 postes", "issue": "reserve"}
    assert client.post(f"{here}/decisions", data=decided).status_code == 303
    reader = read_pdf(client, f"{here}.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] is not None  # type: ignore[index]
    assert reader.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]
    told = text_of(reader)
    for said in ("Une blanchisserie à Bondy", "Léa Martin", "CDIAE du 93", "devis.txt",
                 "Vu avec la DDETS", "Favorable sous réserve", "Machines",
                 "Allocataires du RSA", "Bailleurs"):  # fmt: skip
        assert said in told
    found = titles(reader.outline)
    for tool in TOOLS:
        assert (1, tool.title) in found
    levels = [level for level, _ in found]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert max(levels) <= 3


def test_a_project_that_only_has_a_name_gives_a_whole_pdf(app: Flask, session: Session) -> None:
    person = make_person(session)
    blank = {"pitch": "", "stage": "", "kind": "", "sectors": (), "territory": ""}
    dossier = make_dossier(
        session, person, title="Idée <b>1</b>", amount=None, expenses=(), **blank
    )
    told = text_of(read_pdf(browser_of(app, session, person), f"/espace/projet/{dossier.id}.pdf"))
    assert "Idée <b>1</b>" in told
    assert "Seul son nom est écrit" in told
    assert person.email not in told


def test_a_tool_that_computes_no_more_is_said_and_the_rest_is_there(
    session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    client, dossier = mine
    save_tools(client, dossier, "budget", "plan-de-financement")
    session.execute(
        sa.update(Worksheet).where(Worksheet.tool == "budget").values(data={"type": ["ACIEN"]})
    )
    session.commit()
    here = f"/espace/projet/{dossier.id}"
    told = text_of(read_pdf(client, f"{here}.pdf"))
    assert "ne se calcule plus" in told
    assert "Machines" in told
    assert "ne se calcule plus" in read_page(client.get(here)).text
    assert client.get(f"{here}/outils/budget.xlsx").status_code == 404


def test_the_page_says_what_each_tool_says_and_gives_its_files(
    mine: tuple[FlaskClient, Dossier],
) -> None:
    client, dossier = mine
    save_tools(client, dossier)
    here = f"/espace/projet/{dossier.id}"
    page = read_page(client.get(here))
    text = page.text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Étape proposée :" in text
    assert "Résultat de l’année 1, scénario central :" in text
    assert "Il manque de l’argent : 20 000 €" in text
    links = [f"{here}/outils/{t.slug}.{e.key}" for t in TOOLS for e in t.exports]
    assert set(links) <= set(page.links)
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["budget.exe", "budget", "inconnu.pdf", ".pdf", "budget."])
def test_a_file_that_no_tool_has_is_no_page(mine: tuple[FlaskClient, Dossier], name: str) -> None:
    client, dossier = mine
    assert client.get(f"/espace/projet/{dossier.id}/outils/{name}").status_code == 404
