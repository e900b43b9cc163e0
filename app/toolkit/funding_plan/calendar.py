"""The dates of a plan, for a diary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import blake2b

from app.clock import NBSP
from app.exports.ics import CalendarEvent, CalendarHead, write_calendar
from app.imports.text import fold
from app.toolkit.funding_plan.model import Resource, say_euros
from app.toolkit.funding_plan.totals import Deadline, Step, Summary

DOMAIN = "maillage"
REMINDERS = {
    Step.DEPOSIT: (timedelta(days=30), timedelta(days=7), timedelta(days=1)),
    Step.ANSWER: (timedelta(0),),
}
HEAD = CalendarHead(
    name="Plan de financement",
    description="Dates de dépôt et réponses attendues, telles que vous les avez saisies.",
)


def write_dates(summary: Summary) -> bytes:
    """The calendar of a plan."""
    return write_calendar(HEAD, list_events(summary))


def list_events(summary: Summary) -> Iterator[CalendarEvent]:
    """An event for each date.

    The identifier is made of the resource and of the step, never of the date nor of the row: a date
    that moves replaces the old one in the diary. Resources of the same name are numbered in order.
    """
    seen: Counter[tuple[str, Step]] = Counter()
    for deadline in summary.deadlines:
        key = name_resource(deadline.resource)
        seen[key, deadline.step] += 1
        yield make_event(deadline, f"{key}|{seen[key, deadline.step]}", summary)


def name_resource(resource: Resource) -> str:
    """What stays the same of a resource when its amount, dates and status change."""
    scheme = resource.scheme.slug if resource.scheme else ""
    return f"{scheme}|{fold(resource.name)}"


def make_event(deadline: Deadline, key: str, summary: Summary) -> CalendarEvent:
    """One date."""
    resource = deadline.resource
    mark = blake2b(key.encode(), digest_size=8).hexdigest()
    facts = (
        f"Financeur{NBSP}: {resource.funder}",
        f"Montant{NBSP}: {say_euros(resource.amount)}",
        f"État de la demande{NBSP}: {resource.status.label.lower()}",
    )
    return CalendarEvent(
        uid=f"plan-de-financement-{mark}-{deadline.step}@{DOMAIN}",
        summary=f"{deadline.step.label} – {resource.name}",
        start=deadline.day,
        updated_at=summary.made_at,
        description="\n".join(facts),
        url=resource.scheme.url if resource.scheme else "",
        categories=("Financement",),
        reminders=REMINDERS[deadline.step],
    )
