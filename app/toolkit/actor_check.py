"""What is wrong with a sheet, field by field: no import, form or command gets round it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from app import territories
from app.errors import InvalidError
from app.toolkit.actor_sheet import Actor, ActorFile
from app.toolkit.actor_words import read_former_name, read_part
from app.toolkit.personal_data import find_personal
from app.toolkit.sources import load_sources
from app.toolkit.stages import load_stages

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"proposer", "format"})  # pages of /acteurs
WEB = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")
LENGTHS = {
    "slug": 80,
    "name": 200,
    "acronym": 40,
    "role": 2_000,
    "contact": 300,
    "url": 300,
    "note": 2_000,
}
Problem = tuple[str, str]
"""A field and what is wrong with it, in French."""


@dataclass(frozen=True, kw_only=True)
class KnownActors:
    """What a sheet may refer to; `parents` gives the parent of every known slug.

    `taken` gives who each former address leads to. Nothing is verified after `today`, if it is
    given.
    """

    functions: Collection[str]
    parents: Mapping[str, str]
    taken: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None


def check_file(file: ActorFile) -> list[str]:
    """What is wrong with our own file, as sentences."""
    known = KnownActors(
        functions={function.slug for function in file.functions},
        parents={actor.slug: actor.parent for actor in file.actors},
        taken=addresses(file.actors),
    )
    stages = {stage.slug for stage in load_stages()}
    slugs = [actor.slug for actor in file.actors]
    found = [f"{slug} : deux fois" for slug in sorted({s for s in slugs if slugs.count(s) > 1})]
    for function in file.functions:
        lost = {part.stage for part in function.read_parts} - stages
        found += [f"{function.slug} : étape inconnue, « {stage} »" for stage in sorted(lost)]
    for actor in file.actors:
        found += [f"{actor.slug}, {name} : {why}" for name, why in problems_of(actor, known)]
    return found


def addresses(actors: Iterable[Actor]) -> dict[str, str]:
    """Who each former address leads to, the first that claims it."""
    taken: dict[str, str] = {}
    for actor in actors:
        try:
            for old in actor.old_slugs:
                taken.setdefault(old, actor.slug)
        except InvalidError:
            continue  # said of its own sheet
    return taken


def refuse_wrong(actor: Actor, known: KnownActors) -> None:
    """InvalidError with every field that cannot be kept, and why."""
    if found := list(problems_of(actor, known)):
        raise InvalidError(" ; ".join(f"{name} : {why}" for name, why in found))


def problems_of(actor: Actor, known: KnownActors) -> Iterator[Problem]:
    """Every field that cannot be kept, with the reason."""
    yield from texts(actor)
    yield from references(actor, known)
    yield from above(actor, known)
    yield from names(actor, known)
    yield from proof(actor, known)


def texts(actor: Actor) -> Iterator[Problem]:
    """Lengths, addresses, and what looks like a person."""
    if SLUG.fullmatch(actor.slug) is None or actor.slug in RESERVED:
        yield "identifiant", f"« {actor.slug[:40]} » ne peut pas être une adresse"
    if not actor.name:
        yield "nom", "il manque"
    for name, most in LENGTHS.items():
        if len(getattr(actor, name)) > most:
            yield LABELS.get(name, name), f"{most} caractères au plus"
    if actor.url and WEB.fullmatch(actor.url) is None:
        yield "site", "l’adresse commence par http:// ou https://"
    if actor.contact.lower().startswith("http") and WEB.fullmatch(actor.contact) is None:
        yield "contact", "l’adresse ne se lit pas"
    for name in ("name", "role", "contact", "note"):
        yield from ((LABELS.get(name, name), why) for why in find_personal(getattr(actor, name)))


def references(actor: Actor, known: KnownActors) -> Iterator[Problem]:
    """Functions, stages and territories that do not exist."""
    if not actor.functions:
        yield "fonctions", "il en faut une au moins"
    for slug in actor.functions:
        if slug not in known.functions:
            yield "fonctions", f"« {slug[:40]} » n’existe pas ; {listed(known.functions)}"
    for text in actor.parts:
        yield from (("etapes", why) for why in problems_of_part(text, actor))
    for code in actor.territories:
        if territories.find_code(code) is None:
            yield "territoires", f"« {code[:20]} » n’est pas un territoire connu"


def problems_of_part(text: str, actor: Actor) -> Iterator[str]:
    """What is wrong with the part of an actor in a stage."""
    try:
        part = read_part(text)
    except InvalidError as error:
        yield str(error)
        return
    stages = {stage.slug for stage in load_stages()}
    if part.stage not in stages:
        yield f"« {part.stage[:40]} » n’existe pas ; {listed(stages)}"
    if part.function and part.function not in actor.functions:
        yield f"« {part.function[:40]} » n’est pas une de ses fonctions"
    if part.source and part.source not in load_sources():
        yield f"« {part.source[:40]} » n’est pas une source de content/sources.yaml"


def listed(slugs: Collection[str]) -> str:
    """« attendu : a, b, c »."""
    return f"attendu : {', '.join(sorted(slugs))}"


def above(actor: Actor, known: KnownActors) -> Iterator[Problem]:
    """A parent that nobody knows, or that depends on the actor."""
    seen, slug = {actor.slug}, actor.parent
    while slug:
        if slug in seen:
            yield "rattachement", f"« {actor.parent} » dépend déjà de « {actor.slug} »"
            return
        if slug not in known.parents:
            yield "rattachement", f"« {slug[:40]} » n’est pas un acteur connu"
            return
        seen.add(slug)
        slug = known.parents[slug]


def names(actor: Actor, known: KnownActors) -> Iterator[Problem]:
    """Former names whose dates cross, or that lead to somebody else."""
    try:
        former = [read_former_name(text) for text in actor.former_names]
    except InvalidError as error:
        yield "anciens_noms", str(error)
        return
    for one, other in combinations(former, 2):
        if one.overlaps(other):
            yield "anciens_noms", f"« {one.name} » et « {other.name} » se chevauchent"
    for old in actor.old_slugs:
        owner = old if old in known.parents else known.taken.get(old, actor.slug)
        if owner != actor.slug:
            yield "anciens_noms", f"« {old} » mène déjà à « {owner} »"
    owner = known.taken.get(actor.slug, actor.slug)
    if owner != actor.slug:
        yield "identifiant", f"« {actor.slug} » mène aujourd’hui à « {owner} »"


def proof(actor: Actor, known: KnownActors) -> Iterator[Problem]:
    """What is said to be sure without a source, or verified on no day."""
    if actor.is_confirmed and not actor.sources:
        yield "confirme", "sans source, une fiche reste « à vérifier »"
    try:
        day = actor.verified
    except ValueError:
        yield "verifie_le", f"« {actor.verified_on[:20]} » n’est pas une date AAAA-MM-JJ"
        return
    if day is not None and known.today is not None and day > known.today:
        yield "verifie_le", "la date est dans l’avenir"


LABELS = {
    "slug": "identifiant", "name": "nom", "acronym": "sigle", "kind": "nature",
    "parent": "rattachement", "former_names": "anciens_noms",
    "former_slugs": "anciens_identifiants",
    "role": "role", "functions": "fonctions", "parts": "etapes", "themes": "themes",
    "territories": "territoires", "contact": "contact", "url": "site", "sources": "sources",
    "note": "note", "is_confirmed": "confirme", "verified_on": "verifie_le",
}  # fmt: skip
"""The French name of each field: columns of files, options of commands, lines of the history."""
