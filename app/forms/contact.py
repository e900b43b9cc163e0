"""The form that writes to a structure through the portal."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.validators import StopValidation

from app.accounts.addresses import read_address
from app.errors import InvalidError
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.tool_form import ToolForm
from app.siae.contacts import ContactDraft, ContactSubject


class AddressField(LineField):
    """An e-mail address, as it is kept."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address."""
        super().pre_validate(form)
        try:
            self.data = read_address(self.data or "")
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class ContactForm(ToolForm):
    """Who writes, why, what; `website` is hidden from people: only machines fill it in."""

    nom = LineField("Votre nom", most=120, missing="Écrivez votre nom.")
    organisation = LineField("Votre organisation", most=120)
    adresse = AddressField(
        "Votre adresse électronique", most=254, missing="Écrivez votre adresse électronique."
    )
    objet = ChoiceField(
        "Objet",
        choices=[("", "Choisissez"), *((s.value, s.label) for s in ContactSubject)],
        missing="Choisissez un objet.",
    )
    message = NoteField("Votre message", most=3_000, missing="Écrivez votre message.")
    accord = BooleanField(
        "J’accepte que la structure voie mon adresse électronique, pour me répondre"
    )
    website = StringField("Laissez ce champ vide")

    def draft(self, network: str) -> ContactDraft:
        """What was typed, once it is valid."""
        return ContactDraft(
            name=self.nom.data,
            organisation=self.organisation.data or "",
            address=self.adresse.data,
            gives_address=bool(self.accord.data),
            subject=ContactSubject(self.objet.data),
            text=self.message.data,
            network=network,
        )
