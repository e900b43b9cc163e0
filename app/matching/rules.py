"""Hard rules: law, dates and territory. They exclude or ask for a check, and cite their article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from app.clock import to_paris
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Need, Profile
from app.territories import overlap


class Verdict(StrEnum):
    """What a rule, or all of them together, says of a pair."""

    ELIGIBLE = "eligible"
    TO_CHECK = "to_check"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def label(self) -> str:
        """The words people read."""
        return VERDICT_LABELS[self]


VERDICT_LABELS = {
    Verdict.ELIGIBLE: "Éligible",
    Verdict.TO_CHECK: "À vérifier",
    Verdict.NOT_ELIGIBLE: "Non éligible",
}
SEVERITY = {Verdict.ELIGIBLE: 0, Verdict.TO_CHECK: 1, Verdict.NOT_ELIGIBLE: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleResult:
    """What one rule says of one pair; `article` cites the law, or is empty for a plain fact.

    `concerns_need` is true where every structure would get the same answer (a closed tender).
    """

    key: str
    label: str
    verdict: Verdict
    article: str
    why: str
    concerns_need: bool = False


Rule = Callable[[Need, Profile, datetime], RuleResult | None]
"""A rule gives None where it does not apply."""


def check_deadline(need: Need, _profile: Profile, now: datetime) -> RuleResult | None:
    """Whether the deadline still lies ahead."""
    if need.deadline is None:
        return None
    return say_deadline(need.deadline, passed=need.deadline <= now)


@lru_cache(maxsize=256)
def say_deadline(deadline: datetime, *, passed: bool) -> RuleResult:
    """What that deadline means; the same for every structure."""
    moment = f"{to_paris(deadline):%d/%m/%Y à %H:%M}"
    return RuleResult(
        key="deadline",
        label="Date limite",
        verdict=Verdict.NOT_ELIGIBLE if passed else Verdict.ELIGIBLE,
        article="",
        why=f"La date limite est passée depuis le {moment} (heure de Paris)."
        if passed
        else f"Réponse possible jusqu’au {moment} (heure de Paris).",
        concerns_need=True,
    )


def check_reservation(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether a reserved lot admits that kind of structure."""
    reservation = need.reservation
    if reservation is None:
        return None
    articles = ", ".join(reservation.articles)
    if profile.kind in reservation.admitted:
        verdict, why = Verdict.ELIGIBLE, f"Lot réservé : l’article admet les {profile.kind}."
    elif profile.kind in reservation.to_check:
        verdict = Verdict.TO_CHECK
        why = f"Lot réservé : l’accès des {profile.kind} est à vérifier auprès de l’acheteur."
        if profile.kind is SiaeKind.EITI:
            why += f" {INDEPENDENT}"
    else:
        verdict = Verdict.NOT_ELIGIBLE
        why = f"Lot réservé à d’autres structures : l’article n’admet pas les {profile.kind}."
    return RuleResult(
        key="reservation", label="Réservation", verdict=verdict, article=articles, why=why
    )


# Loi n° 2018-771 du 5 septembre 2018, article 83, and décret n° 2018-1198: an experiment.
INDEPENDENT = (
    "Elle met au travail des indépendants, sans les employer, et n’est pas dans la liste de "
    "l’article L5132-4 du code du travail."
)


def check_service_form(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether that kind of structure may sell the form of service the lot asks for.

    Where a lot does not say its form, those that only lend personnel have to check.
    """
    if not need.is_of_work:
        return None
    forms = UNSAID_FORMS if need.service is None else WORK_FORMS
    if need.service is ServiceType.STAFFING:
        forms = STAFFING_FORMS
    if profile.kind not in forms:
        return None
    verdict, article, why = forms[profile.kind]
    return RuleResult(
        key="service_form", label="Forme de service", verdict=verdict, article=article, why=why
    )


LENDING = (
    Verdict.NOT_ELIGIBLE,
    "L8241-1",
    "Le lot est une mise à disposition de personnel : hors travail temporaire et association "
    "intermédiaire, le prêt de main-d’œuvre à but lucratif est interdit.",
)
PROTECTED = (
    Verdict.TO_CHECK,
    "",
    "La mise à disposition par le secteur protégé et adapté suit des règles propres : à vérifier.",
)
STAFFING_FORMS = {
    SiaeKind.EI: LENDING,
    SiaeKind.ACI: LENDING,
    SiaeKind.EITI: LENDING,
    SiaeKind.EA: PROTECTED,
    SiaeKind.ESAT: PROTECTED,
    SiaeKind.ETTI: (Verdict.ELIGIBLE, "L5132-6", "Le travail temporaire est son métier."),
    SiaeKind.AI: (Verdict.ELIGIBLE, "L5132-7", "La mise à disposition est son métier."),
    SiaeKind.GEIQ: (
        Verdict.TO_CHECK,
        "L1253-1",
        "Un groupement d’employeurs ne met ses salariés à disposition que de ses adhérents.",
    ),
}
WORK_FORMS = {
    SiaeKind.ETTI: (
        Verdict.NOT_ELIGIBLE,
        "L5132-6",
        "Une ETTI met du personnel à disposition et n’exécute pas de prestation en propre ; elle "
        "peut en revanche servir le titulaire du marché.",
    ),
    SiaeKind.AI: (
        Verdict.TO_CHECK,
        "L5132-7",
        "Une AI met du personnel à disposition : vérifiez que le lot peut prendre cette forme.",
    ),
    SiaeKind.GEIQ: (
        Verdict.NOT_ELIGIBLE,
        "L1253-1",
        "Un groupement d’employeurs met ses salariés à disposition de ses adhérents seulement.",
    ),
}


UNSAID = "La forme du lot n’est pas dite\u00a0: vérifiez que c’est une mise à disposition."
UNSAID_FORMS = {
    SiaeKind.ETTI: (
        Verdict.TO_CHECK,
        "L5132-6",
        f"{UNSAID} Une ETTI n’exécute pas de prestation en propre.",
    ),
    SiaeKind.AI: (
        Verdict.TO_CHECK,
        "L5132-7",
        f"{UNSAID} Une AI met du personnel à disposition.",
    ),
    SiaeKind.GEIQ: (
        Verdict.TO_CHECK,
        "L1253-1",
        f"{UNSAID} Un groupement d’employeurs ne sert que ses adhérents.",
    ),
}


def check_ai_territory(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether an association intermédiaire would stay inside its convention's territory.

    An activity without a declared area may serve any place: it has to be asked for.
    """
    if profile.kind is not SiaeKind.AI or not need.territories or not need.is_of_work:
        return None
    areas = [activity.area for activity in profile.activities]
    if any(area is not None and overlap(area, need.territories) > 0 for area in areas):
        verdict, why = Verdict.ELIGIBLE, "Le lieu d’exécution est dans son territoire."
    elif not areas or None in areas:
        verdict, why = Verdict.TO_CHECK, "Le territoire de sa convention n’est pas renseigné."
    else:
        verdict = Verdict.NOT_ELIGIBLE
        why = "Pas de mise à disposition hors du territoire de la convention."
    return RuleResult(
        key="ai_territory",
        label="Territoire de l’AI",
        verdict=verdict,
        article="R5132-19",
        why=why,
    )


def check_aci_sales(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """A reminder of the ceiling on an ACI's sales, which no public file lets us compute."""
    is_sale = need.is_of_work and need.service is not ServiceType.STAFFING
    if profile.kind is not SiaeKind.ACI or not is_sale:
        return None
    return RuleResult(
        key="aci_sales",
        label="Plafond de ventes de l’ACI",
        verdict=Verdict.TO_CHECK,
        article="D5132-34",
        why="Les recettes d’un ACI restent sous 30 % des charges de l’activité, 50 % sur décision "
        "du préfet : vérifiez que ce lot ne fait pas dépasser ce plafond.",
    )


def check_buyer(need: Need, profile: Profile, _now: datetime) -> RuleResult | None:
    """Whether the structure would answer itself."""
    if not need.buyer_siret or need.buyer_siret[:9] != profile.siret[:9]:
        return None
    return RuleResult(
        key="buyer",
        label="Conflit d’intérêts",
        verdict=Verdict.NOT_ELIGIBLE,
        article="L2141-10",
        why="La structure et l’acheteur sont la même personne morale.",
    )


def apply_rules(
    rules: Iterable[Rule], need: Need, profile: Profile, now: datetime
) -> tuple[RuleResult, ...]:
    """What each rule that applies says, in their order."""
    results = (rule(need, profile, now) for rule in rules)
    return tuple(result for result in results if result is not None)


def worst(results: tuple[RuleResult, ...]) -> Verdict:
    """The verdict of all of them: the most severe one, eligible where none applies."""
    return max((r.verdict for r in results), key=SEVERITY.__getitem__, default=Verdict.ELIGIBLE)
