"""Files that people send to one another: where they are kept, how they come in and go out.

Each feature has a folder of its own under the instance: no address leads there.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Response, current_app, request, send_file

from app.errors import InvalidError
from app.files.documents import MOST_BYTES
from app.files.store import FileStore

FORM_ROOM = 64 * 1024  # bytes of a form around its file


def store_of(feature: str) -> FileStore:
    """Where the files of a feature are."""
    return FileStore(Path(current_app.instance_path) / "files" / feature)


def let_a_file_in() -> None:
    """Let the form of this request be as heavy as a file; before anything reads it."""
    request.max_content_length = MOST_BYTES + FORM_ROOM


def read_sent() -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent; InvalidError where none was."""
    sent = request.files.get("fichier")
    if sent is None or not sent.filename:
        raise InvalidError("Choisissez un fichier.")
    with sent.stream as stream:
        return sent.filename, stream.read()


def give_private(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, that no cache keeps and no browser opens as a page of the portal."""
    answer = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, max_age=0
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
