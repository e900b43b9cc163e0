"""How complete the profile of a structure is: weighted parts, what misses, what filling it changes.

The weights, out of 100, are ours, to be discussed with structures; three fifths go to what decides
which tenders fit:

- sectors 20, areas of intervention 15, confirmed sectors 10, capacities of less than 90 days 10,
  forms of service 5;
- presentation 10, photos 8, publics welcomed 6, references 5, labels and quality 4, a phone or a
  site 2, equipment 2, partnerships wanted 2, languages 1.

A part that bears on activities is worth the share of them that have it. Nothing here is decorative:
a reason gives a number only where `app.tenders.completeness_gain` counted it on open tenders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.matching.criteria import is_fresh
from app.matching.profiles import Activity, Profile
from app.siae.models import Siae
from app.siae.photos import count_photos
from app.siae.profile import PublicProfile, read_profile
from app.siae.profiles import profile_of
from app.territories import Area

REGION = "R11"  # Île-de-France
PLENTY = 10_000.0  # full-time equivalents that no tender asks for: an upper bound, never a guess


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that a structure says, at a day: its row, its members' words, its photos, its match."""

    siae: Siae
    profile: PublicProfile
    matched: Profile
    photos: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a profile: how much of it is there, in [0, 1], and why to fill the rest.

    `page` is the private page where it is filled. `supply` gives the profile as the matching would
    see it with what misses, None where it decides nothing there. `gain` is the sentence for what it
    would change, where `{more}` says the tenders that were counted.
    """

    key: str
    label: str
    weight: int
    ask: str
    why: str
    share: Callable[[Sheet], float]
    page: str = ""
    supply: Callable[[Profile, date], Profile] | None = None
    gain: str = ""
    needs_activity: bool = False


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """The share that is filled, in per cent, and the parts where something misses, the worst first.

    A profile is at 100 only where nothing misses.
    """

    percent: int
    missing: tuple[Part, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> Completeness:
        """How complete a structure's profile is."""
        shares = {part: part.share(sheet) for part in PARTS}
        filled = sum(part.weight * share for part, share in shares.items())
        lacking = [
            part
            for part, share in shares.items()
            if share < 1 and (sheet.matched.activities or not part.needs_activity)
        ]
        lacking.sort(key=lambda part: -part.weight * (1 - shares[part]))
        return cls(percent=int(filled + 1e-9), missing=tuple(lacking))


def read_sheet(session: Session, siae: Siae, on: date) -> Sheet:
    """All that a structure says, its organisation and activities loaded. Two queries."""
    return Sheet(
        siae=siae,
        profile=read_profile(session, siae.id),
        matched=profile_of(siae),
        photos=session.scalars(count_photos(siae.id)).one(),
        on=on,
    )


def share_of(activities: Iterable[Activity], has: Callable[[Activity], bool]) -> float:
    """The share of the activities that have something, none where there is no activity."""
    known = [has(activity) for activity in activities]
    return sum(known) / len(known) if known else 0.0


def with_area(profile: Profile, _on: date) -> Profile:
    """The profile where each activity without an area is done in the whole region: an upper bound.

    Near its seat, a structure is judged without an area too.
    """
    area = Area.of_zones(REGION)
    return with_activities(profile, lambda a: a if a.area else replace(a, area=area))


def with_confirmed(profile: Profile, _on: date) -> Profile:
    """The profile whose inferred sectors are confirmed."""
    return with_activities(profile, lambda a: replace(a, is_inferred=False))


def with_capacity(profile: Profile, on: date) -> Profile:
    """The profile whose unknown or old capacities suffice for any tender: an upper bound."""

    def fill(activity: Activity) -> Activity:
        if has_capacity(activity, on):
            return activity
        return replace(activity, capacity_fte=PLENTY, capacity_as_of=on)

    return with_activities(profile, fill)


def with_activities(profile: Profile, change: Callable[[Activity], Activity]) -> Profile:
    """The profile, each of its activities changed."""
    return replace(profile, activities=tuple(map(change, profile.activities)))


def has_capacity(activity: Activity, on: date) -> bool:
    """Whether its capacity is known and recent enough to count."""
    return activity.capacity_fte is not None and is_fresh(activity, on)


PARTS: tuple[Part, ...] = (
    Part(
        key="sectors",
        label="Filières",
        weight=20,
        ask="Ajoutez au moins une filière.",
        why="Sans filière, aucun marché ne peut vous être proposé.",
        share=lambda s: float(bool(s.matched.activities)),
        page="activites/nouvelle",
    ),
    Part(
        key="areas",
        label="Zones d’intervention",
        weight=15,
        ask="Ajoutez une zone à chaque filière.",
        why="Sans zone, chaque marché reste «\u00a0à vérifier\u00a0» dès qu’il est loin du siège.",
        gain="si vous allez dans toute l’Île-de-France, jusqu’à {more}.",
        share=lambda s: share_of(s.matched.activities, lambda a: a.area is not None),
        supply=with_area,
        needs_activity=True,
    ),
    Part(
        key="confirmed",
        label="Filières confirmées",
        weight=10,
        ask="Confirmez ou corrigez les filières déduites.",
        why="Une filière déduite du code NAF et du nom compte moins qu’une filière confirmée.",
        gain="si elles sont justes, {more}.",
        share=lambda s: share_of(s.matched.activities, lambda a: not a.is_inferred),
        supply=with_confirmed,
        needs_activity=True,
    ),
    Part(
        key="capacity",
        label="Capacité à jour",
        weight=10,
        ask="Dites votre capacité par filière, ou mettez-la à jour.",
        why="Une capacité inconnue ou de plus de 90 jours ne peut être comparée au volume demandé.",
        gain="selon cette capacité, jusqu’à {more}.",
        share=lambda s: share_of(s.matched.activities, lambda a: has_capacity(a, s.on)),
        supply=with_capacity,
        needs_activity=True,
    ),
    Part(
        key="service",
        label="Formes de service",
        weight=5,
        ask="Dites sous quelle forme vous travaillez\u00a0: prestation, vente, mise à disposition.",
        why="Le classement des marchés en tient compte.",
        share=lambda s: share_of(s.matched.activities, lambda a: a.service is not None),
        needs_activity=True,
    ),
    Part(
        key="description",
        label="Présentation",
        weight=10,
        ask="Présentez votre structure en quelques phrases.",
        why="C’est ce qu’un acheteur lit en premier sur votre page.",
        share=lambda s: float(bool(s.siae.description)),
        page="rubriques/identite",
    ),
    Part(
        key="photos",
        label="Photos",
        weight=8,
        ask="Ajoutez une photo de votre activité.",
        why="Votre page publique n’en montre aucune.",
        share=lambda s: float(s.photos > 0),
        page="photos",
    ),
    Part(
        key="publics",
        label="Publics accueillis",
        weight=6,
        ask="Dites qui vous accueillez.",
        why="Les prescripteurs vous orientent des candidats d’après ces publics.",
        share=lambda s: float(bool(s.profile.publics)),
        page="rubriques/publics",
    ),
    Part(
        key="references",
        label="Références",
        weight=5,
        ask="Ajoutez une référence\u00a0: ce que vous avez fait, pour qui, en quelle année.",
        why="Les acheteurs demandent souvent des références de même nature.",
        share=lambda s: float(bool(s.profile.references)),
        page="rubriques/references",
    ),
    Part(
        key="labels",
        label="Labels et démarches qualité",
        weight=4,
        ask="Indiquez vos labels ou votre démarche qualité, si vous en avez.",
        why="Votre page publique n’en dit rien.",
        share=lambda s: float(bool(s.profile.labels or s.profile.quality)),
        page="rubriques/labels",
    ),
    Part(
        key="reach",
        label="Téléphone ou site",
        weight=2,
        ask="Donnez un téléphone ou un site internet.",
        why="On ne peut vous joindre que par le formulaire du portail.",
        share=lambda s: float(bool(s.profile.phone or s.siae.website)),
        page="rubriques/identite",
    ),
    Part(
        key="equipment",
        label="Équipements et agréments",
        weight=2,
        ask="Indiquez vos équipements et agréments.",
        why="Ils disent à un acheteur ce que vous pouvez faire sans sous-traiter.",
        share=lambda s: float(bool(s.profile.equipment or s.profile.approvals)),
        page="rubriques/equipements",
    ),
    Part(
        key="partnerships",
        label="Partenariats recherchés",
        weight=2,
        ask="Dites quels partenariats vous recherchez.",
        why="Entreprises et structures voisines sauront quoi vous proposer.",
        share=lambda s: float(bool(s.profile.partnerships)),
        page="rubriques/partenariats",
    ),
    Part(
        key="languages",
        label="Langues parlées",
        weight=1,
        ask="Indiquez les langues parlées dans votre équipe.",
        why="C’est utile aux personnes qui apprennent le français.",
        share=lambda s: float(bool(s.profile.languages)),
        page="rubriques/equipements",
    ),
)
