"""The links of letters: signed, so that the database holds no secret that opens an alert.

Each link does one thing: the one that stops an alert shows no other. A link still answers once what
it stopped is erased.
"""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, Signer

from app.errors import NotFoundError

MANAGE, STOP, STOP_ALL = "alerts-manage", "alerts-stop", "alerts-stop-all"
LOST = (
    "Ce lien est incomplet ou n’est pas le bon\u00a0: ouvrez-le de nouveau depuis le courriel, "
    "sans rien y changer."
)


@dataclass(frozen=True, kw_only=True)
class Links:
    """What makes and reads them: the secret of the portal and its address, without final slash."""

    secret: str
    root: str

    def manage(self, subscriber: str, *, has_account: bool = False) -> str:
        """Where the subscriber of that key changes its alerts: its space, or a secret page."""
        if has_account:
            return f"{self.root}/espace/alertes"
        return f"{self.root}/alertes/{self.sign(MANAGE, subscriber)}"

    def stop(self, alert: str) -> str:
        """Where the alert of that key is stopped."""
        return f"{self.root}/alertes/arreter/{self.sign(STOP, alert)}"

    def stop_all(self, subscriber: str) -> str:
        """Where all the alerts of the subscriber of that key are stopped."""
        return f"{self.root}/alertes/arreter-tout/{self.sign(STOP_ALL, subscriber)}"

    def confirm(self, secret: str) -> str:
        """Where a new alert is confirmed; the secret serves once."""
        return f"{self.root}/alertes/confirmer/{secret}"

    def sign(self, purpose: str, key: str) -> str:
        """A key with the signature of that purpose."""
        return Signer(self.secret, salt=purpose).sign(key).decode()

    def read(self, purpose: str, signed: str) -> str:
        """The key that was signed for that purpose; NotFoundError where it was not."""
        try:
            return Signer(self.secret, salt=purpose).unsign(signed).decode()
        except (BadSignature, UnicodeError) as error:
            raise NotFoundError(LOST) from error
