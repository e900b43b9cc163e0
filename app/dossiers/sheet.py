"""What a person says of a project, apart from how it is kept."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from app import sectors, territories
from app.clock import NBSP, say_day
from app.dossiers.models import DEFAULT_RADIUS, Dossier
from app.matching.kinds import SiaeKind
from app.siae.profile_words import WelcomedPublic
from app.territories import Territory
from app.toolkit.budget.wording import say_number
from app.toolkit.funding_plan.model import say_euros
from app.toolkit.scheme_terms import BeneficiaryKind, Expense
from app.toolkit.stages import Stage, load_stages


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The fields of a dossier that its holder writes, checked; empty is what nobody said."""

    title: str
    pitch: str = ""
    stage: str = ""
    kind: str = ""
    beneficiary: str = ""
    sectors: tuple[str, ...] = ()
    territory: str = ""
    radius_km: int = DEFAULT_RADIUS
    publics: tuple[str, ...] = ()
    jobs: Decimal | None = None
    opens_on: date | None = None
    amount: Decimal | None = None
    expenses: tuple[str, ...] = ()

    @classmethod
    def of(cls, dossier: Dossier) -> Sheet:
        """What a dossier says."""
        return cls(**{field.name: getattr(dossier, field.name) for field in fields(cls)})

    def values(self) -> dict[str, object]:
        """The columns and their values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def siae_kind(self) -> SiaeKind | None:
        """The kind of structure it would be, once said."""
        return SiaeKind(self.kind) if self.kind else None

    @property
    def read_stage(self) -> Stage | None:
        """The stage of the toolbox it is at; None too where the toolbox renamed it."""
        return next((stage for stage in load_stages() if stage.slug == self.stage), None)

    @property
    def place(self) -> Territory | None:
        """Where it is, once said."""
        return territories.find_code(self.territory) if self.territory else None

    @property
    def sector_names(self) -> tuple[str, ...]:
        """What it would do; a slug that the taxonomy forgot is left out."""
        found = (sectors.find(slug) for slug in self.sectors)
        return tuple(sector.name for sector in found if sector)

    @property
    def public_labels(self) -> tuple[str, ...]:
        """Whom it would hire."""
        return tuple(WelcomedPublic(value).label for value in self.publics)

    @property
    def expense_labels(self) -> tuple[str, ...]:
        """What the money is for."""
        return tuple(Expense(value).label for value in self.expenses)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What it says, each under its label; empty where nobody said it."""
        return (
            ("Étape", self.read_stage.title if self.read_stage else ""),
            ("Type de structure", self.siae_kind.label if self.siae_kind else ""),
            ("Filières", ", ".join(self.sector_names)),
            ("Lieu", self.place.name if self.place else ""),
            ("Publics", ", ".join(self.public_labels)),
            ("Postes d’insertion", "" if self.jobs is None else say_posts(self.jobs)),
            ("Ouverture souhaitée", say_day(self.opens_on) if self.opens_on else ""),
            ("Montant cherché", "" if self.amount is None else say_euros(self.amount)),
            ("Pour", ", ".join(self.expense_labels)),
            ("Demandeur", self.beneficiary_label),
        )

    @property
    def beneficiary_label(self) -> str:
        """Who would ask for money."""
        return BeneficiaryKind(self.beneficiary).label if self.beneficiary else ""


def say_posts(jobs: Decimal) -> str:
    """« 7,5 ETP »."""
    return f"{say_number(jobs)}{NBSP}ETP"
