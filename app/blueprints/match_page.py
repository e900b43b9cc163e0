"""The page of a request and one organisation: what is asked, why, where it stands, the thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import render_template

from app.accounts.models import Person
from app.blueprints.formatting import format_day, format_megabytes, format_moment
from app.clock import to_paris
from app.forms.exchanges import ANSWERS as ANSWERS_BY_WORD
from app.forms.exchanges import CHOICES, AnswerForm, DecisionForm, ThreadForm
from app.matching.engine import Part
from app.matching.rules import RuleResult, Verdict
from app.partnerships.describing import asker_of, closing_day, list_facts
from app.partnerships.models import MatchFile, Need, NeedMatch
from app.partnerships.moves import ANSWERS
from app.partnerships.states import LIVE, MATCH_NEXT, Decline, MatchState, Side
from app.partnerships.threads import may_write

LOOKS = {
    MatchState.SENT: "wait",
    MatchState.LATER: "quiet",
    MatchState.INTERESTED: "good",
    MatchState.TOGETHER: "calm",
    MatchState.AGREED: "good",
    MatchState.DECLINED: "stop",
    MatchState.REFUSED: "stop",
    MatchState.EXPIRED: "quiet",
    MatchState.CLOSED: "quiet",
}


@dataclass(frozen=True, kw_only=True)
class MatchForms:
    """The forms of the page: those sent with what is to mend, the others blank."""

    answer: AnswerForm = field(default_factory=AnswerForm)
    decision: DecisionForm = field(default_factory=DecisionForm)
    thread: ThreadForm = field(default_factory=ThreadForm)
    file_refusal: str = ""

    def problems(self, refusal: str) -> tuple[tuple[str, str], ...]:
        """What is to mend, each with the id of its field, or of the part of the page."""
        if self.file_refusal:
            return (("fichier", self.file_refusal),)
        found = (*self.answer.problems, *self.decision.problems, *self.thread.problems)
        return found or ((("titre-demande", refusal),) if refusal else ())


@dataclass(frozen=True, kw_only=True)
class Line:
    """A message of the thread, or a step of the history; `who` wrote or did it."""

    at: str
    who: str
    lines: tuple[str, ...]
    is_mine: bool = False


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file of the thread."""

    number: int
    name: str
    about: str
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a side may do; `answers` are those that an organisation may give from there."""

    is_live: bool
    answers: tuple[tuple[str, str], ...]
    may_refuse: bool
    may_accept: bool
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """All that the page shows; contacts are empty until both agreed."""

    base: str
    version: int
    title: str
    reference: str
    modality: str
    name: str
    asker: str
    state: str
    look: str
    text: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    why: str
    parts: tuple[Part, ...]
    rules: tuple[RuleResult, ...]
    sent_on: str
    closing_on: str
    reason: str
    note: tuple[str, ...]
    contact: tuple[tuple[str, str], ...]
    messages: tuple[Line, ...]
    files: tuple[FileLine, ...]
    history: tuple[Line, ...]
    rights: Rights
    is_waiting: bool
    shows_thread: bool
    is_demo: bool


def show_page(
    template: str,
    match: NeedMatch,
    side: Side,
    base: str,
    *,
    forms: MatchForms,
    refusal: str,
    person: Person | None,
    may_act: bool,
    shows_thread: bool,
) -> str:
    """The page as one side sees it, its contents loaded."""
    if forms.answer.nom.data is None and person is not None:
        forms.answer.nom.data = person.display_name
        forms.answer.adresse.data = person.email
    return render_template(
        template,
        view=describe(match, side, base, may_act=may_act, shows_thread=shows_thread),
        forms=forms,
        problems=forms.problems(refusal),
    )


def describe(
    match: NeedMatch, side: Side, base: str, *, may_act: bool, shows_thread: bool
) -> MatchView:
    """The view-model."""
    need, state = match.need, match.match_state
    return MatchView(
        base=base,
        version=match.version,
        title=need.title or need.kind.label,
        reference=need.reference,
        modality=need.kind.label,
        name=match.organisation_name,
        asker=asker_of(need),
        state=label_of(match, side),
        look=LOOKS[state],
        text=split(need.text),
        facts=tuple(list_facts(need)),
        why=match.why,
        parts=tuple(Part(**part) for part in match.parts),
        rules=tuple(read_rule(rule) for rule in match.rules),
        sent_on=format_day(to_paris(match.sent_at).date()),
        closing_on=closing_day(need),
        reason=Decline(match.reason).label if match.reason else "",
        note=split(match.note),
        contact=contact_of(need, match, side),
        messages=tuple(list_messages(match, side)) if shows_thread else (),
        files=tuple(describe_file(file, side) for file in match.files) if shows_thread else (),
        history=tuple(list_history(match)),
        rights=rights_of(match, side, may_act=may_act, shows_thread=shows_thread),
        is_waiting=state is MatchState.SENT,
        shows_thread=shows_thread,
        is_demo=need.is_demo,
    )


def label_of(match: NeedMatch, side: Side) -> str:
    """Where it stands, as this side reads it."""
    is_live = match.need.need_state in LIVE
    waits = match.match_state is MatchState.SENT and side is Side.ORGANISATION and is_live
    return "À répondre" if waits else match.match_state.label


def rights_of(match: NeedMatch, side: Side, *, may_act: bool, shows_thread: bool) -> Rights:
    """What this side may do now."""
    state = match.match_state
    is_live = match.need.need_state in LIVE
    acts, decides = may_act and is_live, may_act and is_live and side is Side.ASKER
    is_open = shows_thread and (is_live or state is MatchState.AGREED)
    return Rights(
        is_live=is_live,
        answers=list_answers(state) if acts and side is Side.ORGANISATION else (),
        may_refuse=decides and MatchState.REFUSED in MATCH_NEXT[state],
        may_accept=decides and MatchState.AGREED in MATCH_NEXT[state],
        may_write=may_act and is_open and may_write(state, side),
    )


def split(text: str) -> tuple[str, ...]:
    """The lines of a text, none where it is empty."""
    return tuple(text.split("\n")) if text else ()


def read_rule(kept: dict[str, Any]) -> RuleResult:
    """A rule as it was kept."""
    return RuleResult(**{**kept, "verdict": Verdict(kept["verdict"])})


def list_answers(state: MatchState) -> tuple[tuple[str, str], ...]:
    """The answers that an organisation may give from there, as a form offers them."""
    return tuple(choice for choice in CHOICES if ANSWERS_BY_WORD[choice[0]][0] in MATCH_NEXT[state])


def contact_of(need: Need, match: NeedMatch, side: Side) -> tuple[tuple[str, str], ...]:
    """How to reach the other side, once both agreed; empty before."""
    if match.match_state is not MatchState.AGREED:
        return ()
    theirs = (need.asker_name, need.email, need.phone)
    ours = (match.contact_name, match.contact_email, match.contact_phone)
    labels = ("Nom", "Adresse électronique", "Téléphone")
    values = ours if side is Side.ASKER else theirs
    return tuple((label, value) for label, value in zip(labels, values, strict=True) if value)


def list_messages(match: NeedMatch, side: Side) -> Iterator[Line]:
    """The messages, the first first."""
    for message in match.messages:
        yield Line(
            at=format_moment(message.at),
            who=message.author,
            lines=split(message.text),
            is_mine=message.side == side.value,
        )


def describe_file(file: MatchFile, side: Side) -> FileLine:
    """A file, its size and who sent it."""
    who = Side(file.side).label.lower()
    day = format_day(to_paris(file.at).date())
    return FileLine(
        number=file.id,
        name=file.name,
        about=f"{format_megabytes(file.size)}, envoyé par\u00a0: {who}, le {day}",
        is_mine=file.side == side.value,
    )


def list_history(match: NeedMatch) -> Iterator[Line]:
    """What happened, the latest first, down to the sending."""
    for move in reversed(match.moves):
        after = MatchState(move.after)
        shown = split(move.note) if after not in ANSWERS else ()
        yield Line(
            at=format_moment(move.at), who=Side(move.side).label, lines=(after.label, *shown)
        )
    yield Line(at=format_moment(match.sent_at), who=Side.PORTAL.label, lines=("Demande envoyée",))
