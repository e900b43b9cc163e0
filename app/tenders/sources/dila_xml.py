"""The BOAMP in XML, as the DILA's archives keep it: the same notices under another writing."""

from __future__ import annotations

from app.tenders.sources import boamp
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.source import Source

ENUMERATIONS = ("NATURE", "STATUT", "FAMILLE")


def parse_notice(tree: Node) -> ParsedNotice:
    """One `ANNONCE`; raises ValueError where it has no number.

    A notice that amends another cites its number too: its own is the first, under
    `GESTION/REFERENCE`.
    """
    management = tree.at("GESTION")
    if not management:
        message = "annonce sans partie GESTION"
        raise ValueError(message)
    index = management.at("INDEXATION")
    fields: dict[str, object] = {
        "gestion": management.value,
        "donnees": tree.at("DONNEES").value,
        "descripteur_libelle": [n.line for n in index.all("DESCRIPTEURS.DESCRIPTEUR.LIBELLE")],
    }
    return boamp.parse_notice(Node(fields))


SOURCE = Source(
    name=boamp.NAME,
    label="BOAMP, XML de la DILA",
    parse_notice=parse_notice,
    roots=frozenset({"ANNONCE"}),
)
