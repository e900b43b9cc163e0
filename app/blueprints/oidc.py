"""Signing in at an OpenID Connect provider, ProConnect for one; off where the settings name none.

`/deconnexion` calls `end_session_url()` before it empties the session, then answers with
`leave(url)`. The way out is a page with a link, not a redirection: a browser that obeys
`form-action 'self'` follows no form to another site.
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.accounts.oidc import tie, untie
from app.accounts.services import sign_in_by_oidc
from app.accounts.tokens import draw_secret
from app.blueprints import oidc_client
from app.blueprints.access import SIGN_IN, me, signed_in
from app.blueprints.entering import enter
from app.blueprints.oidc_client import FAULTS, Identity, ProviderError, provider, read_identity
from app.blueprints.signed_in import PROVED
from app.blueprints.urls import base_url, own_path
from app.errors import PortalError
from app.extensions import db
from config import Settings

bp = Blueprint("oidc", __name__)
logger = logging.getLogger(__name__)
PATH = "/connexion/oidc"
TIES = "/espace/compte/connexion-externe"
SUITE, TYING, EXIT = "oidc_suite", "oidc_tying", "oidc_exit"
LONGEST_PROOF = 2_000  # characters: a cookie holds 4,096 in all
FAILED = (
    "La connexion par {label} n’a pas abouti. Réessayez dans un moment, ou connectez-vous avec "
    "votre adresse et votre mot de passe."
)


@bp.get(PATH)
def begin() -> Response:
    """Send a visitor to the provider, who comes back to `suite`, a page of this site."""
    client, suite = provider(), own_path(request.args.get("suite", ""))
    if current_user.is_authenticated:
        return redirect(suite or "/espace")
    return go(client, suite)


@bp.get(f"{PATH}/retour")
def come_back() -> Response:
    """Sign in who comes back from the provider, or say that it failed."""
    client, suite = provider(), session.pop(SUITE, "")
    tied = session.pop(TYING, None)
    try:
        identity = ask(client)
        if tied is not None:
            return keep_tie(identity, tied)
        person = sign_in_by_oidc(
            db.session(), identity.subject, identity.email, identity.name, clock.now()
        )
    except PortalError as error:
        db.session.rollback()
        return fail(str(error), suite)
    answer = enter(person, "oidc", suite)
    if len(identity.id_token) <= LONGEST_PROOF:
        session[PROVED] = identity.id_token
    return answer


@bp.get(TIES)
@signed_in
def ties() -> str:
    """Whether the account opens at the provider too, and how to change that."""
    provider()
    return render_template("accounts/oidc.html", person=me(), oidc_path=TIES)


@bp.post(TIES)
@signed_in
def tie_or_untie() -> Response | str:
    """Untie the account, or show the way to the provider, which a form cannot follow."""
    client = provider()
    if request.form.get("geste") == "delier":
        return forget_tie()
    session[TYING] = me().id
    answer = go(client, "")
    if answer.location.startswith(SIGN_IN):
        return redirect(TIES, code=303)
    return render_template("accounts/oidc_leave.html", address=answer.location)


@bp.get(f"{PATH}/sortie")
def say_goodbye() -> Response | str:
    """Say that the portal's session is over, and where to end the provider's."""
    provider()
    address = session.pop(EXIT, "")
    return render_template("accounts/oidc_goodbye.html", address=address) if address else home()


@bp.get(f"{PATH}/fin")
def home() -> Response:
    """Where the provider sends back who signed out there too."""
    return redirect("/")


def go(client: oidc_client.Provider, suite: str) -> Response:
    """The way to the provider; its state, nonce and verifier are kept in the session's cookie.

    ProConnect asks for 32 characters of state and nonce at least. One attempt at a time is kept: a
    cookie that is too long would be lost.
    """
    for name in [key for key in session if key.startswith(f"_state_{oidc_client.NAME}_")]:
        session.pop(name)
    back, state, nonce = f"{base_url()}{PATH}/retour", draw_secret(), draw_secret()
    try:
        asked = client.create_authorization_url(back, state=state, nonce=nonce)
    except FAULTS as error:
        logger.warning("OpenID Connect, on the way: %s", type(error).__name__)
        return fail(failure(), suite)
    address = asked.pop("url")
    client.save_authorize_data(redirect_uri=back, **asked)
    session[SUITE] = suite
    return redirect(address)


def ask(client: oidc_client.Provider) -> Identity:
    """Who came back; ProviderError, which tells nothing of what the provider said, otherwise."""
    try:
        return read_identity(client)
    except FAULTS as error:
        logger.warning("OpenID Connect, on the way back: %s", type(error).__name__)
        raise ProviderError(failure()) from error


def fail(message: str, suite: str) -> Response:
    """Back to the sign-in page, with a sentence of ours."""
    flash(message, "error")
    return redirect(f"{SIGN_IN}?suite={quote(suite)}" if suite else SIGN_IN)


def keep_tie(identity: Identity, number: int) -> Response:
    """Tie the subject to the account that asked for it, if it is still the one signed in."""
    if not current_user.is_authenticated or me().id != number:
        raise ProviderError(failure())
    try:
        tie(db.session(), me(), identity.subject)
        db.session.commit()
        flash(f"Votre compte est relié à {label()}.", "success")
    except PortalError as error:
        db.session.rollback()
        flash(str(error), "error")
    return redirect(TIES)


def forget_tie() -> Response:
    """Untie the account of who is signed in."""
    try:
        untie(db.session(), me())
        db.session.commit()
        flash(f"Votre compte n’est plus relié à {label()}.", "success")
    except PortalError as error:
        flash(str(error), "error")
    return redirect(TIES, code=303)


def end_session_url() -> str:
    """Where to end the provider's session of who signed in there; nothing otherwise.

    Called before the session is emptied: it holds the ID token, which the provider asks for.
    """
    hint = session.get(PROVED)
    if not hint or not label():
        return ""
    try:
        found: str = provider().create_logout_url(
            f"{base_url()}{PATH}/fin", id_token_hint=hint, state=draw_secret()
        )["url"]
    except FAULTS as error:
        logger.warning("OpenID Connect, on the way out: %s", type(error).__name__)
        return ""
    return found


def leave(address: str) -> Response:
    """The answer to who has just signed out: the home page, or the way out of the provider."""
    if not address:
        flash("Vous êtes déconnecté.", "success")
        return redirect("/", code=303)
    session[EXIT] = address
    return redirect(f"{PATH}/sortie", code=303)


def label() -> str:
    """The name of the provider, nothing where there is none: the sign-in page asks."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.oidc_label if settings.oidc_issuer else ""


def failure() -> str:
    """What people read, whatever happened at the provider."""
    return FAILED.format(label=label())


def register(app: Flask) -> None:
    """Know the provider, and let templates ask for its name."""
    oidc_client.register(app)
    app.jinja_env.globals["oidc_label"] = label
