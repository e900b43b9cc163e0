from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.awards import queries
from app.awards.models import Award
from app.awards.services import store_awards
from app.imports.report import FileReport
from tests.awards.builders import BUYER, contract, read

OTHER = "21930066200018"
NAMES = "Pas de considération sociale"


def social(*values: str) -> dict[str, object]:
    return {"considerationsSociales": {"considerationSociale": list(values)}}


CONTRACTS = [
    contract(id="a", dateNotification="2025-03-31", dureeMois=24),  # ends 2027-03-31
    contract(id="b", dateNotification="2025-06-15", dureeMois=24, **social(NAMES)),  # 2027-06-15
    contract(id="c", dateNotification="2025-08-23", dureeMois=24, **social("Marché réservé")),
    contract(id="d", dateNotification="2025-02-22", dureeMois=24),  # ends 2027-02-22: too soon
    contract(id="e", dateNotification="2025-08-24", dureeMois=24),  # ends 2027-08-24: too late
    contract(id="f", dateNotification="2024-11-01", dureeMois="NC", considerationsSociales=...),
    contract(
        id="g", acheteur={"id": OTHER}, objet="Nettoyage des locaux", codeCPV="90910000",
        dateNotification="2025-06-15", dureeMois=24,
        lieuExecution={"code": "77", "typeCode": "Code département"},
    ),
]  # fmt: skip


def test_who_has_no_name_is_told_by_number(session: Session, now: datetime) -> None:
    holders = [{"titulaire": {"id": OTHER, "typeIdentifiant": "SIRET"}}]
    data = {"marches": [contract(titulaires=holders)]}
    store_awards(session, read(data), FileReport(file="test"), now=now)
    session.commit()
    session.expunge_all()
    award = session.scalars(queries.with_details(sa.select(Award))).one()
    assert award.buyer_label == f"Acheteur {BUYER}"
    assert [holder.label for holder in award.holders] == [f"SIRET {OTHER}"]


@pytest.fixture
def stocked(session: Session, now: datetime) -> Session:
    store_awards(session, read({"marches": CONTRACTS}), FileReport(file="test"), now=now)
    session.commit()
    session.expunge_all()
    return session


def numbers(session: Session, select: sa.Select[queries.Award]) -> str:
    return "".join(award.number for award in session.scalars(select))


def test_awards_of_a_buyer_newest_first(stocked: Session) -> None:
    assert numbers(stocked, queries.of_buyer(BUYER)) == "ecbadf"
    assert stocked.scalar(queries.total(queries.of_buyer(BUYER))) == 6


def test_the_practice_of_a_buyer_by_year(stocked: Session) -> None:
    rows = [tuple(row) for row in stocked.execute(queries.clause_practice(BUYER))]
    assert rows == [(2025, 5, 5, 1, 3, 0, 1), (2024, 1, 0, 0, 0, 0, 0)]


def test_similar_awards(stocked: Session) -> None:
    assert numbers(stocked, queries.similar(["espaces-verts"], {"93"})) == "ecbadf"
    assert numbers(stocked, queries.similar(["espaces-verts"], {"77"})) == ""
    assert numbers(stocked, queries.similar(["espaces-verts"], {"77"}, BUYER)) == "ecbadf"
    assert numbers(stocked, queries.similar([], {"77"})) == "g"
    assert numbers(stocked, queries.similar(["espaces-verts"], ())) == "ecbadf"
    assert numbers(stocked, queries.similar([], ())) == ""


def test_renewals_are_those_that_end_in_three_to_nine_months(
    stocked: Session, now: datetime
) -> None:
    assert numbers(stocked, queries.renewals(now)) == "abgc"
    assert numbers(stocked, queries.renewals(now, ["espaces-verts"])) == "abc"
    assert numbers(stocked, queries.renewals(now, (), {"77"})) == "g"
    assert numbers(stocked, queries.renewals(now, is_social=True)) == "agc"
    assert numbers(stocked, queries.renewals(now, is_social=False)) == "b"


def test_usual_sectors_of_a_buyer(stocked: Session) -> None:
    assert [tuple(row) for row in stocked.execute(queries.usual_sectors(BUYER))] == [
        ("espaces-verts", 6)
    ]


def test_an_award_by_its_reference_is_whole(stocked: Session) -> None:
    award = stocked.scalar(queries.by_reference(f"{OTHER}g"))
    assert award is not None
    assert (len(award.holders), award.sectors[0].sector) == (1, "nettoyage-de-locaux")
    count, last = stocked.execute(queries.stamp()).one()
    assert count == len(CONTRACTS)
    assert last is not None
