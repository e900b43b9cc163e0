"""Proposals, reports and republications decided on the pages: once, and kept with who and why."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.audit import services as audit
from app.audit.models import Revision
from app.events.models import Event
from app.feedback.models import ErrorReport
from app.proposals.models import Proposal, ProposalState
from app.tenders.models import PendingDocument, Republication
from tests.http.forms import read_form
from tests.pages import read_page
from tests.tenders.test_republication import AGAIN, FIRST, references, store

PROPOSALS, REPORTS, PAIRS = "/admin/propositions", "/admin/signalements", "/admin/republications"


def last(session: Session, kind: str, number: int) -> Revision:
    found = session.scalars(audit.history(kind, str(number))).first()
    assert found is not None
    return found


def test_an_accepted_event_is_in_the_agenda_and_the_audit_says_who(
    moderator: FlaskClient, session: Session, proposal: Proposal
) -> None:
    page = f"{PROPOSALS}/{proposal.id}"
    assert "c@d.fr" in read_page(moderator.get(page)).text
    answer = moderator.post(f"{page}/accepter", data=read_form(moderator, page, f"{page}/accepter"))
    assert (answer.status_code, answer.location) == (303, PROPOSALS)
    session.expire_all()
    assert (proposal.state, proposal.contact) == (ProposalState.ACCEPTED, "")
    assert session.scalars(sa.select(Event)).one().title == "Forum de Bondy"
    kept = last(session, "proposal", proposal.id)
    assert (kept.author, kept.changes) == ("Léa Modère", {"état": ["à décider", "acceptée"]})
    assert "Aucune proposition n’attend" in read_page(moderator.get(PROPOSALS)).text


def test_a_refusal_needs_a_reason_and_what_is_typed_stays(
    moderator: FlaskClient, session: Session, proposal: Proposal
) -> None:
    page = f"{PROPOSALS}/{proposal.id}"
    fields = read_form(moderator, page, f"{page}/refuser")
    answer = moderator.post(f"{page}/refuser", data={**fields, "motif": " "})
    assert answer.status_code == 422
    assert "Dites pourquoi" in read_page(answer).text
    long = "trop " * 60
    answer = moderator.post(f"{page}/refuser", data={**fields, "motif": long})
    assert answer.status_code == 422
    assert long.strip() in answer.get_data(as_text=True)
    answer = moderator.post(f"{page}/refuser", data={**fields, "motif": "Déjà passé."})
    assert answer.status_code == 303
    assert last(session, "proposal", proposal.id).reason == "Déjà passé."


def test_what_another_decided_is_said_and_nothing_typed_is_lost(
    moderator: FlaskClient, other: FlaskClient, session: Session, proposal: Proposal
) -> None:
    page = f"{PROPOSALS}/{proposal.id}"
    mine = read_form(moderator, page, f"{page}/refuser")
    other.post(f"{page}/accepter", data=read_form(other, page, f"{page}/accepter"))
    answer = moderator.post(f"{page}/refuser", data={**mine, "motif": "Hors sujet ici."})
    assert answer.status_code == 409
    text = read_page(answer).text
    assert "C’est déjà décidé" in text
    assert "Paul Second" in text
    assert "Hors sujet ici." in text
    session.expire_all()
    assert proposal.state == ProposalState.ACCEPTED


def test_a_report_is_closed_with_a_note_once(
    editor: FlaskClient, other: FlaskClient, session: Session, report: ErrorReport
) -> None:
    page = f"{REPORTS}/{report.id}"
    assert "Montant faux" in read_page(editor.get(REPORTS)).text
    fields = read_form(editor, page, f"{page}/clore")
    assert editor.post(f"{page}/clore", data={**fields, "note": ""}).status_code == 422
    answer = other.post(
        f"{page}/clore", data={**read_form(other, page, f"{page}/clore"), "note": "Corrigé."}
    )
    assert (answer.status_code, answer.location) == (303, REPORTS)
    answer = editor.post(f"{page}/clore", data={**fields, "note": "Le mien."})
    assert answer.status_code == 409
    text = read_page(answer).text
    assert "Paul Second" in text
    assert "Le mien." in text
    session.expire_all()
    assert report.contact == ""
    assert last(session, "report", report.id).changes["note"] == ["", "Corrigé."]


def test_a_pair_is_judged_once(moderator: FlaskClient, session: Session, now: datetime) -> None:
    pair = Republication(earlier="26-1", later="26-2", reason="même acheteur", proposed_at=now)
    session.add(pair)
    session.commit()
    page = f"{PAIRS}/{pair.id}"
    fields = read_form(moderator, page, f"{page}/separer")
    answer = moderator.post(f"{page}/separer", data=fields)
    assert (answer.status_code, answer.location) == (303, PAIRS)
    assert "restent séparées" in read_page(moderator.get(PAIRS)).text
    answer = moderator.post(f"{page}/reunir", data=fields)
    assert answer.status_code == 409
    text = read_page(answer).text
    assert "Léa Modère" in text
    session.expire_all()
    assert pair.decision == "refused"


def test_two_that_are_one_are_joined_and_written_in_the_search(
    moderator: FlaskClient, session: Session, now: datetime
) -> None:
    store(session, now, FIRST, AGAIN)
    session.commit()
    pair = session.scalars(sa.select(Republication)).one()
    page = f"{PAIRS}/{pair.id}"
    answer = moderator.post(f"{page}/reunir", data=read_form(moderator, page, f"{page}/reunir"))
    assert answer.status_code == 303
    session.expire_all()
    assert references(session) == ["26-1"]
    assert session.scalar(sa.select(sa.func.count(PendingDocument.id))) == 0
    assert "n’a plus de page" in read_page(moderator.get(page)).text


def test_two_that_cannot_be_joined_go_on_waiting(
    moderator: FlaskClient, session: Session, now: datetime
) -> None:
    pair = Republication(earlier="26-1", later="26-2", reason="même acheteur", proposed_at=now)
    session.add(pair)
    session.commit()
    page = f"{PAIRS}/{pair.id}"
    fields = read_form(moderator, page, f"{page}/reunir")
    assert moderator.post(f"{page}/reunir", data=fields).status_code == 404
    session.expire_all()
    assert pair.decision == ""


def test_no_act_without_the_token(moderator: FlaskClient, proposal: Proposal) -> None:
    assert moderator.post(f"{PROPOSALS}/{proposal.id}/accepter").status_code == 400


def test_roles(
    editor: FlaskClient, proposal: Proposal, report: ErrorReport, client: FlaskClient
) -> None:
    page = f"{REPORTS}/{report.id}"
    token = read_form(editor, page, f"{page}/clore")
    assert editor.get(PROPOSALS).status_code == 403
    assert editor.post(f"{PROPOSALS}/{proposal.id}/accepter", data=token).status_code == 403
    assert editor.get(PAIRS).status_code == 403
    assert client.get("/admin").status_code == 302
