from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.facts.models import Fact
from app.facts.records import FactRecord, parse_table
from app.facts.services import figures_of, import_facts, import_own
from app.imports.report import FileReport, Outcome, RowError
from app.toolkit.measures import load_measures

HEADER = "cle;territoire;type;filiere;date;valeur;unite;source;url\n"
GOOD = "demandeurs-emploi;93;;;2025-12-31;1 234,5;;DARES;https://exemple.fr\n"


def parse(text: str | bytes) -> list[FactRecord | RowError]:
    raw = text.encode() if isinstance(text, str) else text
    return list(parse_table(BytesIO(raw), load_measures()))


def store(session: Session, text: str, now: datetime) -> FileReport:
    report = FileReport(file="f.csv")
    import_facts(session, parse(text), report, origin="f.csv", now=now)
    return report


@pytest.mark.parametrize("territory", ["93", "Seine-Saint-Denis", "seine-saint-denis"])
def test_a_row_is_read_with_french_numbers(territory: str) -> None:
    (record,) = parse(HEADER + GOOD.replace(";93;", f";{territory};"))
    assert isinstance(record, FactRecord)
    assert (record.territory, record.value, record.dated) == (
        "93",
        Decimal("1234.5"),
        date(2025, 12, 31),
    )


def test_windows_spreadsheets_are_read() -> None:
    (record,) = parse(
        ("\ufeff" + HEADER.replace(";", ",") + 'population,T6,,,2023,"1 000",,"Insée",\n').encode()
    )
    assert isinstance(record, FactRecord)
    assert (record.dated, record.source) == (date(2023, 12, 31), "Insée")
    (record,) = parse((HEADER + "population;93;;;01/07/2023;10;;Insée;\n").encode("cp1252"))
    assert isinstance(record, FactRecord)
    assert (record.dated, record.source) == (date(2023, 7, 1), "Insée")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("rien;93;;;2025;1;;DARES;", "cle"),
        ("population;999999;;;2025;1;;DARES;", "territoire"),
        ("population;93;XYZ;;2025;1;;DARES;", "type"),
        ("population;93;;rien;2025;1;;DARES;", "filiere"),
        ("population;93;;;2025-02-30;1;;DARES;", "date"),
        ("population;93;;;bientôt;1;;DARES;", "date"),
        ("population;93;;;2025;beaucoup;;DARES;", "valeur"),
        ("population;93;;;2025;nan;;DARES;", "valeur"),
        ("population;93;;;2025;-3;;DARES;", "négative"),
        ("population;93;;;2025;1;personnes;DARES;", "unite"),
        ("population;93;;;2025;1;;;", "source"),
        ("population;93;;;2025;1;;DARES;javascript:alert(1)", "url"),
    ],
)
def test_a_bad_row_says_its_column_and_the_others_are_kept(row: str, reason: str) -> None:
    refused, kept = parse(f"{HEADER}{row}\n{GOOD}")
    assert isinstance(refused, RowError)
    assert reason in refused.what
    assert isinstance(kept, FactRecord)


def test_a_file_of_another_kind_is_named() -> None:
    (error,) = parse("nom;ville\na;b\n")
    assert isinstance(error, RowError)
    assert "colonnes absentes : cle" in error.what
    assert parse("") == [RowError(where="fichier", what="vide")]


@given(st.binary(max_size=400))
def test_any_bytes_give_figures_or_refusals(raw: bytes) -> None:
    for item in (*parse(raw), *parse(HEADER.encode() + raw)):
        assert isinstance(item, FactRecord | RowError)


def test_an_import_may_be_run_again_and_corrects(session: Session, now: datetime) -> None:
    assert store(session, HEADER + GOOD, now).counts[Outcome.CREATED] == 1
    assert store(session, HEADER + GOOD, now).counts[Outcome.UNCHANGED] == 1
    report = store(session, HEADER + GOOD.replace("1 234,5", "7"), now)
    assert report.counts[Outcome.UPDATED] == 1
    assert session.scalars(sa.select(Fact.value)).all() == [Decimal(7)]


def test_a_figure_said_twice_by_a_file_is_refused_the_second_time(
    session: Session, now: datetime
) -> None:
    report = store(session, HEADER + GOOD + GOOD.replace("1 234,5", "7"), now)
    assert (report.counts[Outcome.CREATED], report.counts[Outcome.REFUSED]) == (1, 1)


def test_the_latest_figure_of_each_territory_is_given(session: Session, now: datetime) -> None:
    older = GOOD.replace("2025-12-31", "2024").replace("1 234,5", "1")
    store(session, HEADER + GOOD + older + GOOD.replace(";93;", ";T6;"), now)
    found = figures_of(session, ["demandeurs-emploi", "population"])
    assert set(found) == {"93", "T6"}
    assert found["93"]["demandeurs-emploi"].value == Decimal("1234.5")
    assert found["93"]["demandeurs-emploi"].source == "DARES"


def test_our_own_file_is_loaded_once_and_forgets_what_it_no_longer_says(
    session: Session, now: datetime
) -> None:
    first = import_own(session, now)
    assert first.counts[Outcome.CREATED] > 100
    assert not first.refusals
    session.add(
        Fact(
            measure="population", territory="93", dated=date(2020, 1, 1), period="2020",
            value=Decimal(1), source="x", reliability="old", origin="portail", updated_at=now,
        )
    )  # fmt: skip
    session.flush()
    assert import_own(session, now).counts[Outcome.UNCHANGED] == first.counts[Outcome.CREATED]
    assert figures_of(session, ["population"]) == {}


def test_the_command_imports_refuses_and_counts(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "chiffres.csv"
    path.write_text(HEADER + GOOD + "rien;93;;;2025;1;;DARES;\n")
    run = app.test_cli_runner().invoke
    result = run(args=["facts", "import", str(path), "--dry-run"])
    assert "2 lus, 1 créés" in result.output
    result = run(args=["facts", "import", str(path)])
    assert result.exit_code == 1
    assert "ligne 3 : cle" in result.output
    assert "1 inchangés" in run(args=["facts", "import", str(path)]).output
    assert "0 refusés" in run(args=["facts", "import"]).output
    assert "demandeurs-emploi" in run(args=["facts", "list"]).output
