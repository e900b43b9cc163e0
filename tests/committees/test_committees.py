"""Committees: what a file may say, what is refused and why, what the team corrects."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.audit.services import history
from app.committees import queries, services
from app.committees.documents import documents_of
from app.committees.importer import SUBJECT, import_records
from app.committees.kinds import CommitteeKind, Level, Standing
from app.committees.models import Committee
from app.committees.own import FILE, check_own, import_own
from app.committees.records import CommitteeRecord
from app.committees.rules import check_together
from app.committees.sources import parse
from app.errors import InvalidError, NotFoundError
from app.imports.report import FileReport, Outcome, RowError

HEADER = "type;territoire;identifiant;base_legale;a_verifier;debut;fin;successeur;nom_local\n"


def read(content: bytes | str, name: str = "") -> list[CommitteeRecord | RowError]:
    raw = content.encode() if isinstance(content, str) else content
    return list(parse(raw, name))


def store(session: Session, content: bytes | str, now: datetime) -> FileReport:
    report = FileReport(file="instances.csv")
    import_records(session, read(content), report, now=now)
    return report


def reasons(report: FileReport) -> list[str]:
    return [f"{error.where} : {error.what}" for error in report.refusals]


@pytest.fixture
def own(session: Session, now: datetime) -> FileReport:
    report = import_own(session, now)
    session.commit()
    return report


def test_our_own_file_is_whole(own: FileReport) -> None:
    assert not own.refusals
    assert own.counts[Outcome.CREATED] == 50


def test_the_same_file_twice_changes_nothing(
    own: FileReport, session: Session, now: datetime
) -> None:
    again = import_own(session, now)
    assert again.counts[Outcome.UNCHANGED] == own.counts[Outcome.CREATED]


@pytest.mark.parametrize("code", ["75", "77", "78", "91", "92", "93", "94", "95"])
def test_each_departement_has_its_commission_since_july_2024_and_its_cdiae_before(
    own: FileReport, session: Session, code: str
) -> None:
    def at(day: date) -> set[str]:
        return {c.kind for c in session.scalars(queries.of_territory(code, day))}

    assert "commission-iae" not in at(date(2024, 6, 30))
    assert "cdiae" in at(date(2024, 6, 30))
    assert "commission-iae" in at(date(2024, 7, 1))
    assert "cdiae" not in at(date(2024, 7, 1))
    old = session.scalars(queries.by_slug(f"cdiae-{code}")).one()
    assert old.successor == f"commission-iae-{code}"


def test_the_committees_of_a_commune_are_those_of_what_holds_it(
    own: FileReport, session: Session
) -> None:
    found = {
        c.territory for c in session.scalars(queries.of_territory("93066", date(2026, 11, 25)))
    }
    assert found == {"93", "R11"}
    assert not list(session.scalars(queries.of_territory("nulle part", date(2026, 11, 25))))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("comite-fantome;93;;L1;;;;;", "champ « type »"),
        ("cta;Atlantide;;L1;;;;;", "champ « territoire » : « Atlantide » est inconnu"),
        ("cta;;;L1;;;;;", "champ « territoire »"),
        ("cdiae;R11;;L1;;;;;", "n’est pas du niveau"),
        ("cta;93;;;;;;;", "champ « base_legale »"),
        ("cta;93;;L1;;2024-07-01;2024-06-30;;", "champ « fin » : la fin (30/06/2024) précède"),
        ("cta;93;;L1;;le printemps;;;", "champ « debut »"),
        ("cta;93;;L1;;31/02/2024;;;", "champ « debut »"),
        ("cta;93;;L1;;;;inconnue-93;", "« inconnue-93 » n’existe pas"),
        ("cta;93;cta-93;L1;;;;cta-93;", "ne se succède pas à elle-même"),
        ("cta;93;CTA 93 !;L1;;;;;", "champ « identifiant »"),
        ("cta;93;;" + "x" * 600 + ";;;;;", "500 caractères au plus"),
        ("cta;93;;L1;;;;;;;;;", "colonnes au lieu de"),
    ],
)
def test_a_bad_row_is_refused_with_the_field_and_the_reason_and_the_rest_kept(
    session: Session, now: datetime, row: str, said: str
) -> None:
    report = store(session, f"{HEADER}{row}\ncdiae;94;;L2;;;30/06/2024;;\n", now)
    assert len(report.refusals) == 1
    assert said in reasons(report)[0]
    assert reasons(report)[0].startswith("ligne 2")
    assert session.scalars(queries.by_slug("cdiae-94")).one().valid_to == date(2024, 6, 30)


def test_overlapping_dates_are_refused_within_a_file(session: Session, now: datetime) -> None:
    rows = (
        "cdiae;93;cdiae-a;L1;;2001-01-01;2024-06-30;;\n"
        "cdiae;93;cdiae-b;L1;;2024-06-30;;;\n"
        "cdiae;93;cdiae-c;L1;;2024-07-01;;;\n"
        "cdiae;94;cdiae-d;L1;;2024-06-30;;;\n"
    )
    report = store(session, HEADER + rows, now)
    assert report.counts[Outcome.CREATED] == 3
    [reason] = reasons(report)
    assert "ligne 3" in reason
    assert "valid_from" in reason
    assert "« cdiae-a »" in reason
    assert "jusqu’au 30/06/2024" in reason


def test_overlapping_dates_are_refused_against_what_is_known(
    own: FileReport, session: Session, now: datetime
) -> None:
    report = store(session, HEADER + "commission-iae;93;autre-93;L1;;2025-01-01;;;\n", now)
    assert "« commission-iae-93 »" in reasons(report)[0]
    assert session.scalar(queries.by_slug("autre-93")) is None


def test_local_committees_of_one_departement_have_names_of_their_own(
    session: Session, now: datetime
) -> None:
    rows = "cta;93;cta-n;L1;;;;;Nord\ncta;93;cta-s;L1;;;;;Sud\ncta;93;cta-x;L1;;;;;sud\n"
    report = store(session, HEADER + rows, now)
    assert report.counts[Outcome.CREATED] == 2
    assert len(report.refusals) == 1


def test_two_sheets_may_change_their_dates_together_in_any_order(
    session: Session, now: datetime
) -> None:
    first = "cdiae;93;a;L1;;2020-01-01;2022-12-31;;\ncdiae;93;b;L1;;2023-01-01;;;\n"
    store(session, HEADER + first, now)
    second = "cdiae;93;b;L1;;2022-01-01;;;\ncdiae;93;a;L1;;2020-01-01;2021-12-31;;\n"
    report = store(session, HEADER + second, now)
    assert report.counts[Outcome.UPDATED] == 2


def test_a_refused_successor_takes_its_predecessor_with_it(session: Session, now: datetime) -> None:
    rows = "cdiae;93;a;L1;;;2024-06-30;b;\ncommission-iae;93;b;;;2024-07-01;;;\n"
    report = store(session, HEADER + rows, now)
    assert not report.counts[Outcome.CREATED]
    assert len(report.refusals) == 2


def test_what_has_no_law_is_kept_when_it_is_marked_to_verify(
    session: Session, now: datetime
) -> None:
    store(session, HEADER + "cta;93;;;oui;;;;\n", now)
    found = session.scalars(queries.by_slug("cta-93")).one()
    assert not found.is_confirmed
    assert found.shown_local_name == "à confirmer"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_real_files_have_marks_and_old_encodings(encoding: str, delimiter: str) -> None:
    header = "Type;Territoire;Base légale;Nom local;Missions"
    text = f"{header}\r\ncta;Val-de-Marne;L1;Comité d’été;Un | Deux\r\n"
    [record] = read(text.replace(";", delimiter).encode(encoding))
    assert isinstance(record, CommitteeRecord)
    assert record.territory == "94"
    assert record.local_name == "Comité d’été"
    assert record.missions == ("Un", "Deux")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\x00\x01\x02PK\x03\x04",
        b"nom;ville\nx;y\n",
        b"committees:\n",
        b"committees: [1, [], x]\n",
        b"committees:\n  - &a {kind: cta}\n  - *a\n",
        b"committees:\n  - kind: {a: 1}\n    territories: 93\n",
        b"committees:\n  - {kind: cta, territories: ['93'], legal_basis: [1], inconnu: 2}\n",
        b"committees:\n  - {kind: cta, territories: ['93'], legal_basis: L1, colleges: oui}\n",
        b"committees:\n  - {kind: cta, territories: [94], legal_basis: L1, colleges: [{nom: x}]}\n",
        b"committees:\n  - {kind: cta, territories: [93], legal_basis: L1, sources: [inconnue]}\n",
        b"committees:\n  - {kind: cta, territories: ['93'], legal_basis: L1,"
        b" sources: [{title: x, url: 'javascript:alert(1)'}]}\n",
        b"committees: " + b"[" * 5000,
    ],
)
def test_broken_files_are_refused_in_words(content: bytes) -> None:
    found = read(content)
    assert found
    assert all(isinstance(item, RowError) and item.what for item in found)


@given(st.binary(max_size=400), st.sampled_from(["", "x.yaml"]))
def test_any_bytes_give_records_or_reasons(content: bytes, name: str) -> None:
    assert all(isinstance(item, CommitteeRecord | RowError) for item in parse(content, name))


def test_an_edited_sheet_is_never_overwritten(
    own: FileReport, session: Session, now: datetime
) -> None:
    services.edit_committee(
        session, "cta-93", {"local_name": "CTA du nord"}, author="UD 93", now=now
    )
    assert import_own(session, now).counts[Outcome.UNCHANGED] == 50
    report = store(session, HEADER + "cta;93;cta-93;L1;;;;;Autre\n", now)
    assert "corrigée par UD 93" in reasons(report)[0]
    assert session.scalars(queries.by_slug("cta-93")).one().local_name == "CTA du nord"
    [revision] = session.scalars(history(SUBJECT, "cta-93"))
    assert revision.changes == {"local_name": ["", "CTA du nord"]}


@pytest.mark.parametrize(
    ("slug", "given_", "said"),
    [
        ("commission-iae-93", {"valid_from": "2024-06-01", "valid_to": "2024-05-01"}, "valid_to"),
        ("commission-iae-93", {"valid_from": "hier"}, "valid_from"),
        ("commission-iae-93", {"legal_basis": ""}, "legal_basis"),
        ("commission-iae-93", {"successor": "inconnue"}, "successor"),
        ("commission-iae-93", {"slug": "autre"}, "slug"),
    ],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(
    own: FileReport,
    session: Session,
    now: datetime,
    slug: str,
    given_: dict[str, str],
    said: str,
) -> None:
    with pytest.raises(InvalidError, match=said):
        services.edit_committee(session, slug, given_, author="UD 93", now=now)
    assert session.scalars(queries.by_slug(slug)).one().edited_at is None


def test_an_unknown_sheet_cannot_be_corrected(session: Session, now: datetime) -> None:
    with pytest.raises(NotFoundError):
        services.edit_committee(session, "x", {}, author="UD 93", now=now)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("cdiae-du-93", "cdiae-93"),
        ("cdiae-de-la-seine-saint-denis", "cdiae-93"),
        ("commission-specialisee-93", "commission-iae-93"),
        ("comite-technique-d-animation-de-l-essonne", "cta-91"),
        ("conference-des-financeurs-de-paris", "conference-des-financeurs-75"),
        ("comite-regional-de-l-iae", "cor-iae"),
    ],
)
def test_people_find_a_committee_by_any_of_its_names(
    own: FileReport, session: Session, name: str, slug: str
) -> None:
    found = services.find_by_name(session.scalars(queries.every_committee()), name)
    assert found is not None
    assert found.slug == slug


def test_the_search_finds_what_replaced_a_former_name(own: FileReport, session: Session) -> None:
    committees = session.scalars(queries.every_committee())
    documents = {d.id: d for d in documents_of(committees, date(2026, 11, 25))}
    assert "CDIAE" in documents["commission-iae-93"].keywords
    assert documents["cdiae-93"].closed
    assert not documents["commission-iae-93"].closed


def test_an_unknown_date_is_no_limit() -> None:
    committee = Committee(valid_from=None, valid_to=date(2024, 6, 30))
    assert committee.standing(date(1900, 1, 1)) is Standing.IN_FORCE
    assert committee.standing(date(2024, 7, 1)) is Standing.PAST


def record(slug: str, start: date | None, end: date | None) -> CommitteeRecord:
    values: dict[str, Any] = dict.fromkeys(CommitteeRecord.__dataclass_fields__, "")
    values |= {"where": slug, "slug": slug, "kind": CommitteeKind.CDIAE, "territory": "93"}
    values |= {"level": Level.DEPARTMENT, "valid_from": start, "valid_to": end}
    return CommitteeRecord(**values)


days = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2030, 1, 1)))


@given(st.lists(st.tuples(days, days), max_size=6))
def test_what_is_kept_never_overlaps(periods: list[tuple[date | None, date | None]]) -> None:
    ordered = [(s, e) for s, e in periods if not (s and e and e < s)]
    records = [record(f"r{n}", start, end) for n, (start, end) in enumerate(ordered)]
    kept, refused = check_together(records, ())
    assert len(kept) + len(refused) == len(records)
    for at, one in enumerate(kept):
        assert not any(one.overlaps(other) for other in kept[at + 1 :])


def test_periods_that_touch_do_not_overlap() -> None:
    end = date(2024, 6, 30)
    before, after = record("a", None, end), record("b", end + timedelta(days=1), None)
    assert not before.overlaps(after)
    assert record("c", end, None).overlaps(before)


def test_the_file_of_the_project_is_yaml() -> None:
    assert FILE.suffix == ".yaml"
    assert not list(check_own())
