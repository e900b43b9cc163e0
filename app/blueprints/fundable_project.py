"""A project as a funder reads it: where funders stand on it, and a word to its holder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, member
from app.blueprints.fundable_purse import LIST_PATH, Funder, list_path, need_funder
from app.blueprints.funding_cards import say_deadline
from app.blueprints.urls import letter_url
from app.dossiers import fundable, funder_letters, funders, positions
from app.dossiers.fundable import NOT_VISIBLE, FundableProject
from app.dossiers.funder_letters import Sender
from app.dossiers.funder_models import FunderPosition
from app.dossiers.positions import PositionConflictError, Stance
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.funders import LetterForm, PositionForm
from app.forms.tool_form import ToolForm
from app.organisations.roles import MemberRole
from app.toolkit.funding_plan.model import say_euros
from app.toolkit.schemes import Scheme

bp = Blueprint("fundable_project", __name__)
PAGE = f"{LIST_PATH}/<int:dossier>"
Answer = tuple[str, int] | Response


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A form sent with what is to mend, the tie it is of, what somebody else wrote meanwhile."""

    form: ToolForm | None = None
    tie: int = 0
    refusal: tuple[str, str] | None = None
    meanwhile: tuple[str, ...] = ()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is said at the top of the page."""
        told = list(self.form.problems) if self.form else []
        return [*told, *([self.refusal] if self.refusal else [])]


@dataclass(frozen=True, kw_only=True)
class OwnPosition:
    """The form of one of the schemes of the funder; `version` is zero where nothing was said."""

    tie: int
    scheme: Scheme
    form: PositionForm
    version: int
    meanwhile: tuple[str, ...] = field(default=())


@bp.get(PAGE)
@member(MemberRole.READER)
def show(organisation: int, dossier: int) -> str:
    """A project that fits one of the schemes of the organisation."""
    funder = need_funder()
    return show_project(funder, find(funder, dossier))


def find(funder: Funder, dossier: int) -> FundableProject:
    """A project that the organisation may read; NotFoundError."""
    return fundable.find_project(db.session(), funder.purse, dossier, clock.now())


def show_project(funder: Funder, project: FundableProject, trouble: Trouble | None = None) -> str:
    """The page, with what is to mend."""
    trouble = trouble or Trouble()
    told = db.session.scalars(positions.of_dossiers([project.number])).all()
    names = funders.schemes_by_tie([position.funder for position in told], funder.purse.schemes)
    number = funder.organisation.id
    form = trouble.form if isinstance(trouble.form, LetterForm) else LetterForm()
    return render_template(
        "funders/project.html",
        organisation=funder.organisation,
        project=project,
        sheet=project.sheet,
        may_write=funder.may_write,
        positions=[
            (p, names[p.funder_id].name if p.funder_id in names else p.funder.scheme) for p in told
        ],
        own=list_own(funder, project, {p.funder_id: p for p in told}, trouble),
        letter=form,
        last=funder_letters.last_sent(db.session(), project.number, number),
        say_deadline=lambda day: say_deadline(day, funder.purse.day),
        problems=trouble.problems,
        list_path=list_path(number),
        here=f"{list_path(number)}/{project.number}",
    )


def list_own(
    funder: Funder, project: FundableProject, told: dict[int, FunderPosition], trouble: Trouble
) -> list[OwnPosition]:
    """The schemes of the funder that the project fits, each with its form."""
    fitting = {found.scheme.slug for found in project.fits}
    return [
        OwnPosition(
            tie=tie,
            scheme=scheme,
            form=choose_form(tie, told.get(tie), trouble),
            version=told[tie].version if tie in told else 0,
            meanwhile=trouble.meanwhile if trouble.tie == tie else (),
        )
        for tie, scheme in funder.purse.tied.items()
        if scheme.slug in fitting
    ]


def choose_form(tie: int, position: FunderPosition | None, trouble: Trouble) -> PositionForm:
    """The form that was sent, or that of what the position says."""
    if trouble.tie == tie and isinstance(trouble.form, PositionForm):
        return trouble.form
    return PositionForm.of(position) if position else PositionForm.on(tie)


@bp.post(f"{PAGE}/positions/<int:tie>")
@member(MemberRole.EDITOR)
def stand(organisation: int, dossier: int, tie: int) -> Answer:
    """Say where the organisation stands, for one of its schemes; commits."""
    funder = need_funder()
    project = find(funder, dossier)
    scheme = funder.purse.tied.get(tie)
    if scheme is None or scheme.slug not in {found.scheme.slug for found in project.fits}:
        raise NotFoundError(NOT_VISIBLE)
    form = PositionForm.on(tie, request.form)
    if not form.validate():
        return show_project(funder, project, Trouble(form=form, tie=tie)), 422

    def act() -> None:
        key, seen = (dossier, tie), form.seen
        positions.save(db.session(), key, form.read(), seen, by=me().id, now=clock.now())

    try:
        do(act)
    except PositionConflictError as error:
        trouble = Trouble(
            form=form,
            tie=tie,
            refusal=(form.etat.id, str(error)),
            meanwhile=describe(error.current),
        )
        return show_again(dossier, trouble), 409
    except InvalidError as error:
        form.refuse(str(error))
        return show_again(dossier, Trouble(form=form, tie=tie)), 422
    flash(
        "Votre position est enregistrée. Le porteur et les autres financeurs la lisent.", "success"
    )
    return redirect(f"{list_path(organisation)}/{dossier}#positions", code=303)


@bp.post(f"{PAGE}/message")
@member(MemberRole.EDITOR)
def write(organisation: int, dossier: int) -> Answer:
    """Write to the holder of a project; commits."""
    funder = need_funder()
    project = find(funder, dossier)
    form = LetterForm(request.form)
    if not form.validate():
        return show_project(funder, project, Trouble(form=form)), 422

    def act() -> None:
        sender = Sender(
            person=me(), organisation=funder.organisation, now=clock.now(), site=letter_url()
        )
        funder_letters.send(db.session(), dossier, form.message.data or "", sender)

    try:
        do(act)
    except InvalidError as error:
        form.message.errors = [str(error)]
        return show_again(dossier, Trouble(form=form)), 422
    flash("Votre message est parti. Le porteur vous répondra s’il le souhaite.", "success")
    return redirect(f"{list_path(organisation)}/{dossier}#echanger", code=303)


def do(act: Callable[[], None]) -> None:
    """Do an act and commit; nothing of it stays where it was refused."""
    try:
        act()
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise


def show_again(dossier: int, trouble: Trouble) -> str:
    """The page as it is now, after what was refused."""
    funder = need_funder()
    return show_project(funder, find(funder, dossier), trouble)


def describe(stance: Stance) -> tuple[str, ...]:
    """What a position says, in words."""
    amounts = (("Montant demandé", stance.asked), ("Montant accordé", stance.granted))
    told = [f"{label}\u00a0: {say_euros(value)}" for label, value in amounts if value is not None]
    note = [f"Précision\u00a0: {stance.note}"] if stance.note else []
    return (f"État\u00a0: {stance.state.label}", *told, *note)
