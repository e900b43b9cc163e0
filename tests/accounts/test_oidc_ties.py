"""Which account a subject opens."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.accounts import sessions
from app.accounts.models import LoginSession, Person
from app.accounts.oidc import tie, untie
from app.accounts.roles import PortalRole
from app.accounts.services import sign_in_by_oidc
from app.errors import InvalidError, NotAllowedError
from tests.people import make_person

NOW = clock.now()
SUBJECT = "https://id.exemple.fr|marie-1"


def enter(session: Session, email: str = "marie@exemple.fr", subject: str = SUBJECT) -> Person:
    return sign_in_by_oidc(session, subject, email, "Marie Curie", NOW)


def test_a_proven_address_ties_the_account_that_has_it(session: Session) -> None:
    known = make_person(session, "marie@exemple.fr", password_hash="…", name="Marie")
    person = enter(session, "Marie@Exemple.fr")
    assert person.id == known.id
    assert (person.oidc_subject, person.password_hash, person.name) == (SUBJECT, "…", "Marie")


def test_an_address_without_proof_ties_and_makes_nothing(session: Session) -> None:
    known = make_person(session, "marie@exemple.fr")
    with pytest.raises(NotAllowedError, match="adresse vérifiée"):
        enter(session, "")
    assert known.oidc_subject is None
    assert session.scalar(sa.select(sa.func.count(Person.id))) == 1


def test_whoever_made_an_account_with_an_address_not_theirs_keeps_nothing(
    session: Session,
) -> None:
    planted = make_person(
        session, "marie@exemple.fr", confirmed_at=None, password_hash="theirs", name="Eux"
    )
    sessions.begin(session, planted, method="password", agent="", now=NOW)
    person = enter(session)
    assert person.id == planted.id
    assert (person.password_hash, person.name) == ("", "Marie Curie")
    assert person.confirmed_at is not None
    assert not session.scalars(sa.select(LoginSession)).all()


def test_another_subject_never_takes_an_account_by_its_address(session: Session) -> None:
    enter(session)
    with pytest.raises(NotAllowedError, match="autre identité"):
        enter(session, subject="https://id.exemple.fr|somebody-else")


@pytest.mark.parametrize("role", list(PortalRole))
def test_the_team_is_tied_from_its_account_never_by_an_address(
    session: Session, role: PortalRole
) -> None:
    person = make_person(session, "marie@exemple.fr", role=role)
    with pytest.raises(NotAllowedError, match="mot de passe"):
        enter(session)
    tie(session, person, SUBJECT)
    assert enter(session, "").has_totp  # which the caller asks for


def test_a_blocked_person_stays_out(session: Session) -> None:
    make_person(session, "marie@exemple.fr", blocked_at=NOW)
    with pytest.raises(NotAllowedError, match="bloqué"):
        enter(session)


@pytest.mark.parametrize("subject", ["", "|", "https://id.exemple.fr|", "|x", "i|" + "x" * 255])
def test_a_subject_that_cannot_be_kept_whole_is_refused(session: Session, subject: str) -> None:
    with pytest.raises(InvalidError):
        enter(session, subject=subject)


@pytest.mark.parametrize("email", ["marie", "marie@", "a@b@c.fr", "x" * 300 + "@exemple.fr"])
def test_an_address_that_is_none_is_refused(session: Session, email: str) -> None:
    with pytest.raises(InvalidError):
        enter(session, email)


def test_a_name_is_a_line_of_text(session: Session) -> None:
    person = sign_in_by_oidc(session, SUBJECT, "marie@exemple.fr", "<b>Marie</b>\n\u202eCurie", NOW)
    assert person.name == "Marie Curie"
    assert len(person.name) <= 120


def test_a_subject_opens_one_account(session: Session) -> None:
    enter(session)
    other = make_person(session)
    with pytest.raises(NotAllowedError, match="déjà relié"):
        tie(session, other, SUBJECT)


def test_nobody_locks_themselves_out(session: Session) -> None:
    person = enter(session)
    with pytest.raises(NotAllowedError, match="mot de passe"):
        untie(session, person)
    person.password_hash = "…"
    untie(session, person)
    assert person.oidc_subject is None
