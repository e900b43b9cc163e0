"""Why a thing is told, in words that several lists share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from app import sectors
from app.blueprints.criteria import expand_sectors
from app.blueprints.presenters import name_places
from app.clock import say_day, to_paris

SHOWN_SECTORS = 2


def say_when(done: str, moment: date | datetime | None, now: datetime) -> str:
    """« publié hier », « publié le 3 mars 2027 »; nothing where nobody knows when."""
    if moment is None:
        return ""
    day = to_paris(moment).date() if isinstance(moment, datetime) else moment
    days = (to_paris(now).date() - day).days
    near = {0: "aujourd’hui", 1: "hier"}.get(days)
    return f"{done} {near or f'le {say_day(day)}'}"


def say_sectors(mine: Iterable[str], asked: Collection[str]) -> str:
    """« filière propreté »: those asked for that it has, else its first ones."""
    wanted = set(expand_sectors(tuple(asked)))
    known = list(dict.fromkeys(mine))
    slugs = [slug for slug in known if slug in wanted] or known
    names = [found.name for slug in slugs if (found := sectors.find(slug)) is not None]
    if not names:
        return ""
    word = "filière" if len(names) == 1 else "filières"
    more = len(names) - SHOWN_SECTORS
    return f"{word} {', '.join(names[:SHOWN_SECTORS])}{f' et {more} de plus' if more > 0 else ''}"


def say_places(codes: Iterable[str]) -> str:
    """The first places of a thing."""
    return name_places([code for code in codes if code])


def reasons(*said: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(word for word in said if word)


def mark_demo(title: str, *, is_demo: bool) -> str:
    """The title, marked where the thing is fictional."""
    return f"[Démonstration] {title}" if is_demo else title
