from __future__ import annotations

import io

import pytest

from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError

TEXT = "nom;ville\r\nChêne;Évry\r\n"


def read(content: bytes) -> tuple[tuple[str, ...], list[Row | RowError]]:
    reader = RowReader(io.BytesIO(content))
    return reader.read_header(), list(reader)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (TEXT.encode("utf-8-sig"), 2),
        (TEXT.encode("cp1252"), 2),
        (TEXT.encode("utf-16"), 2),
        (TEXT.replace(";", "\t").encode("utf-16"), 2),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), 2),
        (TEXT.replace("\r\n", "\r").encode(), 2),
        (TEXT.replace("\r\n", "\r").encode("utf-16"), 2),
        (f"\r\n ;\r\n{TEXT}".encode(), 4),
        (f"sep=;\r\n{TEXT}".encode("utf-8-sig"), 3),
        (TEXT.replace("Chêne", "Ch\0êne").encode(), 2),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(content: bytes, line: int) -> None:
    header, rows = read(content)
    assert header == ("nom", "ville")
    assert rows == [Row(line=line, cells={"nom": "Chêne", "ville": "Évry"})]


def test_a_cell_too_long_is_refused_in_french_and_the_next_row_kept() -> None:
    _, rows = read(b"nom;ville\n" + b"x" * 150_000 + b";a\nb;c\n")
    assert rows == [
        RowError(where="ligne 2", what="une case dépasse 131072 caractères"),
        Row(line=3, cells={"nom": "b", "ville": "c"}),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b";;\n", b"\xff\xfe", b"\r", b"\0"])
def test_a_table_without_any_word_has_no_column(content: bytes) -> None:
    header, rows = read(content)
    assert (any(header), rows) == (False, [])
