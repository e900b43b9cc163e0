"""The kinds of inclusive structures and the forms of service they give."""

from __future__ import annotations

from enum import StrEnum


class SiaeKind(StrEnum):
    """A kind of structure; five are SIAE (code du travail, L5132-4, and the EITI's experiment)."""

    ACI = "ACI"
    AI = "AI"
    EI = "EI"
    ETTI = "ETTI"
    EITI = "EITI"
    GEIQ = "GEIQ"
    EA = "EA"
    ESAT = "ESAT"

    @property
    def label(self) -> str:
        """The whole name."""
        return KIND_LABELS[self]

    @property
    def is_siae(self) -> bool:
        """Whether the law counts it among the SIAE; GEIQ, EA and ESAT are listed beside them."""
        return self in SIAE_KINDS


KIND_LABELS = {
    SiaeKind.ACI: "Atelier et chantier d’insertion",
    SiaeKind.AI: "Association intermédiaire",
    SiaeKind.EI: "Entreprise d’insertion",
    SiaeKind.ETTI: "Entreprise de travail temporaire d’insertion",
    SiaeKind.EITI: "Entreprise d’insertion par le travail indépendant",
    SiaeKind.GEIQ: "Groupement d’employeurs pour l’insertion et la qualification",
    SiaeKind.EA: "Entreprise adaptée",
    SiaeKind.ESAT: "Établissement et service d’accompagnement par le travail",
}
SIAE_KINDS = frozenset(
    {SiaeKind.ACI, SiaeKind.AI, SiaeKind.EI, SiaeKind.ETTI, SiaeKind.EITI},
)


class ServiceType(StrEnum):
    """The form in which an activity is sold."""

    PRESTATION = "prestation"
    SALE = "fabrication-vente"
    STAFFING = "mise-a-disposition"

    @property
    def label(self) -> str:
        """The words people read."""
        return SERVICE_LABELS[self]


SERVICE_LABELS = {
    ServiceType.PRESTATION: "Prestation de services ou travaux",
    ServiceType.SALE: "Fabrication et vente de biens",
    ServiceType.STAFFING: "Mise à disposition de personnel",
}


class Modality(StrEnum):
    """What two organisations would do together."""

    PURCHASE = "achat-ou-prestation"
    SUBCONTRACTING = "sous-traitance"
    CONSORTIUM = "co-traitance"
    STAFFING = "mise-a-disposition"
    IMMERSION = "pmsmp"
    HIRING = "embauche-en-fin-de-parcours"
    BRIDGE = "contrat-passerelle"
    PATRONAGE = "mecenat-rse"
    JOINT_VENTURE = "joint-venture-sociale"
    PREMISES = "locaux"
    TRAINING = "formation-en-situation-de-travail"
    SPREADING = "essaimage-ou-reprise"
    FINANCING = "financement-d-un-projet"
    SUPPORT = "appui"

    @property
    def label(self) -> str:
        """The words people read."""
        return MODALITY_LABELS[self]


MODALITY_LABELS = {
    Modality.PURCHASE: "Achat ou prestation",
    Modality.SUBCONTRACTING: "Sous-traitance",
    Modality.CONSORTIUM: "Co-traitance (groupement)",
    Modality.STAFFING: "Mise à disposition de personnel",
    Modality.IMMERSION: "Immersion en entreprise (PMSMP)",
    Modality.HIRING: "Embauche en fin de parcours",
    Modality.BRIDGE: "Contrat passerelle",
    Modality.PATRONAGE: "Mécénat, RSE",
    Modality.JOINT_VENTURE: "Joint-venture sociale",
    Modality.PREMISES: "Locaux",
    Modality.TRAINING: "Formation en situation de travail (AFEST)",
    Modality.SPREADING: "Essaimage ou reprise",
    Modality.FINANCING: "Financement d’un projet",
    Modality.SUPPORT: "Appui (réponse à un marché, ingénierie)",
}
WANTED_BY_STRUCTURES = tuple(m for m in Modality if m not in {Modality.FINANCING, Modality.SUPPORT})
"""Those that a structure may say it looks for; the other two are asked of funders and networks."""
