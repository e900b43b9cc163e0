"""The parameters that several resources share: the words are those of the pages."""

from __future__ import annotations

from app.blueprints.api.resource import Parameter
from app.matching.kinds import SiaeKind

MOST_ROWS, FEW_ROWS = 100, 20
LIMIT = Parameter(
    name="limit", text="Nombre de lignes, de 1 à 100\u00a0; 20 par défaut.", kind="integer"
)
CURSOR = Parameter(
    name="cursor", text="Suite d’une réponse\u00a0: le curseur de son adresse « next »."
)
PAGING = (LIMIT, CURSOR)
TEXT = Parameter(name="q", text="Mots cherchés.")
SECTOR = Parameter(
    name="secteur", text="Filière ou groupe de filières, par son identifiant.", is_repeated=True
)
TERRITORY = Parameter(
    name="territoire", text="Territoire, par son code ou son nom.", is_repeated=True
)
RADIUS = Parameter(
    name="rayon",
    text="Distance autour du territoire, en kilomètres, de 1 à 200.",
    kind="number",
)
KIND = Parameter(
    name="type",
    text="Type de structure.",
    values=tuple(kind.value for kind in SiaeKind),
    is_repeated=True,
)
NOT_HERE = frozenset({"page", "par", "tri", "vue"})
"""Parameters of the pages that mean nothing here: the order is that of the identifiers."""
