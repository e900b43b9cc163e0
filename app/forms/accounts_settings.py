"""The forms by which a person changes their account."""

from __future__ import annotations

from app.forms.account_fields import AddressField, NewPasswordField, PersonNameField, SecretField
from app.forms.accounts import PURPOSES
from app.forms.boxes import BoxesField
from app.forms.fields import ChoiceField
from app.forms.tool_form import ToolForm

SURE = "Cochez la case pour dire que vous avez compris."


class NameForm(ToolForm):
    """How the person is named, and what they come for."""

    name = PersonNameField("Prénom et nom")
    purpose = ChoiceField(
        "Vous venez parce que…", choices=PURPOSES, missing="Dites ce que vous venez faire."
    )


class NewAddressForm(ToolForm):
    """Another address, with the password."""

    email = AddressField("Nouvelle adresse électronique")
    password = SecretField("Votre mot de passe")


class PasswordChangeForm(ToolForm):
    """The present password and the next one."""

    password = SecretField("Mot de passe actuel")
    new = NewPasswordField("Nouveau mot de passe")


class LeaveForm(ToolForm):
    """The password, and the box that says one understood."""

    sure = BoxesField(
        "Confirmation",
        choices=[("oui", "J’ai compris que mon compte sera effacé pour toujours.")],
        missing=SURE,
    )
    password = SecretField("Votre mot de passe")
