"""The mail server: its address, and one letter handed to it, with what it answers."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.errors import InvalidError, PortalError
from app.mail.inert import inert_line

TIMEOUT = 30.0  # seconds, for each exchange
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
# Codes of RFC 3463 that speak of the mailbox itself: it does not exist, it moved, it is closed.
GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
GONE_WITHOUT_DETAIL = frozenset({550, 551, 553})
BAD_URL = "PORTAL_SMTP_URL doit ressembler à smtp://nom:secret@serveur:587 ou smtps://…"
CLEAR = (
    "Le serveur de courrier n’offre pas STARTTLS\u00a0: le mot de passe n’est pas envoyé en clair."
)


class UnreachableError(PortalError):
    """The server is not there, or will have nothing of us: no letter is at fault."""


class UncertainError(PortalError):
    """The exchange broke while the server was taking the letter: it may have it."""


class RefusedError(PortalError):
    """The server did not take the letter. `is_final`: it never will; `is_gone`: no such mailbox."""

    def __init__(self, message: str, *, is_final: bool, is_gone: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.is_gone = is_gone


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where letters are handed over. `tls` from the first byte; else STARTTLS where it is offered.

    `starttls` is false for a server of this machine whose certificate nobody signed
    (`smtp://localhost:25?starttls=no`).
    """

    host: str
    port: int
    tls: bool
    starttls: bool = True
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Server:
        """The server of a `PORTAL_SMTP_URL`; InvalidError, which never repeats the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise InvalidError(BAD_URL) from error
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"}:
            raise InvalidError(BAD_URL)
        if parts.query not in {"", "starttls=no"}:
            raise InvalidError(BAD_URL)
        return cls(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            tls=parts.scheme == "smtps",
            starttls=not parts.query,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


class Post:
    """A connection to the server, which letters are handed to one after the other."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp

    def hand(
        self, message: bytes, sender: str, recipient: str, handing: Callable[[], None]
    ) -> None:
        """Hand a message over; returns once the server has taken it.

        `handing` is called just before the server may take it. Raises RefusedError where it
        certainly has not, UncertainError where it may have, UnreachableError where the connection
        is lost before.
        """
        try:
            self._announce(sender, recipient)
        except (OSError, smtplib.SMTPException) as error:
            raise UnreachableError(describe(error)) from error
        handing()
        try:
            code, said = self.smtp.data(message)
        except smtplib.SMTPDataError as error:
            raise refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise UncertainError(f"Échange interrompu\u00a0: {describe(error)}") from error
        if code != 250:
            raise refusal(code, said)

    def _announce(self, sender: str, recipient: str) -> None:
        """Say from whom and for whom."""
        code, said = self.smtp.mail(sender)
        about_mailbox = code == 250
        if about_mailbox:
            code, said = self.smtp.rcpt(recipient)
        if code not in {250, 251}:
            self.smtp.rset()
            raise refusal(code, said, about_mailbox=about_mailbox)


def refusal(code: int, said: bytes | str, *, about_mailbox: bool = False) -> PortalError:
    """What an answer of the server means; 421 is a server that is leaving."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    message = inert_line(f"{code} {text}", 400)
    if code == 421:
        return UnreachableError(message)
    detail = text.split(maxsplit=1)[0] if text.strip() else ""
    has_detail = detail.startswith(("5.", "4."))
    is_gone = detail in GONE if has_detail else code in GONE_WITHOUT_DETAIL
    return RefusedError(
        message, is_final=500 <= code < 600, is_gone=about_mailbox and 500 <= code < 600 and is_gone
    )


@contextmanager
def connect(server: Server, trust: ssl.SSLContext | None = None) -> Iterator[Post]:
    """A connection, signed in; UnreachableError where the server is not there or refuses us.

    `trust` is what certificates are checked with; that of the system by default.
    """
    trust = trust or ssl.create_default_context()
    try:
        smtp = open_connection(server, trust)
    except (OSError, smtplib.SMTPException) as error:
        raise UnreachableError(describe(error)) from error
    try:
        yield Post(smtp)
    finally:
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def open_connection(server: Server, trust: ssl.SSLContext) -> smtplib.SMTP:
    """The connection, in TLS wherever the server can."""
    smtp: smtplib.SMTP
    if server.tls:
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=trust)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        smtp.ehlo_or_helo_if_needed()
        is_private = server.tls or server.host in THIS_MACHINE
        if not server.tls and server.starttls and smtp.has_extn("starttls"):
            smtp.starttls(context=trust)
            smtp.ehlo()
            is_private = True
        if server.user:
            if not is_private:
                raise UnreachableError(CLEAR)
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def describe(error: Exception) -> str:
    """An error of the connection in a line; never what was sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return inert_line(f"{error.smtp_code} {text}", 400)
    return inert_line(str(error) or type(error).__name__, 400)
