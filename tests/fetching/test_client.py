"""What the client asks again, what it refuses, and how long it waits."""

from __future__ import annotations

import json
from typing import BinaryIO

import pytest

from app.fetching.answers import check_page
from app.fetching.client import Client
from app.fetching.errors import (
    AnswerError,
    FetchError,
    HostDownError,
    MissingError,
    QuotaError,
    TooLargeError,
    UnreadableError,
)
from tests.fetching.conftest import FakeTime, MakeClient
from tests.fetching.publisher import Fault, Publisher, notices

pytestmark = pytest.mark.enable_socket

RECORDS = "/api/explore/v2.1/catalog/datasets/boamp/records"
WHERE = "dateparution >= date'2026-11-20' AND dateparution <= date'2026-11-20'"
PARAMS = {"where": WHERE, "limit": 100, "offset": 0}
HTML = b"<!DOCTYPE html><html><body>Access denied</body></html>"


def quota(reset: str) -> Fault:
    body = {
        "errorcode": 10002,
        "reset_time": reset,
        "limit_time_unit": "day",
        "call_limit": 10000,
        "error": "Too many requests on the domain. Please contact the domain administrator.",
    }
    return Fault(status=429, body=json.dumps(body).encode())


def ask(client: Client, publisher: Publisher) -> int:
    with client.get(publisher.address + RECORDS, PARAMS, check=check_page) as body:
        found: int = json.load(body)["total_count"]
        return found


def anything(body: BinaryIO) -> None:
    body.read()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=HTML),
        Fault(body=b'{"message": "maintenance"}'),
        Fault(body=b"[]"),
        Fault(body=b""),
        Fault(body=b"[" * 100_000),
        Fault(cut=200),
        Fault(cut=60, gzipped=True),
        Fault(headers={"Content-Encoding": "gzip"}),
        Fault(status=500),
        Fault(status=502, body=HTML),
        Fault(status=504, headers={"Retry-After": "7"}),
        Fault(status=429, headers={"Retry-After": "12"}),
        Fault(status=429, body=HTML),
    ],
    ids=[
        "html", "no results", "a list", "empty", "deep", "cut", "cut gzip", "no gzip",
        "500", "502", "504", "429 seconds", "429 silent",
    ],
)  # fmt: skip
def test_what_may_pass_is_asked_again(
    patient: Client, publisher: Publisher, time: FakeTime, fault: Fault
) -> None:
    publisher.records = notices(3, "2026-11-20")
    publisher.faults = [fault]
    assert ask(patient, publisher) == 3
    assert len(publisher.asked) == 2
    assert time.slept
    assert publisher.agents == {"Maillage (+https://maillage.example)"}


def test_attempts_come_later_and_later_then_the_host_is_down(
    patient: Client, publisher: Publisher, time: FakeTime
) -> None:
    publisher.faults = [Fault(status=503) for _ in range(9)]
    with pytest.raises(HostDownError, match="erreur 503"):
        ask(patient, publisher)
    assert time.slept == [1, 2, 4, 8]


def test_a_host_may_ask_for_a_longer_pause_within_bounds(
    patient: Client, publisher: Publisher, time: FakeTime
) -> None:
    publisher.faults = [
        Fault(status=503, headers={"Retry-After": "30"}),
        Fault(status=503, headers={"Retry-After": "86400"}),
    ]
    ask(patient, publisher)
    assert time.slept == [30, 60]


def test_a_host_that_only_gives_pages_of_errors_is_unreadable(
    patient: Client, publisher: Publisher
) -> None:
    publisher.faults = [Fault(body=HTML) for _ in range(9)]
    with pytest.raises(UnreadableError, match="page HTML"):
        ask(patient, publisher)


def test_a_refused_connection_and_a_silent_host_are_down(
    make_client: MakeClient, publisher: Publisher
) -> None:
    client = make_client(attempts=2)
    with pytest.raises(HostDownError, match="connexion"):
        client.get("http://127.0.0.1:9/x", check=anything)


def test_a_quota_is_waited_for_until_the_instant_it_names(
    patient: Client, publisher: Publisher, time: FakeTime
) -> None:
    publisher.faults = [quota("2026-11-23T09:05:00Z")]  # 10:05 in Paris
    assert ask(patient, publisher) == 0
    assert time.slept[0] == 300


def test_a_quota_too_far_says_when_to_come_back(
    patient: Client, publisher: Publisher, time: FakeTime
) -> None:
    publisher.faults = [quota("2026-11-24T00:00:00Z")]
    with pytest.raises(QuotaError, match="24/11/2026 à 01:00") as refused:
        ask(patient, publisher)
    assert refused.value.resume_at.isoformat() == "2026-11-24T01:00:00+01:00"
    assert not time.slept


def test_the_waits_of_a_client_are_bounded_together(
    make_client: MakeClient, publisher: Publisher
) -> None:
    client = make_client(longest_wait=400)
    publisher.faults = [quota("2026-11-23T09:05:00Z"), quota("2026-11-23T09:10:00Z")]
    with pytest.raises(QuotaError):
        ask(client, publisher)


@pytest.mark.parametrize("reset", ["2026-11-23T08:00:00Z", "demain", "0001-01-01", ""])
def test_a_quota_that_names_no_instant_to_come_is_asked_again(
    patient: Client, publisher: Publisher, reset: str
) -> None:
    publisher.faults = [quota(reset)]
    assert ask(patient, publisher) == 0


def test_a_refusal_is_final_and_says_why(patient: Client, publisher: Publisher) -> None:
    body = b'{"message": "ODSQL query is malformed", "error_code": "ODSQLError"}'
    publisher.faults = [Fault(status=400, body=body), Fault(status=403, body=HTML)]
    with pytest.raises(AnswerError, match="refus 400 ODSQL query is malformed"):
        ask(patient, publisher)
    with pytest.raises(AnswerError, match="refus 403"):
        ask(patient, publisher)
    with pytest.raises(MissingError, match="/nulle-part"):
        patient.get(f"{publisher.address}/nulle-part", check=anything)
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(
    "location",
    ["https://127.0.0.1.example/x", "http://127.0.0.1:1/x", "//autre.example/", "https://[x/"],
)
def test_a_redirection_elsewhere_is_refused(
    patient: Client, publisher: Publisher, location: str
) -> None:
    publisher.faults = [Fault(status=302, headers={"Location": location})]
    with pytest.raises(AnswerError, match="renvoie vers"):
        ask(patient, publisher)


def test_a_redirection_on_the_same_host_is_followed_a_few_times(
    patient: Client, publisher: Publisher
) -> None:
    publisher.files["/ici"] = b"voila"
    publisher.faults = [Fault(status=301, headers={"Location": "/ici"}, on="records")]
    with patient.get(publisher.address + RECORDS, PARAMS, check=anything) as body:
        assert body.read() == b"voila"
    publisher.faults = [Fault(status=301, headers={"Location": "/ici"}) for _ in range(9)]
    with pytest.raises(AnswerError, match="trop de redirections"):
        ask(patient, publisher)


@pytest.mark.parametrize("address", ["http://www.boamp.fr/x", "ftp://127.0.0.1/x", "x", "https://"])
def test_only_https_is_asked_this_machine_aside(patient: Client, address: str) -> None:
    with pytest.raises(FetchError, match="seul https"):
        patient.get(address, check=anything)


def test_an_answer_too_large_is_refused_compressed_or_not(
    make_client: MakeClient, publisher: Publisher
) -> None:
    client = make_client(largest=10_000)
    publisher.files["/gros"] = b"x" * 10_001
    publisher.faults = [Fault(gzipped=True)]
    for _ in range(2):
        with pytest.raises(TooLargeError):
            client.get(f"{publisher.address}/gros", check=anything)


def test_an_answer_too_slow_is_left(make_client: MakeClient, publisher: Publisher) -> None:
    publisher.files["/lent"] = b"x"
    with pytest.raises(HostDownError, match="trop lente"):
        make_client(longest_answer=-1).get(f"{publisher.address}/lent", check=anything)
