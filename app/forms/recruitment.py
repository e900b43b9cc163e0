"""The form of the recruitment kit: the post, its missions, its place; never a candidate."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import StopValidation

from app.clock import NBSP
from app.forms.fields import AmountField, ChoiceField, CountField, LineField
from app.forms.tool_form import ToolForm
from app.matching.kinds import SiaeKind
from app.toolkit.recruitment.profile import Vacancy
from app.toolkit.recruitment.texts import KINDS, Item, RecruitmentTexts

MOST_HOURS, MOST_FOLLOWED = 48, 200


class ItemsField(SelectMultipleField):
    """Several choices in a closed list."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  as every field of WTForms
        super().__init__(label, validate_choice=False, **kwargs)

    def offer(self, items: tuple[Item, ...], *, is_new: bool) -> None:
        """Give the choices; all of them are ticked in a new form."""
        self.choices = [(item.key, item.text) for item in items]
        if is_new:
            self.data = [item.key for item in items]

    def pre_validate(self, _form: object) -> None:
        """Refuse what is not in the list."""
        if set(self.data or ()) - {key for key, _text in self.choices or ()}:
            raise StopValidation(f"{self.label.text}{NBSP}: choisissez dans la liste.")

    @property
    def texts(self) -> tuple[str, ...]:
        """What was chosen, in words."""
        return tuple(text for key, text in self.choices or () if key in (self.data or ()))


class RecruitmentForm(ToolForm):
    """What the post is; `offer` gives the choices.

    `filled` comes with a page that was sent: without it a box left unticked would look like a new
    form.
    """

    kind = ChoiceField("Type de structure", missing="Choisissez le type de structure.")
    post = ChoiceField("Poste à pourvoir", missing="Choisissez le poste.")
    activity = LineField("Filière ou activités", most=160)
    place = LineField("Commune du poste", most=80)
    start = LineField("Prise de poste souhaitée", most=60)
    hours = AmountField("Heures par semaine", least=1, most=MOST_HOURS)
    followed = CountField("Nombre de personnes suivies ou encadrées", least=1, most=MOST_FOLLOWED)
    agreement = LineField("Convention collective à vérifier", most=160)
    missions_cip = ItemsField("Missions du CIP")
    skills_cip = ItemsField("Compétences du CIP")
    missions_encadrant = ItemsField("Missions de l’encadrant")
    skills_encadrant = ItemsField("Compétences de l’encadrant")
    filled = LineField("filled")

    def offer(self, texts: RecruitmentTexts) -> None:
        """Give the choices."""
        self.texts = texts
        self["kind"].choices = [("", "Choisir"), *((k.value, f"{k} – {k.label}") for k in KINDS)]
        self["post"].choices = [("", "Choisir"), *((p.key, p.title) for p in texts.posts)]
        is_new = not self["filled"].data
        for post in texts.posts:
            self[f"missions_{post.key}"].offer(post.missions, is_new=is_new)
            self[f"skills_{post.key}"].offer(post.skills, is_new=is_new)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms
        """Ask for a mission of the post that was chosen."""
        is_valid = bool(super().validate(extra_validators))
        field = self[f"missions_{self.post.data}"] if not self.post.errors else None
        if field is not None and not field.errors and not field.data:
            field.errors = ("Choisissez au moins une mission.",)
            return False
        return is_valid

    def read_vacancy(self) -> Vacancy:
        """The post; the form must be valid."""
        post = self.texts.post(self["post"].data)
        return Vacancy(
            kind=SiaeKind(self["kind"].data),
            post=post,
            missions=self[f"missions_{post.key}"].texts,
            skills=self[f"skills_{post.key}"].texts,
            activity=self["activity"].data or "",
            place=self["place"].data or "",
            start=self["start"].data or "",
            agreement=self["agreement"].data or "",
            hours=self["hours"].data,
            followed=self["followed"].data,
        )
