"""The address on record: kept where a file has one, never lost by one that has none."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.report import FileReport
from app.organisations.models import Organisation
from app.siae.importer import import_records
from app.siae.sources import SOURCES
from app.siae.sources.csv_source import parse_file

HEAD = "siret,kind,name,post_code,city"


def bring(session: Session, now: datetime, text: str) -> str:
    rows = parse_file(io.BytesIO(text.encode()), SOURCES)
    import_records(session, rows, FileReport(file="essai"), now=now)
    return session.scalars(sa.select(Organisation.contact_email)).one()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Accueil@Canal.fr", "accueil@canal.fr"),
        ("pas une adresse", ""),
        ("a@canal.fr b@evil.com", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_once_it_is_one(
    session: Session, now: datetime, raw: str, kept: str
) -> None:
    row = "73282932000074,ACI,Atelier,93140,Bondy"
    assert bring(session, now, f"{HEAD},contact_email\n{row},{raw}\n") == kept
    assert bring(session, now, f"{HEAD}\n{row}\n") == kept
