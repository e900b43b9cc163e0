"""What the forms share that change something another person may change meanwhile."""

from __future__ import annotations

from app.forms.fields import CountField
from app.forms.tool_form import ToolForm


class VersionedForm(ToolForm):
    """A form that changes what it shows: `version` is the one that the person saw."""

    version = CountField("Version", most=1_000_000)

    @property
    def seen(self) -> int:
        """The version that the person saw; zero, which none has, where the form lost it."""
        return int(self.version.data or 0)
