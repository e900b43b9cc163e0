from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.matching.kinds import ServiceType
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.siae.profile_models import open_profile
from tests.files.builders import make_image
from tests.pages import read_page
from tests.people import browser_of, make_organisation, make_person
from tests.showcase.builders import (
    add_activity,
    address_of,
    keeper_of,
    make_siae,
    send_photo,
)

PARTS = ("Qui elle accueille", "Labels et démarches qualité", "Références", "En photos")


@pytest.fixture
def siae(session: Session) -> Siae:
    made = make_siae(session, description="Un chantier.\nDeux ateliers.", geocoding="source")
    add_activity(session, made, "nettoyage-de-locaux", service=ServiceType.PRESTATION, zones=["93"])
    session.commit()
    return made


def fill(session: Session, siae: Siae) -> None:
    profile = open_profile(session, siae.id)
    profile.publics = ["jeunes-de-moins-de-26-ans", "inconnu"]
    profile.labels = ["<b>ISO 9001</b>"]
    profile.client_references = [
        {"name": "Ville de Bondy", "has_consent": True, "what": "Parcs", "year": 2025},
        {"name": "Client secret", "has_consent": False, "what": "Bureaux", "year": None},
    ]
    profile.languages, profile.turnover = ["français", "tamoul"], "moins-de-100-k"
    profile.convention_until = date(2027, 12, 31)
    session.commit()


def test_parts_appear_when_they_say_something(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    page = read_page(client.get(f"/structures/{siae.slug}"))
    assert not [part for part in PARTS if part in page.text]
    assert "Écrire à cette structure" in page.text
    fill(session, siae)
    page = read_page(client.get(f"/structures/{siae.slug}"))
    for said in (
        *PARTS[:3],
        "Jeunes de moins de 26 ans",
        "Ville de Bondy\u00a0: Parcs (2025)",
        "tamoul",
    ):
        assert said.replace("\u00a0", " ") in page.text.replace("\u00a0", " ")
    assert "&lt;b&gt;ISO 9001" in page.html
    for hidden in ("Client secret", "inconnu", "100 000"):
        assert hidden not in page.html


def test_photos_appear_with_their_words(
    app: Flask, client: FlaskClient, session: Session, siae: Siae
) -> None:
    send_photo(keeper_of(app, session, siae), siae, make_image(), alt='Un "tri" <i>')
    page = read_page(client.get(f"/structures/{siae.slug}"))
    assert "En photos" in page.text
    assert 'alt="Un &#34;tri&#34;' in page.html
    assert "/photos/1-vignette.webp?v=" in page.html


def test_machines_read_the_same_in_json_ld(
    app: Flask, client: FlaskClient, session: Session, siae: Siae
) -> None:
    siae.brand = "</script><script>alert(1)</script>"
    session.commit()
    send_photo(keeper_of(app, session, siae), siae, make_image())
    page = read_page(client.get(f"/structures/{siae.slug}"))
    assert f'type="application/ld+json" href="/structures/{siae.slug}.jsonld"' in page.html
    answer = client.get(f"/structures/{siae.slug}.jsonld")
    assert answer.mimetype == "application/ld+json"
    text = answer.get_data(as_text=True)
    assert "<" not in text
    said = json.loads(text)
    assert said["@type"] == ["Organization", "LocalBusiness"]
    assert said["name"] == siae.brand
    assert said["address"]["addressLocality"] == "Bondy"
    assert said["geo"]["latitude"] == pytest.approx(48.902)
    assert said["areaServed"][0]["name"] == "Seine-Saint-Denis"
    assert said["makesOffer"][0]["itemOffered"]["serviceType"] == ServiceType.PRESTATION.label
    assert said["image"][0].startswith("http://")
    assert client.get("/structures/inconnue.jsonld").status_code == 404


def test_json_ld_says_nothing_that_nobody_said(client: FlaskClient, session: Session) -> None:
    bare = make_siae(session, address="", postal_code="", city="", latitude=None, longitude=None)
    add_activity(session, bare, "nettoyage-de-locaux", radius_km=20)
    add_activity(session, bare, "restauration-collective", is_nationwide=True)
    session.commit()
    said = json.loads(client.get(f"/structures/{bare.slug}.jsonld").get_data(as_text=True))
    assert not {"geo", "address", "image", "sameAs", "legalName", "identifier"} & said.keys()
    assert said["areaServed"] == [{"@type": "Country", "name": "France"}]


def test_members_see_the_page_as_the_public_does(
    app: Flask, client: FlaskClient, session: Session, siae: Siae
) -> None:
    fill(session, siae)
    reader = keeper_of(app, session, siae, MemberRole.READER)
    preview = read_page(reader.get(address_of(siae, "apercu")))
    public = read_page(client.get(f"/structures/{siae.slug}"))
    banner = "Voici ce que tout le monde voit de votre structure."
    assert banner in preview.text
    assert banner not in public.text
    assert set(public.links) <= set(preview.links) | {"/signaler?page=/structures/" + siae.slug}
    other = make_siae(session, make_organisation(session, "Voisine"))
    theirs = keeper_of(app, session, other)
    stranger = browser_of(app, session, make_person(session))
    mixed = address_of(siae, "apercu").replace(
        f"organisations/{siae.organisation_id}/", f"organisations/{other.organisation_id}/"
    )
    for who, address in (
        (theirs, address_of(siae, "apercu")), (theirs, mixed), (stranger, mixed),
    ):  # fmt: skip
        assert who.get(address).status_code == 404
    assert client.get(address_of(siae, "apercu")).status_code == 302
