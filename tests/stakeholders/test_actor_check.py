from __future__ import annotations

from datetime import date

import pytest

from app.toolkit.actor_check import KnownActors, problems_of
from app.toolkit.actors import load_actors, load_functions
from app.toolkit.stages import load_stages
from tests.stakeholders.samples import actor

KNOWN = KnownActors(
    functions={function.slug for function in load_functions()},
    parents={"maison": "", "fille": "maison", "petite-fille": "fille"},
    taken={"ancienne-maison": "autre"},
    today=date(2026, 11, 25),
)


def fields(**changes: object) -> list[str]:
    return [name for name, _ in problems_of(actor(**changes), KNOWN)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"functions": ("sorcier",)}, "fonctions"),
        ({"functions": ()}, "fonctions"),
        ({"parts": ("noel:R",)}, "etapes"),
        ({"parts": ("idee:Z",)}, "etapes"),
        ({"parts": ("cress/idee:R",)}, "etapes"),
        ({"parts": ("idee:R@nulle-part",)}, "etapes"),
        ({"territories": ("99999",)}, "territoires"),
        ({"parent": "inconnu"}, "rattachement"),
        ({"parent": "maison"}, "rattachement"),
        ({"parent": "petite-fille"}, "rattachement"),
        ({"url": "javascript:alert(1)"}, "site"),
        ({"url": "ftp://exemple.fr"}, "site"),
        ({"is_confirmed": True}, "confirme"),
        ({"former_names": ("A [2000..2010]", "B [2005..2012]")}, "anciens_noms"),
        ({"former_names": ("Ancienne maison",)}, "anciens_noms"),
        ({"former_slugs": ("fille",)}, "anciens_noms"),
        ({"slug": "ancienne-maison"}, "identifiant"),
        ({"slug": "proposer"}, "identifiant"),
        ({"slug": "É"}, "identifiant"),
        ({"verified_on": "2026-12-01"}, "verifie_le"),
        ({"verified_on": "hier"}, "verifie_le"),
        ({"name": ""}, "nom"),
        ({"role": "x" * 2001}, "role"),
        ({"contact": "prenom.nom@exemple.fr"}, "contact"),
        ({"contact": "contact@gmail.com"}, "contact"),
        ({"contact": "https://x y"}, "contact"),
        ({"contact": "06 12 34 56 78"}, "contact"),
        ({"role": "Demander Mme Durand"}, "role"),
    ],
)
def test_a_field_that_cannot_be_kept_is_named(changes: dict[str, object], field: str) -> None:
    assert field in fields(**changes)


@pytest.mark.parametrize(
    "contact", ["contact@exemple.fr", "iae.93@exemple.gouv.fr", "01 40 00 00 00, accueil"]
)
def test_an_office_may_be_written_to(contact: str) -> None:
    assert fields(contact=contact) == []


def test_our_own_file_is_right_and_gives_each_stage_its_letters() -> None:
    directory = load_actors()
    assert len(directory.actors) > 100
    for stage in load_stages():
        for slug in stage.functions:
            function = directory.function(slug)
            assert function is not None
            assert function.part_in(stage.slug) is not None, (stage.slug, slug)
    for sheet in directory.actors:
        assert sheet.is_confirmed or not sheet.verified_on, sheet.slug
