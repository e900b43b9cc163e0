from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import PARIS, to_paris
from app.events.ics_file import IcsDefaults
from app.events.kinds import Audience, EventKind, EventStatus
from app.events.records import EventRecord
from app.events.sources import parse_file
from app.imports.report import RowError

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
DEFAULTS = IcsDefaults(organiser="Réseau de test", territory="93")
HEAD = "titre;genre;debut;fin;territoire;organisateur;publics;statut"
GOOD = "Forum;forum;12/01/2027 9h30;17h;Montreuil;Réseau;siae | Entreprises;"


def read(content: str | bytes, defaults: IcsDefaults = DEFAULTS) -> list[EventRecord | RowError]:
    raw = content.encode() if isinstance(content, str) else content
    return list(parse_file(io.BytesIO(raw), defaults, NOW))


def records(found: list[EventRecord | RowError]) -> list[EventRecord]:
    return [item for item in found if isinstance(item, EventRecord)]


def refusals(found: list[EventRecord | RowError]) -> list[RowError]:
    return [item for item in found if isinstance(item, RowError)]


def ics(*lines: str) -> str:
    body = "\r\n".join(("BEGIN:VEVENT", "UID:a@x", "SUMMARY:Atelier", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_row_is_read_in_any_usual_encoding(encoding: str) -> None:
    (item,) = records(read(f"{HEAD}\n{GOOD}\n".encode(encoding)))
    assert item.organiser == "Réseau"
    assert item.kind is EventKind.FORUM
    assert item.territory_code == "93048"
    assert item.audiences == (Audience.SIAE, Audience.COMPANIES)
    assert item.time.end == datetime(2027, 1, 12, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("Forum;gala;12/01/2027;;Montreuil;Réseau;;", "genre"),
        ("Forum;forum;12/01/2027;11/01/2027;Montreuil;Réseau;;", "fin"),
        ("Forum;forum;30/02/2027;;Montreuil;Réseau;;", "debut"),
        ("Forum;forum;12/01/2027;;Atlantis;Réseau;;", "territoire"),
        ("Forum;forum;12/01/2027;;;Réseau;;", "territoire"),
        ("Forum;forum;12/01/2027;;Montreuil;;;", "organisateur"),
        (";forum;12/01/2027;;Montreuil;Réseau;;", "titre"),
        ("Forum;forum;12/01/2027;;Montreuil;Réseau;martiens;", "publics"),
        ("Forum;forum;12/01/2027;;Montreuil;Réseau;;peut-être", "statut"),
    ],
)
def test_a_bad_row_is_refused_with_its_field_and_the_rest_kept(row: str, field: str) -> None:
    found = read(f"{HEAD}\n{row}\n{GOOD}\n")
    assert len(records(found)) == 1
    (refusal,) = refusals(found)
    assert refusal.where == "ligne 2"
    assert refusal.what.startswith(field)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.fr/", "//x.fr", "http://"])
def test_only_addresses_of_sites_are_kept(address: str) -> None:
    found = read(f"titre;genre;debut;organisateur;en_ligne\nA;forum;2027-01-12;B;{address}\n")
    assert refusals(found)[0].what.startswith("en_ligne")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\x00\x01\x02", b"titre;genre\n"])
def test_files_that_are_nothing_are_refused(content: bytes) -> None:
    found = read(content)
    assert refusals(found)
    assert not records(found)


def test_a_diary_is_read_with_its_zone_its_folds_and_its_escapes() -> None:
    text = ics(
        "DTSTART;TZID=Romance Standard Time:20270612T090000",
        "DTEND;TZID=Europe/Paris:20270612T110000",
        "LOCATION:Salle A\\, 93100 Montreuil",
        "DESCRIPTION:Première ligne\\nseconde",
        "  ligne",
        "CATEGORIES:Divers,Atelier",
        "ORGANIZER;CN=Une Personne:mailto:personne@exemple.fr",
        "ATTENDEE;CN=Une Autre:mailto:autre@exemple.fr",
        "STATUS:CANCELLED",
    )
    (item,) = records(read(text))
    assert item.time.start == datetime(2027, 6, 12, 7, 0, tzinfo=UTC)
    assert item.time.end == datetime(2027, 6, 12, 9, 0, tzinfo=UTC)
    assert item.territory_code == "93048"
    assert item.description == "Première ligne\nseconde ligne"
    assert item.kind is EventKind.WORKSHOP
    assert item.status is EventStatus.CANCELLED
    assert "ersonne" not in repr(item)
    assert "Autre" not in repr(item)


def test_all_days_of_a_diary_end_before_the_day_it_writes() -> None:
    text = ics("DTSTART;VALUE=DATE:20270327", "DTEND;VALUE=DATE:20270329")
    (item,) = records(read(text))
    assert item.time.is_all_day
    assert item.time.end is not None
    assert to_paris(item.time.end) == datetime(2027, 3, 29, tzinfo=PARIS)


def test_an_hour_without_zone_is_one_of_paris_and_a_duration_is_an_end() -> None:
    (item,) = records(read(ics("DTSTART:20270712T090000", "DURATION:PT90M")))
    assert item.time.start == datetime(2027, 7, 12, 7, 0, tzinfo=UTC)
    assert item.time.end == item.time.start + timedelta(minutes=90)


def test_a_repetition_keeps_its_hour_when_clocks_change_and_its_exceptions() -> None:
    text = ics(
        "DTSTART;TZID=Europe/Paris:20270313T090000",
        "DTEND;TZID=Europe/Paris:20270313T100000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Paris:20270320T090000",
    )
    found = records(read(text))
    assert [f"{to_paris(item.time.start):%d/%m %H:%M}" for item in found] == [
        "13/03 09:00",
        "27/03 09:00",
        "03/04 09:00",
    ]
    assert len({item.key for item in found}) == 3


def test_a_date_moved_takes_the_place_of_the_one_repeated() -> None:
    text = ics("DTSTART:20270104T080000Z", "RRULE:FREQ=WEEKLY;UNTIL=20270111")
    moved = ics("RECURRENCE-ID:20270111T080000Z", "DTSTART:20270112T090000Z")
    both = moved.replace("END:VCALENDAR\r\n", "") + text.partition("VERSION:2.0\r\n")[2]
    starts = sorted(item.time.start for item in records(read(both)))
    assert [start.day for start in starts] == [4, 12]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=99999999999999;BYDAY=MO,TU,WE",
        "n’importe quoi",
    ],
)
def test_a_repetition_that_is_not_understood_or_endless_is_refused(rule: str) -> None:
    found = read(ics("DTSTART:20270104T080000Z", f"RRULE:{rule}"))
    assert not records(found)
    assert refusals(found)[0].where == "événement 1"


def test_a_rule_that_never_matches_ends() -> None:
    never = "RRULE:FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=31"
    assert not records(read(ics("DTSTART:20270104T080000Z", never)))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:pas une date",), "debut"),
        (("DTSTART;TZID=Lune/Mer:20270104T080000",), "fuseau"),
        (("DTSTART:20270104T080000Z", "DTEND:20270103T080000Z"), "fin"),
        (("DTSTART:20270104T080000Z", "LOCATION:https://x.exemple.fr/", "DTEND:20270105"), "fin"),
        ((), "date absente"),
    ],
)
def test_a_bad_event_is_refused_with_the_reason(lines: tuple[str, ...], why: str) -> None:
    (refusal,) = refusals(read(ics(*lines)))
    assert why in refusal.what


def test_a_diary_without_organiser_is_refused() -> None:
    found = read(ics("DTSTART:20270104T080000Z"), IcsDefaults(territory="93"))
    assert "--organiser" in refusals(found)[0].what


def test_one_broken_event_never_loses_the_others() -> None:
    broken = ics("DTSTART:pas une date")
    good = ics("DTSTART:20270104T080000Z").replace("a@x", "b@x")
    found = read(broken + good)
    assert len(records(found)) == len(refusals(found)) == 1


@given(st.binary(max_size=400))
def test_any_bytes_are_events_or_refusals(content: bytes) -> None:
    assert all(isinstance(item, EventRecord | RowError) for item in read(content))


PIECES = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "SUMMARY:x", "UID:u",
        "DTSTART:20270104T080000Z", "DTSTART;VALUE=DATE:20270104", "DTEND:20270104T090000",
        "DTEND;TZID=Z:20270104T090000", "DURATION:-P1D", "DURATION:P9999999D", "EXDATE:x",
        "RRULE:FREQ=MONTHLY", "RRULE:FREQ=WEEKLY;INTERVAL=0", "RRULE:FREQ=YEARLY;BYDAY=99MO",
        "RECURRENCE-ID:20270104", "RDATE:20270105", "CATEGORIES:forum", "LOCATION:93100 Montreuil",
        "TZID:Z", "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETFROM:+9900", "TZOFFSETTO:x",
        "RRULE:FREQ=DAILY;UNTIL=x", "X:\\", "DTSTART:99991231T235959Z",
    ]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=12))
def test_any_lines_of_a_diary_are_events_or_refusals(lines: list[str]) -> None:
    text = "\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"))
    assert all(isinstance(item, EventRecord | RowError) for item in read(text))


@settings(max_examples=60)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_any_cells_are_events_or_refusals(cells: list[str]) -> None:
    found = read(f"{HEAD}\n{';'.join(cells)}\n")
    assert all(isinstance(item, EventRecord | RowError) for item in found)
