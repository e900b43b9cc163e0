"""What the private page of an asker shows: values only, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.blueprints.formatting import format_day, format_moment
from app.blueprints.match_page import LOOKS, Line, split
from app.clock import NBSP, to_paris
from app.partnerships.describing import closing_day, list_facts
from app.partnerships.limits import DEMAND_GAP, ENOUGH_ANSWERS
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import (
    ANSWERED,
    LIVE,
    MATCH_NEXT,
    POSITIVE,
    Closing,
    Decline,
    MatchState,
    NeedState,
    Side,
)

FIRST = {MatchState.AGREED: 0, MatchState.INTERESTED: 1, MatchState.TOGETHER: 2}
GONE = "a quitté le portail"


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """An organisation that received the request."""

    id: int
    version: int
    name: str
    page: str
    href: str
    state: str
    look: str
    sent_on: str
    said: str
    messages: int
    reach: str
    is_hopeful: bool
    may_accept: bool


@dataclass(frozen=True, kw_only=True)
class AskerView:
    """A request as its author sees it."""

    base: str
    title: str
    reference: str
    modality: str
    state: str
    look: str
    text: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    hopeful: tuple[AskedRow, ...]
    others: tuple[AskedRow, ...]
    history: tuple[Line, ...]
    closing_on: str
    is_live: bool
    may_ask: bool
    shares_contact: bool
    is_demo: bool


def describe(need: Need, base: str, now: datetime) -> AskerView:
    """The view-model of a request, its matches, threads and moves loaded."""
    rows = [describe_row(match, base, is_live=need.need_state in LIVE) for match in ordered(need)]
    last = max((match.sent_at for match in need.matches), default=None)
    is_live = need.need_state in LIVE
    return AskerView(
        base=base,
        title=need.title or need.kind.label,
        reference=need.reference,
        modality=need.kind.label,
        state=need.need_state.label,
        look={NeedState.OPEN: "good", NeedState.ORPHAN: "warm"}.get(need.need_state, "quiet"),
        text=split(need.text),
        facts=tuple(list_facts(need)),
        summary=tuple(say_state(need)),
        hopeful=tuple(row for row in rows if row.is_hopeful),
        others=tuple(row for row in rows if not row.is_hopeful),
        history=tuple(list_history(need)),
        closing_on=closing_day(need),
        is_live=is_live,
        may_ask=is_live and (last is None or now - last >= DEMAND_GAP),
        shares_contact=need.shares_contact,
        is_demo=need.is_demo,
    )


def ordered(need: Need) -> list[NeedMatch]:
    """The matches, those that agreed or are interested first, then by wave."""
    return sorted(
        need.matches, key=lambda m: (FIRST.get(m.match_state, 9), m.wave, m.position, m.id)
    )


def describe_row(match: NeedMatch, base: str, *, is_live: bool) -> AskedRow:
    """One organisation."""
    state = match.match_state
    reason = Decline(match.reason).label if match.reason else ""
    slug = match.siae.slug if match.siae else ""
    return AskedRow(
        id=match.id,
        version=match.version,
        name=match.organisation_name,
        page=f"/structures/{slug}" if slug else "",
        href=f"{base}/structures/{match.id}",
        state=GONE.capitalize() if match.organisation_id is None else state.label,
        look=LOOKS[state],
        sent_on=format_day(to_paris(match.sent_at).date()),
        said=f"{NBSP}: ".join(part for part in (reason, match.note) if part),
        messages=len(match.messages),
        reach=(
            "L’équipe du portail la joint"
            if state is MatchState.SENT and is_live and not match.relayed_to
            else ""
        ),
        is_hopeful=state in POSITIVE,
        may_accept=is_live and MatchState.AGREED in MATCH_NEXT[state],
    )


def say_state(need: Need) -> Iterator[str]:
    """Where a request stands, in sentences."""
    states = [match.match_state for match in need.matches]
    answered = sum(state in ANSWERED for state in states)
    if need.need_state is NeedState.CLOSED:
        yield f"Votre demande est close{NBSP}: {Closing(need.closing).label.lower()}."
    if states:
        yield (
            f"{count(len(states), 'structure sollicitée', 'structures sollicitées')}, "
            f"{count(answered, 'réponse', 'réponses')}."
        )
    if need.need_state is NeedState.ORPHAN:
        yield (
            "L’équipe du portail l’a dans sa liste et cherche avec vous. Le portail regarde aussi, "
            "régulièrement, si une structure peut désormais la recevoir."
        )
    if need.need_state is NeedState.OPEN and MatchState.AGREED in states:
        yield "Vous êtes en relation avec au moins une structure : plus rien ne part de lui-même."
    elif need.need_state is NeedState.OPEN and need.next_wave_at is not None:
        moment = format_moment(need.next_wave_at)
        yield (
            f"Si moins de {ENOUGH_ANSWERS} structures ont répondu, ou si aucune n’est intéressée, "
            f"d’autres seront sollicitées le {moment}."
        )
    if need.need_state in LIVE:
        yield f"Le {closing_day(need)} au plus tard, nous faisons le point et la fermons."


def count(number: int, one: str, many: str) -> str:
    """« une réponse », « 4 réponses », « aucune réponse »."""
    if number == 0:
        return f"aucune {one}"
    return f"{number}{NBSP}{many if number > 1 else one}"


def list_history(need: Need) -> Iterator[Line]:
    """What happened to the request, the latest first."""
    for move in reversed(need.moves):
        after = NeedState(move.after)
        note = split(move.note) if move.side != Side.TEAM.value else ()
        side = Side(move.side)
        who = "Vous" if side is Side.ASKER else side.label
        yield Line(at=format_moment(move.at), who=who, lines=(after.label, *note))
