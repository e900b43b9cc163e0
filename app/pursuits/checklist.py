"""The documents of an answer: those that the response kit knows, and those that members add."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.pursuits.models import ChecklistItem, Pursuit
from app.tenders.kit_content import GroupText, load_texts

MOST_ITEMS = 100
CONDITIONAL = "Si "  # how the kit begins the title of what only some answers need


def fill_checklist(session: Session, pursuit: Pursuit) -> None:
    """Give a new pursuit the documents that every answer needs. Flushes."""
    position = 0
    for group in load_texts().checklist.groups:
        if not group.title.startswith(CONDITIONAL):
            add_group(session, pursuit, group, position)
            position += len(group.items)


def add_group(session: Session, pursuit: Pursuit, group: GroupText, after: int) -> None:
    """Add the documents of a group of the kit, from that position."""
    session.add_all(
        ChecklistItem(
            pursuit_id=pursuit.id,
            position=position,
            section=group.title[:120],
            label=item.name[:200],
            hint=item.where[:500],
        )
        for position, item in enumerate(group.items, start=after)
    )
    session.flush()


def other_groups(pursuit: Pursuit) -> tuple[GroupText, ...]:
    """The groups of the kit of which a pursuit, its items loaded, has nothing."""
    present = {item.section for item in pursuit.items}
    return tuple(g for g in load_texts().checklist.groups if g.title[:120] not in present)


def add_section(session: Session, pursuit: Pursuit, title: str) -> None:
    """Add a group of the kit that a pursuit, its items loaded, has not; NotFoundError. Flushes."""
    group = next((group for group in other_groups(pursuit) if group.title == title), None)
    if group is None:
        raise NotFoundError("Cette liste de pièces n’existe pas, ou elle est déjà là.")
    check_room(pursuit, len(group.items))
    add_group(session, pursuit, group, next_position(pursuit))


def add_item(session: Session, pursuit: Pursuit, label: str) -> ChecklistItem:
    """Add something to have ready, the items of the pursuit loaded. Flushes.

    Raises InvalidError where it is there already, or where there are too many.
    """
    check_room(pursuit, 1)
    if any(item.label == label for item in pursuit.items):
        raise InvalidError(f"Cette pièce est déjà dans la liste{NBSP}: {label}")
    made = ChecklistItem(pursuit_id=pursuit.id, position=next_position(pursuit), label=label)
    session.add(made)
    session.flush()
    return made


def next_position(pursuit: Pursuit) -> int:
    """The position after the last item of a pursuit, its items loaded."""
    return max((item.position for item in pursuit.items), default=-1) + 1


def check_room(pursuit: Pursuit, more: int) -> None:
    """Raise InvalidError where a list would be too long to be of use."""
    if len(pursuit.items) + more > MOST_ITEMS:
        raise InvalidError(f"La liste tient {MOST_ITEMS} pièces{NBSP}: retirez-en avant d’ajouter.")


def find_item(pursuit: Pursuit, number: int) -> ChecklistItem:
    """An item of a pursuit, its items loaded; NotFoundError for any other."""
    found = next((item for item in pursuit.items if item.id == number), None)
    if found is None:
        raise NotFoundError("Cette pièce n’est plus dans la liste.")
    return found


def tick(session: Session, item: ChecklistItem, person: Person, now: datetime) -> None:
    """Say that it is ready; who said so first stays. Flushes."""
    if item.done_at is None:
        item.done_at, item.person_id = now, person.id
    session.flush()


def untick(session: Session, item: ChecklistItem) -> None:
    """Say that it is not ready. Flushes."""
    item.done_at, item.person_id = None, None
    session.flush()


def remove_item(session: Session, item: ChecklistItem) -> None:
    """Take it out of the list. Flushes."""
    session.delete(item)
    session.flush()
