from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.names import LONGEST, read_name
from app.errors import InvalidError


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Zoé   d’Œuvray-Lebœuf ", "Zoé d’Œuvray-Lebœuf"),
        ("Ad\u200bmi\u200dn\ufeff Portail", "Admin Portail"),
        ("Camille \u202egnitraM\u202c", "Camille gnitraM"),
        ("Camille \u2066Martin\u2069\u00ad", "Camille Martin"),
        ("Camille\r\nMartin\x00", "Camille Martin"),
        ("<b>Camille</b> Martin", "Camille Martin"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("李小龙", "李小龙"),
        ("Z" + "\u0335" * 40 + "algo", "Z\u0335\u0335algo"),
    ],
)
def test_a_name_is_what_is_seen(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "\u200b\u200d", "12345", "!!!", "Gagnez sur https://x.example", "a@b.fr", "w" * 81],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError):
        read_name(typed)


@given(st.text(max_size=300))
def test_a_name_never_hides_anything(typed: str) -> None:
    try:
        name = read_name(typed)
    except InvalidError:
        return
    assert 0 < len(name) <= LONGEST
    assert not [c for c in name if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}]
    assert read_name(name) == name
