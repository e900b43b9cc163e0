"""A real mail server, on this machine, that keeps what it takes and refuses what it is told to."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from sqlalchemy.orm import Session

from app import clock
from app.mail import outbox
from app.mail.models import Letter
from app.mail.smtp import Server

OK = "250 OK"
SECRET = "team-role"  # a text that is secret and essential; « essai » is neither


@dataclass
class Box:
    """What the server does: `rcpt` and `data` answer for an address; `stall` never answers."""

    taken: list[Envelope] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    stall: str = ""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.tried.append(address)
        if self.stall == "rcpt":
            await asyncio.sleep(30)
        answer = self.rcpt.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        answer = self.data.get(envelope.rcpt_tos[0], OK)
        if answer == "drop":
            server.transport.abort()
            return OK
        if answer == OK:
            self.taken.append(envelope)
        if self.stall == "data":
            await asyncio.sleep(30)
        return answer

    @property
    def recipients(self) -> list[str]:
        return sorted(address for envelope in self.taken for address in envelope.rcpt_tos)

    def message(self) -> EmailMessage:
        """The only message that was taken."""
        (envelope,) = self.taken
        assert isinstance(envelope.content, bytes)
        return email.message_from_bytes(envelope.content, policy=default)  # type: ignore[return-value]


@dataclass(frozen=True)
class Running:
    """A server that runs: what it does, and where it is."""

    box: Box
    server: Server

    @property
    def url(self) -> str:
        return f"smtp://{self.server.host}:{self.server.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(socket_enabled: None) -> Iterator[Callable[..., Running]]:
    """Start a server with these options of aiosmtpd."""
    with ExitStack() as stack:

        def run(**options: Any) -> Running:
            box, port = Box(), free_port()
            controller = Controller(box, hostname="127.0.0.1", port=port, **options)
            controller.start()
            stack.callback(controller.stop)
            return Running(box, Server(host="127.0.0.1", port=port, tls=False))

        yield run


@pytest.fixture
def running(start: Callable[..., Running]) -> Running:
    return start()


@pytest.fixture
def leave(session: Session) -> Callable[..., Letter]:
    """Leave a letter in the outbox; commits."""

    def queue(
        recipient: str = "a@exemple.fr",
        now: datetime | None = None,
        key: str = "essai",
        **rest: Any,
    ) -> Letter:
        values = {"link": "https://portail.exemple.fr/x"} if key == SECRET else {"moment": "midi"}
        letter = outbox.queue(session, key, recipient, values, now or clock.now(), **rest)
        assert letter is not None
        session.commit()
        return letter

    return queue
