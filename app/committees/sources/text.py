"""The text of a file, whatever wrote it."""

from __future__ import annotations


def decode(content: bytes) -> str:
    """UTF-8 with or without a mark, or Windows-1252; a binary file gives text all the same."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\x00", "")
