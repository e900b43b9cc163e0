from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts import throttling
from app.accounts.throttling import DELAYS, SIGN_IN_ACCOUNT, claim, network_of, wait_after
from app.errors import TooManyError
from app.extensions import db
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_a_network_is_counted_as_one(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


def test_the_delay_grows_and_stops_growing(session: Session, now: datetime) -> None:
    for _ in range(SIGN_IN_ACCOUNT.free):
        claim(session, SIGN_IN_ACCOUNT, "k", now)
    waits = []
    for _ in range(7):
        with pytest.raises(TooManyError) as refused:
            claim(session, SIGN_IN_ACCOUNT, "k", now)
        waits.append(refused.value.wait)
        now += refused.value.wait
        claim(session, SIGN_IN_ACCOUNT, "k", now)
    assert waits == [timedelta(minutes=m) for m in (1, 2, 5, 15, 15, 15, 15)]


def test_a_refused_try_does_not_put_off_the_next(session: Session, now: datetime) -> None:
    for _ in range(SIGN_IN_ACCOUNT.free):
        claim(session, SIGN_IN_ACCOUNT, "k", now)
    for second in range(1, 60, 7):
        with pytest.raises(TooManyError):
            claim(session, SIGN_IN_ACCOUNT, "k", now + timedelta(seconds=second))
    claim(session, SIGN_IN_ACCOUNT, "k", now + MINUTE)


def test_keys_actions_and_days_are_apart(session: Session, now: datetime) -> None:
    for _ in range(SIGN_IN_ACCOUNT.free):
        claim(session, SIGN_IN_ACCOUNT, "k", now)
    claim(session, SIGN_IN_ACCOUNT, "another", now)
    claim(session, throttling.SECOND_STEP, "k", now)
    claim(session, SIGN_IN_ACCOUNT, "k", now + timedelta(hours=25))
    assert throttling.purge(session, now + timedelta(days=2)) == 7


def test_the_table_tells_no_address() -> None:
    one, other = (throttling.key_of(secret, "account:a@b.fr") for secret in ("s1", "s2"))
    assert one != other
    assert "a@b.fr" not in one
    assert len(one) == 64


@given(st.lists(st.integers(0, 86_400), max_size=30))
def test_nobody_waits_more_than_a_quarter_of_an_hour(ages: list[int]) -> None:
    tries = [NOW - timedelta(seconds=age) for age in sorted(ages)]
    assert timedelta(0) <= wait_after(SIGN_IN_ACCOUNT, tries, NOW) <= DELAYS[-1]


def test_the_message_says_when_in_plain_french() -> None:
    assert str(TooManyError(timedelta(seconds=61))).endswith("réessayez dans 2\u00a0minutes.")
    assert str(TooManyError(timedelta(seconds=3))).endswith("réessayez dans une minute.")


def test_tries_sent_at_the_same_moment_do_not_pass_together(app: Flask, now: datetime) -> None:
    def try_once(_: int) -> bool:
        with app.app_context():
            try:
                claim(db.session(), SIGN_IN_ACCOUNT, "k", now)
            except TooManyError:
                return False
            finally:
                db.session.commit()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(24))) == SIGN_IN_ACCOUNT.free
