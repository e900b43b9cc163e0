from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.matching.kinds import SiaeKind
from app.toolkit.budget.alerts import gather_warnings, list_warnings, warn_of_rate
from app.toolkit.budget.forecast import compute
from app.toolkit.budget.inputs import BudgetInputs, YearlyRow
from app.toolkit.budget.scale import read_scale
from tests.toolkit.budget.examples import ACI, CENTRAL, EI, EMPTY, ETTI, SCENARIOS, D, three

TODAY = date(2026, 11, 24)
PEOPLE = (D(10),) * 12


def warned(inputs: BudgetInputs) -> str:
    text = " ".join(list_warnings(compute(inputs, CENTRAL)))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_aid_that_the_agreement_does_not_pay_is_said_in_euros() -> None:
    # 2 posts of 10 beyond: 2 × 24 000 × 3 years = 144 000.
    assert "144 000 € d’aide perdue" in warned(replace(EMPTY, presence=PEOPLE, caps=three(8)))
    assert "aide perdue" not in warned(replace(EMPTY, presence=PEOPLE, caps=three(10)))


def test_cash_below_zero_is_said_with_its_months_by_name() -> None:
    # 100 € out each month from 250 €: −50 in March 2027, the lowest in December: −950.
    rent = YearlyRow(label="loyer", amounts=(D(1_200), D(0), D(0)))
    said = warned(replace(EMPTY, opening_cash=D(250), charges=(rent,)))
    assert "sous zéro dès mars 2027 et descend à −950 € en décembre 2027" in said
    assert "sous zéro" not in warned(replace(EMPTY, opening_cash=D(1_200), charges=(rent,)))


def test_a_kind_filled_with_the_fields_of_another_says_that_nobody_is_there() -> None:
    assert "Aucune heure travaillée" in warned(replace(ETTI, presence=(D(0),) * 12))
    assert "Aucune personne en insertion" in warned(EMPTY)
    assert "Aucune" not in warned(ACI)


def test_one_line_of_sales_beyond_half_is_a_dependence() -> None:
    alone = YearlyRow(label="Ville", amounts=three(10_000))
    half = replace(alone, label="Bailleur")
    assert "plus de la moitié des ventes" in warned(replace(EMPTY, sales=(alone,)))
    assert "plus de la moitié" not in warned(replace(EMPTY, sales=(alone, half)))


@pytest.mark.parametrize(
    ("cdi", "caps", "words"),
    [
        (D("1.6"), D(8), ""),  # 20 % of 8 is 1.6
        (D("1.7"), D(8), "possible sur décision du préfet"),
        (D("2.4"), D(8), "possible sur décision du préfet"),  # 30 %
        (D("2.5"), D(8), "au-delà de 30 %"),
        (D(1), None, "ne peut pas être vérifiée"),
    ],
)
def test_cdi_beyond_a_fifth_of_the_posts_are_said(
    cdi: Decimal, caps: Decimal | None, words: str
) -> None:
    said = warned(replace(EMPTY, presence=PEOPLE, caps=(caps,) * 3, cdi_first=(cdi, D(0), D(0))))
    assert words in said
    assert ("D5132-10-5-2" in said) is bool(words)


def test_supervision_is_compared_with_the_landmark_of_its_kind() -> None:
    # 10 posts for 1.5 permanents = 6.7, more than 4 in an EI; none is known for an ETTI.
    inputs = replace(EI, presence=PEOPLE)
    assert "Le repère régional de 2019 était de 4" in warned(inputs)
    assert "repère régional" not in warned(ETTI)


def test_a_sentence_is_said_once_with_its_scenarios() -> None:
    # Sales 27 900 of 90 000 = 31 %; prudent: 22 320 of 90 000 = 24.8 %; bright: 30 690, 34.1 %.
    sales = YearlyRow(label="Ville", amounts=three(27_900))
    rent = YearlyRow(label="Loyer", amounts=three(90_000))
    inputs = replace(EMPTY, sales=(sales,), charges=(rent,))
    found = gather_warnings([compute(inputs, how) for how in SCENARIOS])
    where = {warning.text: warning.where for warning in found}
    assert len(where) == len(found)
    assert next(w for t, w in where.items() if "Aucun permanent" in t) == "Tous les scénarios"
    limits = {t.replace("\u00a0", " "): w for t, w in where.items() if t.startswith("Année 1")}
    assert {w for t, w in limits.items() if "31 % des charges" in t} == {"Scénario central"}
    assert {w for t, w in limits.items() if "34 % des charges" in t} == {"Scénario ambitieux"}
    assert not any("25 % des charges" in t for t in limits)


def test_the_amount_of_another_kind_is_noticed() -> None:
    def said(kind: SiaeKind, amount: int) -> str:
        inputs = replace(EMPTY, kind=kind, aid_per_fte=D(amount))
        return " ".join(warn_of_rate(inputs, read_scale(), TODAY))

    assert "dernière valeur connue du type ACI, pas du type EI" in said(SiaeKind.EI, 23_921)
    assert said(SiaeKind.ACI, 23_921) == ""
    assert said(SiaeKind.ACI, 24_500) == ""
    assert "zéro" in said(SiaeKind.ACI, 0)
