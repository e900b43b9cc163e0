"""What leaves the portal of some notices, kept and read back, and checked where it is made."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from jsonschema import Draft4Validator
from sqlalchemy.orm import Session, selectinload

from app.exports.ocds import OcidPrefix, PackageHead, write_package
from app.imports.report import FileReport
from app.tenders.models import Consultation
from app.tenders.ocds import EXTENSIONS, LICENSE, releases_of
from app.tenders.records import NoticeRecord
from app.tenders.services import store_notices

BASE = "https://portail.exemple.fr"
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
TEXT = {"type": "string", "minLength": 1}
# What every package must hold, whether the published schema is on this machine or not.
MINIMAL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [
        "uri", "version", "extensions", "publishedDate", "publisher", "license", "releases",
    ],
    "properties": {
        "version": {"enum": ["1.1"]},
        "publishedDate": INSTANT,
        "releases": {"type": "array", "items": {"$ref": "#/definitions/release"}},
    },
    "definitions": {
        "release": {
            "type": "object",
            "required": ["ocid", "id", "date", "tag", "initiationType", "tender", "language"],
            "properties": {
                "ocid": {"type": "string", "pattern": r"^ocds-maillage-[A-Za-z0-9._-]+$"},
                "id": TEXT,
                "date": INSTANT,
                "tag": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "enum": [
                            "planning", "tender", "tenderUpdate", "tenderCancellation", "award",
                            "contractAmendment",
                        ]
                    },
                },
                "initiationType": {"enum": ["tender"]},
                "tender": {"$ref": "#/definitions/tender"},
            },
        },
        "tender": {
            "type": "object",
            "required": ["id", "title"],
            "properties": {
                "status": {"enum": ["planned", "active", "cancelled", "complete"]},
                "procurementMethod": {"enum": ["open", "selective", "limited"]},
                "mainProcurementCategory": {"enum": ["goods", "services", "works"]},
                "tenderPeriod": {"properties": {"endDate": INSTANT}},
                "value": {
                    "properties": {"amount": {"type": "number"}, "currency": {"enum": ["EUR"]}}
                },
                "lots": {"type": "array", "items": {"required": ["id"]}},
                "items": {"type": "array", "items": {"required": ["id"]}},
                "documents": {"type": "array", "items": {"required": ["id", "url"]}},
            },
        },
    },
}  # fmt: skip


def store(session: Session, now: datetime, *records: NoticeRecord) -> list[Consultation]:
    store_notices(session, records, FileReport(file="test"), now=now)
    session.commit()
    return read(session)


def read(session: Session) -> list[Consultation]:
    session.expunge_all()
    select = (
        sa.select(Consultation)
        .options(selectinload(Consultation.lots), selectinload(Consultation.notices))
        .order_by(Consultation.id)
    )
    return list(session.scalars(select))


def package(now: datetime, consultations: list[Consultation]) -> dict[str, Any]:
    prefix = OcidPrefix()
    head = PackageHead(
        uri=f"{BASE}/marches.ocds.json",
        published_at=now,
        publisher="Maillage",
        license=LICENSE,
        extensions=EXTENSIONS,
        prefix=prefix,
    )
    releases = (r for c in consultations for r in releases_of(c, prefix=prefix))
    text = "".join(write_package(head, releases)).encode("utf-8")
    found: dict[str, Any] = json.loads(text)
    assert not list(Draft4Validator(MINIMAL_SCHEMA).iter_errors(found))
    return found


def releases(session: Session, now: datetime, *records: NoticeRecord) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = package(now, store(session, now, *records))["releases"]
    return found
