"""The subject of an OpenID Connect provider that opens an account besides its password.

The first sign-in by a proven address ties it too, by the rule of `services.sign_in_by_oidc`; here,
who is signed in decides. A one-time code stays asked for, whatever the provider proves.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import by_subject
from app.errors import InvalidError, NotAllowedError

LONGEST_SUBJECT = 255
TAKEN = "Cette identité est déjà reliée à un autre compte du portail."
BARE = "Choisissez d’abord un mot de passe\u00a0: rien d’autre n’ouvre votre compte."


def tie(session: Session, person: Person, subject: str) -> None:
    """Tie a subject (`issuer|sub`) to the account of who is signed in. Flushes.

    Raises NotAllowedError where it opens another account.
    """
    refuse_subject(subject)
    known = session.scalars(by_subject(subject)).one_or_none()
    if known is not None and known.id != person.id:
        raise NotAllowedError(TAKEN)
    person.oidc_subject = subject
    session.flush()


def untie(session: Session, person: Person) -> None:
    """Forget the subject of an account. Flushes.

    Raises NotAllowedError where there is no password: nobody could enter any more.
    """
    if not person.password_hash:
        raise NotAllowedError(BARE)
    person.oidc_subject = None
    session.flush()


def refuse_subject(subject: str) -> None:
    """Raise InvalidError for a subject that is half given, or that the database would cut."""
    issuer, _, sub = subject.partition("|")
    if not issuer or not sub or len(subject) > LONGEST_SUBJECT:
        raise InvalidError("Le service d’identité a donné un identifiant inutilisable.")
