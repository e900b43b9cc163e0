"""What is wrong with a scheme: each rule gives the field and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from app import territories
from app.clock import NBSP
from app.imports.text import slugify
from app.toolkit.schemes import Call, Scheme
from app.toolkit.stages import load_stages

LONGEST_NAME, LONGEST_SLUG, LONGEST_URL = 255, 110, 500
MOST_AMOUNT = 10**11  # euros
FIRST_YEAR, LAST_YEAR = 1990, 2100


def find_faults(scheme: Scheme) -> tuple[str, ...]:
    """Every fault, as « champ : raison » in French; none where the scheme can be kept."""
    return tuple(fault for rule in RULES for fault in rule(scheme))


def say(field: str, why: str) -> str:
    """A fault, in words."""
    return f"{field}{NBSP}: {why}"


def check_identity(scheme: Scheme) -> Iterator[str]:
    """A name, an address, a funder."""
    if not scheme.name.strip():
        yield say("nom", "absent")
    if not scheme.slug:
        yield say("identifiant", "absent")
    elif scheme.slug != slugify(scheme.slug, limit=LONGEST_SLUG):
        yield say("identifiant", f"« {scheme.slug[:60]} » : minuscules, chiffres et tirets")
    for field, text, most in (
        ("nom", scheme.name, LONGEST_NAME),
        ("contact", scheme.contact, LONGEST_URL),
        ("source", scheme.source, LONGEST_URL),
    ):
        if len(text) > most:
            yield say(field, f"plus de {most} caractères")
    if not any(funder.strip() for funder in scheme.funders):
        yield say("financeurs", "absents, un dispositif a au moins un financeur")


def check_amounts(scheme: Scheme) -> Iterator[str]:
    """Amounts and rate within reason."""
    for field, amount in (("plancher", scheme.floor), ("plafond", scheme.ceiling)):
        if amount is not None and amount < 0:
            yield say(field, f"{amount} est négatif")
        elif amount is not None and amount > MOST_AMOUNT:
            yield say(field, f"{amount} dépasse toute aide connue")
    if scheme.floor is not None and scheme.ceiling is not None and scheme.floor > scheme.ceiling:
        yield say("plancher", f"{scheme.floor} dépasse le plafond, {scheme.ceiling}")
    if scheme.max_rate is not None and not 0 <= scheme.max_rate <= 1:
        yield say("taux maximum", f"{scheme.max_rate * 100:f} % n’est pas entre 0 et 100 %")


def check_places(scheme: Scheme) -> Iterator[str]:
    """Territories that exist, in the region or around it."""
    for code in scheme.territories:
        place = territories.find_code(code)
        if place is None:
            yield say("territoires", f"« {code} » n’existe pas")
        elif not place.in_region:
            yield say("territoires", f"{place.name} est hors d’Île-de-France")


def check_stages(scheme: Scheme) -> Iterator[str]:
    """Stages of the toolbox."""
    known = {stage.slug for stage in load_stages()}
    for slug in scheme.stages:
        if slug not in known:
            yield say(
                "étapes", f"« {slug} » n’existe pas, attendu{NBSP}: {', '.join(sorted(known))}"
            )


def check_links(scheme: Scheme) -> Iterator[str]:
    """Links of the web."""
    links = [("lien", scheme.url), ("lien de la source", scheme.source_url)]
    links += [("lien de l’appel", call.url) for call in scheme.calls]
    for field, url in links:
        if url and not url.lower().startswith(("http://", "https://")):
            yield say(field, f"« {url[:60]} » ne commence pas par http:// ou https://")
        elif len(url) > LONGEST_URL:
            yield say(field, f"plus de {LONGEST_URL} caractères")


def check_calls(scheme: Scheme) -> Iterator[str]:
    """Dates in order within each call, and calls that do not overlap."""
    for call in scheme.calls:
        yield from check_call(call)
    dated = sorted(
        (c for c in scheme.calls if c.opens_on and c.closes_on), key=lambda c: c.sort_key
    )
    for one, other in pairwise(dated):
        if one.closes_on and other.opens_on and other.opens_on <= one.closes_on:
            yield say(
                "dates de validité",
                f"l’appel ouvert le {other.opens_on:%d/%m/%Y} chevauche celui qui ferme le "
                f"{one.closes_on:%d/%m/%Y}",
            )


def check_call(call: Call) -> Iterator[str]:
    """The dates of one call."""
    opens, pre, closes = call.opens_on, call.pre_deposit_on, call.closes_on
    for day in (opens, pre, closes):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield say("dates", f"l’année {day.year} n’est pas possible")
    if opens and closes and closes < opens:
        yield say("clôture", f"le {closes:%d/%m/%Y} précède l’ouverture, le {opens:%d/%m/%Y}")
    if opens and pre and pre < opens:
        yield say("pré-dépôt", f"le {pre:%d/%m/%Y} précède l’ouverture, le {opens:%d/%m/%Y}")
    if pre and closes and pre > closes:
        yield say("pré-dépôt", f"le {pre:%d/%m/%Y} suit la clôture, le {closes:%d/%m/%Y}")


def check_relations(scheme: Scheme) -> Iterator[str]:
    """A scheme is neither its own generic nor incompatible with itself."""
    if scheme.generic and scheme.generic == scheme.slug:
        yield say("fiche générique", "un dispositif ne peut pas être sa propre variante")
    if scheme.generic and not scheme.territories:
        yield say("territoires", "absents, une variante locale dit où elle s’applique")


RULES: tuple[Callable[[Scheme], Iterator[str]], ...] = (
    check_identity,
    check_amounts,
    check_places,
    check_stages,
    check_links,
    check_calls,
    check_relations,
)
