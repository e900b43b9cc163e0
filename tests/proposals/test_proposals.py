from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.moderation import handlers
from app.moderation.services import accept, refuse
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind, ProposalState
from app.proposals.services import Draft


def draft(title: str = "Un acteur", subject: str = "", **payload: object) -> Draft:
    return Draft(
        kind=ProposalKind.ACTOR_CHANGE,
        title=title,
        subject=subject,
        payload=dict(payload),
        contact="nom@exemple.fr",
    )


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def keep(_session: Session, proposal: Proposal, _now: datetime) -> str:
        if proposal.payload.get("bad"):
            raise InvalidError("impossible")
        done.append(proposal.title)
        return "/acteurs/un-acteur"

    monkeypatch.setitem(handlers.HANDLERS, ProposalKind.ACTOR_CHANGE, keep)
    return done


def test_what_is_accepted_is_done_once_and_the_address_erased(
    session: Session, now: datetime, handled: list[str]
) -> None:
    made = services.submit(session, draft(), now)
    assert accept(session, made.id, now) == "/acteurs/un-acteur"
    assert handled == ["Un acteur"]
    assert (made.state, made.contact) == (ProposalState.ACCEPTED, "")
    with pytest.raises(InvalidError, match="déjà"):
        accept(session, made.id, now)


def test_what_cannot_be_kept_goes_on_waiting(
    session: Session, now: datetime, handled: list[str]
) -> None:
    made = services.submit(session, draft(bad=True), now)
    with pytest.raises(InvalidError, match="impossible"):
        accept(session, made.id, now)
    assert [p.id for p in session.scalars(services.waiting())] == [made.id]
    assert handled == []


def test_a_refusal_needs_a_reason(session: Session, now: datetime) -> None:
    made = services.submit(session, draft(), now)
    with pytest.raises(InvalidError):
        refuse(session, made.id, " ", now)
    refuse(session, made.id, "Existe déjà.", now)
    assert made.reason == "Existe déjà."
    with pytest.raises(NotFoundError):
        refuse(session, 99, "Existe déjà.", now)


def test_one_change_waits_per_sheet_and_a_refused_one_does_not_come_back(
    session: Session, now: datetime
) -> None:
    first = services.submit_import(session, draft(subject="fdi", a=1), "un.csv", now)
    second = services.submit_import(session, draft(subject="fdi", a=2), "deux.csv", now)
    assert first is not None
    assert first is second
    assert (first.payload, first.origin) == ({"a": 2}, "deux.csv")
    refuse(session, first.id, "Faux.", now)
    assert services.submit_import(session, draft(subject="fdi", a=2), "trois.csv", now) is None
    assert services.submit_import(session, draft(subject="fdi", a=3), "trois.csv", now) is not None


def test_a_machine_is_stopped_and_imports_are_not(session: Session, now: datetime) -> None:
    for number in range(services.MOST_PER_HOUR):
        services.submit(session, draft(str(number)), now)
    with pytest.raises(InvalidError, match="Réessayez"):
        services.submit(session, draft(), now)
    assert services.submit_import(session, draft(subject="x"), "f.csv", now) is not None
    assert services.submit(session, draft(), now + timedelta(hours=2)) is not None


def test_what_visitors_proposed_is_forgotten_a_year_after_the_decision(
    session: Session, now: datetime
) -> None:
    made = services.submit(session, draft(), now)
    refuse(session, made.id, "Faux.", now)
    assert services.purge(session, now + timedelta(days=364)) == 0
    assert services.purge(session, now + timedelta(days=366)) == 1


def test_the_commands_show_a_change_with_both_values(
    app: Flask, session: Session, now: datetime, handled: list[str]
) -> None:
    made = services.submit(session, draft(changes={"url": ["avant", None]}), now)
    session.commit()
    run = app.test_cli_runner().invoke
    assert "1 propositions à décider" in run(args=["proposals", "list"]).output
    shown = run(args=["proposals", "show", str(made.id)]).output
    assert "  site\n    - avant" in shown
    assert "+ rien" in shown
    assert "acceptée" in run(args=["proposals", "accept", str(made.id)]).output
    assert run(args=["proposals", "refuse", "77", "--why", "non"]).exit_code == 1
    assert handled
