"""The photos of a structure: six at most, each with the words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.accounts.models import author_key
from app.audit.services import record
from app.errors import InvalidError, NotFoundError
from app.extensions import Model, UtcDateTime
from app.files.images import read_photo
from app.files.store import FileStore
from app.siae.models import Siae

MOST_PHOTOS = 6
LONGEST_ALT = 200  # characters
SUBJECT = "siae-photos"  # in the audit
AUTHOR = "Membre de la structure"
FULL = f"Une structure montre {MOST_PHOTOS}\u00a0photos au plus\u00a0: supprimez-en une d’abord."
UNSEEN = timedelta(hours=1)  # a file kept for less may belong to an act that is not over


class SiaePhoto(Model):
    """A photo; `key` and `thumbnail_key` are those of its files, in WebP, drawn again by us.

    `alt` says what it shows, never empty. `width` and `height` are those of the large one, in
    pixels. Photos are shown by `position`. `person_id` is who added it, empty once they are gone.
    """

    __tablename__ = "siae_photo"
    __table_args__ = (sa.CheckConstraint("alt <> ''", name="alt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    siae_id: Mapped[int] = mapped_column(sa.ForeignKey("siae.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    thumbnail_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    alt: Mapped[str] = mapped_column(sa.String(LONGEST_ALT))
    position: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = author_key()


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """The photos of one structure, held by one person for a change at that instant."""

    session: Session
    siae: Siae
    person_id: int
    now: datetime

    def add(self, store: FileStore, content: bytes, alt: str) -> SiaePhoto:
        """A photo more, the last. Flushes.

        Raises FileRefusedError for what is no photo, InvalidError without a description or beyond
        the most. Where the transaction fails, the files stay, and `drop_orphans` deletes them.
        """
        words, photo = read_alt(alt), read_photo(content)  # slow: before anybody waits
        kept = self.hold()
        if len(kept) >= MOST_PHOTOS:
            raise InvalidError(FULL)
        before = told(kept)
        made = SiaePhoto(
            siae_id=self.siae.id,
            key=store.save(photo.full.content),
            thumbnail_key=store.save(photo.thumbnail.content),
            alt=words,
            position=kept[-1].position + 1 if kept else 0,
            width=photo.full.width,
            height=photo.full.height,
            added_at=self.now,
            person_id=self.person_id,
        )
        self.session.add(made)
        self.keep(before, [*kept, made])
        return made

    def describe(self, number: int, alt: str) -> None:
        """Say otherwise what a photo shows; NotFoundError for another structure's. Flushes."""
        kept = self.hold()
        before = told(kept)
        pick(kept, number).alt = read_alt(alt)
        self.keep(before, kept)

    def move(self, number: int, step: int) -> None:
        """Show a photo `step` places later, or earlier where it is negative. Flushes."""
        kept = self.hold()
        before = told(kept)
        photo = pick(kept, number)
        place = kept.index(photo) + step
        kept.remove(photo)
        kept.insert(max(0, place), photo)
        for position, shown in enumerate(kept):
            shown.position = position
        self.keep(before, kept)

    def remove(self, number: int) -> None:
        """Show a photo no more. Flushes; its files go with `drop_orphans`, once that is certain."""
        kept = self.hold()
        before = told(kept)
        photo = pick(kept, number)
        kept.remove(photo)
        self.session.delete(photo)
        self.keep(before, kept)

    def hold(self) -> list[SiaePhoto]:
        """The photos as they are now; whoever changes them too waits until this is over."""
        self.session.execute(
            sa.update(Siae).where(Siae.id == self.siae.id).values(updated_at=Siae.updated_at),
            execution_options={"synchronize_session": False},
        )
        fresh = of_siae(self.siae.id).execution_options(populate_existing=True)
        return list(self.session.scalars(fresh))

    def keep(self, before: list[str], after: list[SiaePhoto]) -> None:
        """Write the change in the history."""
        self.session.flush()
        changes: dict[str, list[object]] = {"photos": [before, told(after)]}
        if before != told(after):
            record(
                self.session,
                (SUBJECT, str(self.siae.id)),
                changes,
                author=AUTHOR,
                now=self.now,
                person_id=self.person_id,
            )


def told(photos: list[SiaePhoto]) -> list[str]:
    """The photos as the history tells them: their words, in order."""
    return [photo.alt for photo in photos]


def pick(photos: list[SiaePhoto], number: int) -> SiaePhoto:
    """The photo of that number among these; NotFoundError otherwise."""
    found = next((photo for photo in photos if photo.id == number), None)
    if found is None:
        raise NotFoundError("Cette photo n’existe plus.")
    return found


def read_alt(raw: str) -> str:
    """The description of a photo; InvalidError where there is none, or too much."""
    alt = " ".join(raw.split())
    if not alt:
        raise InvalidError("Décrivez ce que montre la photo.")
    if len(alt) > LONGEST_ALT:
        raise InvalidError(f"Description\u00a0: {LONGEST_ALT}\u00a0caractères au plus.")
    return alt


def of_siae(siae_id: int) -> sa.Select[SiaePhoto]:
    """The photos of a structure, in order."""
    select = sa.select(SiaePhoto).where(SiaePhoto.siae_id == siae_id)
    return select.order_by(SiaePhoto.position, SiaePhoto.id)


def shown_at(slug: str, number: int) -> sa.Select[SiaePhoto]:
    """The photo of that number, of the structure at that address."""
    of_slug = sa.select(Siae.id).where(Siae.slug == slug).scalar_subquery()
    return sa.select(SiaePhoto).where(SiaePhoto.id == number, SiaePhoto.siae_id == of_slug)


def drop_orphans(session: Session, store: FileStore, now: datetime) -> int:
    """Delete the files that no photo shows, and how many; those of acts under way are left."""
    known = {key for row in session.execute(every_key()) for key in row}
    orphans = store.orphans(known, now - UNSEEN)
    for key in orphans:
        store.delete(key)
    return len(orphans) + store.drop_unfinished(now - UNSEEN)


def every_key() -> sa.Select[str, str]:
    """The keys of the files that photos show."""
    return sa.select(SiaePhoto.key, SiaePhoto.thumbnail_key)


def count_photos(siae_id: int) -> sa.Select[int]:
    """How many photos a structure shows."""
    return sa.select(sa.func.count(SiaePhoto.id)).where(SiaePhoto.siae_id == siae_id)
