"""The letters about a request, each left once in the outbox; links are signed.

No letter shows how to reach somebody before both sides agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.mail import outbox
from app.organisations.membership import moderators
from app.partnerships import addressees
from app.partnerships.describing import asker_of, closing_day, list_facts, list_reasons
from app.partnerships.limits import CLOSING, ENOUGH_ANSWERS, WORKING_DAYS
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Side

Values = Mapping[str, object]


def base_values(need: Need) -> dict[str, object]:
    """What every letter says of a request."""
    return {
        "title": need.title or need.kind.label,
        "reference": need.reference,
        "modality": need.kind.label,
        "closing": closing_day(need),
    }


def write_received(
    session: Session, need: Need, match: NeedMatch, links: Links, now: datetime
) -> int:
    """Tell an organisation that it received a request; how many addresses. Flushes."""
    joined = match.organisation_id is not None and bool(
        addressees.members_of(session, match.organisation_id)
    )
    values = {
        **base_values(need),
        "organisation": match.organisation_name,
        "text": need.text,
        "facts": [{"label": label, "value": value} for label, value in list_facts(need)],
        "reasons": list_reasons(match),
        "place": match.why,
        "answer_link": links.answer(match),
        "pause_link": links.pause(match),
        "joined": joined,
        "space_link": links.space(match) if joined else "",
    }
    # The mailbox's own button pauses the whole organisation: its only reader may, one of several
    # members may not by a click in a letter.
    headers = {} if joined else stop_headers(links.pause(match))
    return to_organisation(session, "need-received", need, match, values, now, headers=headers)


def stop_headers(address: str) -> dict[str, str]:
    """What lets a mailbox show « Se désabonner » (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def to_organisation(
    session: Session,
    key: str,
    need: Need,
    match: NeedMatch,
    values: Values,
    now: datetime,
    *,
    once: str = "",
    headers: Mapping[str, str] | None = None,
) -> int:
    """Leave a letter for who answers for an organisation; how many addresses. Flushes."""
    found = addressees.addressees_of(session, match.organisation_id)
    for address in found:
        outbox.queue(
            session,
            key,
            address,
            {**base_values(need), "organisation": match.organisation_name, **values},
            now,
            once=f"{once or key}:{match.id}:{addressees.key_of(address)}",
            headers=headers,
        )
    return len(found)


def to_asker(
    session: Session,
    key: str,
    need: Need,
    values: Values,
    links: Links,
    now: datetime,
    *,
    once: str,
) -> None:
    """Leave a letter for the asker, while their address is kept. Flushes."""
    if not addressees.is_address(need.email):
        return
    whole = {**base_values(need), "follow_link": links.follow(need), **values}
    outbox.queue(session, key, need.email, whole, now, once=f"{once}:{need.id}")


def write_sent(
    session: Session, need: Need, names: Iterable[str], links: Links, now: datetime
) -> None:
    """Tell the asker who received their request, and what comes next. Flushes."""
    values = {
        "names": list(names),
        "enough": ENOUGH_ANSWERS,
        "working_days": WORKING_DAYS,
        "days": CLOSING,
    }
    to_asker(session, "need-sent", need, values, links, now, once="need-sent")


def write_orphan(session: Session, need: Need, links: Links, now: datetime) -> None:
    """Tell the asker and the portal team that nobody is left to ask. Flushes."""
    once = f"need-orphan:{need.version}"
    values = {"asked": need.wave > 0, "text": need.text}
    to_asker(session, "need-orphan", need, values, links, now, once=once)
    for person in moderators_of(session):
        outbox.queue(
            session,
            "need-team",
            person,
            {
                **base_values(need),
                **values,
                "facts": [{"label": label, "value": value} for label, value in list_facts(need)],
                "link": f"{links.root}/admin/demandes/{need.id}",
            },
            now,
            once=f"need-team:{need.id}:{need.version}:{addressees.key_of(person)}",
        )


def moderators_of(session: Session) -> list[str]:
    """The addresses of those of the portal team who look after requests."""
    return [person.email for person in session.scalars(moderators())]


def write_agreed(
    session: Session, need: Need, match: NeedMatch, links: Links, now: datetime
) -> None:
    """Give each side the contact of the other. Flushes."""
    to_organisation(
        session,
        "need-agreed",
        need,
        match,
        {
            "who": asker_of(need),
            "name": need.asker_name,
            "email": need.email,
            "phone": need.phone,
            "link": links.answer(match),
        },
        now,
    )
    values = {
        "who": match.organisation_name,
        "name": match.contact_name,
        "email": match.contact_email,
        "phone": match.contact_phone,
        "link": links.follow(need),
        "organisation": match.organisation_name,
    }
    to_asker(session, "need-agreed", need, values, links, now, once=f"need-agreed:{match.id}")


def write_message(
    session: Session,
    need: Need,
    match: NeedMatch,
    side: Side,
    number: int,
    text: str,
    links: Links,
    now: datetime,
) -> None:
    """Tell the other side of a message; `number` is the message's. Flushes."""
    once = f"need-message:{number}"
    if side is Side.ASKER:
        values = {"who": asker_of(need), "text": text, "link": links.answer(match)}
        to_organisation(session, "need-message", need, match, values, now, once=once)
        return
    values = {"who": match.organisation_name, "text": text, "link": links.follow(need)}
    to_asker(session, "need-message", need, values, links, now, once=once)
