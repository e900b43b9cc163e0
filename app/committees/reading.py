"""One row of a file as committees: texts made safe, dates and territories checked, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from app import territories
from app.committees.kinds import CommitteeKind, Level
from app.committees.parts import read_parts, read_sources, read_texts
from app.committees.records import CommitteeRecord
from app.errors import InvalidError
from app.imports.report import RowError
from app.imports.text import clean_line, slugify
from app.territories import Territory, TerritoryKind

Raw = Mapping[str, object]
KEYS = (
    "slug", "kind", "level", "territories", "name", "acronym", "local_name", "legal_basis",
    "to_verify", "valid_from", "valid_to", "successor", "former_names", "missions", "colleges",
    "contributions", "guests", "files", "themes", "secretariat", "frequency", "note", "sources",
    "verified_on",
)  # fmt: skip
PLACES = {
    Level.REGION: {TerritoryKind.REGION},
    Level.DEPARTMENT: {TerritoryKind.DEPARTMENT},
    Level.LOCAL: {
        TerritoryKind.DEPARTMENT,
        TerritoryKind.EPT,
        TerritoryKind.EPCI,
        TerritoryKind.COMMUNE,
    },
}
YES = {"oui", "vrai", "true", "1", "x"}


def read_row(
    raw: Raw, where: str, labels: Mapping[str, str]
) -> Iterator[CommitteeRecord | RowError]:
    """A committee per territory of the row, or why there is none.

    `labels` are the names of the fields in that file, for the messages.
    """
    reader = RowReader(raw, labels)
    try:
        reader.check_keys()
        places = reader.places()
    except InvalidError as error:
        yield RowError(where=where, what=str(error))
        return
    for place in places:
        at = where if len(places) == 1 else f"{where} ({place.code})"
        try:
            yield reader.record(place, at, several=len(places) > 1)
        except InvalidError as error:
            yield RowError(where=at, what=str(error))


class RowReader:
    """Reads the fields of one row; InvalidError names the field and the reason."""

    def __init__(self, raw: Raw, labels: Mapping[str, str]) -> None:
        self.raw = raw
        self.labels = labels

    def refuse(self, key: str, reason: str) -> InvalidError:
        """The error for that field."""
        return InvalidError(f"champ « {self.labels.get(key, key)} » : {reason}")

    def check_keys(self) -> None:
        """Refuse a field that means nothing."""
        for key in self.raw:
            if key not in KEYS:
                raise self.refuse(clean_line(str(key), limit=40), "inconnu")

    def text(self, key: str, limit: int = 255) -> str:
        """A text on one line, possibly empty; one that is too long is refused, never cut."""
        value = self.raw.get(key)
        if value is None:
            return ""
        if isinstance(value, list | dict | bool):
            raise self.refuse(key, "un texte est attendu")
        line = clean_line(str(value), limit=limit + 1)
        if len(line) > limit:
            raise self.refuse(key, f"{limit} caractères au plus")
        return line

    def day(self, key: str) -> date | None:
        """A day written 2024-07-01 or 01/07/2024; None where it is empty."""
        value = self.raw.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        text = self.text(key, limit=40)
        if not text:
            return None
        for shape in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        raise self.refuse(key, f"« {text} » n’est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA)")

    def is_said(self, key: str) -> bool:
        """Whether a box is ticked."""
        value = self.raw.get(key)
        return value if isinstance(value, bool) else self.text(key, limit=10).lower() in YES

    def kind(self) -> CommitteeKind:
        """What the committee is."""
        text = self.text("kind", limit=60)
        try:
            return CommitteeKind(slugify(text))
        except ValueError as error:
            known = ", ".join(CommitteeKind)
            raise self.refuse("kind", f"« {text} » est inconnu ; attendu : {known}") from error

    def level(self, kind: CommitteeKind) -> Level:
        """Where it works: what is said, or what its kind says."""
        text = self.text("level", limit=40)
        if not text:
            return kind.level
        try:
            found = Level(slugify(text))
        except ValueError as error:
            known = ", ".join(Level)
            raise self.refuse("level", f"« {text} » est inconnu ; attendu : {known}") from error
        if found is not kind.level:
            raise self.refuse("level", f"une instance « {kind} » est du niveau « {kind.level} »")
        return found

    def places(self) -> list[Territory]:
        """The territories of the row, one at least."""
        names = read_texts(self.raw.get("territories"))
        if not names:
            raise self.refuse("territories", "un territoire est attendu")
        found = []
        for name in names:
            place = territories.find(name)
            if place is None:
                raise self.refuse("territories", f"« {name} » est inconnu")
            found.append(place)
        return found

    def dates(self) -> tuple[date | None, date | None]:
        """From when until when; an end before its beginning is refused."""
        start, end = self.day("valid_from"), self.day("valid_to")
        if start and end and end < start:
            reason = f"la fin ({end:%d/%m/%Y}) précède le début ({start:%d/%m/%Y})"
            raise self.refuse("valid_to", reason)
        return start, end

    def slug(self, key: str, place: Territory, *, several: bool) -> str:
        """A piece of address; where the row has several territories, each adds its code."""
        given = self.text(key, limit=100)
        if given and slugify(given, limit=100) != given:
            raise self.refuse(key, "des minuscules, chiffres et tirets sont attendus")
        return f"{given}-{place.code.lower()}" if given and several else given

    def record(self, place: Territory, where: str, *, several: bool) -> CommitteeRecord:
        """The committee of that territory."""
        kind = self.kind()
        level = self.level(kind)
        if place.kind not in PLACES[level]:
            raise self.refuse("territories", f"« {place.label} » n’est pas du niveau « {level} »")
        legal_basis, to_verify = self.text("legal_basis", limit=500), self.is_said("to_verify")
        if not legal_basis and not to_verify:
            reason = "sans base légale, l’instance doit être marquée « à vérifier »"
            raise self.refuse("legal_basis", reason)
        start, end = self.dates()
        suffix = "" if level is Level.REGION else f"-{place.code.lower()}"
        named = f"{kind.label} {territories.say_of(place)}"
        return CommitteeRecord(
            where=where,
            slug=self.slug("slug", place, several=several) or f"{kind}{suffix}",
            kind=kind,
            level=level,
            territory=place.code,
            name=(self.text("name") if not several else "") or named,
            acronym=self.text("acronym", limit=40) or kind.acronym,
            local_name=self.text("local_name"),
            legal_basis=legal_basis,
            is_confirmed=not to_verify,
            valid_from=start,
            valid_to=end,
            successor=self.slug("successor", place, several=several),
            former_names=read_texts(self.raw.get("former_names")),
            missions=read_texts(self.raw.get("missions")),
            themes=read_texts(self.raw.get("themes")),
            **read_parts(self.raw, self.refuse),
            secretariat=self.text("secretariat", limit=500),
            frequency=self.text("frequency"),
            note=self.text("note", limit=2000),
            sources=read_sources(self.raw.get("sources"), self.refuse),
            verified_on=self.day("verified_on"),
        )
