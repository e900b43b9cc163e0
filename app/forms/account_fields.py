"""Fields of the accounts: an address, a name, a password, a one-time code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from app.accounts import passwords
from app.accounts.addresses import read_address
from app.accounts.names import read_name
from app.errors import InvalidError
from app.forms.fields import LineField

LONGEST_TYPED = 1_000  # characters of a password that is looked at
NO_PASSWORD = "Écrivez votre mot de passe."  # noqa: S105  a message


class AddressField(LineField):
    """An e-mail address; `data` is as it was typed, `address` as it is kept."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  what every field takes
        super().__init__(label, most=254, missing="Écrivez votre adresse électronique.", **kwargs)
        self.address = ""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address."""
        super().pre_validate(form)
        try:
            self.address = read_address(self.data or "")
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class PersonNameField(LineField):
    """The name of a person; `data` is the name cleaned once it is valid."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  what every field takes
        super().__init__(label, most=200, missing="Écrivez votre nom.", **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse what is no name."""
        super().pre_validate(form)
        try:
            self.data = read_name(self.data or "")
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class SecretField(Field):
    """A password, exactly as it was typed; it is never written back to a page."""

    widget = TextInput()

    def __init__(self, label: str, *, missing: str = NO_PASSWORD, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.missing = missing

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        self.data = str(valuelist[0])[:LONGEST_TYPED] if valuelist else ""

    def pre_validate(self, _form: object) -> None:
        """Refuse what is missing."""
        if not self.data:
            raise StopValidation(self.missing)


class NewPasswordField(SecretField):
    """A password that is being chosen."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  what every field takes
        super().__init__(label, missing="Choisissez un mot de passe.", **kwargs)

    def check_rule(self, email: str, name: str) -> bool:
        """Whether the person of that address and name may choose it; its errors say why not."""
        if not self.data:
            return False
        faults = passwords.find_faults(self.data, email=email, name=name)
        self.errors: Sequence[str] = [" ".join(faults)] if faults else ()
        return not faults
