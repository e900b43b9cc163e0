"""The structure that looks at the consultations: how it could answer each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.blueprints.presenters import TenderCard
from app.extensions import db
from app.forms.tender_filters import TenderFilters
from app.matching.answering import Answering
from app.matching.profiles import Profile
from app.tenders.answers import answer_of, find_profiles, references_answered
from app.tenders.criteria import TenderCriteria
from app.tenders.models import Consultation

ANSWERS = {
    "seul": Answering.ALONE,
    "groupe": Answering.TOGETHER,
    "verifier": Answering.TO_CHECK,
}
UNKNOWN = (
    "Aucune structure connue du portail n’a le SIRET {}, ou ses activités n’y sont pas renseignées."
)
NAMELESS = "Pour savoir si vous pouvez répondre, indiquez le SIRET de votre structure."


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who looks, what its filters keep, and in `problem` why it could not be compared."""

    profiles: tuple[Profile, ...]
    criteria: TenderCriteria
    problem: str = ""

    @classmethod
    def of(cls, filters: TenderFilters, criteria: TenderCriteria, now: datetime) -> Asker:
        """The structure that an address names, and the consultations that it could answer so."""
        if not filters.structure:
            problem = NAMELESS if filters.answer else ""
            return cls(profiles=(), criteria=criteria, problem=problem)
        profiles = tuple(find_profiles(db.session(), filters.structure))
        if not profiles:
            problem = UNKNOWN.format(filters.structure)
            return cls(profiles=(), criteria=criteria, problem=problem)
        if filters.answer:
            answer = ANSWERS[filters.answer]
            found = references_answered(db.session(), profiles, criteria, answer, now)
            kept = set(found)
            ranked = [r for r in criteria.references if r in kept] if criteria.references else found
            criteria = replace(criteria, references=ranked)
        return cls(profiles=profiles, criteria=criteria)

    @property
    def is_known(self) -> bool:
        """Whether there is a structure to compare."""
        return bool(self.profiles)

    def card(self, consultation: Consultation, now: datetime) -> TenderCard:
        """The card of a consultation, with how the structure could answer it."""
        if not self.profiles:
            return TenderCard.of(consultation, now)
        answer = answer_of(consultation, self.profiles, now)
        said = "Hors de vos activités" if answer is Answering.NO else answer.label
        return TenderCard.of(consultation, now, said)
