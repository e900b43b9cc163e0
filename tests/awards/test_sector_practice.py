from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.awards.sector_practice import ENOUGH, Amounts, read_practice
from app.awards.services import store_awards
from app.imports.report import FileReport
from tests.awards.builders import contract, read

CLEANING = {"objet": "Nettoyage des locaux", "codeCPV": "90910000"}
TODAY = date(2026, 11, 25)


def social(*values: str) -> dict[str, object]:
    return {"considerationsSociales": {"considerationSociale": list(values)}}


def store(session: Session, now: datetime, *contracts: dict[str, object]) -> Session:
    store_awards(session, read({"marches": list(contracts)}), FileReport(file="test"), now=now)
    session.commit()
    session.expunge_all()
    return session


def test_the_period_ends_at_the_last_contract_known_never_in_the_future(
    session: Session, now: datetime
) -> None:
    store(
        session,
        now,
        contract(id="a", dateNotification="2020-05-10", **CLEANING),
        contract(id="b", dateNotification="2022-05-11", **CLEANING),
        contract(id="c", dateNotification="2024-05-10", **CLEANING),
        contract(id="d", dateNotification="2027-05-10", **CLEANING),
    )
    found = read_practice(session, ["nettoyage-de-locaux"], TODAY, 3)
    assert found is not None
    assert (found.since, found.until) == (date(2022, 5, 10), date(2024, 5, 10))
    assert found.total == 2
    assert [award.number for award in found.newest] == ["c", "b"]


def test_a_consideration_is_counted_among_those_that_declare_one(
    session: Session, now: datetime
) -> None:
    store(
        session,
        now,
        contract(id="a", dateNotification="2025-05-10", **CLEANING, **social("Clause sociale")),
        contract(id="b", dateNotification="2025-05-10", **CLEANING, **social("Marché réservé")),
        contract(
            id="c",
            dateNotification="2025-05-10",
            **CLEANING,
            **social("Pas de considération sociale"),
        ),
        contract(id="d", dateNotification="2025-05-10", considerationsSociales=..., **CLEANING),
    )
    found = read_practice(session, ["nettoyage-de-locaux"], TODAY, 3)
    assert found is not None
    assert (found.total, found.known, found.social, found.reserved) == (4, 3, 2, 1)
    [(_siret, _name, count)] = found.buyers
    assert count == 4


def test_nothing_known_is_none(session: Session) -> None:
    assert read_practice(session, ["apiculture"], TODAY, 3) is None


@pytest.mark.parametrize("count", [0, 1, ENOUGH - 1])
def test_few_amounts_have_no_quartiles(count: int) -> None:
    spread = Amounts.of([float(n + 1) for n in range(count)])
    assert spread is None if count == 0 else spread is not None and spread.median is None


@given(st.lists(st.floats(1, 1e12), min_size=ENOUGH, max_size=60))
def test_quartiles_are_in_order_and_inside(values: list[float]) -> None:
    spread = Amounts.of(values)
    assert spread is not None
    assert spread.first is not None
    assert spread.median is not None
    assert spread.third is not None
    slack = 1e-6 * spread.most
    ordered = (spread.least, spread.first, spread.median, spread.third, spread.most)
    assert all(a <= b + slack for a, b in pairwise(ordered))
