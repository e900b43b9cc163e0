"""Forms of organisations: search, request, code, creation, invitation, decision."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms.validators import StopValidation

from app import territories
from app.accounts.addresses import read_address
from app.clock import NBSP
from app.errors import InvalidError
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.tool_form import ToolForm
from app.imports.siret import clean_siret, is_valid_siret
from app.organisations.roles import MemberRole

ROLES = [(role.value, role.label) for role in reversed(MemberRole)]
BAD_SIRET = f"Un SIRET a 14 chiffres et une clé de contrôle{NBSP}: celui-ci est faux. Relisez-le."


class SiretField(LineField):
    """A SIRET as people write it, or nothing; `data` is its 14 digits."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no SIRET."""
        super().pre_validate(form)
        if not self.data:
            return
        siret = clean_siret(self.data)
        if not is_valid_siret(siret):
            raise StopValidation(BAD_SIRET)
        self.data = siret


class PlaceField(LineField):
    """A territory of the region by its name or its code, or nothing."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no territory."""
        super().pre_validate(form)
        if self.data and territories.find(self.data) is None:
            raise StopValidation(f"{self.label.text}{NBSP}: territoire inconnu.")

    @property
    def code(self) -> str | None:
        """Its code."""
        place = territories.find(self.data) if self.data else None
        return place.code if place else None


class AddressField(LineField):
    """An e-mail address; `data` is as it is kept."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address."""
        super().pre_validate(form)
        try:
            self.data = read_address(self.data or "")
        except InvalidError as error:
            raise StopValidation(str(error)) from error


class SearchForm(ToolForm):
    """A SIRET or words of a name; fourteen digits with a false key are said to be so."""

    q = LineField("SIRET ou nom de l’organisation", most=120)

    def validate_q(self, field: LineField) -> None:
        """Refuse fourteen digits whose key is false."""
        siret = clean_siret(field.data or "")
        if siret and not is_valid_siret(siret):
            raise StopValidation(BAD_SIRET)


class AskForm(ToolForm):
    """A request, with a few words for those who decide."""

    message = NoteField("Votre message", most=500)


class CodeForm(ToolForm):
    """The code that the organisation received."""

    code = LineField("Code à 8 chiffres", most=20, missing="Écrivez le code reçu.")

    def validate_code(self, field: LineField) -> None:
        """Refuse what is no code, before a try is counted."""
        digits = "".join((field.data or "").split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == 8):
            raise StopValidation("Le code a 8 chiffres.")


class CreateForm(ToolForm):
    """A project, a company, an institution that the directory does not know."""

    nom = LineField("Nom", most=200, missing="Donnez un nom à l’organisation.")
    nature = LineField("Ce que c’est", most=80, missing="Dites ce que c’est, en quelques mots.")
    siret = SiretField("SIRET", most=30)
    territoire = PlaceField("Territoire", most=120)


class InviteForm(ToolForm):
    """An address and the role it is offered."""

    email = AddressField("Adresse électronique", most=254, missing="Écrivez une adresse.")
    role = ChoiceField("Rôle", choices=ROLES, default="reader", missing="Choisissez un rôle.")

    @property
    def chosen_role(self) -> MemberRole:
        """The role chosen; only once the form is valid."""
        return MemberRole(str(self.role.data))


class RoleForm(ToolForm):
    """Another role."""

    role = ChoiceField("Rôle", choices=ROLES, missing="Choisissez un rôle.")

    @property
    def chosen_role(self) -> MemberRole:
        """The role chosen; only once the form is valid."""
        return MemberRole(str(self.role.data))


class DecisionForm(ToolForm):
    """Yes in a role, no with a reason, or open again."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("accepter", "refuser", "rouvrir")

    action = ChoiceField(
        "Réponse", choices=[(name, name) for name in ACTIONS], missing="Choisissez une réponse."
    )
    role = ChoiceField("Rôle", choices=ROLES, default="reader")
    motif = LineField("Motif du refus", most=500)

    def validate_motif(self, field: LineField) -> None:
        """A refusal says why."""
        if self.action.data == "refuser" and not field.data:
            raise StopValidation("Dites pourquoi vous refusez.")

    @property
    def chosen_role(self) -> MemberRole:
        """The role chosen."""
        return MemberRole(str(self.role.data or MemberRole.READER.value))


def with_prefix(form_class: type[ToolForm], data: Any, number: int) -> ToolForm:  # noqa: ANN401  a MultiDict or None
    """A form repeated on a page, its ids told apart by that number; its names stay the same."""
    form = form_class(data)
    for field in form:
        field.id = f"{field.name}-{number}"
        field.label.field_id = field.id
    return form
