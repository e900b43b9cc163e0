"""The doors of the accounts: who knocks, how often, and what comes after a proof."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session
from werkzeug.wrappers import Response

from app import clock
from app.accounts import entrance, registration, resetting, throttling
from app.accounts.models import Person
from app.accounts.throttling import Limit
from app.blueprints import signed_in
from app.blueprints.access import me
from app.blueprints.urls import letter_url, own_path
from app.errors import NotFoundError, TooManyError
from app.extensions import db

HOME = "/espace"
HALF, THEN = "half", "then"  # what the cookie keeps of who is half signed in
CODE_PATH = "/connexion/code"


def portal_key() -> str:
    """The secret of the portal, for what is sealed and counted."""
    return str(current_app.config["SECRET_KEY"])


def network_key() -> str | None:
    """The key of the network that asks; None where it is this machine's."""
    network = throttling.network_of(request.remote_addr)
    return throttling.key_of(portal_key(), f"network:{network}") if network else None


def claim(*asked: tuple[Limit, str | None]) -> list[int]:
    """Count one try under each key, and commit; TooManyError where one comes too early."""
    made: list[int] = []
    try:
        for limit, key in asked:
            if key is not None:
                made.append(throttling.claim(db.session(), limit, key, clock.now()))
    except TooManyError:
        throttling.forgive(db.session(), made)
        raise
    finally:
        db.session.commit()
    return made


def may_write_to(address: str) -> bool:
    """Count a letter asked for that address; whether it may leave, which nobody is told.

    Raises TooManyError to a network that asks for too many; commits.
    """
    claim((throttling.LETTERS_NETWORK, network_key()))
    return may_write_again(address)


def may_write_again(address: str) -> bool:
    """The same, where the network is not in question."""
    key = throttling.key_of(portal_key(), f"letters:{address}")
    limit = throttling.LETTERS_ADDRESS
    return throttling.is_within(db.session(), limit, key, clock.now())


def try_password(address: str, password: str) -> Person | None:
    """Who has that address and password and may enter; None without a word why. Commits.

    Whoever has not proved their address gets the letter again: they alone know it.
    """
    key = resetting.account_key(portal_key(), address)
    tries = claim((throttling.SIGN_IN_NETWORK, network_key()), (throttling.SIGN_IN_ACCOUNT, key))
    person = entrance.find_by_password(db.session(), address, password)
    if person is not None:
        throttling.forget(db.session(), throttling.SIGN_IN_ACCOUNT, key)
        throttling.forgive(db.session(), tries)
        if not person.confirmed_at:
            if may_write_again(address):
                write_confirmation(person)
            person = None
    db.session.commit()
    return person


def try_confirmation(secret: str, password: str) -> Response:
    """Prove the address of who has that secret and that password, and sign in; commits.

    Raises NotFoundError, InvalidError for a wrong password, TooManyError after several.
    """
    person = registration.whose(db.session(), secret, clock.now())
    key = resetting.account_key(portal_key(), person.email)
    claim((throttling.SIGN_IN_ACCOUNT, key))
    proved = registration.confirm(db.session(), secret, password, clock.now())
    throttling.forget(db.session(), throttling.SIGN_IN_ACCOUNT, key)
    return enter(proved, "password", said="Votre adresse est confirmée. Bienvenue.")


def write_confirmation(person: Person) -> None:
    """Send the letter that proves an address, once more."""
    registration.send_confirmation(db.session(), person, clock.now(), site=letter_url())


def prove_me(password: str) -> None:
    """Check the password of the person signed in; commits the try.

    Raises InvalidError for a wrong one, TooManyError after several.
    """
    person = me()
    key = throttling.key_of(portal_key(), f"person:{person.id}")
    claim((throttling.PROOF, key))
    resetting.prove(person, password)
    throttling.forget(db.session(), throttling.PROOF, key)


def enter(person: Person, method: str, suite: str = "", said: str = "") -> Response:
    """Sign in who proved `method`, or ask their second step first; commits.

    The cookie is made anew in both cases. `suite` is the page wanted, if it is one of this site;
    `said` is what the next page tells.
    """
    wanted, has_totp = own_path(suite) or HOME, person.has_totp
    if has_totp:
        secret = entrance.begin_second_step(db.session(), person, method, clock.now())
        kept = {name: session[name] for name in signed_in.KEPT if name in session}
        session.clear()
        session.update(kept, **{HALF: secret, THEN: wanted})
    else:
        signed_in.sign_in(person, method)
    db.session.commit()
    if said:
        flash(said, "success")
    return redirect(CODE_PATH if has_totp else wanted, code=303)


def half_signed_in() -> Person:
    """Who gave their password and not yet their code; NotFoundError where nobody did."""
    return entrance.half_signed_in(db.session(), str(session.get(HALF, "")), clock.now())


def try_code(person: Person, code: str) -> Response:
    """Sign in who gives the right code; commits.

    Raises InvalidError for a wrong one, TooManyError after several, which a letter tells: whoever
    tries knows the password.
    """
    key = throttling.key_of(portal_key(), f"person:{person.id}")
    try:
        claim((throttling.SECOND_STEP, key))
    except TooManyError:
        entrance.warn(db.session(), person, clock.now())
        db.session.commit()
        raise
    wanted = own_path(str(session.get(THEN, ""))) or HOME
    proved = entrance.finish(db.session(), session[HALF], code, portal_key(), clock.now())
    throttling.forget(db.session(), throttling.SECOND_STEP, key)
    signed_in.sign_in(proved, "totp")
    db.session.commit()
    return redirect(wanted, code=303)


def begin_again(why: str) -> Response:
    """Back to the first step, with the reason."""
    session.pop(HALF, None)
    flash(why, "warning")
    return redirect("/connexion", code=303)


def show_lost_link(error: NotFoundError) -> tuple[str, int]:
    """The page of a link of a letter that opens nothing any more, with the ways to another."""
    return render_template("accounts/lost_link.html", message=str(error)), 404


def keep_nowhere(response: Response) -> Response:
    """The answer, that no cache keeps: it holds a secret or somebody's account."""
    response.headers["Cache-Control"] = "no-store"
    return response
