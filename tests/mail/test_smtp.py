"""The mail server: its address, its absence, TLS and passwords."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.mail.message import read_sender
from app.mail.models import Letter
from app.mail.sending import Worker
from app.mail.smtp import Server, UnreachableError, connect
from tests.mail.conftest import Running

pytestmark = pytest.mark.enable_socket
SENDER = read_sender("Maillage <portail@exemple.fr>")
Leave = Callable[..., Letter]


def test_an_address_of_a_server_is_read() -> None:
    server = Server.of("smtps://nom%40exemple.fr:s%3Acret@mail.exemple.fr")
    assert (server.host, server.port, server.tls) == ("mail.exemple.fr", 465, True)
    assert (server.user, server.password) == ("nom@exemple.fr", "s:cret")
    local = Server.of("smtp://localhost:25?starttls=no")
    assert (local.port, local.tls, local.starttls) == (25, False, False)
    assert Server.of("smtp://mail.exemple.fr").port == 587


@pytest.mark.parametrize(
    "url",
    [
        "mail.exemple.fr",
        "http://mail.exemple.fr",
        "smtp://",
        "smtp://hote:port",
        "smtp://nom:secret@hote:99999",
        "smtp://nom:secret@hote/chemin",
        "smtp://nom:secret@hote?tls=yes",
    ],
)
def test_a_bad_address_is_said_without_its_password(url: str) -> None:
    with pytest.raises(InvalidError, match="PORTAL_SMTP_URL") as caught:
        Server.of(url)
    assert "secret@" not in str(caught.value).replace("nom:secret@serveur", "")


def test_a_dead_server_uses_up_no_try(leave: Leave, session: Session, now: datetime) -> None:
    leave(now=now)
    with pytest.raises(UnreachableError), connect(Server(host="127.0.0.1", port=1, tls=False)):
        pass


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The TLS of a server named localhost, and that of who trusts it."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=str(certificate))


def accept(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any) -> Any:
    is_known = (data.login, data.password) == (b"portail", b"s:cret")
    return AuthResult(success=is_known, handled=False)


def test_starttls_is_used_where_it_is_offered_and_the_password_travels_inside(
    start: Callable[..., Running],
    trusted: tuple[ssl.SSLContext, ssl.SSLContext],
    session: Session,
    leave: Leave,
    now: datetime,
) -> None:
    server, trust = trusted
    running = start(
        tls_context=server, require_starttls=True, auth_required=True, authenticator=accept
    )
    leave(now=now)
    here = Server.of(running.url.replace("//", "//portail:s%3Acret@"))
    with connect(here, trust) as post:
        assert Worker(session, post, SENDER, lambda: now).run().sent == 1
    with pytest.raises(UnreachableError, match="certificate"), connect(here):
        pass
    wrong = Server.of(running.url.replace("//", "//portail:faux@"))
    with pytest.raises(UnreachableError) as caught, connect(wrong, trust):
        pass
    assert "faux" not in str(caught.value)


def test_smtps_is_tls_from_the_first_byte(
    start: Callable[..., Running],
    trusted: tuple[ssl.SSLContext, ssl.SSLContext],
    session: Session,
    leave: Leave,
    now: datetime,
) -> None:
    running = start(ssl_context=trusted[0])
    leave(now=now)
    with connect(Server.of(running.url.replace("smtp:", "smtps:")), trusted[1]) as post:
        assert Worker(session, post, SENDER, lambda: now).run().sent == 1
