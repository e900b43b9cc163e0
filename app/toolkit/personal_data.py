"""What in a text looks like a person rather than an office: the portal names functions only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.imports.text import fold

MAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
MOBILE = re.compile(r"(?:\+33\s?|\b0)[67](?:[\s.-]?\d{2}){4}\b")
PERSON = re.compile(r"\b(?:M\.|Mme|Mlle|Mr|Monsieur|Madame)\s+[A-ZÉÈÀ][\w’'-]+")
FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|orange|wanadoo|free|laposte|hotmail|outlook|live|msn|yahoo|ymail|sfr|"
    r"neuf|bbox|numericable|icloud|me|aol|gmx|proton|protonmail)\.[a-z.]+"
)
# What the name of an office holds; a name of a person holds none of them.
OFFICE = frozenset({
    "accueil", "achats", "actions", "administration", "aide", "appui", "asso", "association",
    "ateliers", "bureau", "cabinet", "clause", "clauses", "club", "commande", "commission",
    "communication", "contact", "courrier", "ddets", "direction", "dla", "dreets", "drieets",
    "emploi", "entreprise", "entreprises", "ess", "europe", "facilitateur", "financement",
    "formation", "fse", "gestion", "guichet", "handicap", "iae", "idf", "ile", "info",
    "informations", "infos", "insertion", "logement", "mairie", "maximilien", "mission",
    "missionlocale", "ml", "mobilite", "opco", "plie", "pole", "prefecture", "prescription",
    "projet", "projets", "relation", "relations", "reseau", "reseaux", "secretariat", "service",
    "services", "siae", "siege", "social", "solidarite", "solidarites", "support", "territoire",
    "travail", "ud", "unite",
})  # fmt: skip


def find_personal(text: str) -> Iterator[str]:
    """What in a text looks like a person rather than an office."""
    for local, domain in MAIL.findall(fold(text)):
        words = set(re.split(r"[^a-z]+", local))
        if FREE_MAIL.fullmatch(domain) or not words & OFFICE:
            yield f"« {local}@{domain} » semble personnelle : donnez l’adresse d’un service"
    if MOBILE.search(text):
        yield "un numéro de mobile est personnel : donnez celui d’un accueil"
    if found := PERSON.search(text):
        yield f"« {found[0]} » semble une personne : donnez une fonction"
