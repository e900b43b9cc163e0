"""How the portal is put together: `create_app` is its table of contents."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app import blueprints, cli
from app.blueprints import assets, desk_jobs
from app.blueprints.desk_jobs import JobLine
from app.blueprints.request_log import QuietFlask
from app.blueprints.typography import FrenchSpaces, bind_spaces
from app.extensions import compress, csrf, db, login_manager, migrate
from app.operating import logs
from app.search import open_backend
from config import ROOT, Settings

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings) -> Flask:
    """The portal, ready to serve, for these settings."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    logs.set_up(settings.log_level, settings.log_format)
    app = QuietFlask(__name__, static_folder=None, instance_path=str(settings.instance))
    configure(app, settings)
    bind_extensions(app, settings)
    blueprints.register(app)
    cli.register(app)
    serve_static_files(app)
    trust_proxies(app, settings.trusted_proxies)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, from the portal's."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key or read_secret(settings.instance),
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        # What a log says of a statement that failed: never the values, which are people's.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        SESSION_COOKIE_NAME=session_cookie(settings),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=500,
        TESTING=settings.environment == "test",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(FrenchSpaces)
    app.jinja_env.finalize = bind_spaces
    app.json.ensure_ascii = False  # type: ignore[attr-defined]


def session_cookie(settings: Settings) -> str:
    """The name of the session's cookie.

    Over HTTPS, `__Host-` lets no other site of the same domain write it: browsers then want it
    Secure, for `/`, and for no domain by name, which are Flask's own defaults here.
    """
    return "__Host-session" if settings.https else "session"


def read_secret(instance: Path) -> str:
    """The secret kept under the instance, drawn the first time; several processes agree on it."""
    path = instance / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def bind_extensions(app: Flask, settings: Settings) -> None:
    """Each extension, bound to this application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    compress.init_app(app)
    app.config["COMPRESS_MIMETYPES"] = [*app.config["COMPRESS_MIMETYPES"], "application/geo+json"]
    app.extensions["search"] = open_backend(settings.search, settings.instance / "index")
    app.extensions[desk_jobs.BOARD] = partial(read_jobs, settings.instance / "jobs")


def read_jobs(folder: Path, now: datetime) -> tuple[JobLine, ...]:
    """The jobs for their page; the queue is loaded when somebody opens it."""
    from app.jobs.board import read_board  # noqa: PLC0415  slow to import

    return read_board(folder, now)


def serve_static_files(app: Flask) -> None:
    """The built files under /static, compressed beforehand, kept for ever where hashed."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        immutable_file_test=assets.is_immutable,
        max_age=3600,
    )


def trust_proxies(app: Flask, count: int) -> None:
    """Believe so many proxies in front on who asks and by which scheme, never on the host."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0
        )
