"""The organisation of a funder as the pages of the projects to fund read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.blueprints.access import my_membership
from app.blueprints.current_schemes import current_schemes
from app.dossiers import funders
from app.dossiers.fundable import Purse
from app.dossiers.funder_models import SchemeFunder
from app.errors import NotFoundError
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole

LIST_PATH = "/espace/organisations/<int:organisation>/projets-a-financer"
NO_FUNDER = "Votre organisation n’est reliée à aucun dispositif de financement."


@dataclass(frozen=True, kw_only=True)
class Funder:
    """An organisation and what it pays by; `may_write` says whether the person writes for it."""

    organisation: Organisation
    purse: Purse
    may_write: bool

    @property
    def scheme_choices(self) -> tuple[tuple[str, str], ...]:
        """Its schemes, by name: addresses and names."""
        named = {(scheme.slug, scheme.name) for scheme in self.purse.tied.values()}
        return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def list_path(organisation: int) -> str:
    """The address of the list."""
    return f"/espace/organisations/{organisation}/projets-a-financer"


def load_funder() -> Funder:
    """The organisation of the page, with no scheme where the team tied it to none."""
    mine = my_membership()
    tied = db.session.scalars(funders.of_organisations([mine.organisation_id])).all()
    return Funder(
        organisation=mine.organisation,
        purse=make_purse(tied),
        may_write=mine.member_role.covers(MemberRole.EDITOR),
    )


def need_funder() -> Funder:
    """The same; NotFoundError where it is tied to no scheme."""
    funder = load_funder()
    if not funder.purse.tied:
        raise NotFoundError(NO_FUNDER)
    return funder


def make_purse(tied: Sequence[SchemeFunder]) -> Purse:
    """What these ties pay by, today."""
    schemes = current_schemes()
    by_tie = funders.schemes_by_tie(tied, schemes)
    return Purse(tied=by_tie, schemes=schemes, day=clock.today())
