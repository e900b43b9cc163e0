"""Hard rules between a project and a scheme: each a function and a line of `RULES`.

A rule gives None where the project did not say what it reads. What the scheme does not say never
excludes: it gives « à vérifier » with the question to ask the funder.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app import territories
from app.clock import NBSP, say_day
from app.funding.question import Question
from app.matching.rules import RuleResult, Verdict
from app.toolkit.funding_plan.model import say_euros, say_share
from app.toolkit.scheme_terms import BeneficiaryKind, SchemeForm, SchemeState
from app.toolkit.schemes import Scheme
from app.toolkit.stages import load_stages

Rule = Callable[[Question, Scheme], RuleResult | None]
YES, ASK, NO = Verdict.ELIGIBLE, Verdict.TO_CHECK, Verdict.NOT_ELIGIBLE


NO_MONEY_FORMS = {
    SchemeForm.FORUM: (NO, "Une réunion de financeurs, qui ne verse rien elle-même."),
    SchemeForm.ENGINEERING: (
        ASK,
        "Un accompagnement, sans argent versé : est-ce aussi ce qu’il vous faut ?",
    ),
}


def result(key: str, label: str, verdict: Verdict, why: str) -> RuleResult:
    """What a rule says."""
    return RuleResult(key=key, label=label, verdict=verdict, article="", why=why)


def check_state(question: Question, scheme: Scheme) -> RuleResult:
    """Whether it may be asked for at that day."""
    scheme = scheme.at(question.day)
    state, last = scheme.state, scheme.next_date
    until = f" jusqu’au {say_day(last)} inclus" if last else ""
    said = {
        SchemeState.OPEN: (YES, f"Demandes ouvertes{until}."),
        SchemeState.PERMANENT: (YES, "Pas de date limite connue."),
        SchemeState.UPCOMING: (ASK, say_opening(scheme)),
        SchemeState.UNCERTAIN: (ASK, "Est-il ouvert en ce moment ? Rien ne le confirme."),
        SchemeState.CLOSED: (NO, say_closed(scheme)),
        SchemeState.HISTORICAL: (NO, "Dispositif passé, gardé pour mémoire."),
    }
    verdict, why = said[state]
    return result("state", "Calendrier", verdict, why)


def say_opening(scheme: Scheme) -> str:
    """When it opens, where it is known."""
    days = [c.opens_on for c in scheme.calls if c.opens_on and c.opens_on > scheme.as_of]
    return f"Ouvre le {say_day(min(days))}." if days else "Pas encore ouvert : quand ouvre-t-il ?"


def say_closed(scheme: Scheme) -> str:
    """Since when it is closed, where it is known."""
    days = [c.closes_on for c in scheme.calls if c.closes_on and c.closes_on < scheme.as_of]
    return f"Clos depuis le {say_day(max(days))}." if days else "Clos."


def check_territory(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether it is open there."""
    if not question.territory:
        return None
    place = territories.get(question.territory)
    if not scheme.territories:
        return result("territory", "Territoire", YES, "Ouvert dans toute la région.")
    names = ", ".join(territories.get(code).name for code in scheme.territories)
    if any(territories.contains(code, place.code) for code in scheme.territories):
        return result("territory", "Territoire", YES, f"Votre territoire y est{NBSP}: {names}.")
    if scheme.serves(place.code):
        why = f"Réservé à une partie de votre territoire ({names}){NBSP}: le projet y est-il ?"
        return result("territory", "Territoire", ASK, why)
    return result("territory", "Territoire", NO, f"Réservé à{NBSP}: {names}.")


def check_kind(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether that kind of structure may ask."""
    kind = question.kind
    if kind is None:
        return None
    if not scheme.kinds:
        return result("kind", "Type de structure", ASK, f"Les {kind} sont-elles admises ?")
    known = ", ".join(scheme.kinds)
    if kind in scheme.kinds:
        return result("kind", "Type de structure", YES, f"Les {kind} sont admises.")
    return result("kind", "Type de structure", NO, f"Pour{NBSP}: {known}.")


def check_beneficiary(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether that kind of body may ask; a SIAE is also what its statutes are."""
    asked = question.beneficiary
    if asked is None:
        return None
    label = "Bénéficiaire"
    if not scheme.beneficiary_kinds:
        return result("beneficiary", label, ASK, f"« {asked.label} » peut-il demander ?")
    known = ", ".join(kind.label.lower() for kind in scheme.beneficiary_kinds)
    if asked in scheme.beneficiary_kinds:
        return result("beneficiary", label, YES, f"Admis{NBSP}: {known}.")
    legal = {BeneficiaryKind.ASSOCIATION, BeneficiaryKind.COMPANY, BeneficiaryKind.COOPERATIVE}
    siae = BeneficiaryKind.CONVENTIONED
    if asked in legal and siae in scheme.beneficiary_kinds:
        why = f"Admis{NBSP}: {known}. Êtes-vous conventionné au titre de l’IAE ?"
        return result("beneficiary", label, ASK, why)
    if asked is siae and legal & set(scheme.beneficiary_kinds):
        why = f"Admis{NBSP}: {known}. Votre forme juridique en est-elle ?"
        return result("beneficiary", label, ASK, why)
    return result("beneficiary", label, NO, f"Réservé à{NBSP}: {known}.")


def check_stage(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether it goes with that stage of a project."""
    if not question.stage:
        return None
    titles = {stage.slug: stage.title for stage in load_stages()}
    if not scheme.stages:
        return result("stage", "Étape", ASK, "À quelle étape d’un projet s’adresse-t-il ?")
    if question.stage in scheme.stages:
        return result("stage", "Étape", YES, f"Prévu à l’étape « {titles[question.stage]} ».")
    known = ", ".join(titles.get(slug, slug).lower() for slug in scheme.stages)
    return result("stage", "Étape", NO, f"Prévu à d’autres étapes{NBSP}: {known}.")


def check_expense(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether it pays for that."""
    expense = question.expense
    if expense is None:
        return None
    if not scheme.expenses:
        why = f"Paie-t-il « {expense.label.lower()} » ?"
        return result("expense", "Dépense", ASK, why)
    known = ", ".join(e.label.lower() for e in scheme.expenses)
    if expense in scheme.expenses:
        return result("expense", "Dépense", YES, f"Paie{NBSP}: {known}.")
    return result("expense", "Dépense", NO, f"Paie autre chose{NBSP}: {known}.")


def check_amount(question: Question, scheme: Scheme) -> RuleResult | None:
    """Whether the amount is within its floor, and how much it may pay at most."""
    amount = question.amount
    if amount is None:
        return None
    if scheme.form in NO_MONEY_FORMS:
        verdict, why = NO_MONEY_FORMS[scheme.form]
        return result("amount", "Montant", verdict, why)
    if not knows_amounts(scheme):
        return result("amount", "Montant", ASK, "Combien peut-il payer ? Montants à vérifier.")
    most = most_of(scheme, amount)
    if scheme.floor is not None and most < scheme.floor:
        why = f"Au plus {say_euros(most)}, sous son plancher de {say_euros(scheme.floor)}."
        if scheme.basis is None:
            return result("amount", "Montant", ASK, f"{why} Ce plancher est-il par projet ?")
        return result("amount", "Montant", NO, why)
    rate = f" ({say_share(scheme.max_rate)} au plus)" if scheme.max_rate is not None else ""
    rest = amount - most
    left = f" Il reste {say_euros(rest)} à trouver." if rest > 0 else ""
    return result("amount", "Montant", YES, f"Jusqu’à {say_euros(most)}{rate}.{left}")


def knows_amounts(scheme: Scheme) -> bool:
    """Whether figures bound what one project may get."""
    figures = (scheme.floor, scheme.ceiling, scheme.max_rate)
    is_whole = scheme.basis is None or scheme.basis.is_whole
    return is_whole and any(figure is not None for figure in figures)


def most_of(scheme: Scheme, amount: Decimal) -> Decimal:
    """The most it may pay of that expense, by its rate and its ceiling; euros."""
    most = amount if scheme.max_rate is None else amount * scheme.max_rate
    return most if scheme.ceiling is None else min(most, scheme.ceiling)


RULES: tuple[Rule, ...] = (
    check_state,
    check_territory,
    check_kind,
    check_beneficiary,
    check_stage,
    check_expense,
    check_amount,
)


def apply_rules(question: Question, scheme: Scheme) -> tuple[RuleResult, ...]:
    """What each rule that applies says, in the order of the registry."""
    results = (rule(question, scheme) for rule in RULES)
    return tuple(found for found in results if found is not None)
