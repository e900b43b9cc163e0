"""The forms of what a dossier holds: a document, a decision, a link to share it."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict
from wtforms import FileField

from app.dossiers.content_models import DossierDecision
from app.dossiers.decisions import Decided
from app.dossiers.sharing import DURATIONS
from app.dossiers.words import FileKind, Outcome
from app.forms.fields import ChoiceField, LineField
from app.forms.rows import DayField
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm

NO_PAGE = ("", "Une autre, à nommer ci-dessous")
USUAL = 30  # days of a link, unless one chooses otherwise


class DocumentForm(ToolForm):
    """A document and what it is."""

    nature = ChoiceField(
        "Nature du document",
        choices=[(kind.value, kind.label) for kind in FileKind],
        default=FileKind.OTHER.value,
        missing="Dites ce qu’est ce document.",
    )
    fichier = FileField("Document")

    def refuse(self, why: str) -> None:
        """Say why the file is not kept."""
        self.fichier.errors = [why]


class DecisionForm(VersionedForm):
    """Who decided what, when."""

    jour = DayField("Date de la décision")
    comite = ChoiceField("Instance du portail", choices=[NO_PAGE])
    qui = LineField("Autre instance ou personne", most=255)
    objet = LineField("Ce qui est décidé", most=600, missing="Dites ce qui est décidé.")
    issue = ChoiceField(
        "Issue",
        choices=[("", "Choisissez"), *((outcome.value, outcome.label) for outcome in Outcome)],
        missing="Choisissez une issue.",
    )

    def offer(self, committees: Iterable[tuple[str, str]]) -> DecisionForm:
        """Offer these committees, each its slug and its name."""
        self.comite.choices = [NO_PAGE, *committees]
        return self

    def read(self) -> Decided | None:
        """What is decided, or None where the form says what to mend."""
        is_right = self.validate()
        day, slug = self.jour.day, self.comite.data or ""
        body = dict(self.comite.choices or ()).get(slug, "") if slug else self.qui.data or ""
        if not self.jour.data:
            self.jour.errors = ["Donnez la date de la décision."]
        if not body and not self.comite.errors and not self.qui.errors:
            self.qui.errors = ["Dites qui a décidé, par exemple « CDIAE du 93 »."]
        if not is_right or self.problems or day is None:
            return None
        return Decided(
            on=day,
            body=body,
            committee=slug,
            what=self.objet.data or "",
            outcome=Outcome(self.issue.data),
        )

    @classmethod
    def of(cls, decision: DossierDecision, committees: Iterable[tuple[str, str]]) -> DecisionForm:
        """The form of a decision; its committee is offered even where it is not one of these."""
        own = (decision.committee, decision.body)
        offered = dict([own] if decision.committee else []) | dict(committees)
        raw = {
            "jour": decision.on.isoformat(),
            "comite": decision.committee,
            "qui": "" if decision.committee else decision.body,
            "objet": decision.what,
            "issue": decision.outcome,
        }
        return cls(MultiDict(raw)).offer(offered.items())


class ShareForm(ToolForm):
    """Whom a link is for, and how long it lasts.

    `address` is the whole link that was just made: it is shown this once.
    """

    pour = LineField("Pour qui", most=120, missing="Dites à qui vous donnerez ce lien.")
    duree = ChoiceField(
        "Durée",
        choices=[(str(days), f"{days}\u00a0jours") for days in DURATIONS],
        default=str(USUAL),
        missing="Choisissez une durée.",
    )
    address = ""
