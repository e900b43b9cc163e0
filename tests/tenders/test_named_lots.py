"""Which lots a sentence of the whole notice speaks of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.matching.kinds import SiaeKind
from app.tenders.law import families_allowed
from app.tenders.matching import need_of
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.named_lots import find_named_lots
from app.tenders.records import ClauseKind
from tests.tenders.test_ted_xml import read

LOTS = ["1", "2", "3", "4", "5", "2a", "12"]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Lot réservé: le lot 2 sera attribué à une entreprise adaptée", {"2"}),
        ("Le lot 2 a été réservé aux ESAT", {"2"}),
        ("Les lots n° 1, 2 et 4 sont réservés", {"1", "2", "4"}),
        ("Les lots 2 à 4 sont réservés", {"2", "3", "4"}),
        ("lots 1-3", {"1", "2", "3"}),
        ("Lot n°02 : réservé aux SIAE", {"2"}),
        ("Réservé : lot 2A", {"2a"}),
        ("Le lot 1 et le lot 5 sont réservés", {"1", "5"}),
        ("Tous les lots sauf le lot 2 sont réservés", set()),
        ("Les lots, à l’exception du lot 2, sont réservés", set()),
        ("Marché réservé de 2 lots 1 : nettoyage", set()),
        ("case cochée pour l’avis entier (19 lots) : vérifier lesquels", set()),
        ("Le lot 7 est réservé", set()),
        ("Marché réservé aux SIAE pour 12 mois", set()),
    ],
)
def test_numbers_are_read_where_they_name_lots(sentence: str, named: set[str]) -> None:
    assert find_named_lots(sentence, LOTS) == named


def consultation(quotation: str, origin: str = "text") -> Consultation:
    """Two lots, and one reservation that stands in the whole notice."""
    return Consultation(
        nature=["services"],
        buyer_siret="",
        deadline_at=datetime(2026, 12, 15, 11, tzinfo=UTC),
        lots=[Lot(number=number, title="", cpv=[]) for number in ("1", "2")],
        clauses=[
            Clause(
                kind="reserved", quotation=quotation, field="x", lot="", article="L2113-12",
                origin=origin,
            )
        ],
    )  # fmt: skip


def test_a_clause_about_one_lot_is_not_read_for_another() -> None:
    found = consultation("Le lot 2 est réservé aux entreprises adaptées")
    first, second = (need_of(found, lot) for lot in found.lots)
    assert first.reservation is None
    assert second.reservation is not None
    assert second.reservation.admitted == {SiaeKind.EA, SiaeKind.ESAT}


@pytest.mark.parametrize(
    ("quotation", "origin"),
    [("Le marché est réservé aux entreprises adaptées", "text"), ("Lot 2 : res-ws", "coded")],
)
def test_a_clause_about_the_whole_is_read_for_each(quotation: str, origin: str) -> None:
    found = consultation(quotation, origin)
    assert all(need_of(found, lot).reservation is not None for lot in found.lots)


def test_the_real_notice_where_only_the_second_lot_is_for_the_adapted_sector(
    shared_data: Path,
) -> None:
    record = read((shared_data / "ted_xml_r209_fr" / "297487-2018.xml").read_bytes())
    clauses = [clause for clause in record.clauses if clause.kind is ClauseKind.RESERVED]
    named = [
        find_named_lots(clause.quotation, ["1", "2"]) for clause in clauses if clause.lot is None
    ]
    assert {"2"} in named
    allowed = families_allowed(
        clause for clause in clauses if clause.lot == "2" or clause.lot is None
    )
    assert allowed is not None
    assert (allowed.admitted, allowed.to_check) == ({"EA", "ESAT"}, frozenset())
