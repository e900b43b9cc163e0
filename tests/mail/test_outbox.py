"""The outbox: in the transaction of the act, once, and never with a header that is somebody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.extensions import db
from app.mail import outbox
from app.mail.message import build_message, read_sender
from app.mail.models import Letter

Leave = Callable[..., Letter]


def queue(
    session: Session, now: datetime, recipient: str = "a@exemple.fr", **rest: object
) -> object:
    return outbox.queue(session, "essai", recipient, {"moment": "midi"}, now, **rest)  # type: ignore[arg-type]


def count(session: Session) -> int:
    return session.scalars(sa.select(sa.func.count(Letter.id))).one()


def test_an_act_that_is_undone_leaves_no_letter(session: Session, now: datetime) -> None:
    queue(session, now)
    queue(session, now, once="acte-1")
    assert count(session) == 2
    session.rollback()
    assert count(session) == 0


def test_the_same_act_leaves_one_letter(session: Session, now: datetime) -> None:
    letter = queue(session, now, once="acte-1")
    assert isinstance(letter, Letter)
    assert letter.error == ""
    assert (letter.tries, letter.created_at) == (0, now)
    assert queue(session, now, once="acte-1") is None
    session.commit()
    assert queue(session, now, once="acte-1") is None
    assert queue(session, now, once="acte-2") is not None
    assert count(session) == 2


def test_two_acts_at_the_same_moment_leave_one_letter(session: Session, now: datetime) -> None:
    with Session(db.engine) as other:
        queue(other, now, once="acte-1")
        other.commit()
    assert queue(session, now, once="acte-1") is None


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "nom",
        "a@exemple.fr, b@exemple.fr",
        "a@exemple.fr\r\nBcc: b@exemple.fr",
        "a@exemple.fr\n",
        "<a@exemple.fr>",
        "a@b@exemple.fr",
        "a @exemple.fr",
        "é@exemple.fr",
        f"{'a' * 260}@exemple.fr",
    ],
)
def test_what_is_not_one_address_is_refused(
    session: Session, now: datetime, recipient: str
) -> None:
    with pytest.raises(InvalidError):
        queue(session, now, recipient)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Bcc", "b@exemple.fr"),
        ("From", "b@exemple.fr"),
        ("Reply-To", "b@exemple.fr\r\nBcc: c@exemple.fr"),
        ("List-Unsubscribe", "<https://x>\nX: y"),
        ("List-Unsubscribe", ""),
        ("X\r\nBcc", "y"),
    ],
)
def test_a_header_that_is_not_ours_to_give_is_refused(
    session: Session, now: datetime, name: str, value: str
) -> None:
    with pytest.raises(InvalidError):
        queue(session, now, headers={name: value})


def test_a_message_goes_to_one_address_whatever_its_subject(now: datetime, leave: Leave) -> None:
    letter = leave("o'neil+x@exemple.fr", now=now)
    letter.subject = "É" * 150
    raw = build_message(letter, Address("Éq. <x>", "portail", "exemple.fr"), now).as_bytes()
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert sum(line.lower().startswith((b"to:", b"cc:", b"bcc:")) for line in head) == 1
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()


@pytest.mark.parametrize("sender", ["", "Maillage", "a b", "x <>"])
def test_a_sender_that_is_none_is_said(sender: str) -> None:
    with pytest.raises(InvalidError, match="PORTAL_MAIL_FROM"):
        read_sender(sender)


def test_the_sender_by_default_is_one() -> None:
    assert read_sender("Maillage <ne-pas-repondre@localhost>").addr_spec == (
        "ne-pas-repondre@localhost"
    )
