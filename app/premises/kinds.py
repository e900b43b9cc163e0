"""The closed lists of premises; values are those of addresses and of proposals."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Whether premises are offered or sought."""

    OFFER = "offre"
    REQUEST = "recherche"

    @property
    def label(self) -> str:
        """As a page names it."""
        return DIRECTIONS[self]


class Use(StrEnum):
    """What premises serve for."""

    OFFICE = "bureau"
    WORKSHOP = "atelier"
    STORAGE = "stockage"
    SHOP = "point-de-vente"
    LOGISTICS = "logistique"
    KITCHEN = "cuisine"
    LAND = "terrain"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """As a page names it."""
        return USES[self]


class Lease(StrEnum):
    """On what terms."""

    COMMERCIAL = "bail-commercial"
    OCCUPATION = "convention-d-occupation"
    LOAN = "pret"
    SUBLEASE = "sous-location"
    OPEN = "a-definir"

    @property
    def label(self) -> str:
        """As a page names it."""
        return LEASES[self]


class Access(StrEnum):
    """Whether a person of reduced mobility can come in."""

    YES = "oui"
    NO = "non"
    UNKNOWN = "a-verifier"

    @property
    def label(self) -> str:
        """As a page names it."""
        return ACCESSES[self]


class Owner(StrEnum):
    """What kind of body announces."""

    COMMUNITY = "collectivite"
    LANDLORD = "bailleur"
    COMPANY = "entreprise"
    SIAE = "siae"
    ASSOCIATION = "association"

    @property
    def label(self) -> str:
        """As a page names it."""
        return OWNERS[self]


class PremisesStatus(StrEnum):
    """Whether the announcement still stands; one that is open also ends with its time."""

    OPEN = "ouverte"
    CLOSED = "close"


DIRECTIONS = {Direction.OFFER: "Local proposé", Direction.REQUEST: "Local recherché"}
USES = {
    Use.OFFICE: "Bureau",
    Use.WORKSHOP: "Atelier",
    Use.STORAGE: "Stockage",
    Use.SHOP: "Point de vente",
    Use.LOGISTICS: "Logistique",
    Use.KITCHEN: "Cuisine",
    Use.LAND: "Terrain",
    Use.OTHER: "Autre usage",
}
LEASES = {
    Lease.COMMERCIAL: "Bail commercial",
    Lease.OCCUPATION: "Convention d’occupation",
    Lease.LOAN: "Prêt",
    Lease.SUBLEASE: "Sous-location",
    Lease.OPEN: "À définir",
}
ACCESSES = {Access.YES: "Oui", Access.NO: "Non", Access.UNKNOWN: "À vérifier"}
OWNERS = {
    Owner.COMMUNITY: "Collectivité",
    Owner.LANDLORD: "Bailleur",
    Owner.COMPANY: "Entreprise",
    Owner.SIAE: "SIAE",
    Owner.ASSOCIATION: "Association",
}
