"""The spaces that do not break, in templates and in the values they show."""

from __future__ import annotations

from flask import Flask, render_template_string
from flask.testing import FlaskClient


def test_marks_stay_with_their_word_in_templates_and_values(client: FlaskClient) -> None:
    application: Flask = client.application
    template = "Qui ? {{ said }} : « oui » {{ typed | e }}"
    with application.app_context():
        shown = render_template_string(
            template, said="20 000 € ; 10 % au plus", typed="20 000 € : tel quel"
        )
    assert shown == (
        "Qui\u00a0? 20\u00a0000\u00a0€\u00a0; 10\u00a0% au plus\u00a0: «\u00a0oui\u00a0» "
        "20 000 € : tel quel"
    )


def test_identifiers_and_addresses_keep_their_spaces(client: FlaskClient) -> None:
    said = "123 456 789 00012 https://exemple.fr/a?b=1;c=2 10:30"
    with client.application.app_context():
        assert render_template_string("{{ said }}", said=said) == said
