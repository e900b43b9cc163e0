"""« Que cherchez-vous ? »: the forms of partnership by who asks, and the first step of each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock, sectors
from app.blueprints.guides import read_guides
from app.blueprints.match_doors import signed_person
from app.blueprints.need_drafts import (
    BASE,
    field_names,
    fill,
    find_begun,
    remember,
    typed_in,
)
from app.blueprints.need_questions import ShownQuestions
from app.errors import InvalidError
from app.extensions import db
from app.forms.need_subject import SubjectForm, subject_form
from app.partnerships import asking, sending
from app.partnerships.answer_words import AskerKind
from app.partnerships.asking import Step
from app.partnerships.modalities import ModalitySheet, get_modality, load_modalities
from app.siae.models import Siae
from app.siae.queries import by_slugs

bp = Blueprint("needs", __name__)
PATH = "/mise-en-relation"
TITLES = {Step.SUBJECT: "Le besoin", Step.PLACE: "Vous et le lieu", Step.CONTACT: "Vous répondre"}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A form of partnership, as one kind of asker says it."""

    words: str
    href: str
    summary: str
    is_open: bool


def list_groups(kept: dict[str, str]) -> list[tuple[AskerKind, list[Card]]]:
    """The cards of each kind of asker, in order; `kept` are answers that every form begins with."""
    groups: dict[AskerKind, list[Card]] = {kind: [] for kind in AskerKind}
    for sheet in load_modalities():
        for invitation in sheet.invitations:
            pairs = {"vous": invitation.who.value, **invitation.fill, **kept}
            card = Card(
                words=invitation.words,
                href=f"{sheet.path}?{urlencode(pairs)}",
                summary=sheet.title,
                is_open=sheet.is_open,
            )
            groups[invitation.who].append(card)
    return list(groups.items())


@bp.get(PATH)
def index() -> str:
    """The cards; the page of a structure or of a sector leads here with what it knows."""
    wished = find_wished(request.args.get("structure", ""))
    sector = sectors.find(request.args.get("filiere", "") or request.args.get("secteur", ""))
    kept = {"structure": wished.slug} if wished else {}
    kept |= {"filiere": sector.slug} if sector else {}
    groups = list_groups(kept)
    return render_template("needs/index.html", groups=groups, wished=wished, sector=sector)


@bp.get(f"{PATH}/<slug>")
def begin(slug: str) -> str:
    """The first step, with what this browser began here, or with what the address gives."""
    sheet = get_modality(slug)
    begun = find_begun()
    if begun is not None:
        need, secret = begun
        return show_subject(sheet, fill(subject_form(sheet.slug), need), secret)
    return show_subject(sheet, subject_form(sheet.slug)(request.args))


@bp.post(f"{PATH}/<slug>")
def create(slug: str) -> str | tuple[str, int] | Response:
    """Keep a draft of a first step that is right, and go on; a machine is ignored; commits."""
    sheet = get_modality(slug)
    if not sheet.is_open:
        return show_subject(sheet, subject_form(sheet.slug)()), 422
    form, now = subject_form(sheet.slug)(request.form), clock.now()
    subject = form.read(now.date())
    if subject is None:
        return show_subject(sheet, form), 422
    if form.website.data:
        return redirect(PATH, code=303)
    try:
        sending.count_draft(db.session(), request.remote_addr or "", now)
        need, secret = asking.start(db.session(), sheet.slug, now, signed_person())
        asking.keep(db.session(), need, typed_in(form), field_names(form), subject, now)
    except InvalidError as error:
        db.session.rollback()
        return show_subject(sheet, form, refusal=str(error)), 422
    asking.wish(db.session(), need, form.structure.data or "")
    db.session.commit()
    remember(secret, request.full_path)
    return redirect(f"{BASE}/{secret}/{asking.next_step(need).value}", code=303)


def show_subject(
    sheet: ModalitySheet, form: SubjectForm, secret: str = "", refusal: str = ""
) -> str:
    """The page of a first step: of a new request, or of the draft of a secret."""
    problems = (*form.problems, *((("objet", refusal),) if refusal else ()))
    query = request.query_string.decode(errors="replace")
    new = f"{sheet.path}?{query}" if query and not secret else sheet.path
    return render_template(
        "needs/subject.html",
        sheet=sheet,
        form=form,
        shown=ShownQuestions.of(form),
        guides=[
            (guide.title, f"/guide/{guide.slug}")
            for guide in read_guides()
            if guide.slug in sheet.guides
        ],
        wished=find_wished(form.structure.data or ""),
        problems=problems,
        action=f"{BASE}/{secret}/{Step.SUBJECT.value}" if secret else new,
        secret=secret,
        titles=list(TITLES.values()),
    )


def find_wished(slug: str) -> Siae | None:
    """The structure whose page the asker came from."""
    return db.session.scalars(by_slugs([slug])).one_or_none() if slug else None
