from __future__ import annotations

from app import territories
from app.blueprints.sector_figures import ELSEWHERE, KindTable
from app.matching.kinds import SiaeKind
from app.territories import TerritoryKind


def test_what_has_no_place_in_the_region_has_a_row_of_its_own_and_nothing_is_lost() -> None:
    found = [
        (SiaeKind.EI, "93", 2),
        (SiaeKind.ACI, "93", 1),
        (SiaeKind.EI, None, 1),
        (SiaeKind.EI, "69", 3),
    ]
    table = KindTable.of("vitrerie", found)
    assert [kind for kind, *_ in table.kinds] == [SiaeKind.ACI, SiaeKind.EI]
    assert table.total == sum(row.total for row in table.rows) == 7
    last = table.rows[-1]
    assert (last.name, last.counts, last.href) == (ELSEWHERE, (0, 4), "")
    departments = territories.list_territories(TerritoryKind.DEPARTMENT)
    assert len(table.holes) == len(departments) - 1


def test_nobody_gives_only_holes() -> None:
    table = KindTable.of("vitrerie", [])
    assert (table.kinds, table.total) == ((), 0)
    assert len(table.holes) == len(table.rows) == 8
