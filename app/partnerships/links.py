"""The addresses of letters: signed, so that the database holds no secret that opens a request.

An address names one row and the instant it was made, so that a number given again later never opens
another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Side

ANSWER, FOLLOW, SURVEY = "need-answer", "need-follow", "need-survey"
LOST = (
    "Ce lien n’ouvre aucune demande\u00a0: il est incomplet, ou ce qu’il ouvrait a été effacé. "
    "Ouvrez-le de nouveau depuis le courriel, sans rien y changer."
)
Row = TypeVar("Row", Need, NeedMatch)


@dataclass(frozen=True, kw_only=True)
class Links:
    """What makes and reads them: the secret of the portal and its address, without final slash."""

    secret: str
    root: str

    def answer(self, match: NeedMatch) -> str:
        """Where an organisation answers a request, with or without an account."""
        return f"{self.root}/reponse/{self.sign(ANSWER, name(match))}"

    def pause(self, match: NeedMatch) -> str:
        """Where an organisation stops receiving requests for a time."""
        return f"{self.answer(match)}/pause"

    def space(self, match: NeedMatch) -> str:
        """The same request in the space of the organisation."""
        return f"{self.root}/espace/organisations/{match.organisation_id}/demandes/{match.id}"

    def follow(self, need: Need) -> str:
        """Where the asker follows a request."""
        return f"{self.root}/mes-demandes/{self.sign(FOLLOW, name(need))}"

    def survey(self, match: NeedMatch, side: Side) -> str:
        """Where one side says what became of a match."""
        return f"{self.root}/suite/{self.sign(SURVEY, f'{name(match)}-{side.value}')}"

    def sign(self, purpose: str, key: str) -> str:
        """A key with the signature of that purpose."""
        return Signer(self.secret, salt=purpose).sign(key).decode()

    def read(self, purpose: str, signed: str) -> list[str]:
        """The parts of the key that was signed for that purpose; NotFoundError otherwise."""
        try:
            key = Signer(self.secret, salt=purpose).unsign(signed.encode(errors="replace"))
        except BadSignature as error:
            raise NotFoundError(LOST) from error
        return key.decode().split("-")

    def find_match(self, session: Session, signed: str) -> NeedMatch:
        """The match that an address of `answer` names; NotFoundError where it is gone."""
        return find(session, NeedMatch, self.read(ANSWER, signed))

    def find_need(self, session: Session, signed: str) -> Need:
        """The request that an address of `follow` names; NotFoundError where it is gone."""
        return find(session, Need, self.read(FOLLOW, signed))

    def find_survey(self, session: Session, signed: str) -> tuple[NeedMatch, Side]:
        """The match and the side that an address of `survey` names; NotFoundError."""
        *key, side = self.read(SURVEY, signed)
        return find(session, NeedMatch, key), Side(side)


def name(row: Need | NeedMatch) -> str:
    """What names a row in an address: its number and the second it was made."""
    return f"{row.id}-{made_at(row)}"


def made_at(row: Need | NeedMatch) -> int:
    """The second a row was made."""
    moment = row.created_at if isinstance(row, Need) else row.sent_at
    return int(moment.timestamp())


def find(session: Session, model: type[Row], key: list[str]) -> Row:
    """The row of that key; NotFoundError where it is gone."""
    number, made = map(int, key)
    found = session.scalars(sa.select(model).where(model.id == number)).one_or_none()
    if found is None or made_at(found) != made:
        raise NotFoundError(LOST)
    return found
