"""How long a statement of a page may last on PostgreSQL; commands, imports and jobs have no end."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, has_request_context

from app.extensions import db
from config import Settings

SET = "limited"  # what a connection that has its limit remembers


def register(app: Flask) -> None:
    """Give the connections that answer requests their limit, once each."""
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        engine = db.engine
    if engine.dialect.name != "postgresql" or not settings.statement_timeout:
        return

    def limit(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401  a driver's
        if not has_request_context() or SET in record.info:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{settings.statement_timeout}s'")
        connection.commit()  # a rollback would undo it
        record.info[SET] = True

    sa.event.listen(engine, "checkout", limit)
