"""The forms of a structure's photos."""

from __future__ import annotations

from wtforms import FileField
from wtforms.validators import StopValidation

from app.forms.fields import LineField
from app.forms.tool_form import ToolForm
from app.siae.photos import LONGEST_ALT

NO_ALT = "Décrivez ce que montre la photo, pour les personnes qui ne la voient pas."


class SentFile(FileField):
    """A file that must be sent; `content` gives its bytes."""

    def __init__(self, label: str, *, missing: str, **kwargs: object) -> None:
        super().__init__(label, **kwargs)
        self.missing = missing

    def pre_validate(self, _form: object) -> None:
        """Refuse no file; what is in it is judged elsewhere."""
        if not getattr(self.data, "filename", ""):
            raise StopValidation(self.missing)

    @property
    def content(self) -> bytes:
        """What was sent."""
        read: bytes = self.data.read()
        return read


class AltForm(ToolForm):
    """What a photo shows, in words."""

    texte = LineField("Ce que montre la photo", most=LONGEST_ALT, missing=NO_ALT)


class PhotoForm(AltForm):
    """A photo and what it shows."""

    photo = SentFile("Photo", missing="Choisissez une photo.")
