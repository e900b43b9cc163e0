"""What a tender reserves and its social goals, in the words of the Open Contracting Data Standard.

Reserved participation is BT-71, reserved execution BT-736, social goals BT-06 and BT-775 of the
European notices. Only what the buyer coded is exported: what we read in his sentences is proposed
to people, and is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.exports.ocds import SocialTerms, Sustainability
from app.tenders.records import ClauseKind, Origin, SocialClause

SHELTERED = re.compile(r"L2113-1[234](?!\d|-\d)")
PUBLIC_SERVICE = re.compile(r"L2113-15(?!\d|-\d)")
OBJECTIVE_FIELD = "ProcurementTypeCode"  # tells a goal (BT-06, BT-775), not by what means
GOALS = {
    ClauseKind.EXECUTION: (
        "social.disadvantagedEmploymentOpportunities",
        "contractPerformanceConditions",
    ),
    ClauseKind.CRITERION: ("social", "awardCriteria"),
    ClauseKind.INSERTION_OBJECT: ("social.disadvantagedEmploymentOpportunities", ""),
    ClauseKind.WEAK: ("social", ""),
}


def make_terms(clauses: Iterable[SocialClause]) -> SocialTerms:
    """What the coded ones among these clauses reserve, and their social goals."""
    coded = [clause for clause in clauses if clause.origin is Origin.CODED]
    reserved = [clause for clause in coded if clause.kind is ClauseKind.RESERVED]
    participations = dict.fromkeys(
        code for clause in reserved if (code := read_participation(clause))
    )
    goals = make_goals([clause for clause in coded if clause.kind in GOALS])
    is_execution = any("reserved-execution" in clause.quotation for clause in reserved)
    return SocialTerms(
        otherRequirements={"reservedParticipation": list(participations)},
        contractTerms={"reservedExecution": True} if is_execution else {},
        hasSustainability=True if goals else None,
        sustainability=goals,
    )


def read_participation(clause: SocialClause) -> str:
    """To whom a coded reservation gives the contract, in the standard's word; empty if unsaid."""
    if "reserved-execution" in clause.quotation:
        return ""
    if SHELTERED.search(clause.article):
        return "shelteredWorkshop"
    return "publicServiceMissionOrganization" if PUBLIC_SERVICE.search(clause.article) else ""


def make_goals(clauses: Sequence[SocialClause]) -> list[Sustainability]:
    """The social goals of coded clauses, each once with all its means."""
    means: dict[str, dict[str, None]] = {}
    for clause in clauses:
        goal, strategy = GOALS[clause.kind]
        found = means.setdefault(goal, {})
        if strategy and OBJECTIVE_FIELD not in clause.field:
            found[strategy] = None
    return [Sustainability(goal=goal, strategies=list(found)) for goal, found in means.items()]
