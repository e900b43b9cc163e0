"""The settings of the portal: the only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
TRUE = frozenset({"1", "true", "yes", "on", "oui"})
FALSE = frozenset({"0", "false", "no", "off", "non"})
MISSPELT = ("PORTAIL_", "PORTALS_")  # in capitals: what people write for PORTAL_


class SettingError(ValueError):
    """A variable of the environment has a value that cannot be used; the message names it."""


def setting(default: Any, *, doc: str, most: int = 9) -> Any:  # noqa: ANN401  a dataclass field has any type
    """A field of `Settings`, with the line of help that `.env.example` repeats.

    `most` is the greatest value of a whole number.
    """
    return field(default=default, metadata={"doc": doc, "most": most})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What may differ from one installation to another; `PORTAL_<FIELD>` sets each field."""

    environment: str = setting("local", doc="local, test or production")
    secret_key: str = setting(
        "", doc="signs cookies; needed in production, elsewhere drawn once under the instance"
    )
    database_url: str = setting("", doc="SQLAlchemy address; SQLite under the instance when empty")
    instance: Path = setting(  # noqa: RUF009 - a path never changes
        ROOT / "instance", doc="folder of the database and the index"
    )
    search: str = setting("whoosh", doc="search backend: whoosh or memory")
    brand: str = setting("", doc="'etat' shows the State's logo block; only for State sites")
    base_url: str = setting("", doc="public address, for links that leave the site")
    https: bool = setting(False, doc="cookies travel over HTTPS only")
    trusted_proxies: int = setting(
        0, doc="proxies in front, whose X-Forwarded-For tells the address of who asks; 0: none"
    )
    tiles_url: str = setting("", doc="tile server of the map ({z}/{x}/{y}); no tiles when empty")
    tiles_attribution: str = setting("", doc="credit of the tile server")
    log_level: str = setting("INFO", doc="DEBUG, INFO, WARNING or ERROR")
    log_format: str = setting("plain", doc="lines of the log: plain, or json for a collector")
    metrics_token: str = setting(
        "", doc="bearer token of /metrics, 24 characters or more; nothing is there when empty"
    )
    statement_timeout: int = setting(
        30, most=600, doc="seconds that PostgreSQL gives a statement of a page; 0: no end"
    )
    boamp_hosts: str = setting(
        "https://boamp-datadila.opendatasoft.com,https://www.boamp.fr",
        doc="hosts of the BOAMP's API, asked in this order, separated by commas",
    )
    dila_url: str = setting(
        "https://echanges.dila.gouv.fr/OPENDATA/BOAMP",
        doc="folders of the BOAMP in XML, where no host answers; none when empty",
    )
    smtp_url: str = setting(
        "", doc="smtp:// or smtps://user:password@host:port; letters stay in the outbox when empty"
    )
    mail_from: str = setting("Maillage <ne-pas-repondre@localhost>", doc="sender of the letters")
    oidc_issuer: str = setting(
        "", doc="issuer of an OpenID Connect provider (ProConnect); none is asked when empty"
    )
    oidc_client_id: str = setting("", doc="what that provider knows the portal by")
    oidc_client_secret: str = setting("", doc="the portal's secret at that provider")
    oidc_label: str = setting("ProConnect", doc="name of that provider on the sign-in page")
    oidc_scopes: str = setting(
        "openid email given_name usual_name", doc="scopes asked for, separated by spaces"
    )
    oidc_pkce: bool = setting(True, doc="asks that provider for PKCE (S256)")
    oidc_trusts_email: bool = setting(
        False, doc="an address counts even where the provider does not say email_verified"
    )
    redis_url: str = setting("", doc="Redis of the jobs; SQLite under the instance when empty")
    demo: bool = setting(True, doc="`make run` loads the fictional demonstration data")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that an environment asks for.

        Raises SettingError, naming the variable, for a value that cannot be used, for an unknown
        `PORTAL_*` variable, and for a missing secret in production.
        """
        known = {f"PORTAL_{item.name.upper()}": item for item in fields(cls)}
        values: dict[str, Any] = {}
        for name, raw in environ.items():
            if name.upper().startswith(MISSPELT) or is_small_portal(name):
                raise SettingError(f"{name} is not a setting: their names begin by PORTAL_")
            if not name.startswith("PORTAL_") or name.startswith("PORTAL_TEST_"):
                continue
            if name not in known:
                raise SettingError(f"{name} is not a setting; see .env.example")
            item = known[name]
            values[item.name] = parse_value(name, raw, item.default, most=item.metadata["most"])
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Raise SettingError where two values do not go together."""
        if self.environment not in {"local", "test", "production"}:
            raise SettingError("PORTAL_ENVIRONMENT must be local, test or production")
        if self.search not in {"whoosh", "memory"}:
            raise SettingError("PORTAL_SEARCH must be whoosh or memory")
        if self.log_format not in {"plain", "json"}:
            raise SettingError("PORTAL_LOG_FORMAT must be plain or json")
        if 0 < len(self.metrics_token) < 24:
            raise SettingError("PORTAL_METRICS_TOKEN must have 24 characters or more")
        if self.brand not in {"", "etat"}:
            raise SettingError("PORTAL_BRAND must be empty or 'etat'")
        if self.environment == "production" and len(self.secret_key) < 32:
            raise SettingError(
                "PORTAL_SECRET_KEY must be set, 32 characters or more, in production"
            )
        if self.environment == "production" and not self.base_url:
            raise SettingError("PORTAL_BASE_URL must be set in production: letters give it")
        self.check_oidc()

    def check_oidc(self) -> None:
        """Raise SettingError where the OpenID Connect provider is only half described."""
        given = [self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret]
        if any(given) and not all(given):
            raise SettingError(
                "PORTAL_OIDC_ISSUER, PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET "
                "go together: all or none"
            )
        if not self.oidc_issuer:
            return
        if not self.oidc_issuer.startswith(("https://", "http://127.0.0.1:")):
            raise SettingError("PORTAL_OIDC_ISSUER must be an https:// address")
        if "openid" not in self.oidc_scopes.split():
            raise SettingError("PORTAL_OIDC_SCOPES must hold openid")

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address, the SQLite file of the instance by default."""
        return self.database_url or f"sqlite:///{self.instance / 'portal.sqlite3'}"


def is_small_portal(name: str) -> bool:
    """Whether a variable would be a setting, were it in capitals."""
    return name.upper().startswith("PORTAL_") and not name.startswith("PORTAL_")


def parse_value(name: str, raw: str, default: object, *, most: int = 9) -> bool | int | Path | str:
    """The value of one variable, read after the type of its default."""
    if isinstance(default, bool):
        lowered = raw.strip().lower()
        if lowered not in TRUE | FALSE:
            raise SettingError(f"{name} must be yes or no, not {raw!r}")
        return lowered in TRUE
    if isinstance(default, int):
        if not raw.strip().isdecimal() or int(raw) > most:
            raise SettingError(f"{name} must be a whole number up to {most}, not {raw!r}")
        return int(raw)
    if isinstance(default, Path):
        return Path(raw).expanduser().resolve()
    return raw.strip()
