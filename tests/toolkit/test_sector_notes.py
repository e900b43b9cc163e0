from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app import sectors
from app.errors import InvalidError
from app.sectors import Tag
from app.toolkit.sector_notes import FOLDER, load_sector_notes


def test_every_group_has_a_file_whose_slugs_and_sources_exist() -> None:
    notes = load_sector_notes()
    assert notes.groups.keys() == sectors.groups_by_slug().keys()


def test_every_tag_of_every_sector_has_its_reason_and_a_source() -> None:
    notes = load_sector_notes()
    used = set()
    for sector in sectors.sectors():
        for tagged in sector.tags:
            reason = notes.reason_of(tagged)
            assert reason.words.endswith(".")
            assert reason.cited
            used.add((reason.tag, reason.requirement))
    assert {tag for tag, _ in used} == set(Tag)
    assert used == {(reason.tag, reason.requirement) for reason in notes.common.reasons}


def test_a_job_sought_is_shown_in_its_own_sectors_alone() -> None:
    notes = load_sector_notes()
    restaurants = notes.jobs_of("restauration-et-traiteur", ["restaurants"])
    assert [job.projects for job in restaurants] == [16_480, 12_580]
    assert not notes.jobs_of("restauration-et-traiteur", ["portage-de-repas"])
    for sector in sectors.sectors():
        is_tagged = any(tagged.tag is Tag.IN_TENSION for tagged in sector.tags)
        assert is_tagged == bool(notes.jobs_of(sector.group, [sector.slug])), sector.slug


def test_nothing_is_said_twice_between_the_group_and_all_sectors() -> None:
    notes = load_sector_notes()
    for slug in notes.groups:
        own, common = notes.schemes_of(slug)
        assert not {s.slug for s in own} & {s.slug for s in common}
        mine, theirs = notes.networks_of(slug)
        assert not {a.slug for a in mine} & {a.slug for a in theirs}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "sectors"
    shutil.copytree(FOLDER, copy)
    return copy


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("group: numerique\n", "n’est pas celui"),
        ("group: linge-et-textile\nfunding: [rien]\n", "rien"),
        ("group: linge-et-textile\nnetworks: [personne]\n", "personne"),
        ("group: linge-et-textile\nreseaux: [tissons]\n", "linge-et-textile"),
        ('group: linge-et-textile\nfacts: [{words: "a", sources: [nulle]}]\n', "nulle"),
        (
            'group: linge-et-textile\ntension: [{job: "J", projects: 1, year: 2025, rome: [K2204], '
            "sectors: [blanchisserie], sources: [bmo]}]\n",
            "ROME",
        ),
        (
            'group: linge-et-textile\ntension: [{job: "J", projects: 1, year: 2025, rome: [K2201], '
            "sectors: [vitrerie], sources: [bmo]}]\n",
            "vitrerie",
        ),
        ("\x00", "illisible"),
    ],
)
def test_a_wrong_file_is_named_and_refused(folder: Path, written: str, said: str) -> None:
    (folder / "linge-et-textile.yaml").write_text(written)
    with pytest.raises(InvalidError, match=said):
        load_sector_notes(folder)


def test_a_group_without_a_file_is_said(folder: Path) -> None:
    (folder / "numerique.yaml").unlink()
    with pytest.raises(InvalidError, match="numerique"):
        load_sector_notes(folder)


def test_a_tag_without_a_reason_is_said(folder: Path) -> None:
    common = folder / "commun.yaml"
    common.write_text(common.read_text().replace("requirement: R54", "requirement: R99"))
    with pytest.raises(InvalidError, match="R54"):
        load_sector_notes(folder)
