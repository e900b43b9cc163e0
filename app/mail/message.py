"""The message of a letter, as RFC 5322 asks."""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr

from app.clock import to_utc
from app.errors import InvalidError
from app.mail.models import Letter


class OneLinePolicy(EmailPolicy):
    """The policy of SMTP, but for the headers of lists, whose addresses are never cut nor encoded.

    Python writes a long word of a header in RFC 2047, which no mail client undoes inside the
    address of `List-Unsubscribe`.
    """

    def fold(self, name: str, value: str) -> str:
        """A header on as many lines as it needs."""
        if name.lower().startswith("list-"):
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same in bytes."""
        if name.lower().startswith("list-"):
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = OneLinePolicy(linesep=SMTP.linesep)


def read_sender(sender: str) -> Address:
    """« Maillage <adresse@exemple.fr> », read; InvalidError where it is no sender."""
    name, address = parseaddr(sender)
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise InvalidError("PORTAL_MAIL_FROM n’est pas une adresse d’expéditeur.") from error


def build_message(letter: Letter, sender: Address, now: datetime) -> EmailMessage:
    """The message of a letter: both parts, its own headers, and those of an automatic letter."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(to_utc(now))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
