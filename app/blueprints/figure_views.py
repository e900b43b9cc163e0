"""What templates show of figures: a measure, and its values as the rows of one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app import sectors, territories
from app.blueprints.formatting import format_number
from app.facts.models import Fact
from app.toolkit.measures import REGION, Measure, Unit
from app.toolkit.sources import RELIABILITIES
from app.toolkit.typography import NBSP

Source = tuple[str, str, str]
"""The title of a source, its address if it has one, and what it is worth."""
NO_BAR = frozenset({Unit.RANK})


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """A value; `share` is the length of its bar, 0 to 100, none where a bar would say nothing."""

    period: str
    scope: str
    value: str
    share: float | None = None
    is_target: bool = False
    note: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureView:
    """A measure as it is shown; the bars of `rows` are of one scale, from zero."""

    key: str
    label: str
    definition: str
    unit: str
    rows: tuple[FigureRow, ...]
    sources: tuple[Source, ...]
    caution: str = ""
    is_declarative: bool = False
    contradicts: tuple[str, str] | None = None
    href: str = ""

    @property
    def has_scopes(self) -> bool:
        """Whether the rows tell a kind, a sector or a territory apart."""
        return any(row.scope for row in self.rows)

    @property
    def has_bars(self) -> bool:
        """Whether the rows can be compared: two values at least."""
        return sum(row.share is not None for row in self.rows) > 1


def figure_of(measure: Measure, facts: Sequence[Fact], others: dict[str, Measure]) -> FigureView:
    """A measure and its figures."""
    scale = scale_of(measure.unit, (fact.value for fact in facts))
    other = others.get(measure.contradicts)
    return FigureView(
        key=measure.key,
        label=measure.label,
        definition=measure.definition,
        unit=measure.unit.label,
        rows=tuple(row_of(measure, fact, scale) for fact in sorted(facts, key=rank)),
        sources=tuple(dict.fromkeys(source_of(fact) for fact in facts)),
        caution=measure.caution,
        is_declarative=measure.is_declarative,
        contradicts=(other.label, f"/indicateurs/{other.key}") if other else None,
        href=f"/indicateurs/{measure.key}",
    )


def rank(fact: Fact) -> tuple[object, ...]:
    """The region first, then the others; all kinds, then each; in the order of time."""
    return (fact.territory != REGION, fact.territory, fact.kind, fact.sector, fact.dated)


def scale_of(unit: Unit, values: Iterable[Decimal | None]) -> Decimal | None:
    """What fills the bar: 100 for shares, else the largest value; None without a positive one."""
    if unit in NO_BAR:
        return None
    known = [value for value in values if value is not None]
    if any(value < 0 for value in known):
        return None
    largest = max(known, default=Decimal(0))
    if unit is Unit.PERCENT and largest <= 100:
        return Decimal(100)
    return largest or None


def row_of(measure: Measure, fact: Fact, scale: Decimal | None) -> FigureRow:
    """A figure as a row."""
    share = float(fact.value / scale * 100) if scale and fact.value is not None else None
    return FigureRow(
        period=fact.period,
        scope=", ".join(scope_of(fact)),
        value=say_value(fact.value, measure.unit, fact.words),
        share=round(share, 2) if share is not None else None,
        is_target=fact.is_target,
        note=fact.note,
        href=f"/territoires/{fact.territory}" if fact.territory not in {REGION, "FR"} else "",
    )


def scope_of(fact: Fact) -> list[str]:
    """What narrows a figure, in words."""
    place = territories.find_code(fact.territory)
    sector = sectors.find(fact.sector) if fact.sector else None
    group = sectors.groups_by_slug().get(fact.sector)
    named = [place.name] if place and fact.territory != REGION else []
    named += [fact.kind] if fact.kind else []
    return named + ([sector.name] if sector else [group.name] if group else [])


def say_value(value: Decimal | None, unit: Unit, words: str = "") -> str:
    """« 12 345 structures », « 12,5 % », or the words of the source."""
    if words or value is None:
        return words
    exponent = value.normalize().as_tuple().exponent
    digits = min(2, max(0, -int(exponent)))
    number = format_number(float(value), digits)
    if unit is Unit.RANK:
        return f"{number}{'er' if value == 1 else 'e'}{NBSP}rang"
    return f"{number}{NBSP}{unit.label}"


def source_of(fact: Fact) -> Source:
    """Where a figure comes from, and what it is worth."""
    worth = next((word for key, word in RELIABILITIES.items() if key == fact.reliability), "")
    return fact.source, fact.source_url, ", ".join(filter(None, (worth, fact.published)))
