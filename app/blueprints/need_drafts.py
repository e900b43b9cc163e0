"""The drafts of requests that a browser has open, and what their pages share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from flask import request, session

from app.blueprints.match_doors import signed_person
from app.extensions import db
from app.forms.need_place import OwnOrganisation
from app.forms.tool_form import Raw, ToolForm, keep_raw
from app.organisations import members
from app.organisations.roles import MemberRole
from app.partnerships import asking
from app.partnerships.models import Need

KEY = "needs"  # of the session: where each draft was begun, and the secret of its link
MOST_REMEMBERED = 4
BASE = "/mes-demandes"
AnyForm = TypeVar("AnyForm", bound=ToolForm)


def remember(secret: str, begun_at: str) -> None:
    """Note the draft begun at that address, so that going back finds what was typed."""
    known = {place: kept for place, kept in recall().items() if place != begun_at}
    session[KEY] = dict([*known.items(), (begun_at, secret)][-MOST_REMEMBERED:])


def recall() -> Mapping[str, str]:
    """The secrets of the drafts begun in this browser, by the address where they were."""
    found = session.get(KEY)
    return found if isinstance(found, dict) else {}


def find_begun() -> tuple[Need, str] | None:
    """The draft that was begun at this very address, if it is still one, and its secret."""
    secret = recall().get(request.full_path)
    if secret is None or "nouvelle" in request.args:
        return None
    found = db.session.scalars(asking.by_secret(secret)).one_or_none()
    return (found, secret) if found is not None and found.need_state in asking.BEFORE else None


def fill(shape: type[AnyForm], need: Need, **defaults: object) -> AnyForm:
    """The form of a step with what a draft holds, or with these defaults where it holds nothing."""
    blank = shape(data=defaults)
    held = {name: need.answers[name] for name in field_names(blank) if name in need.answers}
    return shape.from_raw(held) if held else blank


def field_names(form: ToolForm) -> tuple[str, ...]:
    """The names of the fields of a step."""
    return tuple(str(name) for name in form._fields)  # the only list that the library gives


def own_organisations() -> tuple[OwnOrganisation, ...]:
    """The organisations in whose name the person signed in may ask."""
    person = signed_person()
    if person is None:
        return ()
    return tuple(
        OwnOrganisation(
            id=one.organisation_id,
            name=one.organisation.name,
            siret=one.organisation.siret or "",
        )
        for one in db.session.scalars(members.of_person(person.id))
        if one.member_role.covers(MemberRole.EDITOR)
    )


def typed_in(form: ToolForm) -> Raw:
    """What was typed in a step, its trap left out."""
    return {k: v for k, v in keep_raw(request.form, form).items() if k != "website"}
