"""A file as an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from app.exports.csv_export import write_csv


def give_file(content: bytes | str, mimetype: str, name: str, *, inline: bool = False) -> Response:
    """A file to keep under that name; `inline` lets the browser open it instead."""
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)


def give_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """A table to keep under that name, without its extension."""
    lines = "".join(write_csv(columns, rows))
    return give_file(lines, "text/csv", f"{name}.csv")
