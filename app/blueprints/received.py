"""The messages that visitors sent to an organisation’s structures, read again by its members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from app import clock
from app.blueprints.access import member, my_membership
from app.blueprints.formatting import pluralise
from app.blueprints.pagination import build_page_links
from app.blueprints.private_pages import keep_private
from app.extensions import db
from app.mail.models import LetterState
from app.organisations.roles import MemberRole
from app.siae.received import Received, read_received

bp = Blueprint("received", __name__)
PATH = "/espace/organisations/<int:organisation>/messages"
PAGE_SIZE = 20
FARTHEST = 10_000  # pages
WORST_FIRST = (
    (LetterState.FAILED, "stop", "non remis", "non remis"),
    (LetterState.UNCERTAIN, "warm", "à vérifier", "à vérifier"),
    (LetterState.WAITING, "wait", "en attente", "en attente"),
    (LetterState.SENDING, "wait", "en cours d’envoi", "en cours d’envoi"),
    (LetterState.SENT, "good", "envoyé", "envoyés"),
)
"""A state, the look of its badge, its words for one letter and for several."""


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """A message in the list, with what became of its letters in words."""

    received: Received
    state: str
    look: str

    @classmethod
    def of(cls, received: Received) -> MessageRow:
        """The row of a message."""
        state, look = say_letters(received.letters)
        return cls(received=received, state=state, look=look)


def say_letters(letters: Mapping[LetterState, int]) -> tuple[str, str]:
    """« 2 courriels envoyés », the worst first, and the look of the worst."""
    known = [row for row in WORST_FIRST if letters[row[0]]]
    if not known:
        return "État d’envoi plus gardé", "quiet"
    parts = [
        f"{pluralise(letters[state], 'courriel', 'courriels')} "
        f"{many if letters[state] > 1 else one}"
        for state, _, one, many in known
    ]
    return ", ".join(parts), known[0][1]


@bp.get(PATH)
@member(MemberRole.EDITOR)
def index(organisation: int) -> Response:
    """One page of messages, for those who receive them by letter."""
    page = min(max(1, request.args.get("page", 1, type=int)), FARTHEST)
    first = (page - 1) * PAGE_SIZE
    read = read_received(db.session(), organisation, clock.now(), first=first, size=PAGE_SIZE)
    here = f"/espace/organisations/{organisation}/messages"
    body = render_template(
        "inbox/messages.html",
        organisation=my_membership().organisation,
        rows=[MessageRow.of(received) for received in read.rows],
        total=read.total,
        here=here,
        links=build_page_links(page, -(-read.total // PAGE_SIZE), here),
    )
    return keep_private(body)
