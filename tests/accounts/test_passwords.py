from __future__ import annotations

import math
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import passwords
from app.accounts.passwords import find_faults, hash_password, is_outdated, is_password
from tests.accounts.visits import GOOD, OTHER


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        OTHER,
        "kV8#pLw2&xQz",
        "h7Gk2PqWz9Lm4T",
        "vélo grenouille moulin écharpe citron tambour igloo",
        "vélo-grenouille-moulin-écharpe-citron-tambour-igloo",
        "x" + "Ab3$éÇ漢字🙂" * 3 + "unique",
        "Kz4!" + "wqpvnxjtrlmb" * 10,
    ],
)
def test_a_strong_password_is_taken(password: str) -> None:
    assert find_faults(password, email="camille@exemple.fr", name="Camille Martin") == ()


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", passwords.TOO_WEAK),
        ("kV8#pLw2", passwords.TOO_WEAK),
        ("kvwplwqxzhtrfgnb", passwords.TOO_WEAK),
        ("vélo vélo vélo vélo vélo vélo vélo", passwords.TOO_WEAK),
        ("Aa1!Aa1!Aa1!Aa1!", passwords.REPEATED),
        ("Zk8#pZk8#pZk8#p", passwords.REPEATED),
        ("aaaaaaaaaaaA1!", passwords.REPEATED),
        ("Motdepasse2026!", passwords.TOO_COMMON),
        ("M0tD3P@sse-2026", passwords.TOO_COMMON),
        ("Azerty123456!", passwords.TOO_COMMON),
        ("Bonjour-Soleil-2026", passwords.TOO_COMMON),
        ("Abcdefgh1234!", passwords.TOO_COMMON),
        ("Camille-Zw7#tq!b", passwords.PERSONAL),
        ("xW7#m4rt1n-Gk2", passwords.PERSONAL),
        ("Zw7#nathalie.dupont", passwords.PERSONAL),
        ("Kz4!" + "x" * 125, passwords.TOO_LONG),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_its_reason(
    password: str, fault: str
) -> None:
    faults = find_faults(password, email="nathalie.dupont@exemple.fr", name="Camille Martin")
    assert fault in faults


@given(st.text(alphabet=string.ascii_letters + string.digits + "!#$%&*+-/=?_", max_size=40))
def test_what_is_taken_has_the_entropy_that_the_cnil_asks(password: str) -> None:
    if find_faults(password) or len(set(password)) < 2:
        return
    sizes = ((string.ascii_lowercase, 26), (string.ascii_uppercase, 26), (string.digits, 10))
    size = sum(number for signs, number in sizes if set(signs) & set(password))
    size += 37 if any(not sign.isalnum() for sign in password) else 0
    words = len(password) >= passwords.WORDS_LENGTH
    assert words or len(password) * math.log2(size) >= 79.5  # twelve of 99 signs: 79.6


@given(st.text(max_size=200))
def test_no_text_breaks_the_rule(password: str) -> None:
    assert all(fault.endswith(".") for fault in find_faults(password, email="a@b.fr", name="Z"))


def test_the_longest_password_is_judged_at_once() -> None:
    started = time.perf_counter()
    find_faults("azertyuiopqsdfghjklmwxcvbn0123456789" * 3)
    assert time.perf_counter() - started < 1


def test_only_the_same_password_opens() -> None:
    kept = hash_password("pâté-Cerise_47/quai")
    assert kept.startswith("$argon2id$")
    assert is_password(kept, "pâté-Cerise_47/quai")
    assert is_password(kept, "pa\u0302te\u0301-Cerise_47/quai")  # another keyboard, the same text
    assert not is_password(kept, "pâté-cerise_47/quai")
    assert not is_outdated(kept)
    assert is_outdated(kept.replace("m=65536", "m=19456"))


@pytest.mark.parametrize("kept", ["", "not a hash", passwords.NOBODY])
@pytest.mark.parametrize("typed", ["", GOOD, "x" * 5_000])
def test_what_is_not_kept_opens_nothing(kept: str, typed: str) -> None:
    assert not is_password(kept, typed)
