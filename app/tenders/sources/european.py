"""What the formats of TED share: one numbering, one family, one address."""

from __future__ import annotations

import re
from datetime import date

from app.imports.text import clean_line, clean_text
from app.tenders.records import NoticeKind, NoticeRecord
from app.tenders.sources.boamp_content import Content
from app.tenders.values import mask_contacts

NAME = "ted"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def make_record(number: str, published_on: date | None, content: Content) -> NoticeRecord:
    """The record of a notice whose content is read; a result has no deadline."""
    return NoticeRecord(
        id=number,
        source=NAME,
        kind=content.kind or NoticeKind.CALL,
        published_on=published_on,
        title=clean_line(mask_contacts(content.title)),
        buyer=content.buyer,
        description=clean_text(content.description),
        reference=content.reference[:255],
        family="JOUE",
        nature=content.nature,
        procedure=content.procedure,
        cpv=content.cpv,
        places=content.places,
        lots=content.lots,
        deadline=None if content.kind is NoticeKind.AWARD else content.deadline,
        value=content.value,
        duration_months=content.duration_months,
        clauses=content.clauses,
        criteria=content.criteria[:4000],
        folder_id=content.folder_id,
        previous=tuple(n for n in content.previous if n != number),
        url="" if UUID.fullmatch(number) else notice_url(number),
        documents_url=content.documents_url,
        amendment_text=content.amendment_text,
        remarks=tuple(dict.fromkeys(content.remarks)),
    )


def notice_url(number: str) -> str:
    """The notice's page on TED."""
    return f"https://ted.europa.eu/fr/notice/-/detail/{number.lstrip('0')}"
