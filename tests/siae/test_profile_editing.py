"""Two people, activities, history, imports: what the members of a structure live with."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.audit.models import Revision
from app.imports.report import FileReport
from app.mail.models import Letter
from app.matching.kinds import SiaeKind
from app.siae.activities_nudge import nudge
from app.siae.importer import import_records
from app.siae.models import Activity
from app.siae.profile_models import SiaeProfile
from app.siae.profiles import matchers
from app.siae.records import SiaeRecord
from tests.siae.profiles import Member, Place, place
from tests.siae.test_profile_pages import IDENTITY, reload

__all__ = ["place"]
SIRET = "21920062300011"
CLEANING = {
    "sector": "espaces-verts",
    "service": "prestation",
    "area": "zones",
    "zones-0": "Bondy",
    "zones-1": "Seine-Saint-Denis",
    "capacity_fte": "3,5",
    "version": "0",
}


def activities(place: Place) -> list[Activity]:
    select = sa.select(Activity).order_by(Activity.id)
    return list(place.session.scalars(select, execution_options={"populate_existing": True}))


def write(place: Place, member: Member, **values: str) -> int:
    form = {**IDENTITY, "version": str(latest(place)), **values}
    return member.post(f"{place.path}/rubriques/identite", data=form).status_code


def latest(place: Place) -> int:
    return place.session.scalar(sa.select(sa.func.max(Revision.id))) or 0


def bring(place: Place, **values: str) -> FileReport:
    place.organisation.siret = SIRET
    record = SiaeRecord(
        line=2,
        siret=SIRET,
        kind=SiaeKind.EI,
        name="ATELIER DU CANAL",
        source="Le Marché",
        naf_code="8121Z",
        **{"postal_code": "93000", "city": "Bobigny", **values},  # type: ignore[arg-type]
    )
    report = FileReport(file="essai")
    import_records(place.session, [record], report, now=clock.now())
    place.session.commit()
    return report


def test_the_second_of_two_sees_a_diff_and_nothing_is_lost(place: Place) -> None:
    seen = str(latest(place))
    assert write(place, place.editor, brand="De Nadia", phone="01 48 00 00 11") == 303
    mine = {**IDENTITY, "brand": "De Paul", "contact_point": "Accueil", "version": seen}
    mine["phone"] = ""  # as Paul saw it
    answer = place.other.post(f"{place.path}/rubriques/identite", data=mine)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert all(words in html for words in ("De Paul", "De Nadia", "Nadia a écrit"))
    assert reload(place).brand == "De Nadia"
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    assert hidden["garder-phone"] == "autre"
    again = place.other.post(
        f"{place.path}/rubriques/identite", data={**hidden, "garder-brand": "mienne"}
    )
    assert again.status_code == 303
    assert reload(place).brand == "De Paul"
    kept = place.session.get(SiaeProfile, place.siae.id, populate_existing=True)
    assert kept is not None
    assert (kept.phone, kept.contact_point) == ("01 48 00 00 11", "Accueil")


def test_two_people_in_two_fields_disturb_nobody(place: Place) -> None:
    seen = str(latest(place))
    assert write(place, place.editor, brand="Nouveau", description="", phone="", contact_point="")
    other = {**IDENTITY, "contact_point": "", "phone": "", "version": seen}
    answer = place.other.post(f"{place.path}/rubriques/identite", data=other)
    assert answer.status_code == 303
    siae = reload(place)
    assert (siae.brand, siae.description) == ("Nouveau", IDENTITY["description"])


def test_an_activity_reaches_the_matching(place: Place) -> None:
    answer = place.editor.post(f"{place.path}/activites/nouvelle", data=CLEANING)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    made = activities(place)[-1]
    assert (made.zones, made.capacity_fte) == (["93010", "93"], 3.5)
    assert made.capacity_as_of == clock.today()
    profiles = matchers.get(place.session).profiles
    (profile,) = [p for p in profiles if p.key == place.siae.id]
    assert "espaces-verts" in {activity.sector for activity in profile.activities}
    twice = place.editor.post(f"{place.path}/activites/nouvelle", data=CLEANING)
    assert twice.status_code == 422
    assert "Vous avez déjà une activité" in twice.get_data(as_text=True)


def test_bad_activities_are_refused_beside_their_field(place: Place) -> None:
    tomorrow = clock.today() + timedelta(days=2)
    for values in (
        {"sector": "inconnue"},
        {"zones-0": "Nullepart-sur-Rien"},
        {"area": "rayon"},
        {"capacity_fte": "-3"},
        {"capacity_volume": "12"},
        {"capacity_as_of": f"{tomorrow:%d/%m/%Y}"},
        {"service": "gratuit"},
    ):
        answer = place.editor.post(f"{place.path}/activites/nouvelle", data={**CLEANING, **values})
        assert answer.status_code == 422, values
    assert len(activities(place)) == 1


def test_an_activity_changed_by_two_is_compared_part_by_part(place: Place) -> None:
    place.editor.post(f"{place.path}/activites/nouvelle", data=CLEANING)
    made = activities(place)[-1]
    address, seen = f"{place.path}/activites/{made.id}", str(latest(place))
    assert "Bondy" in place.html(f"/activites/{made.id}")
    first = {**CLEANING, "capacity_fte": "5", "version": seen}
    assert place.editor.post(address, data=first).status_code == 303
    second = {**CLEANING, "capacity_fte": "8", "area": "pays", "version": seen}
    answer = place.other.post(address, data=second)
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    assert place.other.post(address, data={**hidden, "garder-capacity_fte": "autre"})
    (kept,) = [a for a in activities(place) if a.id == made.id]
    assert (kept.capacity_fte, kept.is_nationwide) == (5, True)


def test_an_activity_removed_meanwhile_is_not_lost(place: Place) -> None:
    place.editor.post(f"{place.path}/activites/nouvelle", data=CLEANING)
    number = activities(place)[-1].id
    place.editor.post(f"{place.path}/activites/{number}/supprimer")
    answer = place.other.post(f"{place.path}/activites/{number}", data=CLEANING)
    assert answer.status_code == 409
    assert "vient de supprimer" in answer.get_data(as_text=True)


def test_a_refused_sector_never_comes_back(place: Place) -> None:
    bring(place)
    guessed = [a.sector for a in activities(place) if a.is_inferred]
    assert guessed
    for activity in activities(place):
        place.editor.post(f"{place.path}/activites/{activity.id}/supprimer")
    bring(place)
    assert not activities(place)


def test_a_confirmed_sector_stays(place: Place) -> None:
    assert place.editor.post(f"{place.path}/activites/{place.guess}/confirmer").status_code == 303
    assert not activities(place)[0].is_inferred


def test_an_import_proposes_what_a_member_wrote(place: Place) -> None:
    write(place, place.editor, brand="Notre nom", address="2 rue Neuve")
    same = bring(place, brand="Le Canal", address="1 rue du Canal", website="https://a.fr")
    assert not same.remarks  # the import has nothing new to say of what was replaced
    assert "Un import propose" not in place.html()
    bring(place, brand="Autre nom", address="1 rue du Canal", website="https://a.fr")
    bring(place, brand="Autre nom", address="1 rue du Canal", website="https://a.fr")
    siae = reload(place)
    assert (siae.brand, siae.address, siae.website) == ("Notre nom", "2 rue Neuve", "https://a.fr")
    assert siae.sort_name == "notre nom"
    html = place.html()
    assert html.count("propose pour") == 1
    (number,) = re.findall(r"propositions/(\d+)/refuser", html)
    assert place.editor.post(f"{place.path}/propositions/{number}/refuser").status_code == 303
    bring(place, brand="Autre nom")
    assert "propose pour" not in place.html()
    bring(place, brand="Troisième nom")
    assert place.editor.post(f"{place.path}/propositions/{number}/accepter").status_code == 303
    assert reload(place).brand == "Troisième nom"
    assert place.editor.post(f"{place.path}/propositions/{number}/accepter").status_code == 422
    assert "Import «" in place.html("/historique")


def test_the_history_names_who_and_goes_back(place: Place) -> None:
    write(place, place.editor, brand="Un")
    write(place, place.other, brand="Deux", phone="01 48 00 00 22")
    html = place.html("/historique")
    assert "Nadia" in html
    assert "Paul" in html
    numbers = re.findall(r"historique/(\d+)/retablir", html)
    last, first = max(map(int, numbers)), min(map(int, numbers))
    back = f"{place.path}/historique/{last}/retablir"
    assert place.editor.post(back, data={"champ": "brand"}).status_code == 303
    assert reload(place).brand == "Un"
    whole = f"{place.path}/historique/{first}/retablir"
    assert place.editor.post(whole, data={"rubrique": "identite"}).status_code == 303
    siae = reload(place)
    assert (siae.brand, siae.description) == ("Le Canal", "")
    assert "Retour à l’état" in place.html("/historique")
    for data in ({"champ": "is_demo"}, {"rubrique": "kind"}, {}):
        assert place.editor.post(back, data=data).status_code == 404


def test_a_removed_activity_comes_back(place: Place) -> None:
    place.editor.post(f"{place.path}/activites/nouvelle", data=CLEANING)
    number = activities(place)[-1].id
    place.editor.post(f"{place.path}/activites/{number}/supprimer")
    back = f"{place.path}/historique/{latest(place)}/retablir"
    assert place.editor.post(back, data={"champ": f"activite:{number}"}).status_code == 303
    (made,) = [a for a in activities(place) if a.sector == "espaces-verts"]
    assert made.zones == ["93010", "93"]
    assert place.editor.post(back, data={"rubrique": "activites"}).status_code == 303


def test_an_old_capacity_is_said_and_renewed_in_one_click(place: Place) -> None:
    (activity,) = activities(place)
    activity.is_inferred, activity.capacity_fte = False, 4
    activity.capacity_as_of = clock.today() - timedelta(days=91)
    place.session.commit()
    assert "Capacité expirée" in place.html()
    place.editor.post(f"{place.path}/activites/{activity.id}/capacite")
    assert activities(place)[0].capacity_as_of == clock.today()
    assert "Capacité expirée" not in place.html()


def test_an_expired_capacity_is_asked_about_once(place: Place) -> None:
    (activity,) = activities(place)
    activity.is_inferred, activity.capacity_fte = False, 4
    activity.capacity_as_of = clock.today() - timedelta(days=90)
    place.session.commit()
    assert nudge(place.session, "https://maillage.example", clock.now()) == 0
    activity.capacity_as_of = clock.today() - timedelta(days=91)
    place.session.commit()
    assert nudge(place.session, "https://maillage.example", clock.now()) == 2  # not the reader
    assert nudge(place.session, "https://maillage.example", clock.now()) == 0
    letter = place.session.scalars(sa.select(Letter)).first()
    assert letter is not None
    assert f"https://maillage.example{place.path}#activites" in letter.text


def restore(place: Place, **data: str) -> int:
    """Go back to before the last change of an import."""
    select = sa.select(sa.func.max(Revision.id)).where(Revision.author.startswith("Import"))
    number = place.session.scalar(select)
    back = f"{place.path}/historique/{number}/retablir"
    return place.editor.post(back, data=data).status_code


def test_a_sector_that_an_import_adds_is_in_the_history_and_can_be_refused(place: Place) -> None:
    bring(place)
    before = latest(place)
    bring(place, brand="Blanchisserie du Canal")
    (added,) = [a for a in activities(place) if a.sector == "blanchisserie"]
    html = place.html("/historique")
    assert "Import «\u00a0Le Marché\u00a0»" in html
    assert "Blanchisserie" in html
    assert "déduite par un import" in html
    assert restore(place, champ=f"activite:{added.id}") == 303
    assert "blanchisserie" not in [a.sector for a in activities(place)]
    bring(place, brand="Blanchisserie du Canal")
    assert "blanchisserie" not in [a.sector for a in activities(place)]
    assert latest(place) == before + 2  # one of the import, one of the member


def test_a_sector_that_an_import_takes_out_comes_back_and_stays(place: Place) -> None:
    bring(place, brand="Blanchisserie du Canal")
    (added,) = [a for a in activities(place) if a.sector == "blanchisserie"]
    bring(place)
    assert "blanchisserie" not in [a.sector for a in activities(place)]
    for data in ({"champ": f"activite:{added.id}"}, {"rubrique": "activites"}):
        assert restore(place, **data) == 303
        (back,) = [a for a in activities(place) if a.sector == "blanchisserie"]
        assert not back.is_inferred
    bring(place)
    assert "blanchisserie" in [a.sector for a in activities(place)]


def test_a_sector_inferred_otherwise_is_no_change_of_the_sheet(place: Place) -> None:
    bring(place)
    before = latest(place)
    for activity in activities(place):
        activity.evidence = "Autre raison"
    place.session.commit()
    bring(place)
    assert all(a.evidence != "Autre raison" for a in activities(place))
    assert latest(place) == before
