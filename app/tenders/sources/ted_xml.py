"""European notices in XML as TED published them from 2014 to 2023: schemas R2.0.8 and R2.0.9.

The form is what the buyer wrote; the coded section is what the publisher adds in front of it:
the number, the type of document, the procedure, the notices it follows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.tenders.records import Deadline, NoticeKind, Precision
from app.tenders.sources.boamp_content import Content, read_deadline
from app.tenders.sources.boamp_eforms import PROCEDURES
from app.tenders.sources.european import NAME, make_record
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.source import Source
from app.tenders.sources.ted_forms import (
    choose_form,
    ends_without_contract,
    join_moment,
    read_form,
)
from app.tenders.sources.ted_lots import collect_texts, find_named
from app.tenders.values import read_day, read_url

NUMBER = re.compile(r"(\d{1,8})-(\d{4})")
OJ_NUMBER = re.compile(r"(\d{4})/S\s*\d{1,3}-0*(\d{1,8})")
SUBMISSION = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s+(\d{1,2}:\d{2}))?")
CALL, AWARD, PRIOR = NoticeKind.CALL, NoticeKind.AWARD, NoticeKind.PRIOR_INFORMATION
TYPES = {  # NOTICE/@TYPE: what one form is used for
    "PRI_ONLY": PRIOR, "PRI_REDUCING_TIME_LIMITS": PRIOR, "PER_ONLY": PRIOR,
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
    content = read_form(form, read_kind(form, coded), coded.at("NOTICE_DATA"))
    complete_content(content, tree)
    if content.kind is AWARD and ends_without_contract(form):
        content.kind = NoticeKind.WITHOUT_FOLLOW_UP
    published = coded.at("REF_OJS.DATE_PUB").line
    if published and read_day(published) is None:
        said = f"date de parution illisible ou hors de notre temps : « {published[:30]} »"
        content.remarks.append(said)
    record = make_record(number, read_day(published), content)
    texts = tuple(collect_texts(form, content.title, content.lot_numbers))
    return ParsedNotice(record=record, texts=texts)


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
    """What the coded and translated sections add, or say where the form says nothing."""
    coded = tree.at("CODED_DATA_SECTION")
    codes = coded.at("CODIF_DATA")
    content.title = content.title or read_french(tree, "ML_TITLES.ML_TI_DOC", "TI_TEXT")
    if not content.buyer.name:
        name = read_french(tree, "ML_AA_NAMES.AA_NAME", "")
        content.buyer = replace(content.buyer, name=name[:255])
    content.procedure = content.procedure or PROCEDURE_CODES.get(
        codes.at("PR_PROC.@CODE").line.upper(), ""
    )
    nature = NATURES.get(codes.at("NC_CONTRACT_NATURE.@CODE").line)
    content.nature = content.nature or ((nature,) if nature else ())
    content.previous = read_previous(tree)
    if content.kind not in ANSWERABLE:
        content.deadline = None
    elif content.kind is not NoticeKind.AMENDMENT:  # nobody knows which deadline is coded there
        address = coded.at("NOTICE_DATA.IA_URL_ETENDERING").line
        content.documents_url = content.documents_url or read_url(address)
        submission = read_submission(codes, content.remarks)
        content.deadline = settle_deadlines(content.deadline, submission, content.remarks)


def read_french(tree: Node, path: str, child: str) -> str:
    """A line of the translations, the French one, else the first; empty where there is none."""
    nodes = tree.all(f"TRANSLATION_SECTION.{path}")
    french = [node for node in nodes if node.at("@LG").line.upper() == "FR"]
    lines = [(node.at(child) if child else node).line for node in (french or nodes)]
    return next(filter(None, lines), "")


def read_submission(codes: Node, remarks: list[str]) -> Deadline | None:
    """The deadline that the publisher coded: `20210304 11:30`, an hour of Paris, or a day."""
    raw = codes.at("DT_DATE_FOR_SUBMISSION").line
    found = SUBMISSION.match(raw)
    moment = join_moment("-".join(found.groups()[:3]), found[4] or "") if found else raw
    return read_deadline(moment, "CODED_DATA_SECTION (DT_DATE_FOR_SUBMISSION)", remarks)


def settle_deadlines(
    form: Deadline | None, coded: Deadline | None, remarks: list[str]
) -> Deadline | None:
    """The deadline of the form beside the one that TED coded; the earlier where they differ.

    The coded one may come from a later corrigendum, or be wrong: a person checks.
    """
    if form is None or coded is None or form.at == coded.at:
        return form or coded
    is_same_day = form.local.date() == coded.local.date()
    if is_same_day and Precision.DAY in {form.precision, coded.precision}:
        return form if coded.precision is Precision.DAY else coded
    early, late = sorted((form, coded), key=lambda deadline: deadline.at)
    said = " et ".join(f"{deadline.local:%d/%m/%Y %H:%M}" for deadline in (early, late))
    remarks.append(f"deux dates limites dans l’avis, {said} : la première est retenue")
    return replace(early, to_confirm=True)


def read_previous(tree: Node) -> tuple[str, ...]:
    """The numbers of the notices that this one follows, amends or ends."""
    coded = tree.all("CODED_DATA_SECTION.NOTICE_DATA.REF_NOTICE.NO_DOC_OJS")
    written = find_named(tree.at("FORM_SECTION").value, frozenset({"noticenumberoj"}))
    numbers = [read_oj_number(node.line) for node in [*coded, *(node for _, node in written)]]
    return tuple(dict.fromkeys(filter(None, numbers)))


SOURCE = Source(
    name=NAME,
    label="TED, XML R2.0.8 et R2.0.9",
    parse_notice=parse_notice,
    roots=frozenset({"TED_EXPORT"}),
)
