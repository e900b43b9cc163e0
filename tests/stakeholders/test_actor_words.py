from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.toolkit.actor_words import (
    BodyKind,
    FormerName,
    Letter,
    Theme,
    read_former_name,
    read_part,
)


def test_every_word_of_the_closed_lists_has_its_french() -> None:
    for word in (*BodyKind, *Theme, *Letter):
        assert word.label


def test_a_part_says_its_function_stage_letter_and_source() -> None:
    part = read_part("dla/developpement:R@ct")
    assert (part.function, part.stage, part.letter, part.source) == (
        "dla",
        "developpement",
        Letter.DOES,
        "ct",
    )
    assert read_part("gestion").letter is None


@pytest.mark.parametrize("text", ["", "idee:X", "Idée:R", "a/b/c", "idee:R:A", "😀"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        read_part(text)


def test_a_former_name_says_when_as_far_as_it_is_known() -> None:
    assert read_former_name("Direccte [..2021]").words == "Direccte (jusqu’en 2021)"
    assert read_former_name("Pôle emploi").words == "Pôle emploi"
    both = read_former_name("Agence [1999-02..2009-04-01]")
    assert both.words == "Agence (02/1999 – 01/04/2009)"


@pytest.mark.parametrize("text", ["X [2021..2008]", "X [2021..2021]", "X [hier..2021]", "X [", ""])
def test_dates_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        read_former_name(text)


years = st.integers(1900, 2030)


@given(st.tuples(years, years).filter(lambda s: s[0] < s[1]), st.tuples(years, years))
def test_two_spans_overlap_when_some_day_is_in_both(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    first = FormerName(name="A", since=str(one[0]), until=str(one[1]))
    low, high = sorted(other)
    second = FormerName(name="B", since=str(low), until=str(high + 1))
    expected = bool(set(range(*one)) & set(range(low, high + 1)))
    assert first.overlaps(second) is expected
    assert second.overlaps(first) is expected


def test_names_that_follow_one_another_do_not_overlap() -> None:
    assert not read_former_name("A [..2008]").overlaps(read_former_name("B [2008..2021]"))
    assert not read_former_name("A [..2008]").overlaps(read_former_name("B [..2021]"))
    assert read_former_name("A [2000..2010]").overlaps(read_former_name("B [2009..2021]"))
    assert not read_former_name("A").overlaps(read_former_name("B [2009..2021]"))
