"""The outbox: where an act leaves its letters, in its own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.mail.models import Letter
from app.mail.texts import write_letter


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

    `values` fill the text of that key in `content/mails`.
    """
    if once is not None and session.scalar(sa.select(Letter.id).where(Letter.once == once)):
        return None
    written = write_letter(key, values)
    letter = Letter(
        key=key,
        once=once,
        recipient=recipient,
        subject=written.subject,
        text=written.text,
        html=written.html,
        headers=dict(headers or {}),
        message_id=f"<{uuid.uuid4().hex}@maillage>",
        created_at=now,
        due_at=now,
    )
    session.add(letter)
    session.flush()
    return letter
