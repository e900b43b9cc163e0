"""A request in the space of the organisation that received it."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from app.blueprints import match_doors
from app.blueprints.access import me, member, my_membership
from app.blueprints.inbox import INBOX_PATH, match_path
from app.blueprints.match_doors import Answer, Door
from app.blueprints.private_files import let_a_file_in
from app.errors import NotFoundError
from app.extensions import db
from app.organisations.roles import MemberRole
from app.partnerships import queries
from app.partnerships.states import Side

bp = Blueprint("inbox_match", __name__)
PATH = f"{INBOX_PATH}/<int:match>"
LOST = "Cette demande n’est pas dans celles que votre organisation a reçues."


@bp.url_value_preprocessor
def widen(endpoint: str | None, _values: object) -> None:
    """Let the form of a file be heavy, for who is signed in."""
    if endpoint == f"{bp.name}.send" and current_user.is_authenticated:
        let_a_file_in()


def open_door(organisation: int, match: int) -> Door:
    """A match of that organisation; NotFoundError for any other."""
    select = queries.match_of(organisation, match).execution_options(populate_existing=True)
    found = db.session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return Door(
        match=found,
        side=Side.ORGANISATION,
        base=match_path(found),
        template="matches/space.html",
        again=lambda: open_door(organisation, match),
        person=me(),
        may_act=my_membership().member_role.covers(MemberRole.EDITOR),
    )


@bp.get(PATH)
@member(MemberRole.READER)
def show(organisation: int, match: int) -> str:
    """What is asked, why, where it stands."""
    return match_doors.show(open_door(organisation, match))


@bp.post(f"{PATH}/reponse")
@member(MemberRole.EDITOR)
def answer(organisation: int, match: int) -> Answer:
    """Answer; commits."""
    return match_doors.answer(open_door(organisation, match))


@bp.post(f"{PATH}/messages")
@member(MemberRole.EDITOR)
def write(organisation: int, match: int) -> Answer:
    """Write to the asker; commits."""
    return match_doors.write(open_door(organisation, match))


@bp.post(f"{PATH}/fichiers")
@member(MemberRole.EDITOR)
def send(organisation: int, match: int) -> Answer:
    """Keep a file; commits."""
    return match_doors.send(open_door(organisation, match))


@bp.get(f"{PATH}/fichiers/<int:file>")
@member(MemberRole.READER)
def give(organisation: int, match: int, file: int) -> Response:
    """A file of the thread."""
    return match_doors.give(open_door(organisation, match), file)


@bp.post(f"{PATH}/fichiers/<int:file>/supprimer")
@member(MemberRole.EDITOR)
def remove(organisation: int, match: int, file: int) -> Answer:
    """Delete a file that the organisation sent; commits."""
    return match_doors.remove(open_door(organisation, match), file)
