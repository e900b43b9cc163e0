"""What the engine and the finder of money answer to the questions of a file of labelled pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from app import sectors
from app.calibration.reading import LabelledPairs
from app.calibration.records import (
    ActivityLine,
    FundingLine,
    NeedLine,
    PairLine,
    ProjectLine,
    StructureLine,
)
from app.clock import to_paris
from app.funding import finder
from app.funding.question import Fit, Question
from app.funding.values import scheme_of_values
from app.matching.engine import Match, Matcher
from app.matching.evaluation import Figures, Half, Judgement, Label, Ranking, measure
from app.matching.grids import GRIDS, Grid
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.matching.rules import RuleResult
from app.tenders.matching import read_reservation
from app.tenders.records import ClauseKind, Origin, SocialClause
from app.territories import Area, Point

NEAR = 10  # near-misses are read after the matches
FUNDING = "funding"  # the key of the questions to the finder, beside those of the grids


def evaluate(
    pairs: LabelledPairs,
    half: Half = Half.ALL,
    grids: Mapping[str, Grid] = GRIDS,
    *,
    only: str = "",
) -> Figures:
    """The figures of a file, by these grids; `only` is the key of one grid, or `FUNDING`."""
    return measure(rank_questions(pairs, half, grids, only=only))


def rank_questions(
    pairs: LabelledPairs, half: Half, grids: Mapping[str, Grid], *, only: str = ""
) -> list[Ranking]:
    """What is answered to each question of that half, in the order of the file."""
    found = [
        rank_structures(pairs, need, grids[need.grid])
        for need in pairs.needs.values()
        if half.holds(need.need) and only in {"", need.grid}
    ]
    if only in {"", FUNDING}:
        found += [
            rank_schemes(pairs, project)
            for project in pairs.projects.values()
            if half.holds(project.project)
        ]
    return found


def rank_structures(pairs: LabelledPairs, line: NeedLine, grid: Grid) -> Ranking:
    """What the portal answers to a need among all structures of the file: matches, then near."""
    need = make_need(line)
    profiles = {
        name: make_profile(key, structure, line.asked_at)
        for key, (name, structure) in enumerate(pairs.structures.items(), start=1)
    }
    names = {profile.key: name for name, profile in profiles.items()}
    matcher = Matcher(profiles.values(), grid)
    found = matcher.match(need, line.asked_at, limit=len(profiles), near=NEAR)
    return Ranking(
        question=line.need,
        order=tuple(names[m.profile.key] for m in (*found.matches, *found.near_misses)),
        judgements=tuple(
            judge(pair, name, matcher.pair(need, profiles[name], line.asked_at))
            for (asked, name), pair in pairs.pairs.items()
            if asked == line.need
        ),
    )


def rank_schemes(pairs: LabelledPairs, line: ProjectLine) -> Ranking:
    """What the finder answers to a project among all schemes of the file."""
    question = Question(
        day=line.asked_on,
        stage=line.stage,
        kind=line.kind,
        territory=line.territory,
        expense=line.expense,
        amount=line.amount,
        beneficiary=line.beneficiary,
    )
    schemes = {name: scheme_of_values(line.values) for name, line in pairs.schemes.items()}
    names = {scheme.slug: name for name, scheme in schemes.items()}
    return Ranking(
        question=line.project,
        order=tuple(
            names[fit.scheme.slug] for fit in finder.find(question, schemes.values()).asked
        ),
        judgements=tuple(
            judge(funding, name, finder.judge(question, schemes[name]))
            for (asked, name), funding in pairs.fundings.items()
            if asked == line.project
        ),
    )


def judge(pair: PairLine | FundingLine, name: str, found: Match | Fit) -> Judgement:
    """A labelled pair beside what the engine or the finder says of it."""
    label = Label(answer=name, grade=pair.grade, verdict=pair.verdict, why=pair.why)
    return Judgement(label=label, verdict=found.verdict, why=say_rules(found.rules, found))


def say_rules(rules: Iterable[RuleResult], found: Match | Fit) -> str:
    """The sentences of the rules that gave the verdict."""
    return " ".join(rule.why for rule in rules if rule.verdict is found.verdict)


def make_need(line: NeedLine) -> Need:
    """A need as the engine sees it."""
    wanted = ((sectors.find(slug), weight) for slug, weight in line.sectors)
    return Need(
        sectors=tuple(
            SoughtSector(slug=s.slug, group=s.group, name=s.name, weight=weight)
            for s, weight in wanted
            if s is not None
        ),
        territories=line.territories,
        service=line.service,
        deadline=line.deadline,
        fte=line.fte,
        fte_source=line.fte_source,
        reservation=read_reservation(map(make_clause, line.reserved_by)),
        buyer_siret=line.buyer_siret,
        modality=line.modality,
        starts_on=line.starts_on,
        days=line.days,
        hours=line.hours,
        conditions=frozenset(line.conditions),
    )


def make_clause(article: str) -> SocialClause:
    """A reservation as a notice keeps it."""
    return SocialClause(
        kind=ClauseKind.RESERVED,
        quotation="",
        field="",
        lot=None,
        article=article,
        origin=Origin.TEXT,
    )


def make_profile(key: int, line: StructureLine, at: datetime) -> Profile:
    """A structure as the engine sees it at that instant."""
    point = Point(lat=line.point[0], lon=line.point[1]) if line.point else None
    return Profile(
        key=key,
        siret=line.siret,
        name=line.name,
        kind=line.kind,
        slug=line.structure,
        commune=line.commune,
        point=point,
        activities=tuple(
            made for a in line.activities if (made := make_activity(a, point, at)) is not None
        ),
        partnerships=frozenset(line.partnerships) or None,
        conditions=frozenset(line.conditions) or None,
        references=line.references,
    )


def make_activity(line: ActivityLine, seat: Point | None, at: datetime) -> Activity | None:
    """An activity at that instant; None where its sector has left the taxonomy."""
    sector = sectors.find(line.sector)
    if sector is None:
        return None
    day = to_paris(at).date()
    made = Activity(
        sector=sector.slug,
        group=sector.group,
        service=line.service,
        area=read_area(line, seat),
        capacity_fte=line.capacity_fte,
        is_inferred=line.inferred,
    )
    if line.declared_days_ago is not None:
        made = replace(made, capacity_as_of=day - timedelta(days=line.declared_days_ago))
    if line.free_in_days is not None:
        made = replace(made, available_from=day + timedelta(days=line.free_in_days))
    return made


def read_area(line: ActivityLine, seat: Point | None) -> Area | None:
    """The area of an activity, None where nobody declared one."""
    if line.area:
        return Area.of_zones(*line.area)
    if line.radius_km is not None and seat is not None:
        return Area.around(seat, line.radius_km)
    return None
