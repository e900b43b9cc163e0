"""What a line of the log is: plain text to read, or one object of JSON for a collector.

Each line written while a request is answered carries its id. Nothing here reads a request: who
logs says what may be said (`app/blueprints/request_log.py`).
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"


class PlainLines(logging.Formatter):
    """« 2026-03-03 12:00:00,000 INFO app.jobs … », and the id of the request where there is one."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """The line, without its trace."""
        asked = REQUEST_ID.get()
        return super().formatMessage(record) + (f" [{asked}]" if asked else "")


class JsonLines(logging.Formatter):
    """`{"at", "level", "logger", "message", "request_id", …}`, the trace under `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; it holds no line break, whatever is logged."""
        moment = datetime.fromtimestamp(record.created, tz=UTC)
        line: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if asked := REQUEST_ID.get():
            line["request_id"] = asked
        line.update(getattr(record, "details", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str, form: str) -> None:
    """Send the lines of this process to standard error, in that form: plain or json."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
