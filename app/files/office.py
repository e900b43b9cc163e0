"""Office documents: zipped parts, of which one says what the whole is; macros are refused."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from app.files.refusal import MEGABYTE, FileRefusedError

ZIP_MARK = b"PK\x03\x04"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_DOCUMENTS = frozenset({ODT, ODS})
MAIN_PARTS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
MACROS = re.compile(r"(^|/)(vbaProject|vbaData|macrosheets)|^(Basic|Scripts)/.", re.IGNORECASE)
MOST_PARTS = 4_000
MOST_UNZIPPED = 120 * MEGABYTE
CHUNK = 64 * 1024
BAD_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip  # what the library raises on damaged or encrypted archives
DAMAGED = "Ce fichier est abîmé, ou protégé par un mot de passe\u00a0: il ne peut pas être lu."
NO_OFFICE = (
    "Cette archive n’est pas un document accepté. Envoyez un fichier ODT, ODS, DOCX ou XLSX, "
    "sans macros."
)


def sniff_office(content: bytes) -> str:
    """The media type of an office document.

    Raises FileRefusedError for another archive, a damaged or encrypted one, one with macros, and
    one that unzips to far more than it weighs: every part is unzipped to know, none is kept.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return read_archive(archive)
    except BAD_ZIP as error:
        raise FileRefusedError(DAMAGED) from error


def read_archive(archive: zipfile.ZipFile) -> str:
    """The media type of an archive, all its parts unzipped once within bounds."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise FileRefusedError(NO_OFFICE)
    if any(MACROS.search(part.filename) for part in parts):
        raise FileRefusedError(
            "Ce document contient des macros\u00a0: enregistrez-le sans elles (DOCX, XLSX, ODT ou "
            "ODS), puis envoyez-le de nouveau."
        )
    left = MOST_UNZIPPED
    for part in parts:
        left -= unzipped_size(archive, part, left)
    names = {part.filename for part in parts}
    media_type = open_document(archive, names) or open_xml(archive, names)
    if media_type is None:
        raise FileRefusedError(NO_OFFICE)
    return media_type


def unzipped_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The true size of a part; FileRefusedError beyond `most` bytes, whatever the archive says."""
    size = 0
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise FileRefusedError(
                    "Ce document est bien plus gros une fois ouvert\u00a0: il est refusé."
                )
    return size


def open_document(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """What an OpenDocument says it is."""
    if "mimetype" not in names or "content.xml" not in names:
        return None
    with archive.open("mimetype") as file:
        said = file.read(100).decode("ascii", errors="replace").strip()
    return said if said in OPEN_DOCUMENTS else None


def open_xml(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """What an Office Open XML document says its main part is."""
    if "[Content_Types].xml" not in names:
        return None
    with archive.open("[Content_Types].xml") as file:
        types = file.read(MEGABYTE)
    if b"macroenabled" in types.lower():
        return None
    return next((kind for main, kind in MAIN_PARTS.items() if main in types), None)
