"""What the pages of experiments show: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.blueprints.current_schemes import current_schemes
from app.blueprints.presenters import Link
from app.experiments.files import load_experiments
from app.experiments.kinds import LegalStatus
from app.experiments.records import Complement, Experiment, Partner, Status
from app.toolkit.actor_directory import Directory, FunctionHolders
from app.toolkit.guides import load_guides
from config import ROOT

LOOKS = {
    LegalStatus.CURRENT: "good",
    LegalStatus.PERMANENT: "good",
    LegalStatus.EXTENDED: "calm",
    LegalStatus.ENDED: "quiet",
    LegalStatus.REPLACED: "quiet",
    LegalStatus.TO_VERIFY: "wait",
}


@dataclass(frozen=True, kw_only=True)
class ExperimentCard:
    """An experiment in a list, with its status that day."""

    experiment: Experiment
    status: Status
    look: str

    @classmethod
    def of(cls, experiment: Experiment, day: date) -> ExperimentCard:
        """The card of an experiment."""
        status = experiment.status_on(day)
        return cls(experiment=experiment, status=status, look=LOOKS[status.state])

    @property
    def facts(self) -> tuple[str, ...]:
        """Where and since when."""
        return (*self.experiment.place_labels, f"Depuis\u00a0: {self.experiment.since.words}")


@dataclass(frozen=True, kw_only=True)
class ExperimentPage:
    """The page of an experiment, and what goes with it where the reader is."""

    card: ExperimentCard
    department: str
    holders: tuple[FunctionHolders, ...]
    guides: tuple[Link, ...]
    schemes: tuple[Link, ...]
    complements: tuple[tuple[Experiment, Complement], ...]

    @classmethod
    def of(
        cls, experiment: Experiment, department: str, day: date, directory: Directory
    ) -> ExperimentPage:
        """The page of an experiment for a reader of that département, or of none."""
        others = {other.slug: other for other in load_experiments()}
        titles = {guide.slug: guide.title for guide in load_guides(ROOT / "content" / "guides")}
        names = {scheme.slug: scheme.name for scheme in current_schemes()}
        return cls(
            card=ExperimentCard.of(experiment, day),
            department=department,
            holders=directory.for_territory(department, experiment.actors)
            if experiment.actors
            else (),
            guides=tuple((titles[s], f"/guide/{s}") for s in experiment.guides if s in titles),
            schemes=tuple((names[slug], f"/financements/{slug}") for slug in experiment.schemes),
            complements=tuple((others[c.experiment], c) for c in experiment.complements),
        )

    @property
    def partners(self) -> tuple[Partner, ...]:
        """Who carries it, then who takes part."""
        return (*self.card.experiment.carriers, *self.card.experiment.partners)
