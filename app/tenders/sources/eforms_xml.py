"""European notices in XML (eForms, SDK 1.x), as TED publishes them since the end of 2023."""

from __future__ import annotations

import re
from datetime import date

from app.imports.text import clean_line, clean_text
from app.tenders.records import NoticeKind, NoticeRecord
from app.tenders.sources.boamp_content import Content
from app.tenders.sources.boamp_eforms import EXTENSION, NOTICES, read_eforms
from app.tenders.sources.boamp_texts import collect_texts
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.source import Source
from app.tenders.values import mask_contacts, read_day

NAME = "ted"
LANGUAGE = "@languageID"
FRENCH = "FRA"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def parse_notice(tree: Node) -> ParsedNotice:
    """One notice; raises ValueError where it has no number.

    Its number is TED's (`00129266-2024`) once published, before that the UUID of the notice.
    """
    notice = Node(prefer_french(tree.value))
    publication = notice.at(f"{EXTENSION}.Publication")
    number = publication.at("NoticePublicationID").line or notice.at("ID").line.lower()
    if not number:
        message = "avis européen sans numéro de publication ni identifiant"
        raise ValueError(message)
    content = read_eforms(Node({root_of(notice): notice.value}), "EFORMS")
    published = publication.at("PublicationDate").line or notice.at("IssueDate").line
    if published and read_day(published) is None:
        said = f"date de parution illisible ou hors de notre temps : « {published[:30]} »"
        content.remarks.append(said)
    texts = tuple(collect_texts(notice, content.title, content.lot_numbers))
    return ParsedNotice(record=make_record(number[:60], read_day(published), content), texts=texts)


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
        clauses=content.clauses,
        criteria=content.criteria[:4000],
        folder_id=content.folder_id,
        url="" if UUID.fullmatch(number) else notice_url(number),
        documents_url=content.documents_url,
        amendment_text=content.amendment_text,
        remarks=tuple(dict.fromkeys(content.remarks)),
    )


def root_of(notice: Node) -> str:
    """The name of the document, from the type of notice it says; a call where it says nothing."""
    kind = notice.at("NoticeTypeCode").line
    if kind.startswith(("can", "veat")):
        return "ContractAwardNotice"
    return "PriorInformationNotice" if kind.startswith("pin") else "ContractNotice"


def notice_url(number: str) -> str:
    """The notice's page on TED."""
    return f"https://ted.europa.eu/fr/notice/-/detail/{number.lstrip('0')}"


def prefer_french(value: object) -> object:
    """The tree with, of each text in several languages, the French one."""
    if isinstance(value, dict):
        return {key: prefer_french(child) for key, child in value.items()}
    if not isinstance(value, list):
        return value
    french = [v for v in value if isinstance(v, dict) and v.get(LANGUAGE) == FRENCH]
    return [prefer_french(child) for child in french or value]


SOURCE = Source(
    name=NAME,
    label="TED, XML eForms",
    parse_notice=parse_notice,
    roots=frozenset(NOTICES),
)
