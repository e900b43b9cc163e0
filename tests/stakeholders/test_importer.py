from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.audit.services import history
from app.errors import InvalidError
from app.imports.report import FileReport, Outcome, RowError
from app.moderation.services import accept
from app.proposals.services import waiting
from app.stakeholders.directory import load_directory, serving
from app.stakeholders.export import COLUMNS, export_row
from app.stakeholders.importer import import_rows
from app.stakeholders.services import edit, get, merge
from app.stakeholders.sources import parse_file
from app.stakeholders.sources.own_file import ORIGIN, read_own_file
from app.stakeholders.values import values_of
from app.toolkit.actors import load_actors

CSV = (
    "nom;fonctions;territoires;contact;sources;confirme\n"
    "Mission locale du Nord;prescripteur;T6;Accueil;Site, mars 2026;oui\n"
    "Maison du Sud;dla | clauses;77 | 91;;;non\n"
)


def load(session: Session, content: str | bytes, now: datetime, name: str = "f.csv") -> FileReport:
    report = FileReport(file=name)
    raw = content.encode() if isinstance(content, str) else content
    import_rows(session, parse_file(BytesIO(raw)), report, origin=name, now=now)
    return report


def counts(report: FileReport) -> tuple[int, int, int, int]:
    c = report.counts
    return (
        c[Outcome.CREATED], c[Outcome.UPDATED], c[Outcome.UNCHANGED], c[Outcome.REFUSED],
    )  # fmt: skip


def test_rows_become_sheets_and_a_second_import_changes_nothing(
    session: Session, now: datetime
) -> None:
    assert counts(load(session, CSV, now)) == (2, 0, 0, 0)
    assert counts(load(session, CSV, now)) == (0, 0, 2, 0)
    sheet = get(session, "mission-locale-du-nord")
    assert (sheet.territories, sheet.is_confirmed, sheet.origin) == (["T6"], True, "f.csv")
    assert get(session, "maison-du-sud").functions == ["dla", "clauses"]
    assert len(list(session.scalars(history("actor", "maison-du-sud")))) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
def test_files_as_spreadsheets_write_them_are_read(
    session: Session, now: datetime, encoding: str, separator: str
) -> None:
    text = f"Nom{separator}Fonctions\r\nDélégation de l’Été{separator}dla\r\n"
    assert counts(load(session, text.encode(encoding), now)) == (1, 0, 0, 0)
    assert get(session, "delegation-de-l-ete").name == "Délégation de l’Été"


def test_yaml_with_the_names_of_our_file_or_french_ones_is_read(
    session: Session, now: datetime
) -> None:
    text = "acteurs:\n- {nom: Un, fonctions: [dla]}\n- {name: Deux, functions: [cress]}\n- 3\n"
    assert counts(load(session, text, now, "f.yaml")) == (2, 0, 0, 1)


def test_a_bad_row_is_refused_with_its_field_and_its_reason_and_the_others_are_kept(
    session: Session, now: datetime
) -> None:
    text = (
        "nom;fonctions;territoires;rattachement;nature;contact\n"
        "Bon;dla;;;;\n;dla;;;;\nA;sorcier;;;;\nB;dla;ZZ;;;\nC;dla;;nulle-part;;\n"
        "D;dla;;;ovni;\nE;dla;;;;jean.dupont@exemple.fr\nBon;dla;;;;\nF;dla;;c;;\n"
    )
    report = load(session, text, now)
    assert counts(report) == (1, 0, 0, 8)
    said = {refusal.where: refusal.what for refusal in report.refusals}
    assert "nom" in said["ligne 3"]
    assert "fonctions : « sorcier »" in said["ligne 4"]
    assert "territoires : « ZZ »" in said["ligne 5"]
    assert "rattachement" in said["ligne 6"]
    assert "nature : « ovni »" in said["ligne 7"]
    assert "personnelle" in said["ligne 8"]
    assert "déjà dans le fichier" in said["ligne 9"]
    assert "rattachement" in said["ligne 10"]


def test_a_child_may_come_before_its_parent_and_inherits_its_zones(
    session: Session, now: datetime
) -> None:
    text = "nom;fonctions;rattachement;territoires\nFille;dla;mere;\nMère;dla;;T6\n"
    assert counts(load(session, text, now)) == (2, 0, 0, 0)
    assert {a.slug for a in serving(session, "93066")} == {"fille", "mere"}
    assert serving(session, "77") == ()


def test_what_the_team_edited_is_never_overwritten(session: Session, now: datetime) -> None:
    load(session, CSV, now)
    edit(session, "mission-locale-du-nord", {"contact": "Accueil, rez-de-chaussée"}, now)
    assert load(session, CSV, now).remarks == []  # says nothing anew
    report = load(session, CSV.replace("T6;Accueil", "T7;Accueil"), now)
    assert counts(report) == (0, 0, 2, 0)
    assert "changement proposé" in report.remarks[0].what
    sheet = get(session, "mission-locale-du-nord")
    assert (sheet.territories, sheet.contact) == (["T6"], "Accueil, rez-de-chaussée")
    (proposal,) = session.scalars(waiting())
    assert proposal.payload["changes"] == {"territories": [["T6"], ["T7"]]}
    load(session, CSV.replace("T6;Accueil", "T7;Accueil"), now)
    assert len(list(session.scalars(waiting()))) == 1
    assert accept(session, proposal.id, now) == "/acteurs/mission-locale-du-nord"
    assert (sheet.territories, sheet.contact) == (["T7"], "Accueil, rez-de-chaussée")
    assert load(session, CSV.replace("T6;Accueil", "T7;Accueil"), now).remarks == []
    authors = [r.author for r in session.scalars(history("actor", sheet.slug))]
    assert authors == ["import accepté : f.csv", "équipe du portail", "import : f.csv"]


def test_two_files_do_not_fight_over_a_sheet(session: Session, now: datetime) -> None:
    load(session, CSV, now, "a.csv")
    load(session, "identifiant;nom;fonctions;note\nmaison-du-sud;Maison;dla;Neuf\n", now, "b.csv")
    load(session, CSV, now, "a.csv")
    sheet = get(session, "maison-du-sud")
    assert (sheet.name, sheet.note, sheet.functions) == ("Maison", "Neuf", ["dla"])


def test_an_absent_column_changes_nothing_and_an_empty_cell_empties(
    session: Session, now: datetime
) -> None:
    load(session, CSV, now)
    load(session, "nom;fonctions;contact\nMission locale du Nord;prescripteur;\n", now, "b.csv")
    sheet = get(session, "mission-locale-du-nord")
    assert (sheet.contact, sheet.territories) == ("", ["T6"])


def test_our_own_file_goes_in_whole_and_comes_out_the_same(session: Session, now: datetime) -> None:
    report = FileReport(file=ORIGIN)
    import_rows(session, read_own_file(), report, origin=ORIGIN, now=now)
    assert report.counts[Outcome.CREATED] == len(load_actors().actors)
    kept = load_directory(session)
    assert {a.slug: values_of(a) for a in kept.actors} == {
        a.slug: values_of(a) for a in load_actors().actors
    }


def test_the_open_data_imports_again(session: Session, now: datetime) -> None:
    load(session, CSV, now)
    kept = load_directory(session)
    lines = [COLUMNS, *(export_row(kept, a) for a in kept.actors)]
    text = "\n".join(";".join(line) for line in lines)
    assert counts(load(session, text, now, "export.csv")) == (0, 0, 2, 0)


def test_two_sheets_are_joined_and_imports_leave_the_former_alone(
    session: Session, now: datetime
) -> None:
    load(session, CSV, now)
    merge(session, "maison-du-sud", "mission-locale-du-nord", now)
    kept = load_directory(session)
    assert kept.present["maison-du-sud"].slug == "mission-locale-du-nord"
    assert kept.by_slug["mission-locale-du-nord"].functions == ("prescripteur", "dla", "clauses")
    report = load(session, CSV, now)
    assert counts(report) == (0, 0, 2, 0)
    assert "réuni" in report.remarks[0].what


@pytest.mark.parametrize(
    "setting",
    [
        {"zzz": "1"},
        {"identifiant": "x"},
        {"fonctions": "sorcier"},
        {"site": "x"},
        {"confirme": "si"},
    ],
)
def test_a_bad_correction_is_refused_and_changes_nothing(
    session: Session, now: datetime, setting: dict[str, str]
) -> None:
    load(session, CSV, now)
    with pytest.raises(InvalidError):
        edit(session, "maison-du-sud", setting, now)
    session.rollback()


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for item in parse_file(BytesIO(content)):
        assert isinstance(item, RowError) or item.slug


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"\x00\x01\x02", b"nom;fonctions\n", b"- [1, 2]\n", b"a: &a [*a]\n",
     b"PK\x03\x04zip", b"- {nom: [1], fonctions: {a: b}}\n",
     b"- {nom: 2026-01-01, fonctions: dla}\n"],
)  # fmt: skip
def test_files_that_are_no_sheets_never_crash(
    session: Session, now: datetime, content: bytes
) -> None:
    load(session, content, now)


def test_a_territory_may_be_given_by_its_name(session: Session, now: datetime) -> None:
    text = "nom;fonctions;territoires\nRéseau d’ici;reseau;Plaine Commune | Essonne\n"
    report = FileReport(file="a.csv")
    rows = parse_file(BytesIO(text.encode()))
    assert import_rows(session, rows, report, origin="a.csv", now=now)
    assert list(get(session, "reseau-d-ici").territories) == ["T6", "91"]
