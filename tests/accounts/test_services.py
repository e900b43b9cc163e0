from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.accounts.services import block, find, reset_totp, sign_in_by_oidc, unblock
from app.errors import InvalidError, NotAllowedError, NotFoundError
from tests.accounts.visits import EMAIL, give_totp, letters, make_known

SUBJECT = "https://fournisseur.exemple|42"


def test_a_new_identity_makes_an_account_and_is_known_again(
    session: Session, now: datetime
) -> None:
    made = sign_in_by_oidc(session, SUBJECT, "Camille@Exemple.fr", "Camille \u202eMartin", now)
    assert (made.email, made.name, made.confirmed_at) == (EMAIL, "Camille Martin", now)
    assert (made.password_hash, made.role, made.has_totp) == ("", "", False)
    again = sign_in_by_oidc(session, SUBJECT, "mutee@exemple.fr", "Autre", now)
    assert again is made
    assert (again.email, again.name) == (EMAIL, "Camille Martin")


def test_an_account_that_proved_the_address_is_linked_and_told(
    session: Session, now: datetime
) -> None:
    person = make_known(session, name="Camille")
    kept = person.password_hash
    give_totp(session, person)
    linked = sign_in_by_oidc(session, SUBJECT, EMAIL, "Autre Nom", now)
    assert linked is person
    assert (linked.name, linked.password_hash, linked.has_totp) == ("Camille", kept, True)
    assert letters(session) == ["identity-linked"]


def test_what_somebody_typed_before_the_proof_is_erased(session: Session, now: datetime) -> None:
    make_known(session, confirmed_at=None, name="Voleur")
    person = sign_in_by_oidc(session, SUBJECT, EMAIL, "Camille", now)
    assert (person.password_hash, person.name, person.confirmed_at) == ("", "Camille", now)


@pytest.mark.parametrize(
    "values",
    [
        {"role": PortalRole.EDITOR},
        {"oidc_subject": "https://fournisseur.exemple|41"},
        {"blocked_at": datetime(2026, 1, 1).astimezone()},
    ],
)
def test_an_identity_does_not_open_what_is_not_its_own(
    session: Session, now: datetime, values: dict[str, object]
) -> None:
    person = make_known(session, **values)
    before = person.oidc_subject
    with pytest.raises(NotAllowedError):
        sign_in_by_oidc(session, SUBJECT, EMAIL, "Camille", now)
    assert person.oidc_subject == before


def test_a_blocked_person_does_not_come_back_by_another_door(
    session: Session, now: datetime
) -> None:
    person = sign_in_by_oidc(session, SUBJECT, EMAIL, "Camille", now)
    block(session, person, now)
    with pytest.raises(NotAllowedError):
        sign_in_by_oidc(session, SUBJECT, EMAIL, "Camille", now)
    unblock(person)
    assert sign_in_by_oidc(session, SUBJECT, EMAIL, "", now) is person


def test_no_address_and_no_account_are_said(session: Session, now: datetime) -> None:
    with pytest.raises(InvalidError):
        sign_in_by_oidc(session, SUBJECT, "camille", "Camille", now)
    with pytest.raises(NotFoundError):
        find(session, EMAIL)


def test_the_team_takes_a_lost_second_step_away(session: Session, now: datetime) -> None:
    person = make_known(session)
    give_totp(session, person)
    reset_totp(session, person, now)
    assert not person.has_totp
    assert letters(session) == ["totp-off"]
