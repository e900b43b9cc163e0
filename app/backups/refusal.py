"""What a backup or a restoration refuses."""

from app.errors import PortalError


class BackupError(PortalError):
    """It cannot be done, and nothing was changed; the message is French and says why."""
