"""Fields of the profile of a structure: several lines, a telephone, an address of a site, zones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms.validators import StopValidation

from app import territories
from app.clock import NBSP
from app.errors import NotFoundError
from app.forms.fields import LineField, NoteField
from app.imports.text import clean_line

MOST_LINES, LONGEST_LINE = 30, 120
PHONE = re.compile(r"(?:\+33 ?\(?0?\)?|0)[1-9](?:[ .-]?[0-9]{2}){4}")
SITE = re.compile(r"https?://[^\s/?#@:]+\.[^\s/?#@:.]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s]*)?", re.I)


class LinesField(NoteField):
    """A list, one thing a line; `lines` are those typed, each once."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  what every field takes
        super().__init__(label, most=MOST_LINES * LONGEST_LINE, **kwargs)

    @property
    def lines(self) -> list[str]:
        """What was typed."""
        return list(dict.fromkeys(filter(None, (self.data or "").split("\n"))))

    def pre_validate(self, form: object) -> None:
        """Refuse too many lines, and lines too long."""
        super().pre_validate(form)
        if len(self.lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in self.lines):
            most = f"{MOST_LINES} lignes de {LONGEST_LINE} caractères au plus."
            raise StopValidation(f"{self.label.text}{NBSP}: {most}")


class PhoneField(LineField):
    """A French telephone number, or nothing."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is none."""
        super().pre_validate(form)
        if self.data and PHONE.fullmatch(self.data) is None:
            raise StopValidation(f"Téléphone{NBSP}: dix chiffres, par exemple 01 48 00 00 00.")


class SiteField(LineField):
    """The address of a site, with its scheme, or nothing."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed; « www.exemple.fr » gains its scheme."""
        super().process_formdata(valuelist)
        if self.data and "://" not in self.data and self.data.startswith("www."):
            self.data = f"https://{self.data}"

    def pre_validate(self, form: object) -> None:
        """Refuse what is no address of the web."""
        super().pre_validate(form)
        if self.data and SITE.fullmatch(self.data) is None:
            raise StopValidation(f"Site internet{NBSP}: écrivez https://www.exemple.fr, ou rien.")


class ZoneField(LineField):
    """A territory in any spelling; `code` is its code, empty where nothing was typed."""

    code = ""

    def __init__(self, label: str = "Zone", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, most=120, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        if valuelist:
            self.data = clean_line(valuelist[0], limit=self.most + 1)

    def pre_validate(self, form: object) -> None:
        """Find the territory; the message suggests those spelt nearly like it."""
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.code = territories.resolve(self.data).code
        except NotFoundError as error:
            raise StopValidation(str(error)) from error
