"""Several choices among few, as check boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import StopValidation

MOST_BOXES = 60


class BoxesField(SelectMultipleField):
    """The boxes ticked, by their values; one that is unknown is refused."""

    def __init__(
        self,
        label: str,
        *,
        choices: Sequence[tuple[str, str]],
        missing: str = "",
        **kwargs: Any,  # noqa: ANN401  what every field of WTForms takes
    ) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        # Given afterwards: our templates read pairs, which the library warns about.
        self.choices = list(choices)
        self.missing = missing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was ticked, each once."""
        self.data = list(dict.fromkeys(str(value) for value in valuelist[:MOST_BOXES]))

    def pre_validate(self, _form: object) -> None:
        """Refuse what is not in the list, and nothing where something must be ticked."""
        known = {value for value, _ in self.choices}
        if not self.data and self.missing:
            raise StopValidation(self.missing)
        if any(value not in known for value in self.data or ()):
            raise StopValidation("Choisissez dans la liste.")
