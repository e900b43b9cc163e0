from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.audit.services import history
from app.clock import PARIS
from app.errors import InvalidError, NotFoundError
from app.funding import services
from app.funding.directory import find_row, load_schemes, open_in, scheme_of
from app.funding.importer import import_items
from app.funding.sources.reading import parse_file
from app.imports.report import FileReport, Outcome
from app.moderation.services import accept, refuse
from app.proposals.services import waiting
from app.toolkit import schemes as written
from tests.funding.builders import TODAY, csv_file

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=PARIS)
ROW = {
    "identifiant": "aide",
    "montant": "1 000 €",
    "ouverture": "2026-11-01",
    "cloture": "2026-12-01",
}


def take(session: Session, content: bytes) -> FileReport:
    report = FileReport(file="aides.csv")
    import_items(session, parse_file(io.BytesIO(content)), report, now=NOW)
    session.commit()
    session.expire_all()
    return report


def counts(report: FileReport) -> tuple[int, ...]:
    return tuple(report.counts[outcome] for outcome in Outcome)


def region(**values: Any) -> bytes:
    base = {"title": "Aide", "reference": "R1", "statut": "PUBLIEE", "publicsBeneficiaire": []}
    return json.dumps([base | values]).encode()


def test_an_empty_database_gives_the_schemes_of_the_file(session: Session) -> None:
    assert {s.slug for s in load_schemes(session, TODAY)} == {
        s.slug for s in written.load_schemes()
    }


def test_twice_the_same_file_changes_nothing(session: Session) -> None:
    assert counts(take(session, csv_file(ROW))) == (1, 0, 0, 0)
    assert counts(take(session, csv_file(ROW))) == (0, 0, 1, 0)
    assert counts(take(session, csv_file(ROW | {"montant": "2 000 €"}))) == (0, 1, 0, 0)
    row = find_row(session, "aide")
    (change,) = session.scalars(history(*services.subject_of(row)))
    assert change.changes == {"amount": ["1 000 €", "2 000 €"]}


def test_an_edited_sheet_is_never_written_over(app: Flask, session: Session) -> None:
    take(session, csv_file(ROW))
    services.edit(session, "aide", {"montant": "Corrigé"}, author="équipe", now=NOW)
    session.commit()
    for _ in range(2):
        assert counts(take(session, csv_file(ROW | {"plafond": "9000"}))) == (0, 0, 1, 0)
    assert scheme_of(find_row(session, "aide")).amount == "Corrigé"
    (proposal,) = session.scalars(waiting())
    assert proposal.payload["changes"] == {
        "amount": ["Corrigé", "1 000 €"],
        "ceiling": [None, "9000"],
    }
    shown = app.test_cli_runner().invoke(args=["proposals", "show", str(proposal.id)])
    assert "  montant\n    - Corrigé" in shown.output
    assert "  plafond\n" in shown.output
    assert accept(session, proposal.id, NOW) == "/financements/aide"
    session.commit()
    session.expire_all()
    found = scheme_of(find_row(session, "aide"))
    assert (found.amount, found.ceiling) == ("1 000 €", 9000)
    assert counts(take(session, csv_file(ROW | {"plafond": "8000"}))) == (0, 0, 1, 0)
    assert len(list(session.scalars(waiting()))) == 1


def test_what_the_team_refused_is_not_proposed_again(session: Session) -> None:
    take(session, csv_file(ROW))
    services.edit(session, "aide", {"montant": "Corrigé"}, author="équipe", now=NOW)
    take(session, csv_file(ROW))
    (proposal,) = session.scalars(waiting())
    refuse(session, proposal.id, "Notre montant est juste.", NOW)
    report = take(session, csv_file(ROW))
    assert not list(session.scalars(waiting()))
    assert "déjà été refusée" in report.remarks[0].what


def test_a_file_does_not_take_the_sheet_of_another_source(session: Session) -> None:
    take(session, csv_file({"identifiant": "region-aide", "nom": "Autre"}))
    assert counts(take(session, region())) == (1, 0, 0, 0)
    assert len(load_schemes(session, TODAY)) == 2
    assert counts(take(session, region())) == (0, 0, 1, 0)


def test_a_new_campaign_keeps_the_past_ones_and_a_corrected_one_replaces_its_own(
    session: Session,
) -> None:
    first = {"dateOuvertureCampagne": "2025-01-01", "dateFinCampagne": "2025-03-01"}
    take(session, region(**first))
    second = {"dateOuvertureCampagne": "2026-11-01", "dateFinCampagne": "2026-12-01"}
    take(session, region(**second))
    take(session, region(**(second | {"dateFinCampagne": "2026-12-15"})))
    (found,) = load_schemes(session, TODAY)
    assert [c.closes_on.isoformat() for c in found.calls if c.closes_on] == [
        "2025-03-01", "2026-12-15",
    ]  # fmt: skip
    assert found.state.value == "open"


def test_two_campaigns_of_one_file_may_not_overlap(session: Session) -> None:
    one = json.loads(region(dateOuvertureCampagne="2026-01-01", dateFinCampagne="2026-03-01"))
    two = json.loads(region(dateOuvertureCampagne="2026-02-01", dateFinCampagne="2026-04-01"))
    report = take(session, json.dumps(one + two).encode())
    assert counts(report) == (1, 0, 0, 1)
    assert "chevauche" in report.refusals[0].what


def test_an_edit_is_checked_and_keeps_the_old_address(session: Session) -> None:
    take(session, csv_file(ROW))
    for cells in (
        {"financeurs": ""},
        {"ouverture": "2026-12-31", "cloture": "2026-12-01"},
        {"lune": "x"},
        {"taux_max": "300 %"},
    ):
        with pytest.raises(InvalidError):
            services.edit(session, "aide", cells, author="équipe", now=NOW)
        session.rollback()
    with pytest.raises(NotFoundError):
        services.edit(session, "rien", {"nom": "x"}, author="équipe", now=NOW)
    cells = {"nom": "Nouveau nom", "identifiant": "nouvelle-adresse"}
    services.edit(session, "aide", cells, author="équipe", now=NOW)
    session.commit()
    session.expire_all()
    found = scheme_of(find_row(session, "nouvelle-adresse"))
    assert (found.former_slugs, found.former_names) == (("aide",), ("Aide locale",))
    take(session, csv_file(ROW))
    assert len(load_schemes(session, TODAY)) == 1


def test_what_is_open_in_a_territory(session: Session) -> None:
    rows = (
        {"identifiant": "generale", "etat": "permanent"},
        {"identifiant": "locale", "territoires": "93", "fiche_generique": "generale",
         "etat": "permanent"},
        {"identifiant": "close", "cloture": "2026-11-24"},
        ROW,
    )  # fmt: skip
    assert counts(take(session, csv_file(*rows))) == (4, 0, 0, 0)
    assert [s.slug for s in open_in(session, "93", TODAY)] == ["aide", "locale"]
    assert [s.slug for s in open_in(session, "", TODAY)] == ["aide", "generale"]
    assert [s.slug for s in open_in(session, "75", TODAY)] == ["aide", "generale"]


def test_the_commands(app: Flask, session: Session, tmp_path: Any) -> None:
    run = app.test_cli_runner().invoke
    assert "0 refusés" in run(args=["funding", "import"]).output
    path = tmp_path / "aides.csv"
    path.write_bytes(csv_file(ROW, {"identifiant": "mauvaise", "plafond": "-1"}))
    dry = run(args=["funding", "import", str(path), "--dry-run", "--json"])
    assert dry.exit_code == 1
    (report,) = json.loads(dry.stdout)
    assert (report["created"], report["refused"]) == (1, 1)
    assert "aide" not in {s.slug for s in load_schemes(session, TODAY)}
    assert run(args=["funding", "import", str(path)]).exit_code == 1
    done = run(args=["funding", "edit", "aide", "--set", "montant=3 €"])
    assert "Fiche à jour" in done.output
    assert run(args=["funding", "edit", "aide", "--set", "montant"]).exit_code == 2
    assert "montant" in run(args=["funding", "template"]).output
    listed = json.loads(run(args=["funding", "list", "--json"]).stdout)
    assert {"aide", "dla"} <= {row["slug"] for row in listed}
