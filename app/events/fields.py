"""One event from named texts: the columns of a file, the fields of a proposal."""

from __future__ import annotations

from collections.abc import Mapping

from app import sectors, territories
from app.clock import NBSP
from app.events.dates import read_time
from app.events.kinds import Audience, EventKind, EventStatus
from app.events.records import EventRecord, FieldError
from app.imports.choices import name_choices, read_choice, read_web_address, split_words
from app.imports.text import clean_line, clean_text, slugify

Cells = Mapping[str, str]
"""What each column of `COLUMNS` says; a column that is absent says nothing."""

COLUMNS = (
    "uid", "titre", "genre", "debut", "fin", "lieu", "territoire", "en_ligne", "organisateur",
    "publics", "filieres", "description", "inscription", "instance", "themes", "pieces", "source",
    "statut",
)  # fmt: skip
REQUIRED = ("titre", "genre", "debut", "organisateur")
LONGEST_DESCRIPTION = 5_000  # characters

KINDS = name_choices(
    [
        *((kind.value, kind) for kind in EventKind),
        *((kind.label, kind) for kind in EventKind),
        ("Forum SIAE-entreprises", EventKind.FORUM),
        ("Job dating", EventKind.FORUM),
        ("Rencontre SIAE-entreprises", EventKind.MEETING),
        ("Autre", EventKind.OTHER),
    ]
)
AUDIENCES = name_choices((name, a) for a in Audience for name in (a.value, a.label))
STATUSES = name_choices((name, s) for s in EventStatus for name in (s.value, s.label))


def read_cells(cells: Cells, *, where: str = "") -> EventRecord:
    """The event that these texts say; FieldError names the first one that cannot be used."""
    time = read_time(cells.get("debut", ""), cells.get("fin", ""))
    online, place = read_address(cells, "en_ligne"), clean_line(cells.get("lieu", ""), limit=255)
    return EventRecord(
        where=where,
        uid=clean_line(cells.get("uid", ""), limit=255),
        title=read_text(cells, "titre", "titre absent"),
        kind=read_kind(cells.get("genre", "")),
        time=time,
        organiser=read_text(cells, "organisateur", "organisateur absent : une institution"),
        place=place,
        territory_code=read_territory(cells.get("territoire", ""), place, is_online=bool(online)),
        online_url=online,
        audiences=read_audiences(cells.get("publics", "")),
        sectors=read_sectors(cells.get("filieres", "")),
        description=clean_text(cells.get("description", ""), limit=LONGEST_DESCRIPTION),
        url=read_address(cells, "inscription"),
        committee=slugify(cells.get("instance", ""), limit=110),
        agenda_themes=split_words(cells.get("themes", "")),
        documents=split_words(cells.get("pieces", "")),
        source=clean_line(cells.get("source", ""), limit=500),
        status=read_status(cells.get("statut", "")),
    )


def read_text(cells: Cells, column: str, missing: str) -> str:
    """A text on one line that must be there."""
    text = clean_line(cells.get(column, ""), limit=255)
    if not text:
        raise FieldError(column, missing)
    return text


def read_kind(raw: str) -> EventKind:
    """The kind of event, by its word or its label."""
    kind = read_choice(raw, KINDS)
    if kind is None:
        known = ", ".join(k.value for k in EventKind)
        raise FieldError("genre", f"genre inconnu : « {clean_line(raw, limit=60)} » ; {known}")
    return kind


def read_status(raw: str) -> EventStatus:
    """Whether it holds; nothing is « prévu »."""
    status = read_choice(raw, STATUSES) if raw.strip() else EventStatus.PLANNED
    if status is None:
        known = ", ".join(s.value for s in EventStatus)
        raise FieldError("statut", f"statut inconnu : « {clean_line(raw, limit=60)} » ; {known}")
    return status


def read_audiences(raw: str) -> tuple[Audience, ...]:
    """Whom it is for, between bars."""
    found = {word: read_choice(word, AUDIENCES) for word in split_words(raw)}
    unknown = [word for word, audience in found.items() if audience is None]
    if unknown:
        known = ", ".join(a.value for a in Audience)
        raise FieldError("publics", f"public inconnu : « {unknown[0]} » ; {known}")
    return tuple(dict.fromkeys(a for a in found.values() if a is not None))


def read_sectors(raw: str) -> tuple[str, ...]:
    """Slugs of sectors, between bars, from their slugs or their names."""
    slugs = []
    for word in split_words(raw):
        slug = slugify(word, limit=120)
        if sectors.find(slug) is None:
            raise FieldError("filieres", f"filière inconnue : « {word} »")
        slugs.append(slug)
    return tuple(dict.fromkeys(slugs))


def read_address(cells: Cells, column: str) -> str:
    """An address of a site, or nothing."""
    address = read_web_address(cells.get(column, ""))
    if address is None:
        shown = clean_line(cells.get(column, ""), limit=60)
        raise FieldError(column, f"« {shown} » n’est pas une adresse en http:// ou https://")
    return address


def read_territory(raw: str, place: str, *, is_online: bool) -> str:
    """The code of a territory of the region, read in the place where it is not told.

    What is only online needs none.
    """
    text = clean_line(raw, limit=120)
    found = territories.find(text or place) if text or place else None
    if found is None:
        if is_online and not text:
            return ""
        shown = f" : « {text or place} »" if text or place else ""
        raise FieldError("territoire", f"territoire inconnu{shown}")
    if not found.in_region:
        raise FieldError("territoire", f"{found.name} n’est pas en Île-de-France")
    return found.code


def say_field(error: FieldError) -> str:
    """The refusal of a row: its column, and why."""
    return f"{error.field}{NBSP}: {error.why}"
