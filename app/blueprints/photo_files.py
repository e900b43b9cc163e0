"""The photos of structures as files: our own WebP, and nothing that anybody sent."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, request

from app.errors import NotFoundError
from app.extensions import db
from app.files.images import MEDIA_TYPE
from app.files.store import FileStore
from app.siae.photos import SiaePhoto, shown_at

bp = Blueprint("photo_files", __name__)
FOR_EVER, BRIEFLY = "public, max-age=31536000, immutable", "public, max-age=300"
VERSION = 8  # characters of the key, in addresses: a number may serve again, a key never


def photo_store() -> FileStore:
    """Where the photos are kept, under the instance."""
    return FileStore(Path(current_app.instance_path) / "photos")


def photo_address(slug: str, photo: SiaePhoto, kind: str = "") -> str:
    """The address of a photo's file, kept for ever; `kind` is « -vignette » for the small one."""
    return f"/structures/{slug}/photos/{photo.id}{kind}.webp?v={photo.key[:VERSION]}"


@bp.get("/structures/<slug>/photos/<int:photo>.webp")
def full(slug: str, photo: int) -> Response:
    """The large photo."""
    found = find(slug, photo)
    return serve(found, found.key)


@bp.get("/structures/<slug>/photos/<int:photo>-vignette.webp")
def thumbnail(slug: str, photo: int) -> Response:
    """The small one."""
    found = find(slug, photo)
    return serve(found, found.thumbnail_key)


def find(slug: str, number: int) -> SiaePhoto:
    """The photo at an address; NotFoundError where there is none."""
    found = db.session.scalar(shown_at(slug, number))
    if found is None:
        raise NotFoundError("Cette photo n’existe plus.")
    return found


def serve(photo: SiaePhoto, key: str) -> Response:
    """The file of that key; shown in place, since we drew it ourselves."""
    response = Response(photo_store().read(key), mimetype=MEDIA_TYPE)
    is_current = request.args.get("v") == photo.key[:VERSION]
    response.headers["Cache-Control"] = FOR_EVER if is_current else BRIEFLY
    response.headers["Content-Disposition"] = f'inline; filename="photo-{photo.id}.webp"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(key)
    response.make_conditional(request)
    return response
