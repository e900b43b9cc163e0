"""What a portrait says in sentences, on its page and on paper; what is unknown is said so."""

from __future__ import annotations

from collections.abc import Sequence

from app.clock import NBSP, say_day
from app.portraits.comparison import THIN, say_number
from app.portraits.demand import AwardCount, Demand
from app.portraits.supply import Supply


def count(number: int, one: str, many: str) -> str:
    """« 1 structure », « 12 structures »: zero and one are singular in French."""
    return f"{say_number(number)}{NBSP}{many if number > 1 else one}"


def cut(names: Sequence[str], most: int) -> str:
    """The first names, and how many more: « A, B et 3 autres »."""
    more = len(names) - most
    said = ", ".join(names[:most])
    return f"{said} et {more} autre{'s' if more > 1 else ''}" if more > 0 else said


def say_fte(supply: Supply) -> str:
    """The full-time equivalents declared, and by how many of the SIAE."""
    posts = supply.posts
    if not posts.siae:
        return ""
    if not posts.fte_known:
        return f"Postes en insertion{NBSP}: inconnus, aucune SIAE ne les a déclarés ici."
    return (
        f"Postes en insertion{NBSP}: {say_number(posts.fte, 1)} équivalents temps plein déclarés "
        f"par {posts.fte_known} SIAE sur {posts.siae}{THIN}; ceux des autres sont inconnus."
    )


def say_places(supply: Supply) -> str:
    """The places of ESAT, and how many of them say theirs."""
    posts = supply.posts
    if not posts.esat:
        return ""
    places = count(posts.places, "place", "places")
    if posts.places_known == posts.esat:
        return f"Places d’ESAT autorisées{NBSP}: {places}, d’après FINESS."
    return (
        f"Places d’ESAT autorisées{NBSP}: {places} dans {posts.places_known} ESAT sur {posts.esat}"
        f"{THIN}; les autres sont inconnues."
    )


def say_outside(supply: Supply) -> str:
    """Who declares that it comes from elsewhere; empty where that was not asked."""
    if supply.outside is None:
        return ""
    if not supply.outside:
        return "Aucune structure d’ailleurs ne déclare au portail qu’elle intervient ici."
    declare = "déclarent" if supply.outside > 1 else "déclare"
    others = count(supply.outside, "structure", "structures")
    return f"{others} d’ailleurs {declare} intervenir ici, en tout ou en partie."


def say_described(supply: Supply) -> str:
    """How many SIAE say what they do: sectors are known of these only."""
    if not supply.siae or supply.described >= supply.siae:
        return ""
    return (
        f"Les métiers de {supply.described} SIAE sur {supply.siae} sont connus{THIN}; ceux des "
        "autres restent à renseigner."
    )


def say_demand(demand: Demand) -> tuple[str, ...]:
    """Twelve months of consultations."""
    if not demand.here:
        found = ["Aucune consultation connue de ces douze mois n’a son lieu d’exécution ici."]
    else:
        found = [
            f"{count(demand.here, 'consultation', 'consultations')} en douze mois.",
            f"Avec une clause sociale lisible dans l’avis{NBSP}: {demand.social}{THIN}; dont "
            f"réservées à des structures d’insertion ou du handicap{NBSP}: {demand.reserved}.",
        ]
    if demand.wide:
        others = count(demand.wide, "autre nomme", "autres nomment")
        found.append(f"{others} un lieu plus large, dont ce territoire fait partie.")
    return tuple(found)


def say_awards(awards: AwardCount) -> tuple[str, ...]:
    """What the archive of contracts says, and how far it goes."""
    if awards.newest is None:
        return ("Aucun marché attribué n’a encore été importé dans le portail.",)
    found = [f"{count(awards.here, 'marché attribué', 'marchés attribués')} ici en douze mois"]
    found[0] += f", pour {say_number(awards.amount)}{NBSP}€ hors taxes." if awards.amount else "."
    if awards.known:
        found.append(f"{awards.social} sur {awards.known} ont une considération sociale déclarée.")
    elif awards.here:
        found.append("Leurs considérations sociales ne sont pas déclarées.")
    if awards.ending:
        ends = count(awards.ending, "contrat finit", "contrats finissent")
        found.append(f"{ends} dans trois à neuf mois{NBSP}: la suite se prépare maintenant.")
    found.append(f"L’archive est partielle et va jusqu’au {say_day(awards.newest)}.")
    return tuple(found)
