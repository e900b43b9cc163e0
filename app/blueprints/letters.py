"""The letters, for the portal team: where each stands, and what to do with those that did not go.

Who reads what: a moderator sees to whom, what and when, never the text. The administration reads
the text of a letter, unless it holds a secret and a mail server is set: a link that opens an
account is then for its addressee alone, and is erased once it is sent. Without a server, `/admin`
is the only mailbox there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from app import clock
from app.accounts.roles import PortalRole
from app.audit import services as audit
from app.blueprints.access import me, team
from app.blueprints.desk_acts import BACK
from app.blueprints.pagination import build_page_links
from app.blueprints.urls import own_path
from app.errors import InvalidError, NotAllowedError
from app.extensions import db
from app.forms.letter_filters import SIZE, LetterFilters
from app.mail import desk, pauses, texts
from app.mail.models import Letter, LetterState

bp = Blueprint("letters", __name__)
PATH = "/admin/courriers"
TEXTS = f"{PATH}/textes"
# A letter brings its own style; nothing else of it may run, load, send or lead anywhere.
FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
LOOKS = {
    LetterState.WAITING: "wait",
    LetterState.SENDING: "calm",
    LetterState.SENT: "good",
    LetterState.FAILED: "stop",
    LetterState.UNCERTAIN: "warm",
}
NO_TEXT = "Le texte de ce courrier n’est pas lisible ici."


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter in the list."""

    letter: Letter
    state: str
    look: str
    is_paused: bool

    @classmethod
    def of(cls, letter: Letter, paused: set[str]) -> LetterRow:
        """The row of a letter."""
        return cls(
            letter=letter,
            state=letter.letter_state.label,
            look=LOOKS[letter.letter_state],
            is_paused=letter.recipient in paused,
        )


def has_server() -> bool:
    """Whether letters leave the portal."""
    return bool(current_app.config["SETTINGS"].smtp_url)


def may_read(letter: Letter) -> bool:
    """Whether the person signed in may read the text of a letter."""
    is_open = not (letter.is_secret and has_server())
    return is_open and me().portal_role is PortalRole.ADMIN


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """One page of letters."""
    session, keys = db.session(), texts.text_keys()
    filters = LetterFilters.from_args(request.args, keys)
    total = session.scalars(desk.count(filters.criteria)).one()
    pages = max(1, -(-total // SIZE))
    first = (min(filters.page, pages) - 1) * SIZE
    found = list(session.scalars(desk.letters(filters.criteria).offset(first).limit(SIZE)))
    paused = pauses.among(session, {letter.recipient for letter in found})
    return render_template(
        "letters/index.html",
        rows=[LetterRow.of(letter, paused) for letter in found],
        filters=filters,
        total=total,
        counts=desk.count_by_state(session),
        paused=session.scalars(pauses.count()).one(),
        states=[(state.value, state.label) for state in LetterState],
        keys=[(key, key) for key in keys],
        has_server=has_server(),
        links=build_page_links(filters.page, pages, PATH, filters.to_args()),
    )


@bp.get(f"{PATH}/<int:number>")
@team(PortalRole.MODERATOR)
def show(number: int) -> str:
    """A letter: where it stands, its text for who may read it, what may be done."""
    letter = desk.get_letter(db.session(), number)
    return render_template(
        "letters/show.html",
        row=LetterRow.of(letter, pauses.among(db.session(), {letter.recipient})),
        letter=letter,
        pause=pauses.find(db.session(), letter.recipient),
        may_read=may_read(letter),
        is_erased=not letter.text,
    )


@bp.get(f"{PATH}/<int:number>/html")
@team(PortalRole.MODERATOR)
def show_html(number: int) -> Response:
    """The HTML part of a letter, for its frame."""
    letter = desk.get_letter(db.session(), number)
    if not may_read(letter) or not letter.html:
        raise NotAllowedError(NO_TEXT)
    return give_part(letter.html)


def give_part(html: str) -> Response:
    """The HTML part of a letter as a page that does nothing, and that nothing keeps."""
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.post(f"{PATH}/<int:number>/renvoyer")
@team(PortalRole.MODERATOR)
def send_again(number: int) -> Redirect:
    """Have a letter sent once more; commits."""
    state = desk.get_letter(db.session(), number).letter_state
    try:
        desk.send_again(db.session(), number, clock.now())
    except InvalidError as error:
        return go_back(number, str(error), "error")
    keep(number, state, LetterState.WAITING)
    return go_back(number, "Le courrier repart avec les prochains.")


@bp.post(f"{PATH}/<int:number>/abandonner")
@team(PortalRole.MODERATOR)
def give_up(number: int) -> Redirect:
    """Stop a letter; commits."""
    state = desk.get_letter(db.session(), number).letter_state
    try:
        desk.give_up(db.session(), number, me().display_name)
    except InvalidError as error:
        return go_back(number, str(error), "error")
    keep(number, state, LetterState.FAILED)
    return go_back(number, "Le courrier est abandonné.")


@bp.post(f"{PATH}/<int:number>/reprendre")
@team(PortalRole.MODERATOR)
def resume(number: int) -> Redirect:
    """Write again to the address of that letter; commits."""
    letter = desk.get_letter(db.session(), number)
    if not pauses.resume(db.session(), letter.recipient):
        return go_back(number, "Cette adresse n’est pas en pause.", "error")
    subject = ("address", pauses.digest(letter.recipient))
    changes: dict[str, list[object]] = {"paused": [True, False]}
    audit.record(db.session(), subject, changes, author=me().display_name, now=clock.now())
    db.session.commit()
    return go_back(
        number, "L’adresse n’est plus en pause. Les courriers gardés se renvoient un à un."
    )


def keep(number: int, before: LetterState, after: LetterState) -> None:
    """Keep who changed a letter; commits."""
    changes: dict[str, list[object]] = {"state": [before.value, after.value]}
    subject = ("letter", str(number))
    audit.record(db.session(), subject, changes, author=me().display_name, now=clock.now())
    db.session.commit()


def go_back(number: int, message: str, category: str = "success") -> Redirect:
    """The queue where the act came from, else the page of the letter, with what happened."""
    flash(message, category)
    return redirect(own_path(request.form.get(BACK, "")) or f"{PATH}/{number}", code=303)


@bp.get(TEXTS)
@team(PortalRole.MODERATOR)
def list_texts() -> str:
    """All the texts, with when each leaves."""
    found = [texts.read_text(key) for key in texts.text_keys()]
    return render_template("letters/texts.html", texts=found)


@bp.get(f"{TEXTS}/<key>")
@team(PortalRole.MODERATOR)
def preview(key: str) -> str:
    """A text with its samples."""
    text = texts.read_text(key)
    try:
        written, problem = text.preview(), ""
    except InvalidError as error:
        written, problem = None, str(error)
    return render_template("letters/text.html", text=text, written=written, problem=problem)


@bp.get(f"{TEXTS}/<key>/html")
@team(PortalRole.MODERATOR)
def preview_html(key: str) -> Response:
    """The HTML part of a text with its samples, for its frame."""
    return give_part(texts.read_text(key).preview().html)
