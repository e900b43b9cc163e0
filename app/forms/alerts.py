"""The forms that follow a search, and that change how it is followed."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import StopValidation

from app.accounts.addresses import read_address
from app.alerts.frequency import Frequency
from app.errors import InvalidError
from app.forms.fields import ChoiceField, LineField
from app.forms.tool_form import ToolForm

PACES = [(pace.value, pace.label) for pace in Frequency]


class PaceForm(ToolForm):
    """How often somebody wants to be told."""

    frequence = ChoiceField(
        "Fréquence", choices=PACES, missing="Choisissez une fréquence.", default=Frequency.DAILY
    )

    @property
    def pace(self) -> Frequency:
        """The frequency chosen; the form is valid."""
        return Frequency(self.frequence.data)


class AddressField(LineField):
    """An e-mail address, as it is kept: `data` is in lower case once it is valid."""

    def pre_validate(self, form: object) -> None:
        """Refuse what no mail can reach."""
        super().pre_validate(form)
        try:
            self.data = read_address(self.data or "")
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class VisitorAlertForm(PaceForm):
    """What somebody without an account chooses; `website` is hidden: only machines fill it in."""

    courriel = AddressField(
        "Votre adresse électronique", most=254, missing="Écrivez votre adresse électronique."
    )
    website = StringField("Laissez ce champ vide")
