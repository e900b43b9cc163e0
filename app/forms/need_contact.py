"""The third step of a request: how to be answered; and the form that mails a draft's link."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.validators import StopValidation

from app.forms.contact import AddressField
from app.forms.fields import LineField
from app.forms.siae_fields import PhoneField
from app.forms.tool_form import ToolForm
from app.partnerships.asking import Contact
from app.partnerships.sending import is_disposable

THROWN = (
    "Cette adresse est jetable\u00a0: vous n’y recevriez pas les réponses. Donnez une adresse que "
    "vous lisez."
)


class LastingField(AddressField):
    """An e-mail address that will still be read when the answers come."""

    def pre_validate(self, form: object) -> None:
        """Refuse a mailbox that is thrown away after use."""
        super().pre_validate(form)
        if is_disposable(self.data or ""):
            raise StopValidation(THROWN)


class ContactStepForm(ToolForm):
    """Who to answer; `website` is hidden from people: only machines fill it in."""

    nom = LineField("Votre nom", most=120, missing="Écrivez votre nom.")
    adresse = LastingField(
        "Votre adresse électronique", most=254, missing="Écrivez votre adresse électronique."
    )
    telephone = PhoneField("Téléphone", most=20)
    partage = BooleanField(
        "Montrer mon nom, mon adresse et mon téléphone à toute structure qui se dit intéressée"
    )
    website = StringField("Laissez ce champ vide")

    def read(self) -> Contact | None:
        """The answers, or None where the form says what to mend."""
        if not self.validate():
            return None
        return Contact(
            asker_name=self.nom.data,
            email=self.adresse.data,
            phone=self.telephone.data or "",
            shares_contact=bool(self.partage.data),
        )


class LinkForm(ToolForm):
    """Where to send the link of a draft."""

    courriel = LastingField(
        "Votre adresse électronique", most=254, missing="Écrivez votre adresse électronique."
    )
