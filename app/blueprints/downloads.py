"""A file as an answer."""

from __future__ import annotations

from flask import Response


def give_file(content: bytes | str, mimetype: str, name: str, *, inline: bool = False) -> Response:
    """A file to keep under that name; `inline` lets the browser open it instead."""
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)
