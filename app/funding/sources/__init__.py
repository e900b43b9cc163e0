"""Parsers of schemes: bytes of one file in, `SchemeRecord` or `RowError` out.

Adding a source is one module with its `SOURCE` and one line in `SOURCES`.
"""

from app.funding.sources import aides_territoires, ile_de_france, portal_csv, portal_yaml
from app.funding.sources.source import SchemeRecord, Source

SOURCES: tuple[Source, ...] = (
    ile_de_france.SOURCE,
    aides_territoires.SOURCE,
    portal_csv.SOURCE,
    portal_yaml.SOURCE,
)

__all__ = ["SOURCES", "SchemeRecord", "Source"]
