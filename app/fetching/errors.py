"""What can go wrong between the portal and a publisher; every message is French, for a person."""

from __future__ import annotations

from datetime import datetime

from app.errors import PortalError


class FetchError(PortalError):
    """Something could not be had from a publisher."""


class TransientError(FetchError):
    """An answer that may be better in a moment; `pause` is what its host asks for, in seconds."""

    def __init__(self, what: str, pause: float = 0) -> None:
        super().__init__(what)
        self.pause = pause


class BadAnswerError(TransientError):
    """An answer that is not what was asked for: cut, or a page of errors."""


class HostDownError(FetchError):
    """A host that gave nothing usable after every attempt: of no use for a while."""


class UnreadableError(HostDownError):
    """The same where the host answers, each time something else than what was asked for."""


class AnswerError(FetchError):
    """A host that answers, and cannot give this; it may give the next thing asked for."""


class MissingError(AnswerError):
    """What was asked for is not on that host (404)."""


class TooLargeError(AnswerError):
    """An answer larger than what the portal accepts."""


class NoSourceError(FetchError):
    """No source is left to ask."""


class QuotaError(FetchError):
    """The publisher asks to wait longer than the portal does; `resume_at` is aware."""

    def __init__(self, host: str, resume_at: datetime) -> None:
        moment = resume_at.strftime("%d/%m/%Y à %H:%M")
        super().__init__(
            f"{host}\u00a0: nombre d’appels dépassé\u00a0; "
            f"relancez la commande après le {moment} (heure de Paris)"
        )
        self.resume_at = resume_at
