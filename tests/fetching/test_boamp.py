"""The windows of the BOAMP: pages, exports, folders of the DILA, and from source to source."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.fetching import (
    AnswerError,
    Client,
    Fetcher,
    NoSourceError,
    QuotaError,
    Scope,
    Window,
    open_boamp,
    plan_windows,
)
from app.imports.report import RowError
from app.tenders.sources import parse_file
from tests.fetching.publisher import (
    Fault,
    Publisher,
    annonce,
    index_of,
    notice,
    notices,
    serve,
)

pytestmark = pytest.mark.enable_socket

DAY = "2026-11-20"
ONE_DAY = Window(first=date(2026, 11, 20), last=date(2026, 11, 20))
MONTH = Window(first=date(2026, 10, 1), last=date(2026, 10, 31))
REGION = Scope(key="ile-de-france", departments=("75", "77", "78", "91", "92", "93", "94", "95"))
FRANCE = Scope(key="france")
DEAD = "http://127.0.0.1:9"
HTML = b"<!DOCTYPE html><html><body>Access denied</body></html>"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def open_fetcher(patient: Client, told: list[str]) -> Callable[..., Fetcher]:
    def open_one(*hosts: str, dila: str = "", scope: Scope = REGION) -> Fetcher:
        return open_boamp(patient, hosts=",".join(hosts), dila=dila, scope=scope, tell=told.append)

    return open_one


@pytest.fixture
def other() -> Iterator[Publisher]:
    with serve(Publisher()) as running:
        yield running


def bodies(fetcher: Fetcher, window: Window = ONE_DAY) -> list[bytes]:
    return [page.body.read() for page in fetcher.read(window)]


def numbers(found: list[bytes]) -> list[str]:
    parsed = [item for body in found for item in parse_file(io.BytesIO(body))]
    assert not [item for item in parsed if isinstance(item, RowError)]
    return [item.record.id for item in parsed if not isinstance(item, RowError)]


def test_a_day_is_read_by_pages_in_a_stable_order(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    publisher.records = [*notices(3, "2026-11-19", start=900), *notices(250, DAY)]
    found = bodies(open_fetcher(publisher.address))
    assert numbers(found) == [f"26-{n:05d}" for n in range(1, 251)]
    queries = publisher.queries()
    assert [q["offset"] for q in queries] == ["0", "100", "200"]
    assert {q["order_by"] for q in queries} == {"dateparution ASC, idweb ASC"}
    assert {q["timezone"] for q in queries} == {"UTC"}
    assert {q["where"] for q in queries} == {
        "dateparution >= date'2026-11-20' AND dateparution <= date'2026-11-20' AND "
        '(code_departement in ("75", "77", "78", "91", "92", "93", "94", "95") '
        'OR criteres = "sociaux")'
    }


def test_a_day_without_notices_gives_no_page(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    assert bodies(open_fetcher(publisher.address, scope=FRANCE)) == []
    assert "code_departement" not in publisher.queries()[0]["where"]


def test_a_notice_that_slips_between_two_pages_is_found_by_a_second_reading(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    publisher.records = notices(201, DAY)
    fetcher = open_fetcher(publisher.address)
    found = []
    for page in fetcher.read(ONE_DAY):
        found.append(page.body.read())
        if len(found) == 1:
            del publisher.records[0]  # the 101st takes the place of the 100th
    assert sorted(set(numbers(found))) == [f"26-{n:05d}" for n in range(1, 202)]
    assert len(numbers(found)) == 201, "each one once"


def test_a_count_that_grows_is_followed(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    publisher.records = notices(150, DAY)
    publisher.totals = [100]
    assert len(numbers(bodies(open_fetcher(publisher.address)))) == 100
    publisher.totals = [120, 150]
    assert len(numbers(bodies(open_fetcher(publisher.address)))) == 150


def test_duplicates_between_pages_come_once_unless_they_changed(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    records = notices(150, DAY)
    publisher.records = [*records[:120], *records[90:150]]
    assert len(numbers(bodies(open_fetcher(publisher.address)))) == 150
    publisher.records = [*notices(100, DAY), notice("26-00007", DAY, objet="Autre objet")]
    found = bodies(open_fetcher(publisher.address))
    assert numbers(found).count("26-00007") == 2, "the last one is kept by whoever stores them"


def test_an_empty_page_before_the_end_is_read_again_then_refused(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, told: list[str]
) -> None:
    publisher.records = notices(150, DAY)
    empty = json.dumps({"total_count": 150, "results": []}).encode()
    publisher.faults = [Fault(body=empty, on="offset=100")]
    assert len(numbers(bodies(open_fetcher(publisher.address)))) == 150
    publisher.faults = [Fault(body=empty, on="offset=100") for _ in range(2)]
    with pytest.raises(AnswerError):
        bodies(open_fetcher(publisher.address))
    assert "100 avis reçus sur 150" in told[-1]


def test_a_day_too_long_for_pages_is_read_as_an_export(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    publisher.records = notices(9_950, DAY)
    (export,) = bodies(open_fetcher(publisher.address))
    assert len(json.loads(export)) == 9_950
    assert [a.partition("?")[0].rpartition("/")[2] for a in publisher.asked] == [
        "records",
        "records",
        "json",
    ]


def test_a_month_is_one_export_checked_to_its_end(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    publisher.records = [*notices(2, "2026-09-30"), *notices(40, "2026-10-05", start=100)]
    publisher.faults = [
        Fault(body=b'[{"idweb": "26-1"}, {"idweb": "26-', on="exports"),
        Fault(body=HTML, on="exports"),
        Fault(cut=90, gzipped=True, on="exports"),
        Fault(body=b'[{"idweb": "26-1"}]', on="exports"),  # whole, and less than announced
    ]
    assert len(numbers(bodies(open_fetcher(publisher.address), MONTH))) == 40


def test_an_export_too_large_is_read_by_days(
    make_client: Callable[..., Client], publisher: Publisher, told: list[str]
) -> None:
    publisher.records = [*notices(30, "2026-10-05"), *notices(30, "2026-10-06", start=100)]
    largest = len(json.dumps(publisher.records)) - 1
    client = make_client(largest=largest)
    fetcher = open_boamp(client, hosts=publisher.address, dila="", scope=REGION, tell=told.append)
    assert len(numbers(bodies(fetcher, MONTH))) == 60
    assert not told


def test_a_dead_host_is_followed_by_the_next_and_not_asked_again(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, told: list[str]
) -> None:
    publisher.records = notices(3, DAY)
    fetcher = open_fetcher(DEAD, publisher.address)
    assert len(numbers(bodies(fetcher))) == 3
    assert len(numbers(bodies(fetcher))) == 3
    assert len(told) == 1
    assert "127.0.0.1:9" in told[0]


def test_a_host_that_dies_in_a_window_is_followed_by_the_next(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, other: Publisher
) -> None:
    publisher.records = other.records = notices(150, DAY)
    publisher.faults = [Fault(status=502, on="offset=100") for _ in range(9)]
    found = numbers(bodies(open_fetcher(publisher.address, other.address)))
    assert set(found) == {f"26-{n:05d}" for n in range(1, 151)}


def test_a_quota_is_no_reason_to_ask_elsewhere(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, other: Publisher
) -> None:
    body = b'{"errorcode": 10002, "reset_time": "2026-11-24T00:00:00Z"}'
    publisher.faults = [Fault(status=429, body=body)]
    with pytest.raises(QuotaError):
        bodies(open_fetcher(publisher.address, other.address))
    assert not other.asked


def test_without_any_host_the_folders_of_the_dila_are_read(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    folder = "/OPENDATA/BOAMP/2026/11/20/"
    social = "<CRITERES_SOCIAUX_ENV><SOCIAUX/></CRITERES_SOCIAUX_ENV>"
    publisher.files = {
        folder: index_of(["26-1.xml", "26-2.xml", "26-3.xml", "26-4.xml", "LISEZ-MOI.txt"]),
        f"{folder}26-1.xml": annonce("26-1"),
        f"{folder}26-2.xml": annonce("26-2", department="13"),
        f"{folder}26-3.xml": annonce("26-3", department="13", extra=social),
        f"{folder}26-4.xml": annonce("26-4", department=""),
    }
    publisher.faults = [Fault(cut=300, gzipped=True, on="26-1.xml")]
    fetcher = open_fetcher(DEAD, dila=f"{publisher.address}/OPENDATA/BOAMP/")
    found = bodies(fetcher)
    assert found == [publisher.files[f"{folder}26-{n}.xml"] for n in (1, 3, 4)]
    assert numbers(found) == ["26-1", "26-3", "26-4"]
    everything = open_fetcher(dila=f"{publisher.address}/OPENDATA/BOAMP", scope=FRANCE)
    assert len(bodies(everything)) == 4


def test_old_days_are_in_another_folder_and_what_is_missing_is_said(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, told: list[str]
) -> None:
    folder = "/OPENDATA/BOAMP/FluxHistorique/Boamp_v240/2026/11/20/"
    publisher.files = {
        folder: index_of(["26-1.xml", "26-2.xml", "26-3.xml"]),
        f"{folder}26-1.xml": HTML,
        f"{folder}26-3.xml": annonce("26-3"),
    }
    fetcher = open_fetcher(dila=f"{publisher.address}/OPENDATA/BOAMP")
    found = []
    with pytest.raises(AnswerError):
        found.extend(page.body.read() for page in fetcher.read(ONE_DAY))
    assert told[-1].endswith("introuvable ou illisible (26-1.xml, 26-2.xml)")
    with pytest.raises(AnswerError):
        bodies(fetcher, Window(first=date(2026, 11, 20), last=date(2026, 11, 21)))
    assert "2026-11-21" in told[-1]


def test_folders_that_only_give_pages_of_errors_are_left(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher
) -> None:
    folder = "/OPENDATA/BOAMP/2026/11/20/"
    names = [f"26-{n}.xml" for n in range(9)]
    publisher.files = {folder: index_of(names), **{f"{folder}{n}": HTML for n in names}}
    with pytest.raises(NoSourceError):
        bodies(open_fetcher(dila=f"{publisher.address}/OPENDATA/BOAMP"))
    assert len(publisher.asked) == 1 + 3 * 5


def test_with_nobody_left_to_ask_every_window_says_so_at_once(
    open_fetcher: Callable[..., Fetcher],
) -> None:
    fetcher = open_fetcher(DEAD, dila=f"{DEAD}/BOAMP")
    for _ in range(2):
        with pytest.raises(NoSourceError, match="aucune source ne répond"):
            bodies(fetcher)


def test_windows_are_days_or_months() -> None:
    days = plan_windows(date(2026, 11, 20), date(2026, 11, 23))
    assert list(map(str, days)) == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    months = plan_windows(date(2025, 12, 15), date(2026, 2, 3))
    assert list(map(str, months)) == [
        "2025-12-15 à 2025-12-31", "2026-01-01 à 2026-01-31", "2026-02-01 à 2026-02-03",
    ]  # fmt: skip


def test_real_answers_are_given_as_they_are(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, shared_data: Path
) -> None:
    file = shared_data / "boamp_api_json" / "fnsimple_2025-02-03_a.json"
    publisher.records = json.loads(file.read_bytes())["results"]
    day = Window(first=date(2025, 2, 3), last=date(2025, 2, 3))
    expected = [r["idweb"] for r in publisher.records if r["dateparution"] == "2025-02-03"]
    assert numbers(bodies(open_fetcher(publisher.address), day)) == expected
    long = Window(first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert len(numbers(bodies(open_fetcher(publisher.address), long))) == len(publisher.records)


def test_real_files_of_the_dila_are_given_as_they_are(
    open_fetcher: Callable[..., Fetcher], publisher: Publisher, shared_data: Path
) -> None:
    folder = "/OPENDATA/BOAMP/FluxHistorique/Boamp_v240/2026/11/20/"
    real = {p.name: p.read_bytes() for p in (shared_data / "boamp_xml_dila").glob("*.xml")}
    publisher.files = {folder: index_of(list(real))} | {folder + n: b for n, b in real.items()}
    address = f"{publisher.address}/OPENDATA/BOAMP"
    assert sorted(bodies(open_fetcher(dila=address, scope=FRANCE))) == sorted(real.values())
    regional = bodies(open_fetcher(dila=address))
    assert 0 < len(regional) < len(real)
