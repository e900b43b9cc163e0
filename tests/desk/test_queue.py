"""/admin: what waits, for whom, in what order, in how many statements."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.waiting.kind import Waiting
from app.blueprints.waiting.registry import KINDS
from app.extensions import db
from app.feedback import services as feedback
from app.feedback.models import ErrorReport
from app.mail import pauses
from app.mail.models import Letter, LetterState
from app.proposals.models import Proposal
from app.stakeholders.models import Stakeholder
from tests.http.forms import read_form
from tests.pages import read_page


def stuck_letter(session: Session, now: datetime) -> Letter:
    made = Letter(
        key="essai", recipient="x@exemple.fr", subject="Bonjour", text="t", html="", headers={},
        message_id="<1@x>", state=LetterState.FAILED.value, error="550 inconnue",
        created_at=now - timedelta(days=5), due_at=now,
    )  # fmt: skip
    session.add(made)
    session.commit()
    return made


def count_statements(client: FlaskClient) -> int:
    seen: list[str] = []

    def see(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", see)
    try:
        assert client.get("/admin").status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", see)
    return len(seen)


def test_the_oldest_comes_first_whatever_its_kind(
    moderator: FlaskClient, session: Session, report: ErrorReport, proposal: Proposal
) -> None:
    stuck_letter(session, clock.now())
    pauses.pause(session, "x@exemple.fr", "550", clock.now())
    session.commit()
    text = read_page(moderator.get("/admin")).text
    order = ("Erreur sur /guide/x", "Bonjour", "Forum de Bondy", "Adresse en pause")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "12 jours" in text
    assert "À traiter (4)" in text
    assert "4 choses à traiter" in text


def test_a_kind_is_chosen_in_the_address(
    moderator: FlaskClient, report: ErrorReport, proposal: Proposal
) -> None:
    text = read_page(moderator.get("/admin?genre=propositions")).text
    assert "Forum de Bondy" in text
    assert "Erreur sur" not in text
    text = read_page(moderator.get("/admin?genre=licorne&page=-3&x=1")).text
    assert "licorne" in text
    assert "Erreur sur" in text


def test_an_act_in_place_comes_back_to_the_queue(
    moderator: FlaskClient, session: Session, proposal: Proposal
) -> None:
    queue, act = "/admin?genre=propositions", f"/admin/propositions/{proposal.id}/accepter"
    fields = read_form(moderator, queue, act)
    assert fields["suite"] == queue
    assert moderator.post(act, data=fields).location == queue
    assert "Rien n’attend" in read_page(moderator.get(queue)).text
    again = moderator.post(act, data={**fields, "suite": "https://mal.example"})
    assert again.status_code == 409


def test_a_letter_leaves_again_from_the_queue(moderator: FlaskClient, session: Session) -> None:
    letter = stuck_letter(session, clock.now())
    act = f"/admin/courriers/{letter.id}/renvoyer"
    fields = read_form(moderator, "/admin?genre=courriers", act)
    assert moderator.post(act, data=fields).location == "/admin?genre=courriers"
    session.expire_all()
    assert letter.letter_state is LetterState.WAITING
    elsewhere = moderator.post(act, data={**fields, "suite": "//mal.example"})
    assert elsewhere.location == f"/admin/courriers/{letter.id}"


def test_each_role_sees_what_is_its_own(
    editor: FlaskClient, session: Session, report: ErrorReport, proposal: Proposal, now: datetime
) -> None:
    text = read_page(editor.get("/admin")).text
    assert "Erreur sur /guide/x" in text
    assert "Forum de Bondy" not in text
    assert "À traiter (1)" in text


def test_sheets_to_verify_are_counted(
    moderator: FlaskClient, session: Session, now: datetime
) -> None:
    names = ("former_names", "former_slugs", "functions", "parts", "themes", "territories")
    lists: dict[str, list[str]] = {name: [] for name in (*names, "sources")}
    session.add(
        Stakeholder(
            slug="a", name="A", kind="etat", imported={}, created_at=now, updated_at=now, **lists
        )
    )
    session.commit()
    assert "Acteurs à vérifier" in read_page(moderator.get("/admin")).text


def test_more_rows_cost_no_more_statements(
    moderator: FlaskClient, session: Session, report: ErrorReport, proposal: Proposal
) -> None:
    moderator.get("/admin")
    few = count_statements(moderator)
    for number in range(40):
        feedback.report(session, f"/p{number}", "x", "", clock.now())
    session.commit()
    assert count_statements(moderator) == few
    text = read_page(moderator.get("/admin?page=2")).text
    assert "/p39" in text
    assert "Forum de Bondy" not in text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_counts_and_lists_nothing(kind: Waiting, session: Session) -> None:
    assert session.scalars(kind.count()).one() == 0
    assert kind.oldest(session, 5) == []
