"""Lines that the portal proposes for a study of needs, each with its source; it types none.

The publics are those that the law admits on one criterion (code du travail, R5132-1-7); their
number is always to be asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.clock import NBSP
from app.matching.kinds import SIAE_KINDS, SiaeKind

LAW = "Critère direct d’éligibilité, article R5132-1-7 du code du travail"
DIRECT = (
    ("Allocataires du RSA", "Département, France Travail"),
    ("Allocataires de l’ASS", "France Travail"),
    ("Allocataires de l’AAH", "France Travail, Cap emploi"),
    ("Personnes au chômage depuis 24 mois ou plus", "France Travail"),
)
TO_ASK = f"Effectif{NBSP}: à demander"
DIRECTORY_LIMIT = (
    "L’annuaire n’est pas complet\u00a0: vérifiez auprès du service de l’État et des réseaux."
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A line to take over in one's own table, once it is checked."""

    public: str
    sender: str
    finding: str
    source: str


def propose(
    area: str, sector: str, kinds: Collection[str], count: int, directory: str
) -> Iterator[Proposal]:
    """What may be looked into around a place.

    `area` says where (« à moins de 10 km de Bondy »), `sector` what is studied, empty for all;
    `kinds` are those of the `count` structures found there, `directory` the source of these.
    """
    for public, sender in DIRECT:
        yield Proposal(public=public, sender=sender, finding=TO_ASK, source=LAW)
    missing = [kind for kind in SiaeKind if kind in SIAE_KINDS and kind.value not in kinds]
    subject = f"dans la filière «{NBSP}{sector}{NBSP}»" if sector else "toutes filières confondues"
    if not count:
        finding = f"Aucune structure connue du portail {area}, {subject}. {DIRECTORY_LIMIT}"
    elif missing:
        names = ", ".join(missing)
        finding = f"Aucune structure de ce type {area}, {subject}{NBSP}: {names}. {DIRECTORY_LIMIT}"
    else:
        return
    yield Proposal(public="Tous publics", sender="", finding=finding, source=directory)
