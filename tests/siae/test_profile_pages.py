from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.organisations.roles import MemberRole
from app.search.backend import DocumentKind
from app.siae.models import Siae
from app.siae.profile import read_profile
from app.siae.profile_fields import Section
from tests.people import browser_of, make_member, make_organisation, make_person
from tests.siae.profiles import Place, make_siae, place

__all__ = ["place"]

IDENTITY = {
    "brand": "Le Canal",
    "description": "Nous entretenons des espaces verts.",
    "address": "1 rue du Canal",
    "postal_code": "93000",
    "city": "Bobigny",
    "phone": "01 48 00 00 00",
    "website": "https://canal.example.fr",
    "contact_point": "Direction commerciale",
    "version": "0",
}


def reload(place: Place) -> Siae:
    return place.session.scalars(
        sa.select(Siae).where(Siae.id == place.siae.id),
        execution_options={"populate_existing": True},
    ).one()


@pytest.mark.parametrize("section", list(Section))
def test_every_section_opens_and_saves_what_it_shows(place: Place, section: Section) -> None:
    assert section.label in place.html(f"/rubriques/{section}")
    form = IDENTITY if section is Section.IDENTITY else {"version": "0"}
    answer = place.editor.post(f"{place.path}/rubriques/{section}", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_an_identity_is_saved_searched_and_shown(place: Place) -> None:
    answer = place.editor.post(f"{place.path}/rubriques/identite", data=IDENTITY)
    assert answer.status_code == 303
    assert reload(place).description == IDENTITY["description"]
    assert "Direction commerciale" in place.html()
    found = place.app.extensions["search"].match_keys("espaces verts", DocumentKind.SIAE, 5)
    assert [key for key, _ in found] == ["atelier"]
    # What nobody changed is not said to be a member's word.
    assert set(read_profile(place.session, place.siae.id).written) == {
        "description",
        "phone",
        "contact_point",
    }


def test_a_form_cannot_change_what_it_does_not_show(place: Place) -> None:
    stolen = make_organisation(place.session, "Autre")
    place.session.commit()
    hostile = {
        **IDENTITY,
        "kind": "ACI",
        "siret": "21920062300011",
        "organisation_id": str(stolen.id),
        "is_demo": "1",
        "slug": "pirate",
        "name": "PIRATE",
        "turnover": "plus-de-5-m",
        "written": "brand",
        "sort_name": "zzz",
    }
    place.editor.post(f"{place.path}/rubriques/identite", data=hostile)
    siae = reload(place)
    assert (siae.kind.value, siae.organisation_id, siae.is_demo) == (
        "EI",
        place.organisation.id,
        False,
    )
    assert (siae.slug, siae.name, siae.sort_name) == ("atelier", "ATELIER DU CANAL", "le canal")


def test_a_huge_text_is_refused_plainly(place: Place) -> None:
    address = f"{place.path}/rubriques/identite"
    long = place.editor.post(address, data={**IDENTITY, "description": "a" * 20_000})
    assert long.status_code == 422
    assert "3000 caractères au plus" in long.get_data(as_text=True)
    huge = place.editor.post(address, data={**IDENTITY, "description": "a" * 10_000_000})
    assert huge.status_code == 413
    assert reload(place).description == ""


def test_invisible_and_reversed_characters_are_cleaned(place: Place) -> None:
    tricked = {**IDENTITY, "brand": "Le\u200b Ca\u202enal\u2066 vert\u2069\u00a0"}
    place.editor.post(f"{place.path}/rubriques/identite", data=tricked)
    assert reload(place).brand == "Le Canal vert"


@pytest.mark.parametrize(
    "values",
    [
        {"phone": "12"},
        {"website": "javascript:alert(1)"},
        {"website": "https://user@evil"},
        {"city": "Nullepart", "postal_code": "00000"},
    ],
)
def test_bad_input_is_said_beside_its_field(place: Place, values: dict[str, str]) -> None:
    answer = place.editor.post(f"{place.path}/rubriques/identite", data={**IDENTITY, **values})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_a_new_commune_moves_the_structure(place: Place) -> None:
    moved = {**IDENTITY, "postal_code": "93140", "city": "bondy"}
    place.editor.post(f"{place.path}/rubriques/identite", data=moved)
    siae = reload(place)
    assert (siae.city, siae.commune_code, siae.geocoding) == ("Bondy", "93010", "commune")


def test_a_client_is_named_with_its_agreement_alone(place: Place) -> None:
    rows = {
        "client_references-0-name": "Ville de Bondy",
        "client_references-0-what": "Entretien de squares",
        "client_references-0-year": "2025",
        "client_references-0-has_consent": "oui",
        "client_references-1-name": "Secrète SA",
        "client_references-1-what": "Ménage",
        "version": "0",
    }
    answer = place.editor.post(f"{place.path}/rubriques/references", data=rows)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    found = read_profile(place.session, place.siae.id).references
    assert [(r.client, r.what, r.year) for r in found] == [
        ("Ville de Bondy", "Entretien de squares", 2025),
        ("", "Ménage", None),
    ]
    half = {"client_references-0-name": "Ville", "version": "0"}
    assert place.editor.post(f"{place.path}/rubriques/references", data=half).status_code == 422


def test_the_turnover_is_on_no_public_reading(place: Place) -> None:
    form = {"turnover": "1-a-2-m", "version": "0"}
    place.editor.post(f"{place.path}/rubriques/conventionnement", data=form)
    assert "millions" in place.html()
    assert not hasattr(read_profile(place.session, place.siae.id), "turnover")
    public = place.app.test_client().get(f"/structures/{place.siae.slug}").get_data(as_text=True)
    assert "millions d’euros" not in public


def test_a_reader_reads_and_writes_nothing(place: Place) -> None:
    assert place.reader.get(place.path).status_code == 200
    assert place.reader.get(f"{place.path}/historique").status_code == 200
    number = place.session.scalars(sa.text("select id from activity")).one()
    for address in (
        "/rubriques/identite",
        "/activites/nouvelle",
        f"/activites/{number}",
        f"/activites/{number}/supprimer",
        f"/activites/{number}/confirmer",
        f"/activites/{number}/capacite",
        "/propositions/1/accepter",
        "/propositions/1/refuser",
        "/historique/1/retablir",
    ):
        assert place.reader.post(place.path + address, data=IDENTITY).status_code == 403, address


def test_another_organisations_ids_lead_nowhere(app: Flask, place: Place, session: Session) -> None:
    theirs = make_organisation(session, "Voisine")
    siae = make_siae(session, theirs, "voisine")
    (number,) = [activity.id for activity in siae.activities]
    stranger = browser_of(app, session, make_member(session, theirs, MemberRole.OWNER))
    assert stranger.get(place.path).status_code == 404
    crossed = f"/espace/organisations/{place.organisation.id}/structures/{siae.id}"
    assert place.editor.get(crossed).status_code == 404
    assert place.editor.post(f"{crossed}/rubriques/identite", data=IDENTITY).status_code == 404
    for act in ("", "/supprimer", "/confirmer", "/capacite"):
        answer = place.editor.post(f"{place.path}/activites/{number}{act}", data={"version": "0"})
        assert answer.status_code == 404, act


def test_my_structure_leads_to_the_only_one_or_says_how(app: Flask, place: Place) -> None:
    answer = place.editor.get("/espace/structure")
    assert (answer.status_code, answer.location) == (302, place.path)
    alone = browser_of(app, place.session, make_person(place.session))
    assert "rejoignez d’abord" in alone.get("/espace/structure").get_data(as_text=True)
    second = make_organisation(place.session, "Deux")
    make_siae(place.session, second, "deux")
    both = make_member(place.session, second, MemberRole.READER)
    make_member(place.session, place.organisation, MemberRole.READER, both)
    listed = browser_of(app, place.session, both).get("/espace/structure")
    assert listed.get_data(as_text=True).count('class="m-card"') == 2
