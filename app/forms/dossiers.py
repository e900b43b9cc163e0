"""The forms of a project’s dossier: its sheet, who reads it, the tools of a private link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from app.clock import NBSP
from app.dossiers.models import DEFAULT_RADIUS
from app.dossiers.sheet import Sheet
from app.dossiers.words import VISIBILITY_WORDS, Visibility
from app.forms.boxes import BoxesField
from app.forms.fields import AmountField, ChoiceField, CountField, LineField, NoteField
from app.forms.place import PlaceField
from app.forms.rows import DayField
from app.forms.sector_choices import sector_choices
from app.forms.tool_form import ToolForm
from app.forms.versioned import VersionedForm
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.siae.profile_words import WelcomedPublic
from app.toolkit.scheme_terms import BeneficiaryKind, Expense
from app.toolkit.stages import load_stages

KINDS = tuple(kind for kind in SiaeKind if kind in SIAE_KINDS)
NOT_SAID = "Je ne sais pas encore"
TOKEN = re.compile(r"(?:.*/mon-projet/)?([A-Za-z0-9_-]{16,64})/?")
VISIBILITIES = {word: visibility for visibility, word in VISIBILITY_WORDS.items()}


class SheetForm(VersionedForm):
    """What the project is, where, for whom, how much it needs."""

    titre = LineField("Nom du projet", most=200, missing="Donnez un nom au projet.")
    resume = NoteField("Le projet en quelques phrases", most=4_000)
    etape = ChoiceField("Étape")
    type = ChoiceField(
        "Type de structure",
        choices=[
            ("", NOT_SAID),
            *((k.value, f"{k} – {k.label}") for k in SiaeKind if k in SIAE_KINDS),
        ],
    )
    secteur = ChoiceField("Filière principale")
    secteur2 = ChoiceField("Deuxième filière")
    secteur3 = ChoiceField("Troisième filière")
    territoire = PlaceField("Lieu du projet", most=120)
    rayon = CountField("Rayon de recherche", least=1, most=60, default=Decimal(DEFAULT_RADIUS))
    publics = BoxesField("Publics", choices=[(p.value, p.label) for p in WelcomedPublic])
    postes = AmountField("Postes d’insertion envisagés", most=5_000)
    ouverture = DayField("Ouverture souhaitée")
    beneficiaire = ChoiceField(
        "Qui demanderait l’argent",
        choices=[("", NOT_SAID), *((kind.value, kind.label) for kind in BeneficiaryKind)],
    )
    montant = AmountField("Montant cherché")
    depenses = BoxesField("Ce que l’argent paiera", choices=[(e.value, e.label) for e in Expense])

    def offer(self) -> SheetForm:
        """Offer the stages and the sectors of today."""
        self.etape.choices = [("", NOT_SAID)] + [
            (stage.slug, f"{stage.order}. {stage.title}") for stage in load_stages()
        ]
        for field in (self.secteur, self.secteur2, self.secteur3):
            field.choices = [("", NOT_SAID), *sector_choices()]
        return self

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors chosen, each once."""
        chosen: Iterable[str] = (f.data for f in (self.secteur, self.secteur2, self.secteur3))
        return tuple(dict.fromkeys(filter(None, chosen)))

    def read(self) -> Sheet:
        """What a valid form says."""
        return Sheet(
            title=self.titre.data or "",
            pitch=self.resume.data or "",
            stage=self.etape.data or "",
            kind=self.type.data or "",
            beneficiary=self.beneficiaire.data or "",
            sectors=self.sectors,
            territory=self.territoire.place.code if self.territoire.place else "",
            radius_km=int(self.rayon.data or DEFAULT_RADIUS),
            publics=tuple(self.publics.data or ()),
            jobs=self.postes.data,
            opens_on=self.ouverture.day,
            amount=self.montant.data,
            expenses=tuple(self.depenses.data or ()),
        )

    @classmethod
    def of(cls, sheet: Sheet) -> SheetForm:
        """The form of what a sheet says."""
        place = sheet.place
        raw = {
            "titre": [sheet.title],
            "resume": [sheet.pitch],
            "etape": [sheet.stage],
            "type": [sheet.kind],
            "beneficiaire": [sheet.beneficiary],
            "territoire": [place.name if place else ""],
            "rayon": [str(sheet.radius_km)],
            "publics": list(sheet.publics),
            "postes": [f"{sheet.jobs:f}" if sheet.jobs is not None else ""],
            "ouverture": [sheet.opens_on.isoformat() if sheet.opens_on else ""],
            "montant": [f"{sheet.amount:f}" if sheet.amount is not None else ""],
            "depenses": list(sheet.expenses),
        }
        names = ("secteur", "secteur2", "secteur3")
        raw |= {name: [slug] for name, slug in zip(names, sheet.sectors, strict=False)}
        pairs = ((name, value) for name, values in raw.items() for value in values)
        return cls(MultiDict(pairs)).offer()


class OwnerForm(SheetForm):
    """A new project: the sheet, whose it is, whether the tools of this browser join it."""

    porteur = ChoiceField("À qui appartient le dossier")
    outils = BooleanField("Reprendre les outils ouverts dans ce navigateur")

    def offer_owners(self, organisations: Iterable[tuple[int, str]]) -> None:
        """Offer oneself, and the organisations where one writes."""
        own = [(str(number), f"{name} (tous ses membres)") for number, name in organisations]
        self.porteur.choices = [("", "À moi seul"), *own]


class VisibilityForm(VersionedForm):
    """Who reads the sheet."""

    visibilite = ChoiceField(
        "Visibilité",
        choices=[
            (VISIBILITY_WORDS[Visibility.PRIVATE], "Privé : vous, et les personnes de vos liens"),
            (
                VISIBILITY_WORDS[Visibility.FUNDERS],
                "Visible des financeurs dont un dispositif correspond",
            ),
        ],
        missing="Choisissez qui lit la fiche.",
    )

    @property
    def visibility(self) -> Visibility:
        """The choice of a valid form."""
        return VISIBILITIES[self.visibilite.data]


class LinkForm(ToolForm):
    """The private link of the toolbox whose tools join the project."""

    lien = LineField("Lien privé", most=300, missing="Collez votre lien privé.")

    @property
    def token(self) -> str:
        """The secret of the link; empty where it is none."""
        found = TOKEN.fullmatch(self.lien.data or "")
        return found[1] if found else ""

    def refuse(self, why: str) -> None:
        """Say why the link opens nothing."""
        self.lien.errors = [f"Lien privé{NBSP}: {why}"]
