"""What public procurement law says and expects, dated: old notices keep the rules of their day.

The source of every row is the survey of the code de la commande publique kept with the project's
design, to be read again on the official publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.tenders.records import ClauseKind, SocialClause
from app.tenders.thresholds import is_above_european, natures_of

EUROPEAN_FAMILY = "JOUE"
# Loi n° 2021-1104 du 22 août 2021, article 35: in force five years after at the latest.
SOCIAL_CONDITION_SINCE = date(2026, 8, 22)
SIAE = frozenset({"ACI", "AI", "EI", "ETTI"})  # those of L5132-4, code du travail
UNSURE = frozenset({"EITI", "GEIQ"})  # an experiment beside that list, and an « équivalent »
ADAPTED = frozenset({"EA", "ESAT"})
EVERYONE = SIAE | ADAPTED | UNSURE
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article of the code de la commande publique: `L2113-13`, and what it is about.

    `admitted` are the kinds of structures it reserves to, `to_check` those it may admit; both are
    empty where the article reserves nothing. `source` is the text that wrote it in today's form,
    empty where the survey names none.
    """

    number: str
    title: str
    admitted: frozenset[str] = NOBODY
    to_check: frozenset[str] = NOBODY
    since: date | None = None
    source: str = ""


ARTICLES: dict[str, Article] = {
    article.number: article
    for article in (
        Article(
            number="L2111-1", title="Définition des besoins, objectifs de développement durable"
        ),
        Article(number="L2112-2", title="Conditions d’exécution, dont le social et l’emploi"),
        Article(
            number="L2112-2-1",
            title="Conditions d’exécution sociales, attendues au-dessus des seuils européens",
            since=SOCIAL_CONDITION_SINCE,
            source="loi n° 2021-1104 du 22 août 2021, article 35",
        ),
        Article(
            number="L2113-12",
            title="Réservation aux entreprises adaptées, aux ESAT et équivalents",
            admitted=ADAPTED,
        ),
        Article(
            number="L2113-13",
            title="Réservation aux structures d’insertion par l’activité économique et équivalents",
            admitted=SIAE,
            to_check=UNSURE,
        ),
        Article(
            number="L2113-13-1",
            title="Réservation au travail en milieu pénitentiaire",
            to_check=EVERYONE,
            source="ordonnance n° 2022-1336 du 19 octobre 2022",
        ),
        Article(
            number="L2113-14",
            title="Réservation conjointe : entreprises adaptées, ESAT et structures d’insertion",
            admitted=SIAE | ADAPTED,
            to_check=UNSURE,
            source="loi n° 2020-1525 du 7 décembre 2020",
        ),
        Article(
            number="L2113-15",
            title="Réservation de services sociaux, de santé ou culturels à l’économie sociale",
            to_check=EVERYONE,
        ),
        Article(
            number="L2113-16",
            title="Durée et renouvellement d’une réservation à l’économie sociale",
            to_check=EVERYONE,
        ),
        Article(number="L2152-7", title="Critères d’attribution"),
    )
}


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Who may answer what is reserved: kinds of structures, and the articles that say so."""

    admitted: frozenset[str]
    to_check: frozenset[str]
    articles: tuple[str, ...]


NUMBER = re.compile(r"L\d{4}-\d+(?:-\d)?")
VAGUE = re.compile(r"\bou\b|vérifier")
OPEN_ENDED = "suivants"
MISSION = frozenset({"L2113-15", "L2113-16"})


def families_allowed(clauses: Iterable[SocialClause]) -> Allowed | None:
    """Who may answer, by the reservations among these clauses; None where nothing is reserved.

    Code de la commande publique: L2113-12 admits EA and ESAT, never SIAE; L2113-13 the SIAE of
    L5132-4 « et structures équivalentes », hence EITI and GEIQ to check; L2113-14 both together.
    L2113-15 and L2113-16 look at a body's mission, L2113-13-1 at prisons: all kinds are to check. A
    European code (`res-ws`) tells reserved from not, never to whom, and a buyer's articles and
    words may contradict each other (`ou`): where no other reservation says it, all kinds are to
    check too. `L2113-12 et suivants` leaves the other kinds to check.
    """
    found = [clause for clause in clauses if clause.kind is ClauseKind.RESERVED]
    if not found:
        return None
    reserved = [clause.article for clause in found]
    exact = leave_missions([clause for clause in found if not VAGUE.search(clause.article)])
    precise = [clause.article for clause in exact]
    said = {n for article in precise for n in NUMBER.findall(article)}
    known = [ARTICLES[number] for number in sorted(said) if number in ARTICLES]
    opening = [article for article in known if article.admitted or article.to_check]
    if not opening:
        cited = {n for article in reserved for n in NUMBER.findall(article)}
        return Allowed(admitted=NOBODY, to_check=EVERYONE, articles=tuple(sorted(cited)))
    admitted = NOBODY.union(*(article.admitted for article in opening))
    to_check = NOBODY.union(*(article.to_check for article in opening))
    if any(OPEN_ENDED in article for article in precise):
        to_check = EVERYONE
    return Allowed(
        admitted=admitted,
        to_check=to_check - admitted,
        articles=tuple(article.number for article in opening),
    )


def leave_missions(clauses: list[SocialClause]) -> list[SocialClause]:
    """The same without the reservations by mission alone, where another names its structures.

    A box ticked for a whole notice does not open what its words reserve to others. A reservation
    by mission stays where it is the only one said of the lot itself.
    """
    naming = [clause for clause in clauses if names_structures(clause)]
    is_own = any(clause.lot is not None for clause in naming)
    return [
        clause
        for clause in clauses
        if not naming
        or not MISSION.issuperset(NUMBER.findall(clause.article) or {clause.article})
        or (clause.lot is not None and not is_own)
    ]


def names_structures(clause: SocialClause) -> bool:
    """Whether an article of a clause says which kinds it reserves to."""
    numbers = NUMBER.findall(clause.article)
    return any(ARTICLES[number].admitted for number in numbers if number in ARTICLES)


def expects_social_clause(
    family: str,
    published_on: date | None,
    value: float | None = None,
    natures: Iterable[str] = (),
    cpv: Iterable[str] = (),
) -> bool:
    """Whether article L2112-2-1 makes a social condition the rule for that notice.

    Above the European thresholds, unless justified, since the date of the law. The notice's family
    tells that it is above, else the estimated value of the whole consultation, in euros before tax.
    """
    if published_on is None or published_on < SOCIAL_CONDITION_SINCE:
        return False
    if family == EUROPEAN_FAMILY:
        return True
    return is_above_european(value, natures_of(natures, cpv), None, published_on) is True
