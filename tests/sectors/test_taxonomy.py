from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import sectors
from app.sectors import SectorDataError, Tag, load

DIVISIONS = re.findall(
    r"\d\d",
    "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 "
    "66 70 71 72 73 75 76 77 79 80 85 90 92 98",
)
SECTOR = """
[[sectors]]
slug = "{slug}"
name = "Tonte"
description = "Tonte."
cpv = ["7731"]
naf = ["8130Z"]
synonyms = ["gazon"]
"""
GROUP = '[group]\nslug = "{slug}"\nname = "G"\ndescription = "D"\norder = 1\n'


def test_there_are_two_levels_of_some_breadth() -> None:
    assert len(sectors.groups()) >= 20
    assert len(sectors.sectors()) >= 100
    assert [group.order for group in sectors.groups()] == sorted(
        {group.order for group in sectors.groups()}
    )


def test_the_45_divisions_are_all_answered_for() -> None:
    assert len(DIVISIONS) == 45
    for division in DIVISIONS:
        code = f"{division}000000"
        led, reason = sectors.by_cpv(code), sectors.out_of_scope(code)
        assert led or (reason and len(reason) > 20), division
        assert not (led and reason), division


@pytest.mark.parametrize("sector", sectors.sectors(), ids=lambda sector: sector.slug)
def test_a_sector_is_complete(sector: sectors.Sector) -> None:
    assert sector.description.endswith(".")
    assert sector.cpv or sector.naf
    assert len(sector.synonyms) >= 3
    assert sectors.get(sector.slug) is sector
    assert sectors.groups_by_slug()[sector.group]
    assert all(re.search(r"\bR\d{1,3}\b", tagged.source) for tagged in sector.tags)


def test_tags_of_the_strategy_are_used_and_have_words() -> None:
    used = {tagged.tag for sector in sectors.sectors() for tagged in sector.tags}
    assert {Tag.GREEN, Tag.EMERGING} <= used
    assert all(tag.label for tag in Tag)


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("90919300-2", "nettoyage-de-locaux"),
        ("90911300", "vitrerie"),
        ("77310000", "espaces-verts"),
        ("45442100", "peinture-et-revetements-muraux"),
        ("45111100", "deconstruction-et-curage"),
        ("5552000", "traiteur"),
    ],
)
def test_the_most_precise_prefix_wins(code: str, slug: str) -> None:
    assert [sector.slug for sector in sectors.by_cpv(code)] == [slug]


@pytest.mark.parametrize("code", ["", "abc", "1", "99999999", "12345"])
def test_a_code_that_leads_nowhere_gives_nothing(code: str) -> None:
    assert sectors.by_cpv(code) == ()


def test_a_code_of_activity_leads_to_few_sectors_or_says_nothing() -> None:
    codes = {code for sector in sectors.sectors() for code in sector.naf}
    assert all(len(sectors.by_naf(code)) <= 2 for code in codes)


def test_codes_of_activity_and_of_jobs_lead_to_sectors() -> None:
    assert "nettoyage-de-locaux" in {s.slug for s in sectors.by_naf("81.21Z")}
    assert "espaces-verts" in {s.slug for s in sectors.by_rome("a1203")}
    assert sectors.by_naf("0000Z") == ()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a": GROUP.format(slug="a") + SECTOR.format(slug="x") * 2}, "double"),
        ({"a": GROUP.format(slug="a") + SECTOR.format(slug="a")}, "double"),
        ({"a": GROUP.format(slug="a") + SECTOR.format(slug="x").replace("7731", "7A")}, "cpv"),
        ({"a": GROUP.format(slug="a") + SECTOR.format(slug="x").replace("name", "nom")}, "name"),
        ({"a": "[group"}, "a.toml"),
        (
            {"a": GROUP.format(slug="a") + SECTOR.format(slug="x")
             + 'tags = [{ tag = "rare", source = "R1" }]'},
            "rare",
        ),
    ],
)  # fmt: skip
def test_wrong_data_are_refused_in_words(tmp_path: Path, files: dict[str, str], words: str) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
    with pytest.raises(SectorDataError, match=words):
        load(tmp_path)
