"""What the pages of schemes show of each: values only, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app import territories
from app.audit.models import Revision
from app.blueprints.formatting import count_days
from app.blueprints.presenters import Link
from app.clock import say_day, to_paris
from app.funding.models import FundingScheme
from app.funding.values import LABELS
from app.funding.variants import variants_of
from app.imports.text import shorten
from app.toolkit.funding_plan.model import say_euros, say_share
from app.toolkit.schemes import Scheme, SchemeState
from app.toolkit.stages import load_stages

LOOKS = {
    SchemeState.OPEN: "good",
    SchemeState.PERMANENT: "good",
    SchemeState.UPCOMING: "calm",
    SchemeState.UNCERTAIN: "wait",
    SchemeState.CLOSED: "stop",
    SchemeState.HISTORICAL: "quiet",
}
PURPOSE = 220  # characters of a purpose in a list


def say_deadline(day: date | None, today: date) -> str:
    """« 15 décembre 2026 (dans 20 jours) », or nothing."""
    if day is None:
        return ""
    days = (day - today).days
    left = "aujourd’hui" if days == 0 else ("demain" if days == 1 else f"dans {count_days(days)}")
    return f"{say_day(day)} ({left})"


def say_places(scheme: Scheme) -> str:
    """Where it is open."""
    names = [territories.get(code).name for code in scheme.territories]
    return ", ".join(names) or "Toute la région"


@dataclass(frozen=True, kw_only=True)
class SchemeCard:
    """A scheme in a list."""

    name: str
    href: str
    state: str
    look: str
    form: str
    funder: str
    deadline: str
    place: str
    purpose: str
    expenses: tuple[str, ...]

    @classmethod
    def of(cls, scheme: Scheme) -> SchemeCard:
        """The card of a scheme, at the day it was read for."""
        return cls(
            name=scheme.name,
            href=f"/financements/{scheme.slug}",
            state=scheme.state.label,
            look=LOOKS[scheme.state],
            form=scheme.form.label,
            funder=shorten(scheme.funder, limit=120),
            deadline=say_deadline(scheme.next_date, scheme.as_of),
            place=say_places(scheme),
            purpose=shorten(scheme.purpose, limit=PURPOSE),
            expenses=tuple(expense.label for expense in scheme.expenses),
        )


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A call in the table of a sheet."""

    year: str
    opens: str
    pre_deposit: str
    closes: str
    state: str
    look: str
    url: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line of the history of a sheet."""

    day: str
    author: str
    fields: str


@dataclass(frozen=True, kw_only=True)
class SchemePage:
    """All that the sheet of a scheme shows; `broken_since` is empty where its link is fine."""

    scheme: Scheme
    card: SchemeCard
    who: tuple[Link, ...]
    money: tuple[Link, ...]
    calls: tuple[CallRow, ...]
    stages: tuple[Link, ...]
    excludes: tuple[Link, ...]
    generic: Link | None
    variants: tuple[Link, ...]
    history: tuple[Change, ...]
    broken_since: str
    broken_why: str

    @classmethod
    def of(
        cls,
        scheme: Scheme,
        others: Sequence[Scheme],
        row: FundingScheme | None,
        history: Iterable[Revision],
    ) -> SchemePage:
        """The sheet of a scheme among the others; `row` is None for one that is only written."""
        known = {other.slug: other for other in others}
        is_broken = row is not None and row.link_state == "broken"
        checked = row.link_checked_at if row is not None and is_broken else None
        parent = known.get(scheme.generic)
        return cls(
            scheme=scheme,
            card=SchemeCard.of(scheme),
            who=describe_who(scheme),
            money=describe_money(scheme),
            calls=tuple(describe_calls(scheme)),
            stages=tuple(
                (stage.title, f"/boite-a-outils/{stage.slug}")
                for stage in load_stages()
                if stage.slug in scheme.stages
            ),
            excludes=tuple(link_to(known[slug]) for slug in scheme.not_with if slug in known),
            generic=link_to(parent) if parent else None,
            variants=tuple(map(link_to, variants_of(scheme, others))),
            history=tuple(map(describe_change, history)),
            broken_since=say_day(to_paris(checked).date()) if checked else "",
            broken_why=row.link_note if row is not None and is_broken else "",
        )


def link_to(scheme: Scheme) -> Link:
    """The name of a scheme and its address."""
    return (scheme.name, f"/financements/{scheme.slug}")


def set_lines(text: str) -> Markup:
    """A text of several lines, escaped, its line breaks kept."""
    return Markup("<br>").join(text.splitlines())


def describe_who(scheme: Scheme) -> tuple[Link, ...]:
    """Who pays, who receives, who may ask."""
    return (
        ("Financeur" if len(scheme.funders) == 1 else "Financeurs", scheme.funder),
        ("Qui instruit la demande", ", ".join(scheme.instructors) or "À vérifier"),
        ("Qui appeler", scheme.contact),
        ("Qui peut demander", set_lines(scheme.beneficiaries)),
        ("Statuts admis", ", ".join(kind.label for kind in scheme.beneficiary_kinds)),
        ("Types de SIAE", ", ".join(scheme.kinds) or "Non précisé : à vérifier"),
        ("Territoire", say_places(scheme)),
        ("Ce que vous apportez", set_lines(scheme.asks_beneficiary)),
    )


def describe_money(scheme: Scheme) -> tuple[Link, ...]:
    """How much, counted by what, and what it pays."""
    floor = say_euros(scheme.floor) if scheme.floor is not None else ""
    ceiling = say_euros(scheme.ceiling) if scheme.ceiling is not None else ""
    rate = say_share(scheme.max_rate) if scheme.max_rate is not None else ""
    return (
        ("Montant", set_lines(scheme.amount or "À vérifier")),
        ("Se compte", scheme.basis.label if scheme.basis else "À vérifier"),
        ("Plancher", floor),
        ("Plafond", ceiling),
        ("Taux maximum", f"{rate} de la dépense" if rate else ""),
        ("Dépenses payées", ", ".join(e.label for e in scheme.expenses) or "À vérifier"),
        ("Thèmes", ", ".join(scheme.themes)),
    )


def describe_calls(scheme: Scheme) -> Iterable[CallRow]:
    """Its calls, the latest first."""
    for call in sorted(scheme.calls, key=lambda c: c.sort_key, reverse=True):
        state = call.state_on(scheme.as_of)
        shown = SchemeState.CLOSED if scheme.declared.is_over else state
        yield CallRow(
            year=call.year or "Appel",
            opens=say_day(call.opens_on) if call.opens_on else "non connue",
            pre_deposit=say_day(call.pre_deposit_on) if call.pre_deposit_on else "–",
            closes=say_day(call.closes_on) if call.closes_on else "non connue",
            state=shown.label,
            look=LOOKS[shown],
            url=call.url,
            pieces=call.pieces,
        )


def describe_change(revision: Revision) -> Change:
    """One line: when, by whom, which fields."""
    fields = ", ".join(LABELS.get(name, name) for name in revision.changes)
    day = say_day(to_paris(revision.at).date())
    return Change(day=day, author=revision.author, fields=fields)
