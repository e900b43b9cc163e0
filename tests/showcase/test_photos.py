from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import Revision
from app.blueprints.photo_files import photo_address, photo_store
from app.files.store import FileStore
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.siae.photos import MOST_PHOTOS, SUBJECT, SiaePhoto, drop_orphans, of_siae
from tests.files.builders import (
    SVG,
    make_animation,
    make_gps_photo,
    make_image,
    make_png_bomb,
)
from tests.pages import read_page
from tests.people import browser_of, make_organisation, make_person
from tests.showcase.builders import (
    address_of,
    keeper_of,
    make_siae,
    post,
    send,
    send_photo,
    token_of,
)


@pytest.fixture
def siae(session: Session) -> Siae:
    return make_siae(session)


@pytest.fixture
def editor(app: Flask, session: Session, siae: Siae) -> FlaskClient:
    return keeper_of(app, session, siae)


def photos_of(session: Session, siae: Siae) -> list[SiaePhoto]:
    session.expire_all()
    return list(session.scalars(of_siae(siae.id)))


def test_a_photo_is_added_shown_and_told(
    editor: FlaskClient, client: FlaskClient, session: Session, siae: Siae
) -> None:
    assert send_photo(editor, siae, make_gps_photo((2_000, 1_000)), alt="Le tri").status_code == 303
    photo = photos_of(session, siae)[0]
    assert (photo.alt, photo.width, photo.height) == ("Le tri", 800, 1_600)
    page = read_page(editor.get(address_of(siae, "photos")))
    assert "La photo est ajoutée." in page.text
    for kind, height in (("", 1_600), ("-vignette", 480)):
        answer = client.get(photo_address(siae.slug, photo, kind))
        assert answer.status_code == 200
        assert answer.mimetype == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        with Image.open(BytesIO(answer.data)) as image:
            assert image.height == height
            assert not dict(image.getexif())
        again = client.get(
            photo_address(siae.slug, photo, kind), headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
    told = session.scalars(sa.select(Revision).where(Revision.subject_kind == SUBJECT)).one()
    assert told.changes == {"photos": [[], ["Le tri"]]}
    assert told.person_id is not None


def test_an_old_address_is_not_kept_for_ever(
    editor: FlaskClient, client: FlaskClient, session: Session, siae: Siae
) -> None:
    send_photo(editor, siae, make_image())
    photo = photos_of(session, siae)[0]
    answer = client.get(f"/structures/{siae.slug}/photos/{photo.id}.webp?v=00000000")
    assert "immutable" not in answer.headers["Cache-Control"]
    other = make_siae(session, make_organisation(session, "Voisine"))
    session.commit()
    assert client.get(f"/structures/{other.slug}/photos/{photo.id}.webp").status_code == 404
    assert client.get(f"/structures/{siae.slug}/photos/{photo.id + 1}.webp").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", SVG),
        ("photo.svg", SVG),
        ("photo.png", b"<html><script>alert(1)</script>"),
        ("photo.jpg", b"%PDF-1.7"),
        ("photo.png", make_png_bomb(30_000)),
        ("photo.jpg", make_image()[:900]),
        ("photo.gif", make_animation()),
        ("photo.jpg", b""),
    ],
)
def test_what_is_no_photo_is_refused_beside_its_field(
    editor: FlaskClient, session: Session, siae: Siae, name: str, content: bytes
) -> None:
    answer = send_photo(editor, siae, content, name=name)
    assert answer.status_code == 422
    assert 'id="photo-erreur"' in read_page(answer).html
    assert photos_of(session, siae) == []
    assert list(photo_store().keys_before(clock.now() + timedelta(days=1))) == []


def test_a_true_photo_with_a_false_extension_is_a_photo(
    editor: FlaskClient, session: Session, siae: Siae
) -> None:
    assert send_photo(editor, siae, make_image("PNG"), name="../../a.exe").status_code == 303
    assert len(photos_of(session, siae)) == 1


@pytest.mark.parametrize("alt", ["", "   ", "\u200b\u202e", "x" * 201])
def test_a_photo_without_words_is_refused(
    editor: FlaskClient, session: Session, siae: Siae, alt: str
) -> None:
    answer = send_photo(editor, siae, make_image(), alt=alt)
    assert answer.status_code == 422
    assert 'id="texte-erreur"' in read_page(answer).html
    assert photos_of(session, siae) == []


def test_no_photo_chosen_is_said(editor: FlaskClient, siae: Siae) -> None:
    answer = post(editor, address_of(siae, "photos"), texte="Un atelier")
    assert answer.status_code == 422
    assert "Choisissez une photo." in answer.get_data(as_text=True)


def test_six_are_enough(editor: FlaskClient, session: Session, siae: Siae) -> None:
    token = token_of(editor, address_of(siae, "photos"))
    small = make_image("JPEG", (120, 120))
    statuses = [
        editor.post(
            address_of(siae, "photos"),
            data={"csrf_token": token, "photo": (BytesIO(small), "a.jpg"), "texte": f"Photo {n}"},
        ).status_code
        for n in range(MOST_PHOTOS + 1)
    ]
    assert statuses == [303] * MOST_PHOTOS + [422]
    assert "Ajouter une photo" not in editor.get(address_of(siae, "photos")).get_data(as_text=True)


def test_photos_are_described_ordered_and_deleted(
    editor: FlaskClient, client: FlaskClient, session: Session, siae: Siae
) -> None:
    for alt in ("un", "deux", "trois"):
        send_photo(editor, siae, make_image("JPEG", (120, 120)), alt=alt)
    page, first = address_of(siae, "photos"), photos_of(session, siae)[0].id
    post(editor, f"{page}/{first}/ordre", form=page, sens="apres")
    assert [p.alt for p in photos_of(session, siae)] == ["deux", "un", "trois"]
    post(editor, f"{page}/{first}/ordre", form=page, sens="avant")
    post(editor, f"{page}/{first}/ordre", form=page, sens="avant")
    post(editor, f"{page}/{first}/ordre", form=page, sens="n’importe")
    assert [p.alt for p in photos_of(session, siae)] == ["un", "deux", "trois"]
    texte = {f"photo-{first}-texte": "Le hangar"}
    assert post(editor, f"{page}/{first}/texte", form=page, **texte).status_code == 303
    assert photos_of(session, siae)[0].alt == "Le hangar"
    answer = post(editor, f"{page}/{first}/texte", form=page, **{f"photo-{first}-texte": " "})
    assert answer.status_code == 422
    assert f'id="photo-{first}-texte-erreur"' in read_page(answer).html
    assert post(editor, f"{page}/{first}/suppression", form=page).status_code == 303
    assert [p.alt for p in photos_of(session, siae)] == ["deux", "trois"]
    assert client.get(f"/structures/{siae.slug}/photos/{first}.webp").status_code == 404
    assert post(editor, f"{page}/{first}/suppression", form=page).status_code == 404


def test_only_editors_of_that_structure_may(app: Flask, session: Session, siae: Siae) -> None:
    mine = keeper_of(app, session, siae)
    send_photo(mine, siae, make_image("JPEG", (120, 120)))
    photo, page = photos_of(session, siae)[0].id, address_of(siae, "photos")
    other = make_siae(session, make_organisation(session, "Voisine"))
    theirs = keeper_of(app, session, other)
    reader = keeper_of(app, session, siae, MemberRole.READER)
    stranger = browser_of(app, session, make_person(session))
    mixed = page.replace(f"organisations/{siae.organisation_id}/", "organisations/{}/")
    mixed = mixed.format(other.organisation_id)  # their organisation, our structure
    own = address_of(other, "photos")
    for client, address, status in (
        (reader, page, 403), (stranger, page, 404), (theirs, page, 404), (theirs, mixed, 404),
    ):  # fmt: skip
        token = token_of(theirs, own) if client is theirs else token_of(client, "/signaler")
        assert client.get(address).status_code == status
        assert client.post(address, data={"csrf_token": token}).status_code == status
        for act in ("texte", "ordre", "suppression"):
            answer = client.post(f"{address}/{photo}/{act}", data={"csrf_token": token})
            assert answer.status_code == status, act
    # our photo's number in their own pages
    for act in ("ordre", "suppression"):
        assert post(theirs, f"{own}/{photo}/{act}", form=own).status_code == 404
    texte = {f"photo-{photo}-texte": "pris"}
    assert post(theirs, f"{own}/{photo}/texte", form=own, **texte).status_code == 404
    assert mine.post(page, data={"texte": "sans jeton"}).status_code == 400
    assert [p.alt for p in photos_of(session, siae)] == ["Un atelier"]


def test_eight_megabytes_enter_here_and_nowhere_else(
    editor: FlaskClient, client: FlaskClient, session: Session, siae: Siae
) -> None:
    heavy = make_image() + b"\0" * (7 * 1024 * 1024)
    assert send_photo(editor, siae, heavy).status_code == 303
    assert len(photos_of(session, siae)) == 1
    too_heavy = make_image() + b"\0" * (8 * 1024 * 1024)
    answer = send_photo(editor, siae, too_heavy)
    assert answer.status_code == 422
    assert "8\u00a0Mo au plus" in answer.get_data(as_text=True)
    answer = send_photo(editor, siae, b"\0" * (12 * 1024 * 1024))
    assert (answer.status_code, answer.location) == (303, address_of(siae, "photos"))
    assert "trop lourde" in editor.get(answer.location).get_data(as_text=True)
    for who, address in ((editor, "/signaler"), (client, "/signaler")):
        assert post(who, address, message=(BytesIO(heavy), "a.jpg")).status_code == 413
    answer = send(client, address_of(siae, "photos"), photo=(BytesIO(heavy), "a.jpg"))
    assert answer.status_code == 303  # to the page, which sends to the sign-in
    assert len(photos_of(session, siae)) == 1


def test_files_that_no_photo_shows_are_deleted_once_that_is_certain(
    editor: FlaskClient, session: Session, siae: Siae, app: Flask
) -> None:
    send_photo(editor, siae, make_image("JPEG", (120, 120)))
    store: FileStore = photo_store()
    assert store.folder.is_relative_to(Path(app.instance_path))
    orphan = store.save(b"x")
    later = clock.now() + timedelta(hours=2)
    assert drop_orphans(session, store, clock.now()) == 0
    assert drop_orphans(session, store, later) == 1
    assert orphan not in set(store.keys_before(later))
    photo = photos_of(session, siae)[0]
    assert set(store.keys_before(later)) == {photo.key, photo.thumbnail_key}
    session.delete(photo)
    session.flush()
    assert drop_orphans(session, store, later) == 2


def test_the_page_asks_as_much_for_six_photos_as_for_one(
    editor: FlaskClient, siae: Siae, queries: Callable[[], Any]
) -> None:
    counts = []
    for _ in range(2):
        send_photo(editor, siae, make_image("JPEG", (120, 120)))
        with queries() as sent:
            editor.get(address_of(siae, "photos"))
        counts.append(len(sent))
    assert counts[0] == counts[1]
