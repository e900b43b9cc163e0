"""The pages that a secret opens: read from the map of the application."""

from __future__ import annotations

import pytest
from flask import Flask

SECRETS = {"secret", "token"}
SECRET = "s" * 32


def test_no_page_writes_its_secret_in_the_link_that_reports_an_error(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    client, opened = app.test_client(), 0
    for rule in app.url_map.iter_rules():
        if not SECRETS & rule.arguments or "GET" not in (rule.methods or ()):
            continue
        values: dict[str, object] = {
            name: SECRET if name in SECRETS else 1 for name in rule.arguments
        }
        page = client.get(adapter.build(rule.endpoint, values, method="GET"))
        opened += 1
        assert "/signaler?page" not in page.get_data(as_text=True), rule.rule
    assert opened > 20


@pytest.mark.parametrize("address", ["/guide", "/acteurs/inconnu"])
def test_other_pages_say_where_the_error_is(app: Flask, address: str) -> None:
    page = app.test_client().get(address).get_data(as_text=True)
    assert f"/signaler?page={address}" in page
