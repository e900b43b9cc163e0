"""How a territory is said inside a French sentence."""

from __future__ import annotations

from app.territories.kinds import Territory, TerritoryKind

EN = frozenset(
    {"2A", "2B", "77", "91", "93", "971", "972", "973", "987", "988"}
    | {f"R{code}" for code in ("01", "02", "03", "11", "24", "27", "28", "53", "75", "76")}
    | {"R84", "R93", "R94"}
)
"""Départements and régions that take « en » by usage."""
LIAISONS = {"984": 4}
"""Articles of names that INSEE gives none for: « les Terres australes »."""
NAKED = frozenset({"75", "974", "975", "976", "977", "978", "986", "R04", "R06"})
"""Named without article, « à » Mayotte: cities and islands."""
CONTRACTIONS = (
    ("de le ", "du "),
    ("de les ", "des "),
    ("de Le ", "du "),
    ("de Les ", "des "),
    ("à Le ", "au "),
    ("à Les ", "aux "),
)
BY_LIAISON = {2: "le ", 3: "la ", 4: "les ", 5: "l’"}


def say_definite(territory: Territory) -> str:
    """« Saint-Denis », « la Seine-Saint-Denis », « l’EPT Plaine Commune (T6) », « la France »."""
    name = territory.name
    match territory.kind:
        case TerritoryKind.COMMUNE:
            return name
        case TerritoryKind.ARRONDISSEMENT:
            return f"le {name.removeprefix('Paris ')} arrondissement de Paris"
        case TerritoryKind.EPT:
            return name if territory.code == "T1" else f"l’EPT {territory.label}"
        case TerritoryKind.EPCI:
            return f"la {territory.full_name}"
    if territory.code in NAKED:
        return name
    return _article(territory) + name


def _article(territory: Territory) -> str:
    liaison = LIAISONS.get(territory.code, territory.liaison)
    return BY_LIAISON.get(liaison, "l’" if liaison == 1 else "la ")


def say_of(territory: Territory) -> str:
    """« de Saint-Denis », « du Val-de-Marne », « d’Argenteuil », « des Lilas »."""
    if territory.kind is TerritoryKind.COMMUNE:
        name = territory.name
        return f"d’{name}" if territory.liaison == 1 else _contract(f"de {name}")
    return _contract(f"de {say_definite(territory)}")


def say_where(territory: Territory) -> str:
    """« à Saint-Denis », « aux Lilas », « en Essonne », « dans le Val-de-Marne »."""
    name = territory.name
    match territory.kind:
        case TerritoryKind.COMMUNE:
            return _contract(f"à {name}")
        case TerritoryKind.EPT:
            return f"sur {territory.label}"
        case TerritoryKind.COUNTRY:
            return f"en {name}"
    if territory.code in NAKED:
        return f"à {name}"
    if territory.code in EN or ("-et-" in name and territory.liaison in {1, 3, 5}):
        return f"en {name}"
    return f"dans {say_definite(territory)}"


def say_all_of(territory: Territory) -> str:
    """« dans tout l’EPT Plaine Commune (T6) », « dans tout Paris », « dans l’ensemble des… »."""
    if territory.kind is TerritoryKind.COUNTRY:
        return "dans toute la France"
    if territory.kind.rank <= TerritoryKind.EPT.rank or territory.code in NAKED:
        return f"dans tout {say_definite(territory)}"
    return f"dans l’ensemble {say_of(territory)}"


def is_plural(territory: Territory) -> bool:
    """Whether its verb is plural: « les Yvelines »."""
    return say_definite(territory).startswith("les ")


def _contract(text: str) -> str:
    for separate, together in CONTRACTIONS:
        if text.startswith(separate):
            return together + text.removeprefix(separate)
    return text
