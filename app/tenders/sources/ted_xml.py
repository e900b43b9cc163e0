"""European notices in XML as TED published them from 2014 to 2023: schemas R2.0.8 and R2.0.9.

The form is what the buyer wrote; the coded section is what the publisher adds in front of it:
the number, the type of document, the procedure, the notices it follows.
"""

from __future__ import annotations

import re

from app.imports.text import clean_line, clean_text
from app.tenders.records import NoticeKind, NoticeRecord, Place
from app.tenders.sources.boamp_content import Content, read_deadline
from app.tenders.sources.boamp_eforms import PROCEDURES
from app.tenders.sources.eforms_xml import notice_url
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.ted_forms import (
    choose_form,
    ends_without_contract,
    join_moment,
    read_form,
    settle_deadlines,
)
from app.tenders.sources.ted_lots import collect_texts, find_named
from app.tenders.values import mask_contacts, read_codes, read_day, read_url

NAME = "ted"
NUMBER = re.compile(r"(\d{1,8})-(\d{4})")
OJ_NUMBER = re.compile(r"(\d{4})/S\s*\d{1,3}-0*(\d{1,8})")
SUBMISSION = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s+(\d{1,2}:\d{2}))?")
CALL, AWARD, PRIOR = NoticeKind.CALL, NoticeKind.AWARD, NoticeKind.PRIOR_INFORMATION
TYPES = {  # NOTICE/@TYPE: what one form is used for
    "PRI": PRIOR, "PRI_ONLY": PRIOR, "PRI_REDUCING_TIME_LIMITS": PRIOR, "PER_ONLY": PRIOR,
    "PER_REDUCING_TIME_LIMITS": PRIOR, "PRI_CALL_COMPETITION": CALL, "PER_CALL_COMPETITION": CALL,
    "QSU_CALL_COMPETITION": CALL, "QSU_ONLY": NoticeKind.UNKNOWN, "CONTRACT": CALL,
    "AWARD_CONTRACT": AWARD, "CONCESSION_AWARD_CONTRACT": AWARD,
}  # fmt: skip
# TD_DOCUMENT_TYPE/@CODE. A « avec mise en concurrence » (A, M, O) is a call: people answer it.
# A voluntary ex ante notice (V) names the winner before signing: an award, as in eForms.
DOCUMENTS = {
    "0": PRIOR, "1": NoticeKind.AMENDMENT, "2": NoticeKind.AMENDMENT, "3": CALL, "4": CALL,
    "5": CALL, "7": AWARD, "A": CALL, "C": CALL, "D": CALL, "E": CALL, "F": CALL, "H": CALL,
    "I": CALL, "J": AWARD, "K": NoticeKind.MODIFICATION, "M": CALL, "O": CALL, "P": PRIOR,
    "R": AWARD, "V": AWARD, "Y": CALL,
}  # fmt: skip
FORMS = {"14": NoticeKind.AMENDMENT, "20": NoticeKind.MODIFICATION}
WITHOUT_CALL = PROCEDURES["neg-wo-call"]
PROCEDURE_CODES = {  # PR_PROC/@CODE
    "1": PROCEDURES["open"], "2": PROCEDURES["restricted"], "3": PROCEDURES["restricted"],
    "4": PROCEDURES["neg-w-call"], "6": PROCEDURES["neg-w-call"], "B": PROCEDURES["neg-w-call"],
    "C": PROCEDURES["comp-dial"], "E": "Attribution d’une concession", "F": WITHOUT_CALL,
    "G": PROCEDURES["innovation"], "T": WITHOUT_CALL, "V": WITHOUT_CALL,
}  # fmt: skip
NATURES = {"1": "travaux", "2": "fournitures", "4": "services"}  # NC_CONTRACT_NATURE/@CODE
ANSWERABLE = frozenset({CALL, PRIOR, NoticeKind.AMENDMENT, NoticeKind.UNKNOWN})


def parse_notice(tree: Node) -> ParsedNotice:
    """One `TED_EXPORT`; raises ValueError where it has no number."""
    number = read_number(tree)
    if not number:
        message = "avis européen sans numéro de publication"
        raise ValueError(message)
    form, coded = choose_form(tree), tree.at("CODED_DATA_SECTION")
    content = read_form(form, read_kind(form, coded))
    complete_content(content, tree)
    if content.kind is AWARD and ends_without_contract(form):
        content.kind = NoticeKind.WITHOUT_FOLLOW_UP
    texts = tuple(collect_texts(form, content.title, content.lot_numbers))
    return ParsedNotice(record=make_record(number, content, coded), texts=texts)


def read_number(tree: Node) -> str:
    """The number in the form of TED's pages, six digits at least: `002712-2020`."""
    said = tree.at("@DOC_ID").line
    found = NUMBER.fullmatch(said)
    if found:
        return f"{found[1].zfill(6)}-{found[2]}"
    return read_oj_number(tree.at("CODED_DATA_SECTION.NOTICE_DATA.NO_DOC_OJS").line)


def read_oj_number(said: str) -> str:
    """The same from the number of the Official Journal (`2019/S 111-273930`), or empty."""
    found = OJ_NUMBER.search(said)
    return f"{found[2].zfill(6)}-{found[1]}" if found else ""


def read_kind(form: Node, coded: Node) -> NoticeKind:
    """What a notice is: by its form where it has one use, else by its type, else by its code."""
    number = re.sub(r"\D", "", form.at("@FORM").line)
    code = coded.at("CODIF_DATA.TD_DOCUMENT_TYPE.@CODE").line.upper()
    return (
        FORMS.get(number)
        or TYPES.get(form.at("NOTICE.@TYPE").line.upper())
        or DOCUMENTS.get(code, NoticeKind.UNKNOWN)
    )


def complete_content(content: Content, tree: Node) -> None:
    """What the coded section adds, or says where the form says nothing."""
    coded = tree.at("CODED_DATA_SECTION")
    notice, codes = coded.at("NOTICE_DATA"), coded.at("CODIF_DATA")
    if not content.title:
        content.title = read_translation(tree, "ML_TITLES.ML_TI_DOC", "TI_TEXT")
    content.procedure = PROCEDURE_CODES.get(codes.at("PR_PROC.@CODE").line, "")
    nature = NATURES.get(codes.at("NC_CONTRACT_NATURE.@CODE").line)
    content.nature = content.nature or ((nature,) if nature else ())
    content.previous = read_previous(tree)
    if content.kind is NoticeKind.AMENDMENT:
        return
    content.cpv = content.cpv or read_codes([n.line for n in notice.all("ORIGINAL_CPV.@CODE")])
    content.places = content.places or read_coded_places(notice)
    content.documents_url = content.documents_url or read_url(notice.at("IA_URL_ETENDERING").line)
    found = SUBMISSION.match(codes.at("DT_DATE_FOR_SUBMISSION").line)
    raw = join_moment("-".join(found.groups()[:3]), found[4] or "") if found else ""
    source = "CODED_DATA_SECTION (DT_DATE_FOR_SUBMISSION)"
    submission = read_deadline(raw, source, content.remarks)
    content.deadline = settle_deadlines(content.deadline, submission, content.remarks)
