"""What an asker sees before sending: who will receive, in what order and why; what would widen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import sectors, territories
from app.blueprints.current_schemes import current_schemes
from app.blueprints.lists import address
from app.clock import to_paris
from app.funding.finder import find
from app.funding.question import Fit, Question
from app.matching.engine import Match, Part
from app.matching.kinds import Modality
from app.matching.rules import RuleResult
from app.partnerships.answer_words import WORDS, AskerKind
from app.partnerships.answers import list_answers
from app.partnerships.describing import list_facts
from app.partnerships.limits import WAVE
from app.partnerships.models import Need
from app.partnerships.questions import QuestionKey
from app.partnerships.routing import Asked, Held, Plan, make_plan
from app.partnerships.sending import own_structures
from app.partnerships.widening import Widening
from app.premises.kinds import Direction
from app.stakeholders.directory import load_directory
from app.toolkit.actor_directory import FunctionHolders
from app.toolkit.scheme_terms import Expense

SHOWN_NEXT = 12
SHOWN_NEAR = 6
SHOWN_SCHEMES = 4
WORTHS = (
    (0.75, "correspond très bien"),
    (0.55, "correspond bien"),
    (0.35, "correspond en partie"),
    (0.0, "correspond peu"),
)
Fact = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class RecipientView:
    """An organisation that would receive the request; `kind` is empty for a network."""

    name: str
    href: str
    kind: str
    kind_label: str
    is_siae: bool
    is_demo: bool
    city: str
    worth: str
    why: str
    reach: str
    verdict: str
    verdict_label: str
    rules: tuple[RuleResult, ...]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, asked: Asked) -> RecipientView:
        """The view of a recipient."""
        match = asked.match
        profile = match.profile if match else None
        return cls(
            name=asked.name,
            href=asked.href,
            kind=profile.kind.value if profile else "",
            kind_label=profile.kind.label if profile else "",
            is_siae=profile.kind.is_siae if profile else False,
            is_demo=profile.is_demo if profile else False,
            city=profile.city if profile else "",
            worth=say_worth(match) if match else "",
            why=asked.why,
            reach=asked.reach.label,
            verdict=match.verdict.value if match else "",
            verdict_label=match.verdict.label if match else "",
            rules=match.rules if match else (),
            parts=match.parts if match else (),
        )


@dataclass(frozen=True, kw_only=True)
class NearView:
    """A structure that nearly fits, and what stands between."""

    name: str
    href: str
    city: str
    is_demo: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The whole page.

    `after` are the recipients of the later waves that are shown; `sector_read` names the sectors
    that the portal read by itself.
    """

    facts: tuple[Fact, ...]
    private_facts: tuple[Fact, ...]
    asker: tuple[Fact, ...]
    first: tuple[RecipientView, ...]
    after: tuple[RecipientView, ...]
    more: int
    held: tuple[Held, ...]
    near: tuple[NearView, ...]
    widenings: tuple[Widening, ...]
    own: tuple[str, ...]
    holders: tuple[FunctionHolders, ...]
    schemes: tuple[Fit, ...]
    finder: str
    board: str
    is_offer: bool
    is_for_team: bool
    sector_read: str

    @property
    def total(self) -> int:
        """How many would receive it, wave after wave."""
        return len(self.first) + len(self.after) + self.more


def describe(session: Session, need: Need, now: datetime) -> Preview:
    """The preview of a request that is whole, at that instant."""
    plan = make_plan(session, need, now)
    views = [RecipientView.of(asked) for asked in plan.asked[: WAVE + SHOWN_NEXT]]
    public = set(list_answers(need))
    is_financing = need.kind is Modality.FINANCING
    return Preview(
        facts=tuple(list_facts(need)),
        private_facts=tuple(f for f in list_answers(need, with_private=True) if f not in public),
        asker=tuple(list_asker(need)),
        first=tuple(views[:WAVE]),
        after=tuple(views[WAVE:]),
        more=max(0, len(plan.asked) - len(views)),
        held=plan.held,
        near=tuple(list_near(plan)),
        widenings=plan.widenings,
        own=own_structures(session, need),
        holders=find_holders(session, need) if need.kind is Modality.SUPPORT else (),
        schemes=find_schemes(need, now)[:SHOWN_SCHEMES] if is_financing else (),
        finder=finder_address(need) if is_financing else "",
        board=board_address(need) if need.kind is Modality.PREMISES else "",
        is_offer=is_offer(need),
        is_for_team=is_financing,
        sector_read=say_sector_read(need),
    )


def list_asker(need: Need) -> Iterator[Fact]:
    """Who asks, and what those asked see of it."""
    yield "Vous êtes", AskerKind(need.asker_kind).label if need.asker_kind else ""
    yield "Organisation", need.asker_organisation
    yield "SIRET", need.siret
    yield "Nom", need.asker_name
    yield "Adresse électronique", need.email
    yield "Téléphone", need.phone
    yield (
        "Vos coordonnées",
        "montrées à toute structure qui se dit intéressée"
        if need.shares_contact
        else "montrées à une structure seulement quand vous l’acceptez",
    )


def say_worth(match: Match) -> str:
    """How well a structure fits, in words; what is unknown counts for half, as in the order."""
    return next(words for least, words in WORTHS if match.worth >= least)


def list_near(plan: Plan) -> Iterator[NearView]:
    """Those that nearly fit."""
    for match in plan.near[:SHOWN_NEAR]:
        profile = match.profile
        yield NearView(
            name=profile.name,
            href=f"/structures/{profile.slug}",
            city=profile.city,
            is_demo=profile.is_demo,
            missing=match.missing,
        )


def say_sector_read(need: Need) -> str:
    """The sectors that the portal read in what was written; nothing where they were chosen."""
    if any(need.answers.get(QuestionKey.SECTOR.value, [])) or QuestionKey.NEIGHBOURS.value in (
        need.answers
    ):
        return ""
    return ", ".join(s.name for slug in need.sectors if (s := sectors.find(slug)))


def find_holders(session: Session, need: Need) -> tuple[FunctionHolders, ...]:
    """Who to call near for the help sought, function by function."""
    wanted = need.answers.get(QuestionKey.HELP.value, [])
    known = {word.value for word in WORDS[QuestionKey.HELP]}
    functions = [slug for slug in wanted if slug in known]
    return load_directory(session).for_territory(need.territory_code, functions)


def find_schemes(need: Need, now: datetime) -> tuple[Fit, ...]:
    """The schemes that a project may ask for, surely or after a check."""
    question = Question(
        day=to_paris(now).date(),
        territory=need.territory_code,
        expense=first_expense(need),
    )
    return find(question, current_schemes()).asked


def is_offer(need: Need) -> bool:
    """Whether premises are offered, not sought."""
    return Direction.OFFER.value in need.answers.get(QuestionKey.DIRECTION.value, [])


def board_address(need: Need) -> str:
    """The announcements that answer a request for premises, or an offer of some."""
    wanted = Direction.REQUEST if is_offer(need) else Direction.OFFER
    place = territories.find_code(need.territory_code)
    pairs = [("sens", wanted.value), *([("territoire", place.slug)] if place else [])]
    return address("/locaux", pairs)


def first_expense(need: Need) -> Expense | None:
    """What is to be paid first."""
    typed = need.answers.get(QuestionKey.EXPENSES.value, [])
    return next((expense for expense in Expense if expense.value in typed), None)


def finder_address(need: Need) -> str:
    """The finder, asked about the same project."""
    place, expense = territories.find_code(need.territory_code), first_expense(need)
    pairs = [("territoire", place.slug)] if place else []
    pairs += [("depense", expense.value)] if expense else []
    return address("/financements/trouver", pairs)
