"""Parsers of structures: bytes of one file in, `SiaeRecord` or `RowError` out.

Adding a source is one module with its columns and one line in `SOURCES`.
"""

from app.siae.sources import finess, lemarche
from app.siae.sources.csv_source import CsvSource

SOURCES: tuple[CsvSource, ...] = (lemarche.SOURCE, finess.SOURCE)
