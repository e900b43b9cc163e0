"""Filling in the forms of a page as a browser does: hidden fields, defaults, choices."""

from __future__ import annotations

from html.parser import HTMLParser

from flask import g
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class FormReader(HTMLParser):
    """The fields of the form with that action, with what they hold."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.fields: MultiDict[str, str] = MultiDict()
        self.select = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = values.get("action", "").partition("?")[0] == self.action
        if not self.inside:
            return
        name = values.get("name", "")
        if tag == "input" and name:
            self.read_input(name, values)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if self.select not in self.fields or "selected" in values:
                self.fields.setlist(self.select, [values.get("value", "")])
        elif tag == "textarea":
            self.text = name
            self.fields.setlist(name, [""])

    def read_input(self, name: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        if kind in {"radio", "checkbox"} and "checked" not in values:
            return
        self.fields.add(name, values.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields.setlist(self.text, [self.fields[self.text] + data])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text = ""


def read_form(client: FlaskClient, address: str, action: str = "") -> MultiDict[str, str]:
    """What the form of that action holds on a page, the token of the visitor included."""
    # The context that a test holds open keeps the token of the visitor before: forget it.
    g.pop("csrf_token", None)
    reader = FormReader(action or address.partition("?")[0])
    reader.feed(client.get(address).get_data(as_text=True))
    assert "csrf_token" in reader.fields, address
    return reader.fields


def send_form(
    client: FlaskClient, address: str, changes: dict[str, str], action: str = "calculer"
) -> TestResponse:
    """Send the form of a page, these fields changed, by the button of that value."""
    fields = read_form(client, address)
    for name, value in changes.items():
        fields.setlist(name, [value])
    fields.setlist("action", [action])
    return client.post(address.partition("?")[0], data=fields)
