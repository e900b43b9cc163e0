from __future__ import annotations

import pytest

from app import sectors
from app.sectors.code_labels import CodeKind, label_of, load_labels, write_code


@pytest.mark.parametrize("kind", ["cpv", "naf", "rome"])
def test_every_code_of_the_taxonomy_has_its_official_label_and_no_other(kind: CodeKind) -> None:
    used = {code for sector in sectors.sectors() for code in getattr(sector, kind)}
    assert used == set(load_labels(kind))
    assert all(label_of(kind, code) for code in used)


def test_codes_are_written_as_their_referentials_do() -> None:
    assert write_code("cpv", "9091") == "90910000"
    assert write_code("naf", "8121Z") == "81.21Z"
    assert write_code("rome", "K2204") == "K2204"
    assert label_of("naf", "0000Z") == ""
