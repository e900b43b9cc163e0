"""What the sources of schemes share: texts without addresses of people, dates, links, places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from html import unescape

from app import territories
from app.clock import NBSP, to_paris
from app.funding.sources.source import RefusedError
from app.imports.text import clean_text, fold

BREAK = re.compile(r"<\s*(?:br|/p|/li|/h\d|/div|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
BULLET = re.compile(r"<\s*li\b[^<>]{0,200}>", re.IGNORECASE)
HREF = re.compile(r"""href\s*=\s*["']\s*(https?://[^"'<>\s]{4,400})["']""", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<!\d)(?:\+33\s?|0)[1-9](?:[\s.\u00a0-]?\d{2}){4}(?!\d)")
PLACEHOLDER = re.compile(r"a\s+defini?r\b.*|champ non publie.*|n/?a|neant|-+")
BODIES = (
    "service", "direction", "pole", "region", "unite", "mission", "cellule", "bureau", "conseil",
    "departement", "agence", "chambre", "mairie", "ville", "delegation", "secretariat", "guichet",
)  # fmt: skip
LONGEST = 4_000
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def plain_text(raw: object, *, limit: int = LONGEST) -> str:
    """HTML or text as lines, without e-mail addresses, telephone numbers and placeholders."""
    if not isinstance(raw, str):
        return ""
    marked = BULLET.sub("\n– ", BREAK.sub("\n", unescape(raw[: limit * 4])))
    text = clean_text(marked, limit=limit)
    text = PHONE.sub("", EMAIL.sub("", text))
    return "" if PLACEHOLDER.fullmatch(fold(text).strip(" .")) else text.strip()


def institution_of(raw: object) -> str:
    """The services that a contact names; a person's name, address or number is never kept."""
    if not isinstance(raw, str):
        return ""
    lines = clean_text(BREAK.sub("\n", unescape(raw[:8_000])), limit=2_000).splitlines()
    kept = []
    for line in lines:
        words = fold(line).split()
        is_body = bool(words) and words[0].strip(":-–•") in BODIES
        if is_body and not EMAIL.search(line) and not PHONE.search(line) and ":" not in line:
            kept.append(line.strip())
    return ", ".join(kept)[:500]


def first_link(raw: object) -> str:
    """The first link of an HTML text, or nothing."""
    found = HREF.search(raw) if isinstance(raw, str) else None
    return unescape(found[1]) if found else ""


def read_link(raw: object, field: str) -> str:
    """A web address; RefusedError where it is something else."""
    if not isinstance(raw, str) or not raw.strip():
        return ""
    address = raw.strip()
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if not address.lower().startswith(("http://", "https://")) or len(address) > 500:
        message = f"{field}{NBSP}: « {address[:60]} » ne commence pas par http:// ou https://"
        raise RefusedError(message)
    return "".join(address.split())


def read_day(raw: object, field: str) -> date | None:
    """A day: « 2026-11-25 », « 25/11/2026 », or an instant, read in Paris.

    None where there is none; RefusedError where it is no date.
    """
    if raw is None or raw == "" or isinstance(raw, datetime | date):
        return to_day(raw) if raw else None
    text = str(raw).strip()
    if not text:
        return None
    try:
        if match := DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return to_day(datetime.fromisoformat(text))
    except ValueError:
        message = f"{field}{NBSP}: « {text[:40]} » n’est pas une date"
        raise RefusedError(message) from None


def to_day(moment: object) -> date | None:
    """The day in Paris of an instant; a naive one is its own day."""
    if isinstance(moment, datetime):
        return to_paris(moment).date() if moment.tzinfo else moment.date()
    return moment if isinstance(moment, date) else None


def read_place(raw: str, field: str) -> str:
    """The code of a place of the region; empty for the region itself and for what holds it.

    RefusedError where it does not exist, or lies elsewhere.
    """
    place = territories.find(raw)
    if place is None:
        raise RefusedError(f"{field}{NBSP}: le territoire « {raw[:60]} » n’existe pas")
    if place.code == "FR" or place.code == "R11":
        return ""
    if not place.in_region:
        raise RefusedError(f"{field}{NBSP}: « {place.name} » est hors d’Île-de-France")
    return place.code


def titles_of(raw: object) -> tuple[str, ...]:
    """The titles of a list of objects or of texts."""
    if isinstance(raw, str):
        return (raw.strip(),) if raw.strip() else ()
    if not isinstance(raw, list):
        return ()
    found = []
    for item in raw:
        text = item
        if isinstance(item, dict):
            names = ("title", "titre", "nom", "name", "libelle", "label")
            text = next((item[n] for n in names if isinstance(item.get(n), str)), "")
        if isinstance(text, str) and text.strip():
            found.append(clean_text(text, limit=300))
    return tuple(dict.fromkeys(found))


def join_texts(texts: Iterable[str]) -> str:
    """These texts, each once, a line apart."""
    return "\n".join(dict.fromkeys(text for text in texts if text))
