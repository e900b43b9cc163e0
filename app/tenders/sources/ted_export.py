"""European notices in TED's former XML (R2.0.8 and R2.0.9), from 2014 to 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.tenders.records import Buyer, Deadline, NoticeKind
from app.tenders.sources.boamp_content import (
    Content,
    read_deadline,
    read_natures,
    read_postal_code,
)
from app.tenders.sources.boamp_texts import collect_texts
from app.tenders.sources.european import NAME, make_record
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import NOWHERE, Node, plain_name
from app.tenders.sources.source import Source
from app.tenders.sources.ted_export_changes import join_moment, read_changes
from app.tenders.sources.ted_export_lots import (
    join_paragraphs,
    read_criteria,
    read_euros,
    read_lots,
    read_places,
    read_subject_codes,
)
from app.tenders.sources.ted_export_reserved import read_reservations
from app.tenders.values import mask_contacts, read_day, read_siret, read_url

# Codes of TD_DOCUMENT_TYPE. Contests and qualification systems call for candidates.
KINDS = {
    "0": NoticeKind.PRIOR_INFORMATION,
    "1": NoticeKind.AMENDMENT,
    "2": NoticeKind.AMENDMENT,
    "3": NoticeKind.CALL,
    "7": NoticeKind.AWARD,
    "A": NoticeKind.PRIOR_INFORMATION,
    "C": NoticeKind.CALL,
    "D": NoticeKind.CALL,
    "H": NoticeKind.CALL,
    "J": NoticeKind.AWARD,
    "K": NoticeKind.MODIFICATION,
    "M": NoticeKind.PRIOR_INFORMATION,
    "O": NoticeKind.CALL,
    "P": NoticeKind.PRIOR_INFORMATION,
    "R": NoticeKind.AWARD,
    "V": NoticeKind.AWARD,
    "Y": NoticeKind.CALL,
}
PROCEDURES = {
    "ptopen": "Procédure ouverte",
    "ptrestricted": "Procédure restreinte",
    "ptcompetitivenegotiation": "Procédure avec négociation",
    "ptnegotiatedwithpriorcall": "Procédure avec négociation",
    "ptinvolvingnegotiation": "Procédure avec négociation",
    "ptacceleratedrestricted": "Procédure restreinte accélérée",
    "ptcompetitivedialogue": "Dialogue compétitif",
    "ptinnovationpartnership": "Partenariat d’innovation",
    "ptawardcontractwithoutcall": "Marché sans publicité préalable",
    "ptawardcontractwithoutpublication": "Marché sans publicité préalable",
    "ptnegotiatedwithoutpublication": "Marché sans publicité préalable",
    "ptawardcontractwithpriorpublication": "Concession avec publicité préalable",
}
OFFICIAL_JOURNAL = re.compile(r"(\d{4})/S\s*\d{1,3}-(\d{1,9})")
NUMBER = re.compile(r"\d{1,9}-\d{4}")
TEXTS_SKIPPED = ("CONTRACTING_BODY", "CONTRACTING_AUTHORITY", "AWARDED_CONTRACT", "ADDRESS")


def parse_notice(tree: Node) -> ParsedNotice:
    """One notice; raises ValueError where it has no number."""
    number = tree.at("@DOC_ID").line
    coded = tree.at("CODED_DATA_SECTION")
    if not NUMBER.fullmatch(number):
        number = read_number(coded.at("NOTICE_DATA.NO_DOC_OJS").line)
    if not number:
        message = "avis TED sans numéro (DOC_ID)"
        raise ValueError(message)
    form = choose_form(tree.at("FORM_SECTION"))
    content = read_form(form, coded, tree)
    published = coded.at("REF_OJS.DATE_PUB").line
    if published and read_day(published) is None:
        said = f"date de parution illisible ou hors de notre temps : « {published[:30]} »"
        content.remarks.append(said)
    record = make_record(number, read_day(published), content)
    spoken = {key: value for key, value in form.names.items() if not is_skipped(key)}
    body = Node(name_lots(spoken))
    texts = tuple(collect_texts(body, content.title, content.lot_numbers))
    return ParsedNotice(record=record, texts=texts)


def is_skipped(name: str) -> bool:
    """Whether a section holds addresses, where no clause is written."""
    return name.startswith(tuple(plain_name(part) for part in TEXTS_SKIPPED))


def name_lots(value: object) -> object:
    """The tree with its descriptions of lots under the name that readers of texts know."""
    if isinstance(value, list):
        return [name_lots(child) for child in value]
    if not isinstance(value, dict):
        return value
    return {
        ("lot" if plain_name(str(key)) == "objectdescr" else key): name_lots(child)
        for key, child in value.items()
    }


def choose_form(section: Node) -> Node:
    """The form of a notice: in French where it is translated, else the original one."""
    forms = [
        node
        for name, value in section.names.items()
        if name != "noticeuuid" and not name.startswith("@")
        for node in Node(value).items()
        if node.names
    ]
    marks = (("@LG", "FR"), ("@CATEGORY", "ORIGINAL"))
    for mark, wanted in marks:
        for form in forms:
            if form.at(mark).line == wanted:
                return form
    return forms[0] if forms else NOWHERE


def read_form(form: Node, coded: Node, tree: Node) -> Content:
    """The content of a form, and what the coded section says where the form does not."""
    content = Content()
    subject = form.at("OBJECT_CONTRACT") or find(form, "DESCRIPTION_CONTRACT_INFORMATION")
    codes, data = coded.at("CODIF_DATA"), coded.at("NOTICE_DATA")
    content.kind = read_kind(codes.at("TD_DOCUMENT_TYPE.@CODE").line, form)
    content.title = join_paragraphs(subject.at("TITLE") or find(subject, "TITLE_CONTRACT")).replace(
        "\n", " "
    )
    if not content.title:
        content.title = translated_title(tree)
    content.description = mask_contacts(
        join_paragraphs(subject.at("SHORT_DESCR") or find(subject, "SHORT_CONTRACT_DESCRIPTION"))
    )
    content.reference = join_paragraphs(subject.at("REFERENCE_NUMBER"))
    content.reference = content.reference or find(form, "FILE_REFERENCE_NUMBER").line
    content.buyer = read_buyer(form, content.remarks)
    nature = subject.at("TYPE_CONTRACT.@CTYPE").line or codes.at("NC_CONTRACT_NATURE").line
    content.nature = read_natures([nature.lower()])
    flags = form.at("PROCEDURE").names
    content.procedure = next((PROCEDURES[name] for name in flags if name in PROCEDURES), "")
    content.cpv = read_subject_codes(subject, data)
    content.places = read_places(data, "PERFORMANCE_NUTS")
    content.value = read_euros(subject, "VAL_ESTIMATED_TOTAL", "VAL_TOTAL")
    content.deadline = read_own_deadline(form, codes, content.remarks)
    content.lots = read_lots(subject, content)
    content.criteria = read_criteria(subject)
    content.clauses = tuple(read_reservations(form))
    content.previous = tuple(read_previous(form, data))
    content.documents_url = read_documents_url(form, data)
    read_changes(form, content)
    return content


def read_kind(code: str, form: Node) -> NoticeKind:
    """What the notice does; a result that names no winner for any lot is « sans suite »."""
    kind = KINDS.get(code, NoticeKind.UNKNOWN)
    results = form.all("AWARD_CONTRACT") or form.all("RESULTS")
    if kind is NoticeKind.AWARD and results:
        without = [r for r in results if r.has("NO_AWARDED_CONTRACT") or r.has("NO_AWARDED_PRIZE")]
        if len(without) == len(results):
            return NoticeKind.WITHOUT_FOLLOW_UP
    return kind


def find(node: Node, name: str) -> Node:
    """The first place of that name, however deep; R2.0.8 buries what R2.0.9 does not."""
    wanted = plain_name(name)
    waiting = [node]
    while waiting:
        here = waiting.pop(0)
        for key, value in here.names.items():
            if key == wanted:
                return Node(value)
            waiting.extend(child for child in Node(value).items() if child.names)
    return NOWHERE


def translated_title(tree: Node) -> str:
    """The French title of TED's own translations: what is bought, in general."""
    titles = tree.all("TRANSLATION_SECTION.ML_TITLES.ML_TI_DOC")
    french = (t for t in titles if t.at("@LG").line == "FR")
    return next((join_paragraphs(t.at("TI_TEXT")).replace("\n", " ") for t in french), "")


def read_buyer(form: Node, remarks: list[str]) -> Buyer:
    """The buyer and where it is."""
    body = form.at("CONTRACTING_BODY.ADDRESS_CONTRACTING_BODY")
    address = body or find(form, "CA_CE_CONCESSIONAIRE_PROFILE")
    identifier = address.at("NATIONALID").line
    siret = read_siret(re.sub(r"[^\d]", "", identifier))
    if identifier and not siret:
        remarks.append(f"identifiant de l’acheteur illisible : « {identifier[:40]} »")
    name = address.at("OFFICIALNAME").line or find(address, "OFFICIALNAME").line
    return Buyer(
        name=name[:255],
        siret=siret,
        postal_code=read_postal_code(address.at("POSTAL_CODE").line),
        city=address.at("TOWN").line[:120],
        nuts=address.at("NUTS.@CODE").line.upper()[:5],
    )


def read_own_deadline(form: Node, codes: Node, remarks: list[str]) -> Deadline | None:
    """The deadline of the form, in Paris time, else the one of the coded section."""
    procedure = form.at("PROCEDURE")
    day, hour = procedure.at("DATE_RECEIPT_TENDERS").line, procedure.at("TIME_RECEIPT_TENDERS").line
    where = "PROCEDURE.DATE_RECEIPT_TENDERS"
    if not day:
        day, _, hour = codes.at("DT_DATE_FOR_SUBMISSION").line.partition(" ")
        where = "CODIF_DATA.DT_DATE_FOR_SUBMISSION"
    return read_deadline(join_moment(day, hour), where, remarks)


def read_number(written: str) -> str:
    """`2019/S 111-273930` as TED numbers its notices, `273930-2019`; empty where it is none."""
    found = OFFICIAL_JOURNAL.search(written)
    return f"{found[2]}-{found[1]}" if found else ""


def read_previous(form: Node, data: Node) -> Iterator[str]:
    """The numbers of the earlier notices, each once."""
    written = [
        *(node.line for node in data.all("REF_NOTICE.NO_DOC_OJS")),
        *(node.line for node in form.all("PROCEDURE.NOTICE_NUMBER_OJ")),
        *(node.line for node in form.all("COMPLEMENTARY_INFO.NOTICE_NUMBER_OJ")),
    ]
    yield from dict.fromkeys(number for raw in written if (number := read_number(raw)))


def read_documents_url(form: Node, data: Node) -> str:
    """Where the documents are, else where to answer, else the buyer's profile."""
    body = form.at("CONTRACTING_BODY")
    written = [
        body.at("URL_DOCUMENT").line,
        body.at("URL_PARTICIPATION").line,
        body.at("ADDRESS_CONTRACTING_BODY.URL_BUYER").line,
        data.at("IA_URL_GENERAL").line,
    ]
    return next((url for raw in written if (url := read_url(raw))), "")


SOURCE = Source(
    name=NAME,
    label="TED, XML R2.0.8 et R2.0.9",
    parse_notice=parse_notice,
    roots=frozenset({"TED_EXPORT"}),
)
