from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.text import clean_line, clean_text, fold, slugify


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("espace européen de l?entreprise", "espace européen de l’entreprise"),
        ("qu?il soit d?accord", "qu’il soit d’accord"),
        ("maîtrise d'?uvre", "maîtrise d'œuvre"),
        ("Pourquoi ? Voir le lot 1?", "Pourquoi ? Voir le lot 1?"),
        ("http://a.fr/page?q=1", "http://a.fr/page?q=1"),
        ("Tom &amp;amp; Léa", "Tom & Léa"),
        ("a<br>b<script>x</script>", "a b x"),
        ("a\u0000\u200bb\u00a0c", "ab c"),
        (None, ""),
        (12, ""),
    ],
)
def test_text_of_third_parties_is_made_plain(raw: object, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(max_size=200))
def test_cleaning_never_raises_and_is_bounded(raw: str) -> None:
    assert len(clean_text(raw, limit=50)) <= 50
    assert "\n" not in clean_line(raw)
    assert slugify(raw) == slugify(slugify(raw))
    assert fold(fold(raw)) == fold(raw)
