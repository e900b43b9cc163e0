"""What can go wrong in the portal, in its own words; `blueprints/errors.py` alone knows HTTP."""

from datetime import timedelta


class PortalError(Exception):
    """Something the portal refuses; the message is French and may be shown to the person."""


class NotFoundError(PortalError):
    """What was asked for does not exist, or not for this person."""


class NotAllowedError(PortalError):
    """The person may not do this."""


class InvalidError(PortalError):
    """A value cannot be used; the message says which and why."""


class TooManyError(PortalError):
    """Too many tries in a short time; `wait` says when the next may be made."""

    def __init__(self, wait: timedelta) -> None:
        minutes = -(-int(wait.total_seconds()) // 60) or 1
        said = f"{minutes}\u00a0minutes" if minutes > 1 else "une minute"
        super().__init__(f"Trop d’essais en peu de temps\u00a0: réessayez dans {said}.")
        self.wait = wait
