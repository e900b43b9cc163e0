"""What TED's former XML reserves by a flag, wherever the form has put it."""

from __future__ import annotations

from collections.abc import Iterator

from app.tenders.records import ClauseKind, SocialClause
from app.tenders.sources.boamp_content import RESERVED_ARTICLES, coded_clause
from app.tenders.sources.node import Node, plain_name

# What each flag reserves: the contract, its execution, or participation by mission.
RESERVATIONS = {
    "restrictedshelteredworkshop": (
        "Marché réservé à des ateliers protégés et à des opérateurs d’insertion",
        RESERVED_ARTICLES,
    ),
    "restrictedshelteredprogram": (
        "Exécution réservée à des programmes d’emplois protégés",
        RESERVED_ARTICLES,
    ),
    "reservedorganisationsservicemission": (
        "Participation réservée à des organisations de mission de service public",
        "L2113-15",
    ),
}
# R2.0.8 has its own names, of which no sample is at hand: all of them speak of shelters.
FORMER = ("Marché ou exécution réservés à des ateliers ou emplois protégés", RESERVED_ARTICLES)


def read_reservations(form: Node) -> Iterator[SocialClause]:
    """Each reservation that the form ticks, wherever it stands; an explicit « no » is none."""
    seen = set()
    for path, value in every_flag(form.value, ()):
        name = plain_name(path[-1])
        said, article = RESERVATIONS.get(name, FORMER if "shelter" in name else ("", ""))
        if said and name not in seen and Node(value).at("@VALUE").line.upper() != "NO":
            seen.add(name)
            yield coded_clause(ClauseKind.RESERVED, said, ".".join(path), None, article)


def every_flag(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Each element of a tree with the names that lead to it."""
    if isinstance(value, dict):
        for key, child in value.items():
            if not str(key).startswith(("@", "#")):
                yield (*path, str(key)), child
                yield from every_flag(child, (*path, str(key)))
    elif isinstance(value, list):
        for child in value:
            yield from every_flag(child, path)
