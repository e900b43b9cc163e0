"""What the public forms that propose a sheet share: an address for the answer, a trap, one reader.

The texts of the form are those that the domain reads: what it refuses is said beside the field.
"""

from __future__ import annotations

from typing import ClassVar

from wtforms import StringField

from app.forms.report import MailField
from app.forms.tool_form import ToolForm
from app.toolkit.typography import set_french


class ProposalForm(ToolForm):
    """A form that proposes something; `website` is hidden from people: only machines fill it in."""

    contact = MailField("Votre adresse électronique, si vous voulez une réponse", most=200)
    website = StringField("Laissez ce champ vide")
    fields_of: ClassVar[dict[str, str]] = {}

    def cells(self) -> dict[str, str]:
        """The texts of the proposal, by the names that the domain reads."""
        raise NotImplementedError

    def refuse(self, name: str, why: str) -> None:
        """Say beside a field what the domain refuses, unless something is said there already."""
        field = self[self.fields_of.get(name, name)]
        if not field.errors:
            field.errors = [set_french(f"{field.label.text}\u00a0: {why}.")]

    def text_of(self, name: str) -> str:
        """What was typed in a field."""
        data = self[name].data
        return "|".join(data) if isinstance(data, list) else str(data or "")
