"""The demonstration data: fictional, complete, and tied to real places and sectors."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cattrs.errors import ClassValidationError

from app import sectors, territories
from app.clock import to_paris, to_utc
from app.demo import samples
from app.demo.consultations import make_notices
from app.demo.samples import (
    ConsultationSample,
    StructureSample,
    consultation_samples,
    structure_samples,
)
from app.demo.structures import make_structure
from app.errors import InvalidError
from app.matching.kinds import SiaeKind
from app.tenders.matching import HOURS
from app.tenders.records import ClauseKind, NoticeKind

ILE_DE_FRANCE = {"75", "77", "78", "91", "92", "93", "94", "95"}


def test_there_are_about_sixty_structures_and_forty_consultations() -> None:
    assert 55 <= len(structure_samples()) <= 65
    assert [c.id for c in consultation_samples()] == [f"DEMO-{n:03}" for n in range(1, 41)]


def test_every_departement_and_every_kind_is_there() -> None:
    assert {s.postal_code[:2] for s in structure_samples()} == ILE_DE_FRANCE
    assert set(SiaeKind) == {s.kind for s in structure_samples()}
    by_department = Counter(s.postal_code[:2] for s in structure_samples())
    assert min(by_department.values()) >= 7


@pytest.mark.parametrize("sample", structure_samples(), ids=lambda s: s.name)
def test_a_structure_is_whole_and_has_no_contact(sample: StructureSample) -> None:
    commune = territories.locate(sample.postal_code, sample.city)
    assert commune is not None
    assert sample.postal_code in commune.postal_codes
    assert 1 <= len(sample.activities) <= 3
    assert len({(a.sector, a.service) for a in sample.activities}) == len(sample.activities)
    for activity in sample.activities:
        assert sectors.find(activity.sector) is not None, activity.sector
        assert all(territories.find_code(code) for code in activity.zones)
        assert bool(activity.zones) != (activity.radius_km is not None)
    assert not any(mark in sample.description for mark in ("@", "http", "www", "01 "))
    assert sample.description.endswith(".")


def test_names_are_unique() -> None:
    assert max(Counter(s.name.casefold() for s in structure_samples()).values()) == 1


@pytest.mark.parametrize("sample", consultation_samples(), ids=lambda c: c.id)
def test_a_consultation_says_that_it_is_fictional(sample: ConsultationSample) -> None:
    assert "ficti" in sample.buyer.name
    assert sample.buyer.name.endswith("(démonstration)")
    assert 1 <= len(sample.lots) <= 4
    assert set(sample.nature) <= {"services", "travaux", "fournitures"}
    numbers = {str(n) for n in range(1, len(sample.lots) + 1)}
    assert {c.lot for c in sample.clauses} <= numbers | {""}
    places = [f"{sample.buyer.postal_code} {sample.buyer.city}"]
    places += [place for lot in sample.lots for place in lot.places]
    for place in places:
        postal_code, _, city = place.partition(" ")
        assert territories.locate(postal_code, city) is not None, place
    assert all(code.isdigit() and len(code) == 8 for lot in sample.lots for code in lot.cpv)


def test_the_consultations_show_every_case() -> None:
    everything = consultation_samples()
    articles = {c.article for s in everything for c in s.clauses if c.kind is ClauseKind.RESERVED}
    assert articles == {"L2113-12", "L2113-13", "L2113-12, L2113-13"}
    assert {c.kind for s in everything for c in s.clauses} == set(ClauseKind)
    assert any(not s.clauses for s in everything)
    assert any(s.criteria for s in everything)
    assert {s.family for s in everything} == {"MAPA", "FNS", "JOUE", "DSP"}
    assert {f.kind for s in everything for f in s.follow_ups} == {
        NoticeKind.AMENDMENT,
        NoticeKind.AWARD,
        NoticeKind.CANCELLATION,
        NoticeKind.WITHOUT_FOLLOW_UP,
    }
    days = {s.deadline_in_days for s in everything}
    assert {-1, 2, 6, 21} <= days
    assert max(days) >= 60
    volumes = {
        found[1].replace("\u00a0", "")
        for s in everything
        for c in s.clauses
        if c.kind is ClauseKind.EXECUTION and (found := HOURS.search(c.quotation))
    }
    assert "1400" in volumes


def test_deadlines_are_at_noon_in_paris_in_winter_and_in_summer(now: datetime) -> None:
    sample = consultation_samples()[0]
    for moment in (now, now - timedelta(days=140)):
        call = next(make_notices(sample, moment))
        assert call.deadline is not None
        local = to_paris(call.deadline.at)
        assert (local.hour, local.minute) == (12, 0)
        assert local.date() == moment.date() + timedelta(days=2)
        assert call.deadline.local == local.replace(tzinfo=None)
        assert call.deadline.at == to_utc(local)


def test_the_day_is_that_of_paris_whatever_the_zone_of_the_instant(now: datetime) -> None:
    late = to_utc(now.replace(hour=0, minute=30))  # still the day before in UTC
    assert next(make_notices(consultation_samples()[0], late)) == next(
        make_notices(consultation_samples()[0], now)
    )


def test_a_follow_up_names_the_notice_before_it(now: datetime) -> None:
    amended = next(s for s in consultation_samples() if s.id == "DEMO-007")
    call, amendment = make_notices(amended, now)
    assert amendment.previous == (call.id,)
    assert amendment.published_on is not None
    assert call.published_on is not None
    assert amendment.published_on > call.published_on
    assert amendment.deadline is not None
    assert call.deadline is not None
    assert amendment.deadline.at - call.deadline.at == timedelta(days=10)


def test_a_structure_stands_near_its_commune_at_the_same_point_each_time(now: datetime) -> None:
    for sample in structure_samples():
        one, other = make_structure(sample, now), make_structure(sample, now)
        commune = territories.locate(sample.postal_code, sample.city)
        assert commune is not None
        assert commune.centre is not None
        assert one.point is not None
        assert one.point == other.point
        assert territories.distance_km(one.point, commune.centre) < 1


def test_an_unknown_commune_is_an_error(now: datetime) -> None:
    sample = StructureSample(
        name="Nulle part",
        kind=SiaeKind.EI,
        postal_code="93999",
        city="Ville-qui-n’existe-pas",
        description="",
        activities=(),
    )
    with pytest.raises(InvalidError):
        make_structure(sample, now)


def test_a_misspelt_key_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "structures"
    folder.mkdir()
    (folder / "x.toml").write_text('[[structures]]\nnam = "X"\n', encoding="utf-8")
    monkeypatch.setattr(samples, "DATA", tmp_path)
    with pytest.raises(ClassValidationError):
        samples.read_folder("structures", StructureSample)
