"""The closed lists: what a committee is, at what level, and whether it is in force."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Where a committee works."""

    REGION = "region"
    DEPARTMENT = "departement"
    LOCAL = "local"

    @property
    def label(self) -> str:
        """As a page names it."""
        return {"region": "Région", "departement": "Département", "local": "Bassin ou local"}[self]


class CommitteeKind(StrEnum):
    """What a committee is."""

    REGIONAL = "comite-regional"
    COR_IAE = "cor-iae"
    DEPARTMENTAL = "comite-departemental"
    COMMISSION = "commission-iae"
    FUNDERS = "conference-des-financeurs"
    LOCAL = "comite-local"
    CTA = "cta"
    CDIAE = "cdiae"

    @property
    def label(self) -> str:
        """As a page names one."""
        return KINDS[self][0]

    @property
    def acronym(self) -> str:
        """How people shorten it, or nothing."""
        return KINDS[self][1]

    @property
    def level(self) -> Level:
        """Where it works."""
        return KINDS[self][2]


KINDS = {
    CommitteeKind.REGIONAL: ("Comité régional pour l’emploi", "CRE", Level.REGION),
    CommitteeKind.COR_IAE: ("Comité régional de l’IAE", "COR-IAE", Level.REGION),
    CommitteeKind.DEPARTMENTAL: ("Comité départemental pour l’emploi", "CDE", Level.DEPARTMENT),
    CommitteeKind.COMMISSION: (
        "Commission spécialisée du comité départemental pour l’emploi",
        "Commission IAE",
        Level.DEPARTMENT,
    ),
    CommitteeKind.FUNDERS: ("Conférence des financeurs", "", Level.DEPARTMENT),
    CommitteeKind.LOCAL: ("Comités locaux pour l’emploi", "CLE", Level.LOCAL),
    CommitteeKind.CTA: ("Comités techniques d’animation", "CTA", Level.LOCAL),
    CommitteeKind.CDIAE: (
        "Conseil départemental de l’insertion par l’activité économique",
        "CDIAE",
        Level.DEPARTMENT,
    ),
}


class Standing(StrEnum):
    """Whether a committee is in force on a day."""

    IN_FORCE = "en-vigueur"
    PAST = "historique"
    COMING = "a-venir"

    @property
    def label(self) -> str:
        """As a page names it."""
        return {"en-vigueur": "En vigueur", "historique": "Historique", "a-venir": "À venir"}[self]
