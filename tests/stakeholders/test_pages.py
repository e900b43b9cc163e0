from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.audit.services import history
from app.blueprints.map_layers import actors as layer
from app.extensions import db
from app.forms.filters import StructureFilters
from app.imports.report import FileReport
from app.moderation.services import accept
from app.proposals import services as proposals
from app.proposals.models import ProposalKind
from app.stakeholders.importer import import_rows
from app.stakeholders.own import import_own
from app.stakeholders.services import edit
from app.stakeholders.sources.rows import ActorRow
from tests.http.forms import FormReader
from tests.pages import Page, read_page

Open = Callable[..., Page]
PROPOSED = {
    "nom": "Mission locale de l’Est", "fonction": "prescripteur", "territoire": "T8",
    "role": "Accueille les jeunes.", "source": "Site de la structure, mars 2026",
}  # fmt: skip


@pytest.fixture
def run(app: Flask) -> Any:
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=[str(a) for a in args])


@pytest.fixture
def kept(session: Session, now: datetime) -> None:
    import_own(db.session(), now)
    session.commit()


def send(client: FlaskClient, **fields: str) -> Any:
    reader = FormReader("/acteurs/proposer")
    reader.feed(client.get("/acteurs/proposer").get_data(as_text=True))
    token = reader.fields["csrf_token"]
    return client.post("/acteurs/proposer", data={"csrf_token": token, **fields})


def test_the_directory_is_one_page_of_what_the_filters_leave(page: Open, kept: None) -> None:
    everything = page("/acteurs")
    assert "/acteurs?page=2" in everything.links
    near = page("/acteurs?territoire=93066&fonction=collectivite")
    assert "EPT Plaine Commune" in near.text
    assert "EPT Est Ensemble" not in near.text
    assert "Métropole du Grand Paris" in near.text
    assert "1 acteur" in page("/acteurs?theme=mobilite").text
    assert "Agence de services" in page("/acteurs?etape=lancement&par=100").text


def test_htmx_refreshes_the_results_alone(client: FlaskClient, kept: None) -> None:
    answer = client.get("/acteurs?q=", headers={"HX-Request": "true"})
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="resultats">')


def test_a_sheet_verified_long_ago_says_so(
    page: Open, session: Session, now: datetime, kept: None
) -> None:
    edit(session, "cress", {"verifie_le": "01/02/2024"}, now)
    session.commit()
    assert "À vérifier de nouveau" in page("/acteurs/cress").text
    assert "À vérifier de nouveau" not in page("/acteurs/avise").text


def test_a_file_with_a_very_long_name_is_one_like_another(session: Session, now: datetime) -> None:
    row = ActorRow(where="1", values={"slug": "a", "name": "A", "functions": ["dla"]})
    import_rows(session, [row], FileReport(file="x"), origin="x" * 400, now=now)
    (change,) = session.scalars(history("actor", "a"))
    assert len(change.author) <= 120


def test_what_is_unknown_is_ignored_and_said(page: Open, kept: None) -> None:
    shown = page("/acteurs?fonction=sorcier&etape=noel&theme=x&territoire=zzz&par=3&secteur=btp")
    assert "Un filtre a été ignoré" in shown.text
    for word in ("sorcier", "noel", "zzz"):
        assert word in shown.text


def test_a_list_of_one_function_says_what_to_ask_and_where_nobody_is(
    page: Open, kept: None
) -> None:
    shown = page("/acteurs?fonction=dla&territoire=93")
    assert "Notre structure est-elle éligible" in shown.text
    assert "Aucun acteur propre connu en Seine-Saint-Denis" in shown.text
    assert "/acteurs/proposer?fonction=dla&territoire=93" in shown.links
    assert "Aucun acteur propre" not in page("/acteurs?fonction=dla&territoire=91").text


def test_nobody_found_proposes_to_propose(page: Open, kept: None) -> None:
    assert "/acteurs/proposer" in page("/acteurs?fonction=bailleur").links


@pytest.mark.parametrize(
    "address", ["/acteurs", "/acteurs?territoire=93&par=100", "/guide/qui-fait-quoi",
                "/guide/qui-fait-quoi?par-territoire=ept", "/acteurs/cress", "/acteurs.csv"],
)  # fmt: skip
def test_the_number_of_statements_does_not_grow(
    client: FlaskClient, queries: Any, kept: None, address: str
) -> None:
    client.get(address)
    with queries() as sent:
        assert client.get(address).status_code == 200
    assert len(sent) <= 4, sent.statements


def test_every_sheet_opens(page: Open, client: FlaskClient, kept: None) -> None:
    text = client.get("/acteurs.csv").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 100
    for row in rows[::7]:
        path = f"/acteurs/{row['identifiant']}"
        assert f"/signaler?page={path}" in page(path).links


def test_a_sheet_says_how_sure_where_and_why(page: Open, kept: None) -> None:
    shown = page("/acteurs/service-iae-93?territoire=93")
    assert "À vérifier avant de vous y fier" in shown.text
    assert "Chez vous" in shown.text
    assert "Ce sont ses propres zones" in shown.text
    assert "https://www.cressidf.org/entreprendre/dla/" in page("/acteurs/cress").links
    assert "Anciennement Pôle emploi" in page("/acteurs/france-travail").text


def test_inherited_zones_name_who_gives_them(
    page: Open, session: Session, now: datetime, kept: None
) -> None:
    edit(session, "plie-nord-ouest-91", {"rattachement": "inclusivessonne", "territoires": ""}, now)
    session.commit()
    shown = page("/acteurs/plie-nord-ouest-91")
    assert "dont il dépend" in shown.text
    assert "Essonne (91)" in shown.text


def test_former_names_lead_to_the_present_one_for_good(client: FlaskClient, kept: None) -> None:
    for old, present in (("pole-emploi", "france-travail"), ("plie-91", "inclusivessonne")):
        answer = client.get(f"/acteurs/{old}")
        assert (answer.status_code, answer.location) == (301, f"/acteurs/{present}")
    assert client.get("/acteurs/personne").status_code == 404
    assert client.get("/acteurs/%00").status_code == 404


def test_every_change_is_in_the_history(
    page: Open, session: Session, now: datetime, kept: None
) -> None:
    edit(session, "cress", {"contact": "Accueil & guichet", "confirme": "non"}, now)
    session.commit()
    shown = page("/acteurs/cress")
    assert "équipe du portail" in shown.text
    assert "import des fiches du portail" in shown.text
    assert "Accueil & guichet" in shown.text


def test_the_matrix_says_its_holes_and_proposes(page: Open, kept: None) -> None:
    for address in ("/guide/qui-fait-quoi", "/guide/qui-fait-quoi?par-territoire=ept"):
        shown = page(address)
        assert "Personne de connu" in shown.text
    assert "/acteurs/proposer?fonction=bailleur&territoire=T6" in shown.links
    assert "Vous seul" in shown.text
    ignored = page("/guide/qui-fait-quoi?par-territoire=lune")
    assert "Un filtre a été ignoré" in ignored.text


def test_the_matrices_are_csv_too(client: FlaskClient, kept: None) -> None:
    text = client.get("/guide/qui-fait-quoi.csv?par-territoire=ept").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    holes = [row for row in rows if row["trou"] == "oui"]
    assert len(rows) == 12 * 23
    assert all(not row["acteurs"] for row in holes)
    stages = client.get("/guide/qui-fait-quoi-etapes.csv").get_data(as_text=True)
    assert "Conventionnement,A,décide,ct" in stages


def test_the_format_of_files_is_served_and_reads_itself(
    client: FlaskClient, run: Any, tmp_path: Path, kept: None
) -> None:
    path = tmp_path / "format.csv"
    path.write_bytes(client.get("/acteurs/format.csv").data)
    assert "1 créés" in run("stakeholders", "import", "--dry-run", path).output


def test_who_proposes_is_thanked_and_the_team_decides(
    client: FlaskClient, page: Open, session: Session, now: datetime, kept: None
) -> None:
    assert send(client, **PROPOSED, courriel="moi@exemple.fr").status_code == 303
    (waiting,) = session.scalars(proposals.waiting())
    assert waiting.kind == ProposalKind.ACTOR
    assert page("/acteurs/mission-locale-de-l-est", status=404)
    path = accept(session, waiting.id, now)
    session.commit()
    shown = page(path)
    assert "À vérifier" in shown.text
    assert "proposition acceptée" in shown.text
    assert "Mission locale de l’Est" in page("/acteurs?territoire=T8&fonction=prescripteur").text


def test_the_form_is_filled_from_the_hole(page: Open) -> None:
    shown = page("/acteurs/proposer?fonction=dla&territoire=93")
    assert '<option value="dla" selected>' in shown.html
    assert '<option value="93" selected>' in shown.html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nom": ""}, "Indiquez son nom"),
        ({"fonction": "sorcier"}, "choisissez dans la liste"),
        ({"territoire": "zzz"}, "choisissez dans la liste"),
        ({"source": ""}, "Donnez une source"),
        ({"site": "javascript:x"}, "http"),
        ({"contact": "jean.dupont@exemple.fr"}, "personnelle"),
        ({"nom": "Pôle emploi"}, "/acteurs/france-travail"),
        ({"nom": "Proposer"}, "ne peut pas être une adresse"),
        ({"courriel": "rien"}, "adresse"),
    ],
)
def test_a_bad_proposal_is_said_beside_its_field(
    client: FlaskClient, session: Session, kept: None, change: dict[str, str], said: str
) -> None:
    answer = send(client, **{**PROPOSED, **change})
    assert answer.status_code == 422
    assert said in read_page(answer).text
    assert not list(session.scalars(proposals.waiting()))


def test_a_machine_is_thanked_and_ignored(client: FlaskClient, session: Session) -> None:
    assert send(client, **PROPOSED, website="http://x.example").status_code == 303
    assert not list(session.scalars(proposals.waiting()))


def test_a_flood_is_stopped(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "MOST_PER_HOUR", 0)
    answer = send(client, **PROPOSED)
    assert answer.status_code == 422
    assert "dans une heure" in read_page(answer).text


def test_without_a_database_of_actors_pages_read_our_own_file(page: Open) -> None:
    assert "EPT Plaine Commune" in page("/acteurs?territoire=T6").text
    assert "Unité départementale" in page("/boite-a-outils/idee?territoire=93").text


def test_a_stage_leads_to_the_sheets(page: Open, kept: None) -> None:
    links = page("/boite-a-outils/etude?territoire=93").links
    assert "/acteurs/service-iae-93" in links
    assert "/acteurs/proposer?fonction=clauses&territoire=93" in links


def test_the_map_shows_those_that_have_zones_where_they_serve(
    app: Flask, kept: None, now: datetime
) -> None:
    (shown,) = layer.read(StructureFilters(territories=("93",)), now)
    titles = {feature.title for feature in shown.features}
    assert "EPT Plaine Commune" in titles
    assert "EPT Vallée Sud-Grand Paris" not in titles
    assert "CRESS Île-de-France" not in titles
    assert all("au centre de son territoire" in feature.subtitle for feature in shown.features)


def test_every_name_it_bore_finds_an_actor(run: Any) -> None:
    assert run("stakeholders", "import").exit_code == 0
    for words, path in (
        ("Pôle emploi", "/acteurs/france-travail"), ("ANPE", "/acteurs/france-travail"),
        ("Direccte", "/acteurs/drieets"), ("CNASEA", "/acteurs/asp-nationale"),
    ):  # fmt: skip
        found = json.loads(run("search", "query", words, "--kind", "actor", "--json").stdout)
        assert path in [hit["url"] for hit in found["hits"]], words


def test_the_commands_import_edit_join_and_show(run: Any, tmp_path: Path) -> None:
    assert "134 créés" in run("stakeholders", "import", "--dry-run").stdout
    assert "134 créés" in run("stakeholders", "import").stdout
    assert "134 inchangés" in run("stakeholders", "import").stdout
    done = run("stakeholders", "edit", "wimoov", "--set", "territoires=93 | T8", "--set", "note=")
    assert done.exit_code == 0
    assert "93 | T8" in run("stakeholders", "show", "wimoov").stdout
    bad = run("stakeholders", "edit", "wimoov", "--set", "territoires=ZZ")
    assert bad.exit_code != 0
    assert "territoires : « ZZ »" in bad.output
    assert run("stakeholders", "edit", "personne", "--set", "note=x").exit_code != 0
    assert run("stakeholders", "merge", "ardie", "grafie").exit_code == 0
    assert "134 inchangés" in run("stakeholders", "import").stdout
    path = tmp_path / "a.csv"
    path.write_text("nom;fonctions\nBon;dla\nMauvais;sorcier\n")
    report = run("stakeholders", "import", "--json", path)
    assert report.exit_code == 1
    (said,) = json.loads(report.stdout)
    assert (said["created"], said["refused"]) == (1, 1)
    assert "rattachement" in run("stakeholders", "import", "--help").output
    db.session.rollback()
