"""The photos of one's structure: add, describe, order, delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member
from app.blueprints.my_structure import ROOT, my_structure, own_address
from app.blueprints.photo_files import photo_address, photo_store
from app.errors import InvalidError
from app.extensions import db
from app.files.images import MOST_BYTES
from app.files.refusal import MEGABYTE
from app.forms.photo import AltForm, PhotoForm
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.siae.photos import MOST_PHOTOS, Gallery, SiaePhoto, of_siae

bp = Blueprint("structure_photos", __name__)
PATH = f"{ROOT}/photos"
ENVELOPE = MEGABYTE  # beside the photo: its words, and what a form adds
STEPS = {"avant": -1, "apres": 1}


@bp.url_value_preprocessor
def allow_a_photo(endpoint: str | None, _values: object) -> None:
    """Let who is signed in send a photo here, and here only; before the form is first read."""
    if endpoint == f"{bp.name}.add" and current_user.is_authenticated:
        request.max_content_length = MOST_BYTES + ENVELOPE


@bp.errorhandler(RequestEntityTooLarge)
def refuse_weight(_error: RequestEntityTooLarge) -> Response:
    """Say beside the form what was too heavy to be read."""
    flash(f"Cette photo est trop lourde\u00a0: {MOST_BYTES // MEGABYTE}\u00a0Mo au plus.", "error")
    return redirect(f"{request.path.partition('/photos')[0]}/photos", code=303)


@bp.get(PATH)
@member(MemberRole.EDITOR)
def index(organisation: int, siae: int) -> str:
    """The photos, and the form that adds one."""
    return show(my_structure(organisation, siae), PhotoForm())


@bp.post(PATH)
@member(MemberRole.EDITOR)
def add(organisation: int, siae: int) -> tuple[str, int] | Response:
    """Add a photo; commits."""
    found = my_structure(organisation, siae)
    form = PhotoForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate() or not keep(found, form):
        return show(found, form), 422
    return done(found, "La photo est ajoutée.")


@bp.post(f"{PATH}/<int:photo>/texte")
@member(MemberRole.EDITOR)
def describe(organisation: int, siae: int, photo: int) -> tuple[str, int] | Response:
    """Say otherwise what a photo shows; commits."""
    found = my_structure(organisation, siae)
    form = AltForm(request.form, prefix=prefix_of(photo))
    if not form.validate():
        return show(found, PhotoForm(), {photo: form}), 422
    gallery(found).describe(photo, form.texte.data)
    return done(found, "La description est enregistrée.")


@bp.post(f"{PATH}/<int:photo>/ordre")
@member(MemberRole.EDITOR)
def move(organisation: int, siae: int, photo: int) -> Response:
    """Show a photo one place earlier or later; commits."""
    found = my_structure(organisation, siae)
    gallery(found).move(photo, STEPS.get(request.form.get("sens", ""), 0))
    return done(found, "L’ordre des photos est enregistré.")


@bp.post(f"{PATH}/<int:photo>/suppression")
@member(MemberRole.EDITOR)
def remove(organisation: int, siae: int, photo: int) -> Response:
    """Delete a photo; commits."""
    found = my_structure(organisation, siae)
    gallery(found).remove(photo)
    return done(found, "La photo est supprimée.")


def gallery(siae: Siae) -> Gallery:
    """The photos of a structure, for the person signed in."""
    return Gallery(session=db.session(), siae=siae, person_id=me().id, now=clock.now())


def keep(siae: Siae, form: PhotoForm) -> bool:
    """Add the photo of a form, or say beside its field why it is refused."""
    try:
        gallery(siae).add(photo_store(), form.photo.content, form.texte.data)
    except InvalidError as error:
        db.session.rollback()
        form.photo.errors = [str(error)]
        return False
    return True


def done(siae: Siae, what: str) -> Response:
    """Commit, say so, and go back to the photos."""
    address = own_address(siae, "photos")
    db.session.commit()
    flash(what, "success")
    return redirect(address, code=303)


def prefix_of(photo: int) -> str:
    """What tells the fields of a photo from those of the others."""
    return f"photo-{photo}-"


@dataclass(frozen=True, kw_only=True)
class PhotoRow:
    """A photo of the page: its file, the form of its words, whether it may move either way."""

    photo: SiaePhoto
    source: str
    form: AltForm
    is_first: bool
    is_last: bool


def show(siae: Siae, form: PhotoForm, typed: Mapping[int, AltForm] | None = None) -> str:
    """The page of the photos; `typed` are the descriptions to mend, by photo."""
    typed, photos = typed or {}, list(db.session.scalars(of_siae(siae.id)))
    rows = [
        PhotoRow(
            photo=photo,
            source=photo_address(siae.slug, photo, "-vignette"),
            form=typed.get(photo.id)
            or AltForm(prefix=prefix_of(photo.id), data={"texte": photo.alt}),
            is_first=photo is photos[0],
            is_last=photo is photos[-1],
        )
        for photo in photos
    ]
    return render_template(
        "space/structure_photos.html",
        siae=siae,
        form=form,
        problems=[*form.problems, *(p for row in rows for p in row.form.problems)],
        rows=rows,
        most=MOST_PHOTOS,
        address=own_address(siae, "photos"),
        preview=own_address(siae, "apercu"),
        overview=own_address(siae),
    )
