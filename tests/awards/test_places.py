from __future__ import annotations

from datetime import date

import pytest

from app.awards.durations import add_months
from app.awards.places import place_award, resolve_place
from tests.awards.builders import read_contract_of


@pytest.mark.parametrize(
    ("code", "kind", "name", "expected"),
    [
        ("93", "Code département", "", "93"),
        ("93", "CODE DEPARTEMENT", "", "93"),
        ("1", "Code departement", "", "01"),
        ("20A", "Code département", "", "2A"),
        ("971", "Code département", "", "971"),
        ("11", "Code région", "", "R11"),
        ("11", "Code département", "", "11"),
        ("77", "Code region", "", "77"),
        ("FR", "Code pays", "", "FR"),
        ("99", "Code pays", "", ""),
        ("93700", "Code postal", "", "93029"),
        ("93700", "Code Postal", "Drancy", "93029"),
        ("93700", "Code region", "", "93029"),
        ("83220", "Code region", "", "83"),
        ("77100", "Code postal", "Meaux", "77284"),
        ("77100", "Code commune", "", "77100"),
        ("75056", "Code postal", "", "75056"),
        ("75000", "Code postal", "", "75"),
        ("75012", "Code postal", "", "75112"),
        ("75112", "Code arrondissement", "", "75112"),
        ("93008", "Code postal", "", "93"),
        ("1000", "Code postal", "", "01"),
        ("9315", "Code canton", "", "93"),
        ("FR106", "", "", "93"),
        ("croix", "Code Postal", "croix", ""),
        ("", "", "", ""),
        ("DEP", "code postal", "", ""),
        ("0", "Code département", "", ""),
    ],
)
def test_a_place_is_the_territory_it_means(code: str, kind: str, name: str, expected: str) -> None:
    assert resolve_place(code, kind, name) == expected


def test_without_a_place_the_buyers_is_said_to_be_his() -> None:
    record = read_contract_of()
    assert (place_award(record).code, place_award(record).proof) == ("93", "place")
    unknown = read_contract_of(lieuExecution=...)
    assert (place_award(unknown).code, place_award(unknown).proof) == ("", "")


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 15), 12, date(2025, 12, 15)),
        (date(2024, 1, 1), 1.5, date(2024, 2, 16)),
        (date(2060, 1, 1), 600, date(2110, 1, 1)),
        (date(9990, 1, 1), 600, None),
    ],
)
def test_months_of_the_calendar(day: date, months: float, end: date | None) -> None:
    assert add_months(day, months) == end
