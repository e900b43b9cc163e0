"""What can go wrong in the portal, in its own words; `blueprints/errors.py` alone knows HTTP."""


class PortalError(Exception):
    """Something the portal refuses; the message is French and may be shown to the person."""


class NotFoundError(PortalError):
    """What was asked for does not exist, or not for this person."""


class NotAllowedError(PortalError):
    """The person may not do this."""


class InvalidError(PortalError):
    """A value cannot be used; the message says which and why."""
