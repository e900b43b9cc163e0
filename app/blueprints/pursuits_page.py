"""What the page of a pursuit shows, with its forms: values only, computed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from flask import render_template

from app import clock
from app.audit import services as audit
from app.blueprints.access import me, my_membership
from app.blueprints.formatting import format_euros, format_moment
from app.blueprints.pursuits import list_members
from app.blueprints.pursuits_cards import PursuitCard, board_path
from app.clock import NBSP, say_date
from app.extensions import db
from app.forms.pursuits import (
    AssigneeForm,
    BackForm,
    ItemForm,
    MoveForm,
    ReminderForm,
    WrittenNoteForm,
)
from app.forms.tool_form import ToolForm
from app.organisations.roles import MemberRole
from app.pursuits import services
from app.pursuits.checklist import other_groups
from app.pursuits.contents import may_remove
from app.pursuits.fit import find_fits
from app.pursuits.models import ChecklistItem, Pursuit, PursuitMove
from app.pursuits.moves import find_previous
from app.pursuits.services import SUBJECT
from app.pursuits.source import Source, list_changes, read_sources
from app.pursuits.states import ENDED, NEXT, PREPARED, PursuitState, Reason
from app.tenders.kit_content import load_texts
from app.tenders.kit_planning import Step, plan_back

GONE_PERSON = "une personne partie"
SHOWN_STEPS = 4


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The forms of the page: those sent with what is to mend, the others blank."""

    move: MoveForm = field(default_factory=MoveForm)
    back: BackForm = field(default_factory=BackForm)
    assignee: AssigneeForm = field(default_factory=AssigneeForm)
    note: WrittenNoteForm = field(default_factory=WrittenNoteForm)
    item: ItemForm = field(default_factory=ItemForm)
    reminder: ReminderForm = field(default_factory=ReminderForm)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is to mend, in whichever form was sent."""
        sent: Sequence[ToolForm] = (
            self.move, self.back, self.assignee, self.note, self.item, self.reminder,
        )  # fmt: skip
        return tuple(problem for form in sent for problem in form.problems)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the history."""

    at: datetime
    date: str
    who: str
    what: str
    why: str = ""


def load(organisation: int, pursuit: int) -> Pursuit:
    """A pursuit of that organisation with all its contents; NotFoundError."""
    return services.find_whole(db.session(), organisation, pursuit)


def show_page(
    pursuit: Pursuit,
    forms: Forms | None = None,
    *,
    refusal: str = "",
    file_refusal: str = "",
    since: int | None = None,
) -> str:
    """The page of a pursuit, its contents loaded, read at this instant.

    `refusal` is what could not be done; `since` the version that the person had seen, where
    somebody changed the pursuit meanwhile.
    """
    now = clock.now()
    forms = forms or Forms()
    source = read_sources(db.session(), [pursuit])[pursuit.id]
    offer_choices(forms, pursuit)
    return render_template(
        "pursuits/show.html",
        pursuit=pursuit,
        forms=forms,
        problems=list_problems(forms, refusal, file_refusal),
        file_refusal=file_refusal,
        meanwhile=list_meanwhile(pursuit, since) if since is not None else (),
        reference=source.reference if source else "",
        changes=list_changes(pursuit, source),
        steps=next_steps(pursuit.pursuit_state, source, now),
        fits=find_fits(db.session(), pursuit, now) if pursuit.pursuit_state not in ENDED else [],
        card=PursuitCard.of(
            pursuit, source.deadline_at if source else pursuit.deadline_at, source, now
        ),
        **describe_contents(pursuit),
        **describe_reader(pursuit),
    )


def offer_choices(forms: Forms, pursuit: Pursuit) -> None:
    """Give the forms their choices, and who is in charge now."""
    forms.move.offer(pursuit.pursuit_state)
    forms.assignee.offer(list_members(pursuit.organisation_id))
    if not forms.assignee.responsable.data and pursuit.assignee_id:
        forms.assignee.responsable.data = str(pursuit.assignee_id)


def describe_contents(pursuit: Pursuit) -> dict[str, object]:
    """What the pursuit holds, in the order that the page shows it."""
    return {
        "previous": find_previous(pursuit),
        "has_next": bool(NEXT[pursuit.pursuit_state]),
        "sections": group_items(pursuit.items),
        "done": sum(item.done_at is not None for item in pursuit.items),
        "more_sections": [group.title for group in other_groups(pursuit)],
        "history": list_history(pursuit),
        "gone_person": GONE_PERSON,
    }


def describe_reader(pursuit: Pursuit) -> dict[str, object]:
    """Who looks, and what they may do."""
    mine = my_membership()
    role = mine.member_role
    return {
        "organisation": mine.organisation,
        "siret": mine.organisation.siret or "",
        "board": board_path(pursuit.organisation_id),
        "may_act": role.covers(MemberRole.EDITOR),
        "removable": {n.id for n in pursuit.notes if may_remove(n, me(), role)},
    }


def list_problems(forms: Forms, refusal: str, file_refusal: str) -> tuple[tuple[str, str], ...]:
    """What is to mend, each with the id of its field, or of the part of the page."""
    if file_refusal:
        return (("fichier", file_refusal),)
    return forms.problems or ((("etapes", refusal),) if refusal else ())


def next_steps(state: PursuitState, source: Source | None, now: datetime) -> tuple[Step, ...]:
    """What the response kit says to do next, dated back from the deadline."""
    if source is None or source.deadline_at is None or source.is_called_off:
        return ()
    if state not in (PursuitState.TO_STUDY, *PREPARED):
        return ()
    return plan_back(source.deadline_at, now, load_texts().planning.steps).steps[:SHOWN_STEPS]


def group_items(items: Sequence[ChecklistItem]) -> list[tuple[str, list[ChecklistItem]]]:
    """The checklist, section by section; what members added comes last."""
    ordered = sorted(items, key=lambda item: (not item.section, item.position, item.id))
    groups = groupby(ordered, key=lambda item: item.section)
    return [(section or "Ajouté par vous", list(found)) for section, found in groups]


def list_meanwhile(pursuit: Pursuit, seen: int) -> tuple[str, ...]:
    """What others did since that version, in sentences."""
    moves = [move for move in pursuit.moves if move.version > seen]
    said = [f"{name_of(m)}, {format_moment(m.at)}{NBSP}: {say_move(m)}." for m in moves]
    if pursuit.version - seen > len(moves):
        who = pursuit.assignee.display_name if pursuit.assignee else "personne"
        said.append(f"Responsable{NBSP}: {who}.")
    return tuple(said)


def name_of(done: PursuitMove) -> str:
    """Who made a move."""
    return done.person.display_name if done.person else GONE_PERSON


def say_move(done: PursuitMove) -> str:
    """A move in words."""
    before, after = PursuitState(done.before).label, PursuitState(done.after).label
    if done.is_back:
        return f"retour de «{NBSP}{before}{NBSP}» à «{NBSP}{after}{NBSP}»"
    amount = f", {format_euros(done.amount)} HT" if done.amount is not None else ""
    return f"de «{NBSP}{before}{NBSP}» à «{NBSP}{after}{NBSP}»{amount}"


def list_history(pursuit: Pursuit) -> list[Entry]:
    """All that was done to a pursuit, the latest first."""
    entries = [*move_entries(pursuit), *change_entries(pursuit)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def move_entries(pursuit: Pursuit) -> Iterator[Entry]:
    """The moves."""
    for done in pursuit.moves:
        reason = Reason(done.reason).label if done.reason else ""
        yield Entry(
            at=done.at,
            date=format_moment(done.at),
            who=name_of(done),
            what=say_move(done),
            why=". ".join(part for part in (reason, done.note) if part),
        )


def change_entries(pursuit: Pursuit) -> Iterator[Entry]:
    """The other changes."""
    for revision in db.session.scalars(audit.history(SUBJECT, str(pursuit.id))):
        said = (
            f"{name}{NBSP}: {after or 'aucun'}" for name, (_, after) in revision.changes.items()
        )
        yield Entry(
            at=revision.at,
            date=say_date(clock.to_paris(revision.at).date()),
            who=revision.author,
            what=" ; ".join(said),
        )
