from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy.orm import Session

from app.fetching.links import LinkProbe, LinkState, check_all, is_global, is_public
from app.funding.directory import find_row
from app.funding.links import broken, check_links
from tests.funding.builders import csv_file
from tests.funding.test_importer import NOW, take

pytestmark = pytest.mark.enable_socket


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012  shared by the requests of one test

    def answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status = 200
        if self.path == "/perdu":
            status = 404
        elif self.path == "/sans-head":
            status = 200 if self.command == "GET" else 405
        elif self.path in {"/ailleurs", "/dedans", "/boucle"}:
            status = 302
        elif self.path == "/panne":
            status = 503
        self.send_response(status)
        if status == 302:
            places = {"/ailleurs": "/", "/dedans": "http://10.0.0.1/", "/boucle": "/boucle"}
            self.send_header("Location", places[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def probe() -> Iterator[LinkProbe]:
    made = LinkProbe(user_agent="Maillage", allows=lambda host, _port: host == "127.0.0.1")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("/", LinkState.OK, ""),
        ("/sans-head", LinkState.OK, ""),
        ("/ailleurs", LinkState.OK, ""),
        ("/perdu", LinkState.BROKEN, "404"),
        ("/panne", LinkState.UNSURE, "503"),
        ("/boucle", LinkState.BROKEN, "redirections"),
        ("/dedans", LinkState.BROKEN, "privé"),
    ],
)
def test_what_a_link_answers(
    site: str, probe: LinkProbe, path: str, state: LinkState, words: str
) -> None:
    report = probe.check(site + path)
    assert report.state is state
    assert words in report.note


@pytest.mark.parametrize(
    "url",
    ["ftp://x.fr/", "javascript:x", "http://", "http://[::1", "https://a b", "http://x:99999/"],
)
def test_what_is_no_address_is_broken(probe: LinkProbe, url: str) -> None:
    assert probe.check(url).state is LinkState.BROKEN


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "172.16.0.1", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_no_private_address_is_ever_asked(address: str) -> None:
    assert not is_global(address)


def test_this_machine_is_not_public(site: str) -> None:
    assert not is_public("127.0.0.1", 80)
    strict = LinkProbe(user_agent="Maillage")
    assert "privé" in strict.check(site + "/").note
    strict.close()
    assert Site.asked == []


def test_a_broken_link_is_kept_with_its_date_and_mended_when_it_answers(
    session: Session, site: str, probe: LinkProbe
) -> None:
    rows = [{"identifiant": n, "lien": f"{site}/{n}"} for n in ("perdu", "panne", "bon")]
    take(session, csv_file(*rows))
    count = check_links(session, partial(check_all, probe), NOW)
    assert (count.tried, count.broken, count.unsure) == (3, 1, 1)
    (row,) = session.scalars(broken())
    assert (row.slug, row.link_checked_at) == ("perdu", NOW)
    assert find_row(session, "panne").link_state == "unsure"
    row.url = f"{site}/bon"
    check_links(session, partial(check_all, probe), NOW)
    assert not list(session.scalars(broken()))
