"""What the log holds of a request: an id, a rule, never a secret."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace

import pytest
from flask import Flask

from app.blueprints.request_log import ARGUMENT, PUBLIC, SECRET, loggable_path
from app.operating.logs import REQUEST_ID, JsonLines, PlainLines
from config import Settings
from tests.worlds import make_app

SECRET_VALUE = "s3cr3t-of-a-link-0123456789abcdef"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    return caplog


def test_every_argument_of_an_address_is_declared_public_or_secret(app: Flask) -> None:
    """Fails for a new name: public where anybody may read it, secret where it opens something."""
    assert not PUBLIC & SECRET
    for rule in app.url_map.iter_rules():
        assert rule.arguments == set(ARGUMENT.findall(rule.rule)) | set(rule.defaults or ())
        for name in rule.arguments - set(rule.defaults or ()):
            numbers = "Identifier" in type(rule._converters[name]).__name__
            known = numbers or name in PUBLIC | SECRET or rule.endpoint == "static"
            assert known, f"{rule.rule}: declare <{name}> in app/blueprints/request_log.py"


def test_a_name_that_nobody_declared_is_masked(app: Flask) -> None:
    app.add_url_rule("/neuf/<forgotten>/<int:number>", "new", lambda **_: "")
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == "new")
    said = loggable_path(rule, {"forgotten": SECRET_VALUE, "number": 3})
    assert said == "/neuf/…/3"


def test_no_secret_of_any_address_form_or_cookie_is_logged(
    app: Flask, lines: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    client.set_cookie("session", SECRET_VALUE)
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments & SECRET]
    assert len(rules) > 40

    def fill(found: re.Match[str]) -> str:
        is_number = found[0].startswith("<int:")
        return "7" if is_number else "nom" if found[1] in PUBLIC else SECRET_VALUE

    for rule in rules:
        path = ARGUMENT.sub(fill, rule.rule)
        client.get(f"{path}?t={SECRET_VALUE}")
        client.post(path, data={"mot_de_passe": SECRET_VALUE, "secret": SECRET_VALUE})
        client.get(f"{path}/perdu")
    headers = {"Authorization": f"Bearer {SECRET_VALUE}", "Referer": f"/x/{SECRET_VALUE}"}
    client.post("/connexion", data={"email": "a@b.fr", "password": SECRET_VALUE}, headers=headers)
    client.get(f"/metrics?token={SECRET_VALUE}", headers=headers)
    assert len(lines.records) > 80
    assert SECRET_VALUE not in lines.text


def test_a_defect_is_logged_without_the_address_nor_the_values_of_its_statement(
    app: Flask, lines: pytest.LogCaptureFixture
) -> None:
    from app.extensions import db  # noqa: PLC0415

    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(secret: str) -> str:
        db.session.execute(db.text("select :value from nowhere"), {"value": secret})
        return ""

    def wrong(secret: str) -> str:
        raise RuntimeError(f"{len(secret)} characters")

    app.add_url_rule("/casse/<secret>", "broken", broken)
    app.add_url_rule("/faux/<secret>", "wrong", wrong)
    assert app.test_client().get(f"/casse/{SECRET_VALUE}").status_code == 503
    assert app.test_client().get(f"/faux/{SECRET_VALUE}").status_code == 500
    assert "/faux/…" in lines.text
    assert "nowhere" in lines.text
    assert "/casse/…" in lines.text
    assert SECRET_VALUE not in lines.text


def test_an_answer_carries_an_id_that_error_pages_show(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/nulle-part")
    drawn = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", drawn)
    assert drawn in answer.get_data(as_text=True)
    assert client.get("/").headers["X-Request-Id"] != drawn


@pytest.mark.parametrize(
    ("proxies", "given", "is_kept"),
    [
        (1, "abcdef12-3456", True),
        (0, "abcdef12-3456", False),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, "<script>alert</script>", False),
        (1, "abcdefgh\u00e9", False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_only(
    settings: Settings, proxies: int, given: str, is_kept: bool
) -> None:
    client = make_app(replace(settings, trusted_proxies=proxies)).test_client()
    answer = client.get("/mentions-legales", headers={"X-Request-Id": given})
    assert (answer.headers["X-Request-Id"] == given) is is_kept


def test_lines_of_json_are_whole_and_say_what_was_asked(
    app: Flask, lines: pytest.LogCaptureFixture
) -> None:
    answer = app.test_client().get("/structures?q=nettoyage")
    found = next(r for r in lines.records if r.name == "app.requests")
    token = REQUEST_ID.set(answer.headers["X-Request-Id"])
    line = json.loads(JsonLines().format(found))
    plain = PlainLines().format(found)
    REQUEST_ID.reset(token)
    assert line["path"] == "/structures"
    assert (line["status"], line["method"]) == (200, "GET")
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "nettoyage" not in json.dumps(line)
    assert plain.endswith(f"ms [{line['request_id']}]")
    broken = logging.LogRecord("x", logging.INFO, "", 1, "a\nb", (), None)
    assert "\n" not in JsonLines().format(broken)


def test_over_https_no_other_site_of_the_domain_can_write_the_session(settings: Settings) -> None:
    client = make_app(replace(settings, https=True)).test_client()
    with client.session_transaction(base_url="https://localhost") as session:
        session["x"] = 1
    cookie = client.get_cookie("__Host-session")
    assert cookie is not None
    assert (cookie.secure, cookie.path, cookie.http_only) == (True, "/", True)
    assert client.get_cookie("session") is None
    assert make_app(settings).config["SESSION_COOKIE_NAME"] == "session"
