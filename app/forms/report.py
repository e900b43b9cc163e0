"""The form that reports an error on a page."""

from __future__ import annotations

import re

from wtforms import StringField
from wtforms.validators import StopValidation

from app.forms.fields import LineField, NoteField
from app.forms.tool_form import ToolForm

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class MailField(LineField):
    """An e-mail address, or nothing."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address."""
        super().pre_validate(form)
        if self.data and ADDRESS.fullmatch(self.data) is None:
            raise StopValidation("Écrivez une adresse comme « nom@exemple.fr », ou rien.")


class ReportForm(ToolForm):
    """What is wrong, where, and an address for those who want an answer.

    `website` is hidden from people: only machines fill it in.
    """

    page = LineField("Page concernée", most=300, missing="Indiquez la page.")
    message = NoteField("Ce qui est faux ou manque", most=2_000, missing="Dites ce qui est faux.")
    contact = MailField("Votre adresse électronique, si vous voulez une réponse", most=200)
    website = StringField("Laissez ce champ vide")
