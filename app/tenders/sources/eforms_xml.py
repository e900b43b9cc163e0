"""European notices in XML (eForms, SDK 1.x), as TED publishes them since the end of 2023."""

from __future__ import annotations

from app.tenders.sources.boamp_eforms import EXTENSION, NOTICES, read_eforms
from app.tenders.sources.boamp_texts import collect_texts
from app.tenders.sources.european import NAME, make_record
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.source import Source
from app.tenders.values import read_day

LANGUAGE = "@languageID"
FRENCH = "FRA"


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


def root_of(notice: Node) -> str:
    """The name of the document, from the type of notice it says; a call where it says nothing."""
    kind = notice.at("NoticeTypeCode").line
    if kind.startswith(("can", "veat")):
        return "ContractAwardNotice"
    is_prior = kind.startswith("pin") and not kind.startswith("pin-cfc")  # « cfc »: people answer
    return "PriorInformationNotice" if is_prior else "ContractNotice"


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
