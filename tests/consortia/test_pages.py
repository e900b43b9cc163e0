from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session

from app.consortia.models import Consortium, Place
from app.pursuits import services as pursuits
from tests.consortia.builders import Circle, House, complete, join
from tests.people import make_organisation
from tests.pursuits.browsing import Visitor

CALL = "cherche des partenaires sur ce marché"


def visit(app: Flask, session: Session, house: House, *, reads: bool = False) -> Visitor:
    return Visitor(app, session, house.reader if reads else house.editor)


def test_a_group_is_started_from_a_tender_with_its_first_invitations(
    app: Flask, session: Session, today_circle: Circle
) -> None:
    third = visit(app, session, today_circle.third)
    start = (
        f"/espace/groupements/nouveau?marche=26-1&structure={today_circle.second.siae.id}"
        f"&structure={today_circle.third.siae.id}&structure=abc&structure=99999"
    )
    page = third.open(start)
    assert "Les Jardins (Bondy)" in page.text
    number = today_circle.third.organisation.id
    answer = third.post(
        start, organisation=number, lot="2", invitees=today_circle.second.siae.id, message="Venez"
    )
    assert answer.status_code == 303
    page = third.open(answer.location.partition("#")[0])
    assert "Cherche des partenaires" in page.text
    assert "Les Jardins Invitée" in page.text
    assert third.post(start, organisation=number, lot="99").status_code == 422
    other = today_circle.lead.organisation.id
    assert third.post(start, organisation=other, lot="2").status_code == 404
    assert third.get("/espace/groupements/nouveau?marche=26-404").status_code == 404


def test_an_invitation_is_read_and_accepted_by_the_invited_alone(
    app: Flask, session: Session, today_circle: Circle
) -> None:
    circle = today_circle
    lead, second = visit(app, session, circle.lead), visit(app, session, circle.second)
    page = circle.lead.page(circle.consortium)
    found = lead.open(f"{page}?structure=jardins")
    assert "Inviter Les Jardins" in found.text
    assert lead.post(f"{page}/inviter", structure=circle.second.siae.id, message="<b>Venez</b>")
    theirs = circle.second.page(circle.consortium)
    outline = second.open(theirs)
    assert "Votre structure est invitée" in outline.text
    assert "Venez" in outline.text
    assert "<b>Venez" not in outline.html
    assert circle.lead.editor.email not in outline.html
    assert second.post(f"{theirs}/messages", message="Bonjour").status_code == 403
    assert second.get(f"{theirs}/lettre.docx").status_code == 403
    reader = visit(app, session, circle.second, reads=True)
    assert reader.post(f"{theirs}/reponse", reponse="oui").status_code == 403
    assert second.post(f"{theirs}/reponse", reponse="peut-être").status_code == 422
    assert second.post(f"{theirs}/reponse", reponse="oui").status_code == 303
    whole = second.open(theirs)
    assert circle.lead.editor.email in whole.html
    assert second.post(f"{theirs}/reponse", reponse="oui").status_code == 422
    assert visit(app, session, circle.third).get(theirs).status_code == 404
    third_view = circle.third.page(circle.consortium)
    assert visit(app, session, circle.third).get(third_view).status_code == 404


def test_shares_are_typed_checked_and_summed(
    app: Flask, session: Session, today_circle: Circle
) -> None:
    circle = today_circle
    whole = join(session, circle, circle.second)
    first, other = (place.id for place in whole.members)
    session.commit()
    lead, page = visit(app, session, circle.lead), circle.lead.page(whole)
    values = {
        f"part-{first}-0": "66,6", f"part-{other}-0": "33,4 %", f"heures-{first}": "300",
        f"heures-{other}": "200", "heures-total": "500",
    }  # fmt: skip
    version = whole.version
    assert lead.post(f"{page}/forme", forme="conjoint", version=version).status_code == 303
    stale = lead.post(f"{page}/parts", version=version, **values)
    assert stale.status_code == 409
    for bad in (
        {f"part-{first}-0": "beaucoup"},
        {f"part-{first}-0": "66,66"},
        {f"heures-{first}": "-3"},
    ):
        assert lead.post(f"{page}/parts", version=version + 1, **bad).status_code == 422
    assert lead.post(f"{page}/parts", version=version + 1, **values).status_code == 303
    shown = lead.open(page)
    assert "100 %" in shown.text
    assert "Tout tombe juste" in shown.text
    done = lead.post(f"{page}/etape", etape="complet", version=version + 2)
    assert done.status_code == 303
    assert "Complet" in lead.open(page).text
    assert lead.post(f"{page}/etape", etape="gagne", version=version + 3).status_code == 422
    assert lead.post(f"{page}/etape", etape="depose", version=1).status_code == 409


def test_members_work_together(app: Flask, session: Session, today_circle: Circle) -> None:
    circle = today_circle
    whole = complete(session, circle)
    session.commit()
    second, page = visit(app, session, circle.second), circle.second.page(whole)
    hostile = "<script>alert(1)</script> [x](https://evil.example)"
    assert second.post(f"{page}/messages", message=hostile).status_code == 303
    assert second.post(f"{page}/messages", message="").status_code == 422
    assert second.post(f"{page}/points", point="heures", convenu="Chacun les siennes.")
    assert second.post(f"{page}/points", point="rien", convenu="x").status_code == 404
    sent = second.upload(f"{page}/fichiers", "devis.pdf", b"%PDF-1.7 essai")
    assert sent.status_code == 303
    assert second.upload(f"{page}/fichiers", "virus.exe", b"MZ").status_code == 422
    lead = visit(app, session, circle.lead)
    shown = lead.open(circle.lead.page(whole))
    assert "<script>alert" not in shown.html
    assert "https://evil.example" in shown.text
    assert "https://evil.example" not in shown.links
    assert "Chacun les siennes." in shown.text
    file = next(link for link in shown.links if "/fichiers/" in link)
    kept = lead.get(file)
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["Cache-Control"] == "private, no-store"
    letter = Document(io.BytesIO(lead.get(f"{circle.lead.page(whole)}/lettre.docx").data))
    assert any("Chacun les siennes." in p.text for p in letter.paragraphs)
    assert lead.post(f"{file}/supprimer").status_code == 303
    assert lead.get(file).status_code == 404


def test_who_does_not_lead_does_not_decide(
    app: Flask, session: Session, today_circle: Circle
) -> None:
    circle = today_circle
    whole = join(session, circle, circle.second, circle.third)
    session.commit()
    page, second = circle.second.page(whole), visit(app, session, circle.second)
    third = next(p.id for p in whole.members if p.name == "Tri du Nord")
    for path, values in (
        ("inviter", {"structure": circle.third.siae.id}),
        ("etape", {"etape": "dissous", "version": whole.version}),
        ("forme", {"forme": "conjoint", "version": whole.version}),
        ("parts", {"version": whole.version}),
        ("appel", {"appel": "oui"}),
        (f"places/{third}/retirer", {}),
        (f"places/{third}/mandataire", {}),
    ):
        assert second.post(f"{page}/{path}", **values).status_code == 403, path
    assert second.post(f"{page}/quitter").status_code == 303
    assert second.get(page).status_code == 404


def test_others_see_that_a_group_looks_for_partners_and_ask(
    app: Flask, session: Session, today_circle: Circle
) -> None:
    circle = today_circle
    pursuits.follow(
        session, circle.third.organisation.id, "26-1", "", circle.third.editor,
        circle.third.actor.now,
    )  # fmt: skip
    session.commit()
    third = visit(app, session, circle.third)
    board = f"/espace/organisations/{circle.third.organisation.id}/consultations"
    for address in ("/marches/26-1", "/marches/26-1/groupements", board, "/espace"):
        assert CALL in third.open(address).text, address
    assert CALL not in app.test_client().get("/marches/26-1").text
    calls = f"{circle.third.path}/ouverts?marche=26-1"
    assert "Atelier du Canal" not in third.open(calls).text
    lead = visit(app, session, circle.lead)
    page = circle.lead.page(circle.consortium)
    assert lead.post(f"{page}/appel", appel="oui").status_code == 303
    assert "Atelier du Canal" in third.open(calls).text
    ask = f"{circle.third.path}/{circle.consortium.id}/proposer"
    assert third.post(ask, message="x" * 2_000).status_code == 422
    assert third.post(ask, message="Nous trions").status_code == 303
    assert third.post(ask).status_code == 422
    assert "Tri du Nord se propose" in lead.open("/espace").text
    asked = session.scalars(sa.select(Place.id).where(Place.state == "asking")).one()
    assert lead.post(f"{page}/places/{asked}/reponse", reponse="oui").status_code == 303
    assert "Nous trions" not in third.open(circle.third.page(circle.consortium)).text
    session.execute(sa.update(Consortium).values(state="dissolved", came_from="seeking"))
    session.commit()
    assert third.post(ask).status_code == 404
    assert "Aucun groupement ne cherche" in third.open(calls).text


def test_lists_lead_to_the_groups(app: Flask, session: Session, today_circle: Circle) -> None:
    lead = visit(app, session, today_circle.lead)
    assert lead.get("/espace/groupements").location == today_circle.lead.path
    page = lead.open(today_circle.lead.path)
    assert today_circle.lead.page(today_circle.consortium) in page.links
    third = visit(app, session, today_circle.third)
    assert "dans aucun groupement" in third.open(today_circle.third.path).text
    asked = third.get("/espace/groupements?marche=26-1").location
    assert asked == f"{today_circle.third.path}/ouverts?marche=26-1"
    stranger = make_organisation(session)
    assert third.get(f"/espace/organisations/{stranger.id}/groupements").status_code == 404


@pytest.mark.parametrize(
    "path", ["etape", "forme", "parts", "inviter", "messages", "points", "appel", "fichiers"]
)
def test_an_empty_form_is_never_an_error(
    app: Flask, session: Session, today_circle: Circle, path: str
) -> None:
    lead = visit(app, session, today_circle.lead)
    answer = lead.post(f"{today_circle.lead.page(today_circle.consortium)}/{path}")
    assert answer.status_code in (303, 409, 422)
