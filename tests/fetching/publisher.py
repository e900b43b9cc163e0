"""A publisher on 127.0.0.1: the API and the folders of the BOAMP, with faults on demand."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DATES = re.compile(r"dateparution >= date'([\d-]+)' AND dateparution <= date'([\d-]+)'")


@dataclass(kw_only=True)
class Fault:
    """What one request gets instead of its answer; `cut` sends only that many bytes of it."""

    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    gzipped: bool = False
    on: str = ""  # only for addresses that hold this


@dataclass(kw_only=True)
class Publisher:
    """What it publishes, what it was asked, and the faults to come, in order."""

    records: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)  # said instead of the true ones, in order
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""

    def queries(self) -> list[dict[str, str]]:
        """The parameters of each request, in order."""
        return [{k: v[0] for k, v in parse_qs(urlsplit(a).query).items()} for a in self.asked]

    def answer(self, address: str) -> tuple[int, bytes]:
        """Status and body of an address."""
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        if path in self.files:
            return 200, self.files[path]
        if not path.startswith("/api/explore/v2.1/catalog/datasets/boamp/"):
            return 404, b"<html>Not Found</html>"
        dates = DATES.match(query["where"][0])
        assert dates
        found = [r for r in self.records if dates[1] <= str(r["dateparution"]) <= dates[2]]
        if path.endswith("/exports/json"):
            return 200, json.dumps(found).encode()
        limit, offset = int(query["limit"][0]), int(query["offset"][0])
        assert limit <= 100
        if offset + limit >= 10_000:
            return 400, b'{"message":"offset too large","error_code":"InvalidRESTParameterError"}'
        total = self.totals.pop(0) if self.totals else len(found)
        page = {"total_count": total, "results": found[offset : offset + limit]}
        return 200, json.dumps(page).encode()

    def next_fault(self, address: str) -> Fault | None:
        """The next fault of this address."""
        for fault in self.faults:
            if fault.on in address:
                self.faults.remove(fault)
                return fault
        return None


def handler_of(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            publisher.asked.append(self.path)
            publisher.agents.add(self.headers["User-Agent"])
            fault = publisher.next_fault(self.path) or Fault()
            status, body = publisher.answer(self.path)
            if fault.body is not None or fault.status != 200:
                status, body = fault.status, fault.body or b""
            headers = dict(fault.headers)
            if fault.gzipped:
                body = gzip.compress(body)
                headers["Content-Encoding"] = "gzip"
            sent = body if fault.cut is None else body[: fault.cut]
            # A cut gzip that announces its own length: only its content tells.
            length = len(sent) if fault.gzipped else len(body)
            self.send_response(status)
            for name, value in {"Content-Length": str(length), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)
            if length != len(sent):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serve(publisher: Publisher) -> Iterator[Publisher]:
    """The publisher, answering at its `address` while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(publisher))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def index_of(names: list[str]) -> bytes:
    """The list of a folder, as Apache writes it."""
    rows = "".join(
        f'<tr><td><a href="{n}">{n}</a></td><td align="right">2025-02-03 06:12</td></tr>\n'
        for n in names
    )
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html><head>'
        "<title>Index of /</title></head><body><table>\n"
        '<tr><th><a href="?C=N;O=D">Name</a></th></tr>\n'
        f'<tr><td><a href="/OPENDATA/BOAMP/">Parent Directory</a></td></tr>\n{rows}'
        "</table></body></html>"
    ).encode()


def notice(number: str, day: str, **fields: Any) -> dict[str, Any]:
    """One small record."""
    return {
        "idweb": number,
        "objet": f"Nettoyage {number}",
        "famille": "FNS",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "dateparution": day,
        "datelimitereponse": "2035-07-31T12:00:00+00:00",
        "nomacheteur": "Ville de Bobigny",
        "code_departement": ["93"],
        "descripteur_libelle": ["Nettoyage de locaux"],
        "type_marche": ["SERVICES"],
        "donnees": "{}",
        "gestion": "{}",
        **fields,
    }


def notices(count: int, day: str, start: int = 1) -> list[dict[str, Any]]:
    """Several, in the order of the publisher."""
    return [notice(f"26-{number:05d}", day) for number in range(start, start + count)]


def annonce(number: str, department: str = "93", extra: str = "") -> bytes:
    """One small notice of the DILA."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNONCE><GESTION><REFERENCE>'
        f"<IDWEB>{number}</IDWEB><TYPE_AVIS><FAMILLE><FNS/></FAMILLE><NATURE><APPEL_OFFRE/></NATURE>"
        "<STATUT><INITIAL/></STATUT></TYPE_AVIS></REFERENCE><INDEXATION>"
        "<DATE_PUBLICATION>2026-11-20</DATE_PUBLICATION>"
        f"<DEP_PUBLICATION>{department}</DEP_PUBLICATION><RESUME_OBJET>Nettoyage</RESUME_OBJET>"
        f"{extra}</INDEXATION></GESTION><DONNEES/></ANNONCE>\n"
    ).encode()
