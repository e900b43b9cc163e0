import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.toolkit.typography import one_line, set_french

FRENCH = st.text(alphabet="aé1 .:;!?%«»'’…\u00a0\u202f\n()/@w", max_size=40)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Quoi ? Rien !", "Quoi\u00a0? Rien\u00a0!"),
        ("Quoi? Rien; si: oui!", "Quoi\u00a0? Rien\u00a0; si\u00a0: oui\u00a0!"),
        ("«mot» et « mot »", "«\u00a0mot\u00a0» et «\u00a0mot\u00a0»"),
        ("50 % ou 50%", "50\u00a0% ou 50\u00a0%"),
        ("l'aide d'État...", "l’aide d’État…"),
        ("Vraiment...?", "Vraiment…\u00a0?"),
        ("à 10:30", "à 10:30"),
        ("un vide : \u202f;", "un vide\u00a0:\u00a0;"),
        ("voir https://a.fr/?x=1;y:2%20 : oui", "voir https://a.fr/?x=1;y:2%20\u00a0: oui"),
        ("écrire à o'neil@exemple.fr", "écrire à o'neil@exemple.fr"),
        ("....", "...."),
    ],
)
def test_french_marks_are_set(written: str, shown: str) -> None:
    assert set_french(written) == shown


@given(FRENCH)
def test_setting_twice_changes_nothing_more(text: str) -> None:
    assert set_french(set_french(text)) == set_french(text)


@given(FRENCH)
def test_only_blanks_apostrophes_and_dots_change(text: str) -> None:
    def letters(value: str) -> str:
        return re.sub(r"\s", "", value.replace("'", "’").replace("…", "..."))

    assert letters(set_french(text)) == letters(text)


@given(st.text(alphabet="mot 12»", max_size=30).filter(lambda text: "@" not in text))
def test_no_ordinary_space_stays_before_a_closing_mark(text: str) -> None:
    assert not re.search(r"[^\u00a0]»", set_french(text))


def test_one_line_keeps_non_breaking_spaces() -> None:
    assert one_line("  un\n deux\u00a0: \t trois ") == "un deux\u00a0: trois"
