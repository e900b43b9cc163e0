from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.demo.services import load_demo
from app.errors import InvalidError, NotFoundError
from app.moderation.sector_interest import read_newcomer
from app.siae import interests
from app.siae.interests import Newcomer, Wish, next_year

DAY = date(2026, 11, 25)


def project(name: str = "Vitres du Canal", sector: str = "vitrerie") -> Newcomer:
    return Newcomer(
        sector=sector, siae=None, name=name, territory="93", wishes=(Wish.LEARN,), is_named=True
    )


def test_a_place_lasts_twelve_months_then_leaves(session: Session) -> None:
    interests.join(session, project(), DAY)
    shown = interests.interested(["vitrerie"], date(2027, 11, 24))
    assert [one.name for one in session.scalars(shown)] == ["Vitres du Canal"]
    assert not session.scalars(interests.interested(["vitrerie"], date(2027, 11, 25))).all()
    assert interests.purge(session, date(2027, 11, 24)) == 0
    assert interests.purge(session, date(2027, 11, 25)) == 1


def test_who_asks_again_starts_again_and_counts_once(session: Session) -> None:
    first = interests.join(session, project(), DAY)
    again = interests.join(session, project("VITRES du canal"), DAY + timedelta(days=300))
    assert first.id == again.id
    assert again.leaves_on == next_year(DAY + timedelta(days=300))
    interests.join(session, project(sector="traiteur"), DAY)
    assert len(session.scalars(interests.everybody()).all()) == 2


def test_a_structure_that_leaves_the_directory_leaves_its_groups(
    session: Session, now: datetime
) -> None:
    load_demo(session, now)
    [siae, *_] = interests.find_structures(session, "de")
    newcomer = Newcomer(
        sector="vitrerie", siae=siae, name=siae.name, territory="", wishes=(), is_named=True
    )
    interests.join(session, newcomer, DAY)
    session.delete(siae)
    session.flush()
    session.expire_all()
    assert not session.scalars(interests.everybody()).all()


def test_structures_are_found_by_words_in_any_order_and_by_no_wildcard(
    session: Session, now: datetime
) -> None:
    load_demo(session, now)
    found = interests.find_structures(session, "ponts TREMPLIN")
    assert [siae.name for siae in found] == ["Tremplin des Deux Ponts Intérim"]
    for said in ("", "  ", "%", "_", "\\", "12345678901234", "x" * 500):
        assert not interests.find_structures(session, said), said
    assert len(interests.find_structures(session, "e")) == interests.MOST_CANDIDATES


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "filière"),
        ({"sector": "inconnue", "name": "P"}, "inconnue"),
        ({"sector": "vitrerie"}, "ni structure ni projet"),
        ({"sector": "vitrerie", "structure": "partie"}, "annuaire"),
    ],
)
def test_what_has_gone_since_cannot_be_accepted(
    session: Session, payload: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidError, match=said):
        read_newcomer(session, payload)


def test_what_a_payload_says_wrongly_is_left_out(session: Session) -> None:
    payload = {
        "sector": "vitrerie",
        "name": "P" * 999,
        "territory": "99999",
        "wishes": ["former-les-equipes", "x"],
        "is_named": "oui",
    }
    read = read_newcomer(session, payload)
    assert (read.territory, read.wishes, read.is_named) == ("", (Wish.TRAIN,), False)
    assert len(read.name) == 255


def test_the_commands_list_remove_and_purge(app: Flask, session: Session) -> None:
    interests.join(session, project(), date(2020, 2, 29))
    number = interests.join(session, project("Autre"), DAY).id
    session.commit()
    run = app.test_cli_runner().invoke
    assert "2 inscriptions" in run(args=["interests", "list"]).output
    assert "1 inscription retirée" in run(args=["interests", "purge"]).output
    assert "Autre est retiré" in run(args=["interests", "remove", str(number)]).output
    assert run(args=["interests", "remove", str(number)]).exit_code == 1
    with pytest.raises(NotFoundError):
        interests.remove(session, number)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_year_later_is_never_more_than_a_year_and_a_day(day: date) -> None:
    assert 364 <= (next_year(day) - day).days <= 366
