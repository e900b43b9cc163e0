"""Applications of tests, quick to make: what they share is made once a process.

The tables are those of a file that is copied, the templates are compiled once. Nothing of it is
seen by a test: each has a database of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import sqlalchemy as sa
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing.rules import Rule

from app import clock
from app.cli.indexing import every_document
from app.cli.own_data import import_own_data
from app.demo.services import load_demo
from app.extensions import db
from app.factory import create_app
from app.search.backend import Document
from config import Settings
from tests.people import Browser

DATABASE = "portal.sqlite3"  # under the instance
SECRET = "a secret of tests only, long enough to sign"


class CompiledTemplates(BytecodeCache):
    """Templates as code, in memory; one whose text changed is compiled again."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()
compile_builder = Rule._compile_builder
BUILDERS: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def share_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """What builds the address of a route, compiled once a process and not once an application.

    It is a function of the text of the route, its converters being those of the rule it is bound
    to; compiling it is most of what an application costs to make.
    """
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (tuple(rule._trace), defaults, append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = compile_builder(rule, append_unknown)
    return BUILDERS[key]


Rule._compile_builder = share_builder  # type: ignore[method-assign]


@cache
def folder() -> Path:
    """Where this process keeps the files that it copies."""
    return Path(mkdtemp(prefix="maillage-tests-"))


@cache
def empty_database() -> Path:
    """A file with all the tables and no row."""
    file = folder() / "empty.sqlite3"
    engine = sa.create_engine(f"sqlite:///{file}")
    db.metadata.create_all(engine)
    engine.dispose()
    return file


@cache
def demo_world() -> tuple[Path, tuple[Document, ...]]:
    """A file with the portal’s own data and the demonstration’s, and the documents to search."""
    settings = Settings(
        environment="test", secret_key=SECRET, instance=folder() / "demo", search="memory"
    )
    with serving(settings):
        import_own_data(db.session(), clock.now())
        load_demo(db.session(), clock.now())
        db.session.commit()
        documents = tuple(every_document())
    return settings.instance / DATABASE, documents


def make_app(settings: Settings, database: Path | None = None) -> Flask:
    """An application on a copy of a database: an empty one by default."""
    application = create_app(settings)
    application.test_client_class = Browser
    application.jinja_env.bytecode_cache = TEMPLATES
    if not settings.database_url:
        settings.instance.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(database or empty_database(), settings.instance / DATABASE)
    return application


@contextmanager
def serving(settings: Settings, database: Path | None = None) -> Iterator[Flask]:
    """The same, in its context."""
    application = make_app(settings, database)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
