"""The public forms of the accounts: signing up, signing in, a forgotten password."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from app.accounts.registration import Draft
from app.accounts.roles import Purpose
from app.forms.account_fields import AddressField, NewPasswordField, PersonNameField, SecretField
from app.forms.fields import ChoiceField, LineField
from app.forms.tool_form import ToolForm

PURPOSES = [(purpose.value, purpose.label) for purpose in Purpose]


class SignUpForm(ToolForm):
    """Who comes, and for what; `website` is hidden from people: only machines fill it in."""

    email = AddressField("Adresse électronique")
    name = PersonNameField("Prénom et nom")
    purpose = ChoiceField(
        "Vous venez parce que…", choices=PURPOSES, missing="Dites ce que vous venez faire."
    )
    password = NewPasswordField("Mot de passe")
    website = StringField("Laissez ce champ vide")

    def read(self) -> Draft | None:
        """Who signs up, or None where the form says what to mend."""
        is_whole = self.validate()
        if not self.password.check_rule(self.email.address, self.name.data or "") or not is_whole:
            return None
        return Draft(
            email=self.email.address,
            name=self.name.data,
            purpose=Purpose(self.purpose.data),
            password=self.password.data,
        )


class AddressForm(ToolForm):
    """An address that asks for a letter."""

    email = AddressField("Adresse électronique")
    website = StringField("Laissez ce champ vide")


class SignInForm(ToolForm):
    """An address and its password; `suite` is the page to come back to."""

    email = AddressField("Adresse électronique")
    password = SecretField("Mot de passe")
    suite = HiddenField()


class CodeForm(ToolForm):
    """A one-time code, or a recovery code."""

    code = LineField("Code", most=40, missing="Écrivez le code.")


class ProofForm(ToolForm):
    """The password again, before what cannot be undone lightly."""

    password = SecretField("Votre mot de passe")


class NewPasswordForm(ToolForm):
    """A password that is being chosen."""

    password = NewPasswordField("Nouveau mot de passe")
