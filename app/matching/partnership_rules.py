"""The hard rules of a request for a partnership, by modality, each with its article.

Articles are those of the code du travail, read in the consolidated text of 27 March 2026.
"""

from __future__ import annotations

from datetime import datetime

from app.matching.kinds import Modality, SiaeKind
from app.matching.profiles import Need, Profile
from app.matching.rules import RuleResult, Verdict

MOST_IMMERSION_DAYS = 60  # in twelve months and one host, both agreements together (D5135-3)
ONE_AGREEMENT_DAYS = 31  # one month, which may be renewed once
MOST_AI_HOURS = 480  # of one employee in 24 months, with the employers of L5132-9
PATHWAY_KINDS = frozenset({SiaeKind.ACI, SiaeKind.AI, SiaeKind.EI, SiaeKind.ETTI})  # L5132-4


def check_immersion_length(need: Need, _profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether an immersion stays within its legal length; the same for every structure."""
    if need.modality is not Modality.IMMERSION or need.days is None:
        return None
    if need.days > MOST_IMMERSION_DAYS:
        verdict = Verdict.NOT_ELIGIBLE
        why = (
            f"{need.days} jours demandés\u00a0: 60 jours au plus sur douze mois chez un même hôte."
        )
    elif need.days > ONE_AGREEMENT_DAYS:
        verdict = Verdict.TO_CHECK
        why = (
            f"{need.days} jours demandés\u00a0: une convention dure un mois, renouvelable une fois "
            "si ses objectifs ne sont pas atteints."
        )
    else:
        verdict = Verdict.ELIGIBLE
        why = "La durée tient dans une convention d’un mois."
    return RuleResult(
        key="immersion_length",
        label="Durée de l’immersion",
        verdict=verdict,
        article="D5135-3",
        why=why,
        concerns_need=True,
    )


def check_staffing_hours(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether an association intermédiaire stays under the hours of one employee."""
    if need.modality is not Modality.STAFFING or profile.kind is not SiaeKind.AI:
        return None
    if need.hours is None or need.hours <= MOST_AI_HOURS:
        verdict = Verdict.ELIGIBLE if need.hours is not None else Verdict.TO_CHECK
        why = "Une AI met une même personne à disposition 480 heures au plus sur 24 mois."
    else:
        verdict = Verdict.TO_CHECK
        why = (
            f"{need.hours} heures demandées pour une personne\u00a0: une AI s’arrête à 480 heures "
            "sur 24 mois chez une entreprise, sauf dérogation du préfet\u00a0; plusieurs personnes "
            "peuvent se relayer."
        )
    return RuleResult(
        key="staffing_hours",
        label="Heures par salarié",
        verdict=verdict,
        article="L5132-9, R5132-18",
        why=why,
    )


def check_employer(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether people on an insertion pathway work there, where the request is about them."""
    if need.modality not in {Modality.IMMERSION, Modality.HIRING}:
        return None
    article = "L5135-2" if need.modality is Modality.IMMERSION else "L5132-4"
    verdict = Verdict.TO_CHECK
    if profile.kind in PATHWAY_KINDS:
        verdict, why = Verdict.ELIGIBLE, "Emploie des personnes en parcours d’insertion."
    elif profile.kind is SiaeKind.EITI:
        article = f"{article}\u00a0; art. 83, loi 2018-771"
        why = (
            "Une EITI accompagne des travailleurs indépendants et n’emploie pas son public\u00a0: "
            "à voir avec la structure."
        )
    else:
        why = f"Les {profile.kind} ne sont pas des SIAE\u00a0: à voir avec la structure."
    return RuleResult(
        key="pathway", label="Salariés en parcours", verdict=verdict, article=article, why=why
    )


def check_bridge(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether that kind of structure may use the contrat passerelle."""
    if need.modality is not Modality.BRIDGE:
        return None
    admitted = profile.kind in {SiaeKind.EI, SiaeKind.ACI}
    return RuleResult(
        key="bridge",
        label="Contrat passerelle",
        verdict=Verdict.TO_CHECK if admitted else Verdict.NOT_ELIGIBLE,
        article="art. 5, loi 2020-1577",
        why="EI et ACI seulement, après quatre mois de parcours, avec une convention du "
        "préfet\u00a0; expérimentation dont l’échéance est à vérifier."
        if admitted
        else f"Réservé aux EI et aux ACI, pas aux {profile.kind}.",
    )


def check_patronage(need: Need, _profile: Profile, _now: datetime) -> RuleResult | None:
    """A reminder: whether gifts to a structure are deductible is for the structure to say."""
    if need.modality is not Modality.PATRONAGE:
        return None
    return RuleResult(
        key="patronage",
        label="Éligibilité au mécénat",
        verdict=Verdict.TO_CHECK,
        article="",
        why="La structure doit être d’intérêt général pour recevoir un don\u00a0: elle le vérifie.",
    )


def check_asker(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether the asker would receive its own request."""
    if not need.buyer_siret or need.buyer_siret[:9] != profile.siret[:9]:
        return None
    return RuleResult(
        key="asker",
        label="Même organisme",
        verdict=Verdict.NOT_ELIGIBLE,
        article="",
        why="La demande vient de cette même personne morale.",
    )
