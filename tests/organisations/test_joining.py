"""Joining: each proof, what proves nothing, and nobody's own decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.mail.models import Letter
from app.organisations import codes, joining, members, steps
from app.organisations.models import Organisation
from app.organisations.requests import JoinCode, RequestState, get_request
from app.organisations.roles import MemberRole
from app.siae import claims
from tests.organisations.conftest import Acting
from tests.people import make_member, make_person

Listed = Callable[..., Organisation]
SIRET, TWIN, OTHER = "73282932000074", "73282932000082", "55210055400013"


def roles(session: Session, organisation: Organisation) -> dict[int, str]:
    return {m.person_id: m.role for m in session.scalars(members.of_organisation(organisation.id))}


def letters(session: Session, key: str) -> list[Letter]:
    return list(session.scalars(sa.select(Letter).where(Letter.key == key).order_by(Letter.id)))


def join_by_domain(
    session: Session, person: Person, organisation: Organisation, acting: Acting
) -> None:
    own = claims.own_domains(session, organisation)
    joining.join_by_domain(session, person, organisation, own, acting(person))


def test_the_first_by_domain_is_responsible_and_the_next_reads(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation = listed(website="https://www.canal.fr")
    first, next_one = make_person(session, "a@canal.fr"), make_person(session, "b@canal.fr")
    join_by_domain(session, first, organisation, acting)
    join_by_domain(session, next_one, organisation, acting)
    assert roles(session, organisation) == {first.id: "owner", next_one.id: "reader"}
    assert [letter.recipient for letter in letters(session, "membership-joined")] == ["a@canal.fr"]
    step = session.scalars(steps.of_organisation(organisation.id)).first()
    assert step is not None
    assert (step.kind, step.subject_id) == (steps.Step.ADMITTED, next_one.id)
    assert "canal.fr" in step.detail


@pytest.mark.parametrize("email", ["a@gmail.com", "a@canal.com", "a@wixsite.com"])
def test_an_unclaimed_structure_is_never_given_by_another_address(
    session: Session, listed: Listed, acting: Acting, email: str
) -> None:
    organisation = listed(website="https://canal.wixsite.com", contact="canal@gmail.com")
    with pytest.raises(InvalidError):
        join_by_domain(session, make_person(session, email), organisation, acting)
    assert not roles(session, organisation)


def test_an_address_that_is_not_confirmed_proves_nothing(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation = listed(website="https://canal.fr")
    person = make_person(session, "a@canal.fr", confirmed_at=None)
    with pytest.raises(InvalidError):
        join_by_domain(session, person, organisation, acting)


def test_a_domain_that_another_legal_body_gives_proves_nothing(
    session: Session, listed: Listed
) -> None:
    one = listed("Un", siret=SIRET, website="https://federation.fr/un")
    assert claims.own_domains(session, one) == ("federation.fr",)
    listed("Son annexe", siret=TWIN, website="https://federation.fr/annexe")
    assert claims.own_domains(session, one) == ("federation.fr",)
    listed("Deux", siret=OTHER, website="https://www.federation.fr/deux")
    assert claims.own_domains(session, one) == ()
    other = listed("Trois", contact="accueil@groupe.fr")
    assert claims.own_domains(session, other) == ("groupe.fr",)
    listed("Quatre", contact="contact@groupe.fr")
    assert claims.own_domains(session, other) == ()


def sent_code(session: Session) -> str:
    found = re.search(r"\b(\d{4} \d{4})\b", letters(session, "membership-code")[-1].text)
    assert found is not None
    return found[1]


def test_a_code_goes_to_the_address_on_record_and_lets_in_once(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation, person = listed(contact="accueil@canal.fr"), make_person(session, "a@gmail.com")
    codes.send_code(session, person, organisation, acting(person))
    assert letters(session, "membership-code")[-1].recipient == "accueil@canal.fr"
    code = sent_code(session)
    kept = session.scalars(sa.select(JoinCode)).one()
    assert code.replace(" ", "") not in kept.digest
    assert codes.join_by_code(session, person, organisation, code, acting(person)) is not None
    assert roles(session, organisation) == {person.id: "owner"}
    with pytest.raises(InvalidError):
        codes.join_by_code(session, person, organisation, code, acting(person))


def test_a_code_is_for_one_person_one_organisation_and_two_days(
    session: Session, listed: Listed, acting: Acting, now: datetime
) -> None:
    organisation, other = listed(contact="a@canal.fr"), listed("Autre", contact="a@autre.fr")
    person, thief = make_person(session), make_person(session)
    codes.send_code(session, person, organisation, acting(person))
    code = sent_code(session)
    late = acting(person, at=now + timedelta(hours=49))
    for who, where, act in (
        (thief, organisation, acting(thief)),
        (person, other, acting(person)),
        (person, organisation, late),
    ):
        with pytest.raises(InvalidError):
            codes.join_by_code(session, who, where, code, act)
    assert not roles(session, organisation)


def test_five_wrong_codes_end_it_even_for_the_right_one(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation, person = listed(contact="a@canal.fr"), make_person(session)
    codes.send_code(session, person, organisation, acting(person))
    right = sent_code(session).replace(" ", "")
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for _ in range(codes.MOST_TRIES):
        assert codes.join_by_code(session, person, organisation, wrong, acting(person)) is None
    with pytest.raises(InvalidError):
        codes.join_by_code(session, person, organisation, right, acting(person))


def test_a_mailbox_is_not_filled_with_codes(
    session: Session, listed: Listed, acting: Acting, now: datetime
) -> None:
    organisation, people = listed(contact="a@canal.fr"), [make_person(session) for _ in range(3)]
    for person in people[:2]:
        for _ in range(codes.MOST_FOR_PERSON):
            codes.send_code(session, person, organisation, acting(person))
    for person in people:
        with pytest.raises(InvalidError):
            codes.send_code(session, person, organisation, acting(person))
    assert len(letters(session, "membership-code")) == codes.MOST_FOR_ORGANISATION
    codes.send_code(session, people[0], organisation, acting(people[0], at=now + timedelta(days=2)))


def test_no_code_without_an_address_on_record(
    session: Session, listed: Listed, acting: Acting
) -> None:
    person = make_person(session)
    with pytest.raises(InvalidError):
        codes.send_code(session, person, listed(), acting(person))


def test_a_request_goes_to_the_owners_or_else_to_the_team(
    session: Session, listed: Listed, acting: Acting
) -> None:
    moderator = make_person(session, "moderation@exemple.fr", role=PortalRole.MODERATOR)
    make_person(session, "redaction@exemple.fr", role=PortalRole.EDITOR)
    asker, organisation = make_person(session), listed()
    joining.ask(session, asker, organisation, "Bonjour", acting(asker))
    sent = letters(session, "membership-request")
    assert [letter.recipient for letter in sent] == [moderator.email]
    with pytest.raises(InvalidError):
        joining.ask(session, asker, organisation, "", acting(asker))
    owner = make_member(session, organisation, MemberRole.OWNER)
    make_member(session, organisation, MemberRole.EDITOR)
    another = make_person(session)
    joining.ask(session, another, organisation, "", acting(another))
    assert letters(session, "membership-request")[-1].recipient == owner.email


def test_nobody_decides_on_their_own_request(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation, elsewhere = listed(), listed("Ailleurs")
    admin = make_person(session, role=PortalRole.ADMIN)
    make_member(session, elsewhere, MemberRole.OWNER, admin)
    asked = joining.ask(session, admin, organisation, "", acting(admin))
    for act in (acting(admin), acting(admin, is_team=True)):
        for decide in (
            lambda act=act: joining.accept_request(session, asked, MemberRole.READER, act),
            lambda act=act: joining.refuse_request(session, asked, "Non", act),
            lambda act=act: joining.reopen_request(session, asked, act),
        ):
            with pytest.raises(NotAllowedError):
                decide()
    assert not roles(session, organisation)
    assert get_request(session, asked.id).state == RequestState.WAITING


def test_a_refusal_has_a_reason_is_told_and_can_be_reopened(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation, asker = listed(), make_person(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    asked = joining.ask(session, asker, organisation, "", acting(asker))
    with pytest.raises(InvalidError):
        joining.refuse_request(session, asked, "  ", acting(owner))
    joining.refuse_request(session, asked, "Inconnue ici.", acting(owner))
    [letter] = letters(session, "membership-refused")
    assert letter.recipient == asker.email
    assert "Inconnue ici." in letter.text
    with pytest.raises(InvalidError):
        joining.accept_request(session, asked, MemberRole.READER, acting(owner))
    joining.reopen_request(session, asked, acting(owner))
    joining.accept_request(session, asked, MemberRole.EDITOR, acting(owner))
    assert roles(session, organisation)[asker.id] == "editor"
    kinds = [step.kind for step in session.scalars(steps.of_organisation(organisation.id))]
    assert kinds == [
        steps.Step.ADMITTED,
        steps.Step.REOPENED,
        steps.Step.REFUSED,
        steps.Step.ASKED,
    ]


def test_the_team_makes_the_first_one_responsible(
    session: Session, listed: Listed, acting: Acting
) -> None:
    organisation, asker = listed(), make_person(session)
    moderator = make_person(session, role=PortalRole.MODERATOR)
    asked = joining.ask(session, asker, organisation, "", acting(asker))
    act = acting(moderator, is_team=True)
    joining.accept_request(session, asked, MemberRole.READER, act)
    assert roles(session, organisation) == {asker.id: "owner"}
    step = session.scalars(steps.of_organisation(organisation.id)).first()
    assert step is not None
    assert step.author == steps.TEAM


def test_a_request_is_withdrawn_by_its_asker_alone(
    session: Session, listed: Listed, acting: Acting
) -> None:
    asker, other = make_person(session), make_person(session)
    asked = joining.ask(session, asker, listed(), "", acting(asker))
    with pytest.raises(NotFoundError):
        joining.withdraw(session, asked.id, acting(other))
    joining.withdraw(session, asked.id, acting(asker))
    assert get_request(session, asked.id).state == RequestState.WITHDRAWN


def test_a_person_does_not_ask_everywhere(session: Session, listed: Listed, acting: Acting) -> None:
    asker = make_person(session)
    for number in range(joining.MOST_PER_DAY):
        joining.ask(session, asker, listed(f"Structure {number}"), "", acting(asker))
    with pytest.raises(InvalidError):
        joining.ask(session, asker, listed("Une de trop"), "", acting(asker))
