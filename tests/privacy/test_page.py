"""The page of personal data shows the register, and says what the code does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.privacy.register import COLUMNS, TREATMENTS, list_rows
from app.privacy.treatment import say_span
from tests.pages import Page


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=48), "quarante-huit heures"),
        (timedelta(days=7), "sept jours"),
        (timedelta(days=90), "90 jours"),
        (timedelta(days=365), "un an"),
        (timedelta(days=730), "deux ans"),
    ],
)
def test_a_span_is_said_in_words(span: timedelta, words: str) -> None:
    assert say_span(span) == words


def test_the_page_shows_every_treatment(page: Callable[..., Page], client: FlaskClient) -> None:
    page("/donnees-personnelles")
    text = client.get("/donnees-personnelles").get_data(as_text=True)
    for treatment in TREATMENTS:
        assert f'id="registre-{treatment.key}"' in text
    assert text.count("<caption>") == len(TREATMENTS)


def test_the_register_is_a_file_too(client: FlaskClient) -> None:
    answer = client.get("/donnees-personnelles.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert answer.mimetype == "text/csv"
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + len(list(list_rows()))
