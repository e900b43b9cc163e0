from __future__ import annotations

import io
from datetime import datetime

import pytest
import sqlalchemy as sa
from docx import Document
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.consortia import contents, moves, places, sharing, starting
from app.consortia.acting import ConsortiumChangedError
from app.consortia.letter import Intent, write_letter
from app.consortia.models import Consortium
from app.consortia.sharing import Sharing, find_heavy, list_faults, read_shares, save
from app.consortia.states import NEXT, ConsortiumState, LegalForm, PlaceState
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.mail.models import Letter
from tests.consortia.builders import Circle, advance, complete, join, read


def test_a_group_is_complete_only_when_everything_adds_up(session: Session, circle: Circle) -> None:
    whole = join(session, circle, circle.second)
    with pytest.raises(InvalidError, match="parts ne sont pas écrites") as refused:
        advance(session, circle, ConsortiumState.COMPLETE)
    assert "forme" in str(refused.value)
    first, other = (place.id for place in whole.members)
    actor = circle.lead.actor
    moves.choose_form(session, whole, LegalForm.SOLIDAIRE, actor, version=whole.version)
    wrong = Sharing(
        shares={(first, "1"): 600, (first, "2"): 1000}, hours={first: 300}, total_hours=500
    )
    save(session, whole, wrong, actor, version=whole.version)
    assert list_faults(session, read(session, circle.lead, whole)) == [
        "Lot 1\u00a0: 60\u00a0% au lieu de 100\u00a0%.",
        "Sans part\u00a0: Les Jardins.",
        "Heures d’insertion\u00a0: 300 réparties sur 500.",
    ]
    right = Sharing(
        shares={(first, "1"): 667, (other, "1"): 333}, hours={first: 300, other: 200},
        total_hours=500,
    )  # fmt: skip
    save(session, whole, right, actor, version=whole.version)
    assert advance(session, circle, ConsortiumState.COMPLETE).state == "complete"
    told = session.scalars(sa.select(Letter.recipient).where(Letter.key == "consortium-state"))
    assert list(told) == [circle.second.editor.email]


def test_an_answer_that_waits_keeps_a_group_from_being_complete(
    session: Session, circle: Circle
) -> None:
    whole = complete(session, circle)
    whole = advance(session, circle, ConsortiumState.OPEN)
    places.invite(session, whole, circle.third.organisation, "", circle.lead.actor)
    with pytest.raises(InvalidError, match="Réponse attendue\u00a0: Tri du Nord"):
        advance(session, circle, ConsortiumState.COMPLETE)


def test_what_is_complete_no_longer_changes(session: Session, circle: Circle) -> None:
    whole = complete(session, circle)
    actor = circle.lead.actor
    empty = Sharing(shares={}, hours={}, total_hours=None)
    with pytest.raises(InvalidError, match="avant que"):
        save(session, whole, empty, actor, version=whole.version)
    with pytest.raises(InvalidError, match="avant que"):
        moves.choose_form(session, whole, LegalForm.SOLIDAIRE, actor, version=whole.version)
    whole = advance(session, circle, ConsortiumState.SUBMITTED, ConsortiumState.WON)
    assert [event.after for event in whole.events if event.after] == [
        "won", "submitted", "complete", "seeking",
    ]  # fmt: skip


def test_every_move_out_of_the_machine_is_refused(session: Session, circle: Circle) -> None:
    whole = circle.consortium
    for state in set(ConsortiumState) - set(NEXT[ConsortiumState.SEEKING]):
        with pytest.raises(InvalidError, match="ne passe pas"):
            moves.move(session, whole, state, circle.lead.actor, version=whole.version)
    join(session, circle, circle.second)
    whole = read(session, circle.second, whole)
    with pytest.raises(NotAllowedError):
        moves.move(session, whole, ConsortiumState.OPEN, circle.second.actor, version=whole.version)
    with pytest.raises(ConsortiumChangedError):
        moves.move(session, whole, ConsortiumState.OPEN, circle.lead.actor, version=1)


def test_dissolving_ends_every_invitation_and_is_only_read(
    session: Session, circle: Circle
) -> None:
    whole = join(session, circle, circle.second)
    places.invite(session, whole, circle.third.organisation, "", circle.lead.actor)
    whole = advance(session, circle, ConsortiumState.DISSOLVED)
    assert {p.state for p in whole.places if p.name == "Tri du Nord"} == {PlaceState.CANCELLED}
    with pytest.raises(InvalidError, match="dissous"):
        contents.write(session, whole, "Encore là ?", circle.second.actor)
    with pytest.raises(InvalidError):
        advance(session, circle, ConsortiumState.OPEN)


@pytest.mark.parametrize("shares", [{(1, "9"): 10}, {(99, "1"): 10}, {(1, "1"): 1_001}])
def test_a_share_is_of_a_member_and_of_a_lot(
    session: Session, circle: Circle, shares: sharing.Shares
) -> None:
    whole = circle.consortium
    place = whole.members[0].id
    given = {(place if who == 1 else who, lot): tenths for (who, lot), tenths in shares.items()}
    with pytest.raises(InvalidError):
        save(
            session,
            whole,
            Sharing(shares=given, hours={}, total_hours=None),
            circle.lead.actor,
            version=whole.version,
        )


def test_who_carries_more_than_the_lead_is_seen(session: Session, circle: Circle) -> None:
    whole = join(session, circle, circle.second)
    first, other = (place.id for place in whole.members)
    assert find_heavy(whole, {(first, "1"): 900, (other, "1"): 100}) is None
    heavy = find_heavy(whole, {(first, "1"): 200, (other, "1"): 800})
    assert heavy is not None
    assert heavy.name == "Les Jardins"


def test_points_are_settled_by_any_member_and_opened_again(
    session: Session, circle: Circle
) -> None:
    whole = join(session, circle, circle.second)
    contents.settle(session, whole, "heures", "Chacun déclare les siennes.", circle.second.actor)
    contents.settle(session, whole, "heures", "Le mandataire déclare.", circle.lead.actor)
    settled = [kept for _, kept in contents.list_points(session, whole) if kept]
    assert [(kept.key, kept.decision) for kept in settled] == [("heures", "Le mandataire déclare.")]
    contents.settle(session, whole, "heures", "", circle.second.actor)
    assert not any(kept for _, kept in contents.list_points(session, whole))
    with pytest.raises(NotFoundError):
        contents.settle(session, whole, "inconnu", "x", circle.lead.actor)
    with pytest.raises(NotAllowedError):
        contents.settle(session, whole, "heures", "x", circle.third.actor)


def test_messages_are_told_to_the_others_once_a_day(session: Session, circle: Circle) -> None:
    whole = join(session, circle, circle.second, circle.third)
    for text in ("Secret de fabrique", "Encore"):
        contents.write(session, whole, text, circle.second.actor)
    told = session.scalars(sa.select(Letter).where(Letter.key == "consortium-message")).all()
    assert {letter.recipient for letter in told} == {
        circle.lead.editor.email, circle.third.editor.email,
    }  # fmt: skip
    assert len(told) == 2
    assert not any("fabrique" in letter.text for letter in told)


def test_the_letter_names_every_member_and_keeps_a_place_to_sign(
    session: Session, circle: Circle, now: datetime
) -> None:
    whole = complete(session, circle)
    contents.settle(session, whole, "sortie", "Trois mois de préavis.", circle.second.actor)
    intent = Intent(
        consortium=whole,
        lots=starting.list_lots(session, whole),
        shares=read_shares(session, whole),
        points=contents.list_points(session, whole),
        now=now,
    )
    document = Document(io.BytesIO(write_letter(intent)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert "Modèle à faire relire" in text
    assert "Trois mois de préavis." in text
    assert ["Lot 1 – Lot 1", "60\u00a0%", "40\u00a0%"] in cells
    signatures = [row[0] for row in cells if row[-1].startswith("……")]
    assert {"Atelier du Canal", "Les Jardins"} <= set(signatures)


@pytest.mark.parametrize(
    "values",
    [{"state": "won"}, {"state": "submitted", "came_from": "open"}, {"form": "autre"},
     {"insertion_hours": 0}],
)  # fmt: skip
def test_the_database_refuses_a_group_out_of_the_machine(
    session: Session, circle: Circle, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Consortium).values(values))
    session.rollback()
