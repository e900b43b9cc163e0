from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.forms.hours import read_conversion, read_estimate, read_number

GOOD = {"montant": "1 000 000 €", "part": "50", "taux": "5 %", "cout": "30,00"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("140", 140),
        ("140 h", 140),
        ("140 heures", 140),
        ("1 820", 1820),
        ("1\u202f820", 1820),
        ("1\u00a0000\u00a0000,50\u00a0€", 1_000_000.5),
        ("250 000 € HT", 250_000),
        ("1.000.000", 1_000_000),
        ("250.000", 250_000),
        ("250.000,5", 250_000.5),
        ("0.500", 0.5),
        ("12.5", 12.5),
        ("5%", 5),
        ("30 €/h", 30),
        ("30 euros", 30),
        ("6 mois", 6),
        ("", None),
        ("abc", None),
        ("-5", None),
        ("1e9", None),
        ("nan", None),
        ("1,000,000", None),
        ("12 3.4.5", None),
        ("5 pommes", None),
        ("2 M€", None),
        ("٣", None),
        ("9" * 300, None),
    ],
)
def test_numbers_as_people_write_them(raw: str, expected: float | None) -> None:
    assert read_number(raw) == expected


def test_an_address_without_values_asks_nothing_and_finds_no_error() -> None:
    for form in (read_conversion(MultiDict()), read_estimate(MultiDict())):
        assert not form.is_asked
        assert not form.is_complete
        assert form.errors == ()


def test_only_the_year_has_a_value_before_anything_is_typed() -> None:
    form = read_estimate(MultiDict())
    assert {a.field.name: a.raw for a in form.answers if a.raw} == {"annee": "1820"}


def test_hours_alone_are_enough_to_convert() -> None:
    form = read_conversion(MultiDict({"heures": "140", "mois": "12"}))
    assert form.is_complete
    assert [form.number(name) for name in ("heures", "mois", "annee")] == [140, 12, 1820]


def test_a_length_may_be_left_out() -> None:
    form = read_conversion(MultiDict({"heures": "140", "mois": "", "annee": "1600"}))
    assert form.is_complete
    assert form.number("mois") is None


def test_one_form_does_not_wake_the_other() -> None:
    args = MultiDict(GOOD)
    assert read_estimate(args).is_complete
    assert not read_conversion(args).is_asked


def test_each_wrong_value_has_its_own_message_and_field() -> None:
    args = MultiDict({"montant": "abc", "part": "150", "taux": "", "cout": "30"})
    errors = dict(read_estimate(args).errors)
    assert set(errors) == {"estimer-montant", "estimer-part", "estimer-taux"}
    assert "écrivez un nombre" in errors["estimer-montant"]
    assert "100" in errors["estimer-part"]
    assert errors["estimer-taux"].startswith("Indiquez")


@pytest.mark.parametrize(
    ("name", "raw"),
    [("montant", "0"), ("montant", "99999999999"), ("taux", "0"), ("cout", "0"), ("mois", "0"),
     ("mois", "61"), ("annee", "0"), ("annee", "9000"), ("annee", "")],
)  # fmt: skip
def test_values_out_of_bounds_are_refused(name: str, raw: str) -> None:
    form = read_estimate(MultiDict({**GOOD, name: raw}))
    assert [id_ for id_, _ in form.errors] == [f"estimer-{name}"]


@given(
    st.dictionaries(
        st.sampled_from(["heures", "montant", "part", "taux", "cout", "mois", "annee"]),
        st.text(max_size=90),
    )
)
def test_whatever_is_typed_gives_a_number_or_a_message(values: dict[str, str]) -> None:
    for form in (read_conversion(MultiDict(values)), read_estimate(MultiDict(values))):
        for answer in form.answers:
            assert len(answer.raw) <= 80
            if form.is_asked and answer.number is None:
                assert answer.error or not answer.raw
