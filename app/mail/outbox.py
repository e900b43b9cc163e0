"""The outbox: where an act leaves its letters, in its own transaction."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.mail import pauses
from app.mail.models import Letter, LetterState
from app.mail.texts import write_letter

# What a sender may write in these is theirs; the others are the portal's own.
HEADERS = frozenset(
    {
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Id",
        "Reply-To",
        "References",
        "In-Reply-To",
    }
)
HEADER_VALUE = re.compile(r"[ -~]{1,900}")
RECIPIENT = re.compile(r"[^\s@<>()\[\]\",;:\\\x00-\x1f\x7f-\U0010ffff]+@[A-Za-z0-9.-]+")


def queue(
    session: Session,
    key: str,
    recipient: str,
    values: Mapping[str, object],
    now: datetime,
    *,
    once: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Letter | None:
    """Leave a letter for that address; nothing where `once` was queued before. Flushes.

    `values` fill the text of that key in `content/mails`. What is left for a paused address is
    kept, and not sent. Raises InvalidError for an address or a header that would break a message.
    """
    check_recipient(recipient)
    written = write_letter(key, values)
    row: dict[str, object] = {
        "key": key,
        "once": once,
        "recipient": recipient,
        "subject": written.subject,
        "text": written.text,
        "html": written.html,
        "headers": check_headers(headers or {}),
        "message_id": f"<{uuid.uuid4().hex}@maillage>",
        "state": LetterState.WAITING.value,
        "created_at": now,
        "due_at": now,
        "is_secret": written.is_secret,
        "is_essential": written.is_essential,
    }
    pause = None if written.is_essential else pauses.find(session, recipient)
    if pause is not None:
        row |= {"state": LetterState.FAILED.value, "error": pauses.say(pause)}
    return add(session, row)


def add(session: Session, row: dict[str, object]) -> Letter | None:
    """Keep a letter; None where another with its `once` is there, even written just now."""
    if row["once"] is None:
        letter = Letter(**row)
        session.add(letter)
        session.flush()
        return letter
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Letter) if is_postgresql else sqlite.insert(Letter)
    number = session.scalar(
        insert.values(**row, tries=0, **({} if "error" in row else {"error": ""}))
        .on_conflict_do_nothing(index_elements=["once"])
        .returning(Letter.id)
    )
    return None if number is None else session.get_one(Letter, number)


def check_recipient(recipient: str) -> None:
    """Refuse what is not one address: two of them, or the start of a header."""
    if len(recipient) > 254 or RECIPIENT.fullmatch(recipient) is None:
        raise InvalidError("Ce courrier n’a pas de destinataire valable.")


def check_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, whose names are in `HEADERS` and whose values stay on their line."""
    for name, value in headers.items():
        if name not in HEADERS or HEADER_VALUE.fullmatch(value) is None:
            raise InvalidError(f"L’en-tête « {name[:40]} » du courrier n’est pas valable.")
    return dict(headers)
