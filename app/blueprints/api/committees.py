"""Committees, of yesterday too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.blueprints.api.parameters import TERRITORY, TEXT
from app.blueprints.api.provenance import of_sources, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.blueprints.committees import read_all, select
from app.clock import to_paris
from app.committees import queries
from app.committees.kinds import CommitteeKind, Level, Standing
from app.committees.models import Committee
from app.extensions import db
from app.forms.committee_filters import STATES, CommitteeFilters


@dataclass(frozen=True, kw_only=True)
class CommitteeRow(Row):
    """A committee of a territory."""

    name: str = told("Nom.")
    acronym: str = told("Sigle.")
    local_name: str = told("Nom dans le département, vide s’il n’est pas connu.")
    kind: CommitteeKind = told("Nature.")
    level: Level = told("Niveau.")
    territory: str = told("Code du territoire.")
    standing: Standing = told("En vigueur, historique ou à venir, le jour de la réponse.")
    legal_basis: str = told("Texte qui la fonde.")
    is_confirmed: bool = told("Faux si son existence ou son texte sont à vérifier.")
    valid_from: date | None = told("Premier jour, s’il est connu.")
    valid_to: date | None = told("Dernier jour, s’il y en a un.")
    successor: str = told("Identifiant de ce qui l’a remplacée.")
    former_names: tuple[str, ...] = told("Anciens noms.")
    missions: tuple[str, ...] = told("Missions.")
    themes: tuple[str, ...] = told("Thèmes.")
    frequency: str = told("Fréquence des séances.")
    verified_on: date | None = told("Date de la dernière vérification.")


def make_row(committee: Committee, day: date) -> CommitteeRow:
    """A committee that day. Whom to contact is on its page only."""
    cited = [(str(s.get("title", "")), str(s.get("url", ""))) for s in committee.sources]
    same = (
        "name", "acronym", "local_name", "territory", "legal_basis", "is_confirmed", "valid_from",
        "valid_to", "successor", "frequency", "verified_on", "updated_at",
    )  # fmt: skip
    return CommitteeRow(
        id=committee.slug,
        url=page_url(committee.path),
        **of_sources(cited).fields(),
        is_demo=False,
        kind=committee.what,
        level=committee.where,
        standing=committee.standing(day),
        former_names=tuple(committee.former_names),
        missions=tuple(committee.missions),
        themes=tuple(committee.themes),
        **{name: getattr(committee, name) for name in same},
    )


def read(query: Query) -> Answer[CommitteeRow]:
    """The committees that the filters leave."""
    filters = CommitteeFilters.from_args(query.args)
    day = to_paris(query.now).date()
    found = select(read_all(), filters)
    answer = keep_after(found, lambda c: c.slug, query, lambda c: make_row(c, day))
    return answer.saying(filters.ignored)


def find(slug: str, now: datetime) -> CommitteeRow | None:
    """The committee of that slug."""
    found = db.session.scalar(queries.by_slug(slug))
    return make_row(found, to_paris(now).date()) if found is not None else None


RESOURCE = Resource(
    name="committees",
    title="Instances",
    text="Les comités, leur texte, leur validité et leurs missions.",
    row=CommitteeRow,
    parameters=(
        TEXT,
        Parameter(
            name="type",
            text="Nature.",
            values=tuple(kind.value for kind in CommitteeKind),
            is_repeated=True,
        ),
        TERRITORY,
        Parameter(
            name="etat",
            text="État\u00a0; « en-vigueur » par défaut.",
            values=tuple(word for word, _label in STATES),
        ),
    ),
    read=read,
    find=find,
    page="/instances",
    has_csv=True,
    follows_clock=True,
)
