from dataclasses import fields
from pathlib import Path

import pytest

from config import ROOT, SettingError, Settings

OIDC = {
    "PORTAL_OIDC_ISSUER": "https://id.exemple.fr",
    "PORTAL_OIDC_CLIENT_ID": "maillage",
    "PORTAL_OIDC_CLIENT_SECRET": "secret",
}


def test_defaults_need_nothing_from_the_environment() -> None:
    settings = Settings.from_env({"PATH": "/bin"})
    assert settings.sqlalchemy_url.endswith("instance/portal.sqlite3")


@pytest.mark.parametrize(("raw", "value"), [("yes", True), ("0", False), ("OUI", True)])
def test_booleans_are_read_strictly(raw: str, value: bool) -> None:
    assert Settings.from_env({"PORTAL_HTTPS": raw}).https is value


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"PORTAL_HTTPS": "maybe"}, "PORTAL_HTTPS"),
        ({"PORTAL_SERCH": "whoosh"}, "PORTAL_SERCH"),
        ({"PORTAIL_HTTPS": "yes"}, "PORTAIL_HTTPS"),
        ({"portal_https": "yes"}, "portal_https"),
        ({"PORTAL_LOG_FORMAT": "xml"}, "PORTAL_LOG_FORMAT"),
        ({"PORTAL_METRICS_TOKEN": "short"}, "PORTAL_METRICS_TOKEN"),
        ({"PORTAL_STATEMENT_TIMEOUT": "601"}, "PORTAL_STATEMENT_TIMEOUT"),
        ({"PORTAL_TRUSTED_PROXIES": "10"}, "PORTAL_TRUSTED_PROXIES"),
        ({"PORTAL_SEARCH": "elastic"}, "PORTAL_SEARCH"),
        ({"PORTAL_ENVIRONMENT": "production"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_ENVIRONMENT": "production", "PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_ENVIRONMENT": "production", "PORTAL_SECRET_KEY": "s" * 40}, "PORTAL_BASE_URL"),
        ({"PORTAL_OIDC_ISSUER": "https://id.exemple.fr"}, "PORTAL_OIDC_CLIENT_ID"),
        ({**OIDC, "PORTAL_OIDC_CLIENT_SECRET": ""}, "PORTAL_OIDC_CLIENT_SECRET"),
        ({**OIDC, "PORTAL_OIDC_ISSUER": "http://id.exemple.fr"}, "PORTAL_OIDC_ISSUER"),
        ({**OIDC, "PORTAL_OIDC_SCOPES": "email"}, "PORTAL_OIDC_SCOPES"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        Settings.from_env(environ)


def test_the_example_lists_every_setting_with_its_help_and_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    documented = dict(zip(lines[2::2], lines[1::2], strict=True))
    expected = {}
    for item in fields(Settings):
        default = item.default
        if isinstance(default, bool):
            value = "yes" if default else "no"
        elif isinstance(default, Path):
            value = str(default.relative_to(ROOT))
        else:
            value = str(default)
        expected[f"PORTAL_{item.name.upper()}={value}"] = f"# {item.metadata['doc']}"
    assert documented == expected
