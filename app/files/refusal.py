"""Why a file is refused, in words for who sent it."""

from __future__ import annotations

from app.errors import InvalidError

MEGABYTE = 1024 * 1024


class FileRefusedError(InvalidError):
    """The file cannot be kept; the message says why, and what would do."""


def refuse_size(content: bytes, most: int) -> None:
    """Raise FileRefusedError where a file is empty, or longer than `most` bytes."""
    if not content:
        raise FileRefusedError("Ce fichier est vide.")
    if len(content) > most:
        heavy = f"{len(content) / MEGABYTE:.1f}".replace(".", ",")
        raise FileRefusedError(
            f"Ce fichier pèse {heavy}\u00a0Mo\u00a0: {most // MEGABYTE}\u00a0Mo au plus. "
            "Réduisez-le, puis envoyez-le de nouveau."
        )
