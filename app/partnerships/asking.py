"""Asking without an account: a draft behind a link, kept step by step until it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import tokens
from app.accounts.models import Person
from app.errors import InvalidError, NotFoundError
from app.matching.kinds import Modality
from app.partnerships.answer_words import AskerKind
from app.partnerships.models import Need
from app.partnerships.moves import UNSYNCED, move_need
from app.partnerships.states import NeedState, Side
from app.partnerships.widening import Widening
from app.siae.models import Siae

CONFIRMING = "need-confirm"  # the purpose of the secret that proves the address
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read for another
DRAFT_KEPT = timedelta(days=30)  # since it was last changed
UNCONFIRMED_KEPT = timedelta(days=7)
MOST_CHARACTERS = 20_000  # of all that a draft keeps
BEFORE = (NeedState.DRAFT, NeedState.UNCONFIRMED)
LOST = (
    "Ce lien n’ouvre aucune demande. Il est peut-être incomplet, ou le brouillon a été effacé : "
    "par vous, ou parce que personne ne l’avait modifié depuis trente jours."
)
GONE = "Cette demande est déjà partie\u00a0: elle ne peut plus être modifiée."
Answers = dict[str, list[str]]


class Step(StrEnum):
    """A page of the form; the preview comes after the last."""

    SUBJECT = "besoin"
    PLACE = "lieu"
    CONTACT = "contact"
    PREVIEW = "apercu"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is asked for, read from the first step."""

    title: str
    text: str
    sectors: list[str]
    conditions: list[str]
    fte: float | None
    days: int | None
    hours: int | None
    starts_on: date | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where, and in whose name, read from the second step; `siret` is empty for a holder."""

    asker_kind: AskerKind
    asker_organisation: str
    organisation_id: int | None
    siret: str
    territory_code: str
    department_code: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who asks, read from the third step."""

    asker_name: str
    email: str
    phone: str
    shares_contact: bool


def start(
    session: Session, modality: Modality, now: datetime, person: Person | None = None
) -> tuple[Need, str]:
    """A new draft and the secret of its link, which is kept nowhere else. Flushes.

    `person` is who began it, where somebody is signed in: their organisations will not receive it.
    """
    secret = tokens.draw_secret()
    need = Need(
        reference="-".join(("MR", "".join(secrets.choice(LETTERS) for _ in range(6)))),
        secret_digest=tokens.digest(secret),
        modality=modality.value,
        state=NeedState.DRAFT.value,
        answers={},
        person_id=person.id if person else None,
        created_at=now,
        updated_at=now,
    )
    session.add(need)
    session.flush()
    return need, secret


def by_secret(secret: str) -> sa.Select[Need]:
    """The request of that secret."""
    return sa.select(Need).where(Need.secret_digest == tokens.digest(secret))


def find(session: Session, secret: str) -> Need:
    """The request of that secret, whatever its state; NotFoundError explains a lost link."""
    found = session.scalars(by_secret(secret)).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def keep(
    session: Session,
    need: Need,
    answers: Mapping[str, Sequence[str]],
    names: Sequence[str],
    part: Subject | Place | Contact,
    now: datetime,
) -> None:
    """Keep a step: what was typed, by name of field, and what was read from it. Flushes.

    `names` are those of the fields of the step: what they held before is replaced. A request that
    waited for its confirmation is a draft again, and its letter opens nothing any more. Raises
    InvalidError where it has left, or is far too long.
    """
    kept = {name: values for name, values in need.answers.items() if name not in names}
    kept |= {name: list(values) for name, values in answers.items()}
    if sum(len(value) for values in kept.values() for value in values) > MOST_CHARACTERS:
        raise InvalidError("C’est trop long pour être gardé\u00a0: raccourcissez les textes.")
    take_back(session, need, now)
    need.answers = kept
    for name, value in asdict(part).items():
        setattr(need, name, value.value if isinstance(value, StrEnum) else value)
    need.updated_at = now
    session.flush()


def take_back(session: Session, need: Need, now: datetime) -> None:
    """Make a request that waits for its confirmation a draft again. Flushes."""
    if need.need_state not in BEFORE:
        raise InvalidError(GONE)
    if need.need_state is NeedState.UNCONFIRMED:
        tokens.revoke(session, str(need.id), CONFIRMING, now=now)
        move_need(session, need, NeedState.DRAFT, Side.ASKER, now)


def wish(session: Session, need: Need, slug: str) -> None:
    """Note the structure whose page the asker came from; nothing where there is none. Flushes."""
    need.wished_siae_id = session.scalar(sa.select(Siae.id).where(Siae.slug == slug))
    session.flush()


def widen(
    session: Session, need: Need, widening: Widening, answers: Answers, now: datetime
) -> None:
    """Ask for more than the steps said; `answers` make them say it. Flushes.

    Raises InvalidError where the request has left.
    """
    take_back(session, need, now)
    if widening.key == "sectors":
        need.sectors = list(dict.fromkeys((*need.sectors, *widening.values)))
    else:
        need.territory_code = widening.values[0]
    need.answers = {**need.answers, **answers}
    need.updated_at = now
    session.flush()


def commune_of(session: Session, siret: str) -> str:
    """The commune of a structure of the directory, by its SIRET; nothing where it is unknown."""
    select = sa.select(Siae.commune_code).where(
        Siae.organisation.has(siret=siret), Siae.commune_code.is_not(None)
    )
    return session.scalars(select.order_by(Siae.id).limit(1)).one_or_none() or ""


def next_step(need: Need) -> Step:
    """Where a draft is to be resumed."""
    if not need.title:
        return Step.SUBJECT
    if not need.asker_kind:
        return Step.PLACE
    return Step.PREVIEW if need.email else Step.CONTACT


def forget(session: Session, need: Need) -> None:
    """Erase a draft; InvalidError where it has left. Flushes."""
    if need.need_state not in BEFORE:
        raise InvalidError(GONE)
    session.delete(need)
    session.flush()


def purge(session: Session, now: datetime) -> int:
    """Erase the drafts of thirty days and the requests never confirmed; how many. Flushes."""
    erased = session.execute(
        sa.delete(Need).where(
            sa.or_(
                sa.and_(Need.state == NeedState.DRAFT.value, Need.updated_at < now - DRAFT_KEPT),
                sa.and_(
                    Need.state == NeedState.UNCONFIRMED.value,
                    Need.updated_at < now - UNCONFIRMED_KEPT,
                ),
            )
        ),
        execution_options=UNSYNCED,
    )
    return int(erased.rowcount)  # type: ignore[attr-defined]
