"""A request in words: the same in letters and on pages. Nothing here says who to call."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import sectors, territories
from app.clock import NBSP, say_day, to_paris
from app.partnerships.answers import list_answers
from app.partnerships.limits import CLOSING
from app.partnerships.models import Need, NeedMatch

SOMEBODY = "Une personne qui ne s’exprime pas au nom d’une organisation"
Fact = tuple[str, str]


def list_facts(need: Need) -> list[Fact]:
    """What a request says beside its text, each with its name; nothing that it does not say."""
    numbers = (
        ("Besoin", need.fte, "équivalent temps plein", "équivalents temps plein"),
        ("Durée", need.days, "jour", "jours"),
        ("Volume", need.hours, "heure", "heures"),
    )
    found = [
        ("Filière", ", ".join(s.name for slug in need.sectors if (s := sectors.find(slug)))),
        ("Lieu", place_of(need)),
        *((label, count(value, one, many)) for label, value, one, many in numbers),
        ("À partir du", say_day(need.starts_on) if need.starts_on else ""),
        *list_answers(need),
        ("Demandé par", asker_of(need)),
    ]
    return [(label, value) for label, value in found if value]


def count(value: float | None, one: str, many: str) -> str:
    """« 2,5 équivalents temps plein », or nothing."""
    if value is None:
        return ""
    return f"{value:g}".replace(".", ",") + f"{NBSP}{many if value >= 2 else one}"


def place_of(need: Need) -> str:
    """The place of a request, or nothing."""
    found = territories.find_code(need.territory_code)
    return found.label if found else ""


def asker_of(need: Need) -> str:
    """Who asks, as those who received it read it before any agreement: never a person's name."""
    return need.asker_organisation or SOMEBODY


def closes_at(need: Need) -> datetime:
    """When a request is closed at the latest."""
    return (need.confirmed_at or need.created_at) + timedelta(days=CLOSING)


def closing_day(need: Need) -> str:
    """The same, in words."""
    return say_day(to_paris(closes_at(need)).date())


def list_reasons(match: NeedMatch) -> list[str]:
    """Why a request reaches an organisation: its known parts, then what is to be checked."""
    known = [f"{p['label']}{NBSP}: {p['why']}" for p in match.parts if p["value"] is not None]
    checks = [
        f"À vérifier{NBSP}: {r['why']}{f' ({art})' if (art := r['article']) else ''}"
        for r in match.rules
        if r["verdict"] == "to_check"
    ]
    return [*known, *checks] or ([match.why] if match.why else [])
