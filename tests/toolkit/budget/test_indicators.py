from __future__ import annotations

import pytest

from app.matching.kinds import SiaeKind
from app.toolkit.budget.alerts import list_warnings
from app.toolkit.budget.forecast import compute
from app.toolkit.budget.indicators import Light, light_of, view_year
from app.toolkit.budget.inputs import YearlyRow
from tests.toolkit.budget.examples import ACI, CENTRAL, EMPTY, ETTI, D, change, three


def rows(sales: int, variable: int, fixed: int) -> dict[str, tuple[YearlyRow, ...]]:
    return {
        "sales": (YearlyRow(label="v", amounts=three(sales)),),
        "charges": (
            YearlyRow(label="a", amounts=three(variable), is_variable=True),
            YearlyRow(label="b", amounts=three(fixed)),
        ),
    }


def test_the_break_even_covers_what_aids_do_not() -> None:
    # Sales 100 000, variable 40 000: margin 60 %. Fixed 90 000, aid 10 × 2 400 = 24 000:
    # (90 000 − 24 000) ÷ 0.6 = 110 000.
    inputs = change(EMPTY, **rows(100_200, 40_080, 90_000), presence=(D(1),) * 12)
    view = view_year(compute(inputs, CENTRAL), 0)
    assert view.break_even.sales == D("110000.00")


@pytest.mark.parametrize(
    ("figures", "sales", "why"),
    [
        ((0, 0, 1_200), None, "Aucune vente"),
        ((1_200, 2_400, 1_200), None, "coûte plus"),
        ((1_200, 0, 0), 0, "aides couvrent"),
    ],
)
def test_where_there_is_no_break_even_it_says_why(
    figures: tuple[int, int, int], sales: int | None, why: str
) -> None:
    found = view_year(compute(change(EMPTY, **rows(*figures)), CENTRAL), 0).break_even
    assert found.sales == sales
    assert why in found.why


def test_the_limit_of_sales_is_30_percent_then_50() -> None:
    # L'article D5132-34 dit « inférieures à 30 % » : 30 % tout juste demande déjà une décision.
    cases = (
        ("0.2999", Light.GREEN),
        ("0.30", Light.ORANGE),
        ("0.5", Light.ORANGE),
        ("0.51", Light.RED),
    )
    for ratio, light in cases:
        assert light_of(D(ratio)) is light


def test_the_sales_of_an_aci_alone_are_compared_with_its_charges() -> None:
    # 36 000 ÷ (12 000 + 78 000) = 40 %.
    inputs = change(EMPTY, **rows(36_000, 12_000, 78_000))
    view = view_year(compute(inputs, CENTRAL), 0)
    assert view.sales_ratio == D("0.4")
    assert any(
        "40 % des charges" in text.replace("\u00a0", " ")
        for text in list_warnings(compute(inputs, CENTRAL))
    )
    other = compute(change(inputs, kind=SiaeKind.EI), CENTRAL)
    assert view_year(other, 0).sales_ratio is None


def test_supervision_is_posts_of_insertion_for_one_permanent() -> None:
    # Year 2 of the ACI: people 10, 10, 12, 12 at 26 h: mean 11 × 26 ÷ 35 = 8.17; permanents 1.5.
    view = view_year(compute(ACI, CENTRAL), 1)
    assert view.supervision is not None
    assert round(view.supervision, 2) == D("5.45")


def test_what_is_missing_or_wrong_is_said_in_words() -> None:
    bare = compute(
        change(EMPTY, presence=(D(3),) * 12, weekly_hours=D(18), unit_cost=D(9_000)), CENTRAL
    )
    said = " ".join(list_warnings(bare)).replace("\u00a0", " ")
    for words in ("sous zéro", "Moins de 20 heures", "postes conventionnés", "Aucun permanent"):
        assert words in said
    cdi = compute(change(ACI, cdi_first=(D(2), D(3), D(0))), CENTRAL)
    said = " ".join(list_warnings(cdi)).replace("\u00a0", " ")
    assert "Année 1 : les CDI d’inclusion dépassent 20 %" in said
    assert "au-delà de 30 %" in said


def test_hours_lent_are_variable_charges() -> None:
    assert view_year(compute(ETTI, CENTRAL), 2).break_even.sales is not None
