from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InvalidError
from app.matching.kinds import SiaeKind
from app.toolkit.budget.inputs import BUDGET_KINDS
from app.toolkit.budget.scale import AidRate, AidScale, read_scale

TODAY = date(2026, 11, 24)


def rate(kind: SiaeKind, starts_on: date, amount: int, source: str = "s") -> AidRate:
    return AidRate(
        kind=kind,
        starts_on=starts_on,
        amount=Decimal(amount),
        source=source,
        published="2024",
        reliability="press",
    )


@pytest.mark.parametrize(
    ("kind", "amount", "starts_on"),
    [
        ("ACI", 23_921, date(2024, 11, 1)),
        ("AI", 1_619, date(2024, 11, 1)),
        ("EI", 13_304, date(2025, 1, 1)),
        ("ETTI", 4_781, date(2024, 11, 1)),
    ],
)
def test_the_last_known_rates_are_those_of_the_facts(
    kind: str, amount: int, starts_on: date
) -> None:
    found = read_scale().latest(SiaeKind(kind), TODAY)
    assert found is not None
    assert (found.amount, found.starts_on) == (amount, starts_on)


def test_the_rate_of_a_day_is_the_last_that_had_started() -> None:
    scale = read_scale()
    day_before = scale.latest(SiaeKind.EI, date(2024, 12, 31))
    assert day_before is not None
    assert day_before.amount == 12_459
    # The ACI and the AI had none before July 2014 (facts: « à partir du 1er juillet 2014 »).
    assert scale.latest(SiaeKind.ACI, date(2014, 6, 30)) is None
    assert scale.latest(SiaeKind.GEIQ, TODAY) is None


def test_every_rate_says_where_it_comes_from() -> None:
    for known in read_scale().rates:
        assert known.source
        assert known.published
        assert known.url.startswith("http")
        assert known.amount > 0
        assert known.kind in {*BUDGET_KINDS, SiaeKind.EITI}
        assert known.kind is not SiaeKind.EITI or "1\u202f505" in known.note.replace(" ", "\u202f")


def test_of_two_rates_of_one_day_the_last_given_holds() -> None:
    first = rate(SiaeKind.ACI, date(2026, 1, 1), 1, "fichier")
    second = rate(SiaeKind.ACI, date(2026, 1, 1), 2, "équipe")
    found = AidScale.of([first, second]).latest(SiaeKind.ACI, TODAY)
    assert found is not None
    assert found.source == "équipe"


def test_a_file_that_is_wrong_says_where(tmp_path: Path) -> None:
    path = tmp_path / "aide.yaml"
    path.write_text("rates:\n  - {kind: EI, amount: beaucoup}\n", encoding="utf-8")
    with pytest.raises(InvalidError, match=r"aide\.yaml"):
        read_scale(path)
