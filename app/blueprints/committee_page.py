"""What the pages of committees show: values only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from app.blueprints.formatting import format_day
from app.blueprints.presenters import Link
from app.blueprints.tender_timeline import TimelineItem
from app.committees.kinds import CommitteeKind, Standing
from app.committees.models import TO_CONFIRM, Committee, Part

LOOKS = {Standing.IN_FORCE: "good", Standing.PAST: "quiet", Standing.COMING: "calm"}


@dataclass(frozen=True, kw_only=True)
class ComingSession:
    """A coming session: when, about what, and where its page is."""

    when: str
    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class CommitteeCard:
    """A committee in a list, as it stands that day."""

    committee: Committee
    standing: Standing
    look: str
    period: str

    @classmethod
    def of(cls, committee: Committee, day: date) -> CommitteeCard:
        """The card of a committee."""
        standing = committee.standing(day)
        return cls(
            committee=committee,
            standing=standing,
            look=LOOKS[standing],
            period=say_period(committee),
        )


@dataclass(frozen=True, kw_only=True)
class CommitteeGroup:
    """The committees of one kind that say the same of themselves, territory by territory."""

    title: str
    first: CommitteeCard
    cards: tuple[CommitteeCard, ...]

    @classmethod
    def all_of(cls, committees: Iterable[Committee], day: date) -> list[CommitteeGroup]:
        """The groups, in the order of their first committee."""
        found: dict[tuple[object, ...], list[CommitteeCard]] = {}
        for committee in committees:
            card = CommitteeCard.of(committee, day)
            key = (committee.kind, card.period, committee.legal_basis, committee.is_confirmed)
            found.setdefault(key, []).append(card)
        return [cls.of(cards) for cards in found.values()]

    @classmethod
    def of(cls, cards: Sequence[CommitteeCard]) -> CommitteeGroup:
        """The group of these committees, one at least."""
        first, *others = cards
        name = first.committee.what.label if others else first.committee.name
        acronym = first.committee.acronym
        title = f"{name} ({acronym})" if acronym and acronym not in name else name
        return cls(title=title, first=first, cards=tuple(cards))


@dataclass(frozen=True, kw_only=True)
class CommitteePage:
    """The page of a committee: what it replaced, what replaced it, its neighbours, its sessions."""

    card: CommitteeCard
    successor: Committee | None
    replaced: tuple[Committee, ...]
    neighbours: tuple[CommitteeCard, ...]
    timeline: tuple[TimelineItem, ...]
    contributions: tuple[tuple[str, tuple[Part, ...]], ...]
    sessions: tuple[ComingSession, ...]
    guides: tuple[Link, ...]

    @classmethod
    def of(
        cls,
        committee: Committee,
        around: Iterable[Committee],
        day: date,
        sessions: Sequence[ComingSession] = (),
    ) -> CommitteePage:
        """The page of a committee; `around` are those that `queries.around` gives."""
        others = list(around)
        successor = next((o for o in others if o.slug == committee.successor), None)
        replaced = tuple(o for o in others if o.successor == committee.slug)
        return cls(
            card=CommitteeCard.of(committee, day),
            successor=successor,
            replaced=replaced,
            neighbours=tuple(
                CommitteeCard.of(other, day)
                for other in others
                if other.territory == committee.territory
                and other.standing(day) is Standing.IN_FORCE
            ),
            timeline=build_timeline(committee, successor, replaced, day),
            contributions=group_by_theme(committee.contributions),
            sessions=tuple(sessions),
            guides=guides_of(committee),
        )


def guides_of(committee: Committee) -> tuple[Link, ...]:
    """What to read before going there."""
    dossier = f"/experimentations/dossier.pdf?territoire={committee.place.slug}"
    found: dict[CommitteeKind, tuple[Link, ...]] = {
        CommitteeKind.COMMISSION: (
            ("Le conventionnement", "/guide/le-conventionnement"),
            ("Le dossier de conventionnement", "/guide/le-dossier-de-conventionnement"),
            ("Les expérimentations du département, à présenter en séance (PDF)", dossier),
        ),
        CommitteeKind.CTA: (
            ("Le PASS IAE et les prescripteurs", "/guide/le-pass-iae-et-les-prescripteurs"),
        ),
        CommitteeKind.FUNDERS: (("Les financements", "/financements"),),
    }
    return found.get(committee.what, ())


def group_by_theme(parts: Iterable[Part]) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """Who brings what, theme by theme, in the order of the file."""
    groups = groupby(parts, key=lambda part: str(part["theme"]))
    return tuple((theme, tuple(found)) for theme, found in groups)


def say_period(committee: Committee) -> str:
    """From when until when, in words."""
    start, end = committee.valid_from, committee.valid_to
    if start and end:
        return f"du {format_day(start)} au {format_day(end)}"
    if start:
        return f"depuis le {format_day(start)}"
    if end:
        return f"jusqu’au {format_day(end)}, début {TO_CONFIRM}"
    return f"dates {TO_CONFIRM}"


def build_timeline(
    committee: Committee, successor: Committee | None, replaced: Iterable[Committee], day: date
) -> tuple[TimelineItem, ...]:
    """What was before, the committee itself, and what came after; nothing where it stands alone."""
    chain = [*replaced, committee, *([successor] if successor else [])]
    if len(chain) == 1:
        return ()
    return tuple(
        TimelineItem(
            date=say_period(step).capitalize(),
            iso=start.isoformat() if (start := step.valid_from) else "",
            title=step.name,
            text=say_change(step),
            is_now=step.standing(day) is Standing.IN_FORCE,
        )
        for step in chain
    )


def say_change(step: Committee) -> str:
    """What its end means."""
    if step.valid_to is None or not step.successor:
        return step.legal_basis
    after = format_day(step.valid_to + timedelta(days=1))
    return f"Remplacé dans les textes à partir du {after}."
