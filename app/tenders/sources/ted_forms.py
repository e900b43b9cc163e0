"""The form of a TED XML notice: what the buyer wrote, as he published it or to correct it.

R2.0.9 (`F02_2014`…) is read at the places of its schema, verified on 196 real French notices.
R2.0.8 (`CONTRACT`, `FD_CONTRACT`…) is read by the names of its elements, wherever they stand,
verified on one real notice (`CONTRACT_DEFENCE`), on what others' programs read and write, and on
payloads written by hand.
"""

from __future__ import annotations

import re

from app.imports.text import clean_text, fold
from app.tenders.records import Buyer, Deadline, NoticeKind, Place
from app.tenders.sources.boamp_content import (
    Content,
    read_deadline,
    read_natures,
    read_postal_code,
)
from app.tenders.sources.boamp_eforms import PROCEDURES
from app.tenders.sources.eforms_lots import join_texts
from app.tenders.sources.node import NOWHERE, Node, plain_name
from app.tenders.sources.ted_lots import (
    find_first,
    find_lots,
    find_named,
    read_criteria,
    read_duration,
    read_euros,
    read_lot_cpv,
    read_lots,
    read_places,
    read_reservations,
)
from app.tenders.values import mask_contacts, read_codes, read_siret, read_url

RECEIPT_SECTIONS = re.compile(r"\s*IV\.?\s?[23]\.[24]\b")  # 2014: IV.2.2; before: IV.3.4
RECEIPT = re.compile(r"date limite.{0,60}(?:reception|remise|depot|offres|candidature|particip)")
OTHER_DATES = re.compile(r"ouverture|validite|invitation|obtention|obtenir|documents")
ADDRESSES = ("urldocument", "urlinformation", "urlparticipation", "urlparticipate", "urlbuyer")
PROCEDURE_FLAGS = {
    "ptopen": "open", "ptrestricted": "restricted", "ptcompetitivenegotiation": "neg-w-call",
    "ptnegotiatedwithpriorcall": "neg-w-call", "ptcompetitivedialogue": "comp-dial",
    "ptinnovationpartnership": "innovation",
}  # fmt: skip
REPLACEMENTS = frozenset({"add", "delete", "replace"})
UNSUCCESSFUL = "Procédure infructueuse : aucune offre reçue, ou toutes rejetées"
DISCONTINUED = "Procédure abandonnée"


def choose_form(tree: Node) -> Node:
    """The form in French, else the one the buyer wrote, else the first; each language has one."""
    forms = [
        node for child in tree.at("FORM_SECTION").names.values() for node in Node(child).items()
    ]
    french = [form for form in forms if form.at("@LG").line.upper() == "FR"]
    original = [form for form in forms if form.at("@CATEGORY").line.upper() == "ORIGINAL"]
    return next(iter([*french, *original, *forms]), NOWHERE)


def read_form(form: Node, kind: NoticeKind, notice: Node) -> Content:
    """The content of a form; a corrigendum gives what it changes, and no part of the contract.

    `notice` is what the publisher coded (`NOTICE_DATA`), for what the form does not say. A
    corrigendum repeats the title and the main CPV only: were its CPV kept, it would pass for a
    whole new version of the call.
    """
    content = Content(kind=kind)
    content.title = (form.at("OBJECT_CONTRACT.TITLE") or find_first(form, "TITLE_CONTRACT")).line
    content.description = read_description(form)
    content.buyer = read_buyer(form, content.remarks)
    named = form.at("OBJECT_CONTRACT.REFERENCE_NUMBER")
    content.reference = (named or find_first(form, "FILE_REFERENCE_NUMBER")).line[:255]
    content.nature = read_nature(form)
    flags = form.flags("PROCEDURE")
    content.procedure = next(
        (PROCEDURES[PROCEDURE_FLAGS[f]] for f in flags if f in PROCEDURE_FLAGS), ""
    )
    content.documents_url = read_documents_url(form)
    content.clauses = read_reservations(form)
    if kind is NoticeKind.AMENDMENT:
        read_changes(form, content)
        return content
    content.places = read_all_places(form) or read_coded_places(notice)
    content.cpv = read_cpv(form) or read_codes([n.line for n in notice.all("ORIGINAL_CPV.@CODE")])
    content.lots = read_lots(form, content)
    content.value = read_value(form)
    if len(content.lots) < 2:
        only = next(iter(content.lots), None)
        content.duration_months = only.duration_months if only else read_duration(form)
    content.criteria = read_criteria(form)
    content.deadline = read_receipt(form, content.remarks)
    content.amendment_text = read_modifications(form)
    return content


def read_description(form: Node) -> str:
    """The description of the whole, else that of its first lot, else R2.0.8's."""
    for path in ("OBJECT_CONTRACT.SHORT_DESCR", "OBJECT_CONTRACT.OBJECT_DESCR.SHORT_DESCR"):
        if text := join_texts(Node({"": form.at(path).value}), ""):
            return text
    names = ("SHORT_CONTRACT_DESCRIPTION", "SHORT_DESCRIPTION_CONTRACT", "DESCRIPTION_OF_CONTRACT",
             "TOTAL_QUANTITY_OR_SCOPE", "DESCRIPTION")  # fmt: skip
    texts = [mask_contacts(text) for name in names if (text := find_first(form, name).text)]
    return "\n".join(dict.fromkeys(texts))


def read_buyer(form: Node, remarks: list[str]) -> Buyer:
    """The buyer at its address; an identifier that is no SIRET is said and left out."""
    address = form.at("CONTRACTING_BODY.ADDRESS_CONTRACTING_BODY") or find_first(
        form, "ADDRESS_CONTRACTING_BODY", "CA_CE_CONCESSIONAIRE_PROFILE"
    )
    name = find_first(address, "OFFICIALNAME").line or address.at("ORGANISATION").line
    identifier = find_first(address, "NATIONALID").line
    siret = read_siret(re.sub(r"^\W*siret\W*", "", identifier, flags=re.IGNORECASE))
    if identifier and not siret:
        remarks.append(f"identifiant de l’acheteur illisible : « {identifier[:40]} »")
    return Buyer(
        name=name[:255],
        siret=siret,
        postal_code=read_postal_code(address.at("POSTAL_CODE").line),
        city=address.at("TOWN").line[:120],
        nuts=address.at("NUTS.@CODE").line.upper()[:5],
    )


def read_nature(form: Node) -> tuple[str, ...]:
    """The nature of the contract in our words."""
    contract = form.at("OBJECT_CONTRACT.TYPE_CONTRACT") or find_first(form, "TYPE_CONTRACT")
    return read_natures([(contract.at("@CTYPE").line or contract.at("@VALUE").line).lower()])


def read_cpv(form: Node) -> tuple[str, ...]:
    """The CPV codes, the main one first, then those of the lots."""
    mains = [*form.all("OBJECT_CONTRACT.CPV_MAIN.CPV_CODE.@CODE")]
    if not mains:
        mains = [find_first(form, "CPV_MAIN").at("CPV_CODE.@CODE")]
        more = find_named(form.value, frozenset({"cpvadditional"}))
        mains += [node.at("CPV_CODE.@CODE") for _, node in more]
    own = [code for lot in find_lots(form) for code in read_lot_cpv(lot)]
    return read_codes([*(code.line for code in mains), *own])


def read_all_places(form: Node) -> tuple[Place, ...]:
    """The places of performance of all lots, each once."""
    nodes = find_lots(form)
    places = [place for node in nodes for place in read_places(node)]
    if not places:
        places = list(read_places(Node({"LOCATION_NUTS": find_first(form, "LOCATION_NUTS").value})))
    return tuple(dict.fromkeys(places))


def read_coded_places(notice: Node) -> tuple[Place, ...]:
    """The regions that the publisher coded, R2.0.8's name for them last."""
    nodes = [*notice.all("PERFORMANCE_NUTS.@CODE"), *notice.all("ORIGINAL_NUTS.@CODE")]
    codes = [node.line.upper()[:5] for node in nodes]
    return tuple(Place(nuts=code) for code in dict.fromkeys(codes) if code)


def read_value(form: Node) -> float | None:
    """The estimated value in euros, else the value awarded, else the upper end of a range."""
    contract = form.at("OBJECT_CONTRACT")
    for name in ("VAL_ESTIMATED_TOTAL", "VAL_TOTAL"):
        if amount := read_euros(contract.at(name)):
            return amount
    ranged = contract.at("VAL_RANGE_TOTAL")
    if ranged:
        return read_euros(ranged, ranged.at("HIGH").line)
    costs = find_first(form, "COSTS_RANGE_AND_CURRENCY", "COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")
    cost = costs.at("VALUE_COST") or costs.at("RANGE_VALUE_COST.HIGH_VALUE")
    return read_euros(costs, cost.at("@FMTVAL").line or cost.line)


def read_receipt(form: Node, remarks: list[str]) -> Deadline | None:
    """The day and hour until which tenders or requests to participate are received."""
    procedure = form.at("PROCEDURE")
    name, raw = (
        "DATE_RECEIPT_TENDERS",
        join_moment(
            procedure.at("DATE_RECEIPT_TENDERS").line, procedure.at("TIME_RECEIPT_TENDERS").line
        ),
    )
    if not raw:
        name, parts = "RECEIPT_LIMIT_DATE", find_first(form, "RECEIPT_LIMIT_DATE")
        raw = read_parts(parts)
    return read_deadline(raw, f"FORM_SECTION ({name})", remarks)


def read_parts(node: Node) -> str:
    """A moment of R2.0.8, in parts (`DAY`, `MONTH`, `YEAR`, `TIME`), as an ISO one, or empty."""
    day = "-".join(node.at(part).line.zfill(2) for part in ("YEAR", "MONTH", "DAY"))
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", day) is not None
    return join_moment(day, node.at("TIME").line) if is_day else ""


def join_moment(day: str, hour: str) -> str:
    """A day and an hour (`9:30`, `12:00`), which may be missing, as one ISO moment."""
    found = re.match(r"(\d{1,2})[:hH](\d{2})?", hour)
    return f"{day}T{found[1].zfill(2)}:{found[2] or '00'}" if day and found else day


def read_documents_url(form: Node) -> str:
    """Where the documents are, else where tenders are sent, else the buyer's profile."""
    places = find_named(form.value, frozenset(ADDRESSES))
    written = {plain_name(path[-1]): node for path, node in reversed(list(places))}
    lines = [written[name].line for name in ADDRESSES if name in written]
    return next((url for line in lines if (url := read_url(line))), "")


def read_changes(form: Node, content: Content) -> None:
    """What a corrigendum changes, in sentences; a new deadline of the whole is read as a field.

    One that bears on a lot stays in the sentences, which a person confirms.
    """
    changes = form.all("CHANGES.CHANGE") or [
        node for _, node in find_named(form.value, REPLACEMENTS)
    ]
    sentences = []
    for change in changes:
        where, new = describe_place(change.at("WHERE")), change.at("NEW_VALUE")
        sentences.append(tell_change(where, change))
        moment = read_moment(new)
        if moment and is_receipt(where) and not change.at("WHERE.LOT_NO").line:
            source = "FORM_SECTION (CHANGES, NEW_VALUE)"
            content.deadline = read_deadline(moment, source, content.remarks) or content.deadline
    sentences += form.texts("CHANGES.INFO_ADD")
    sentences += [find_first(form, "OTHER_ADDITIONAL_INFO").text]
    said = [mask_contacts(text) for text in dict.fromkeys(sentences) if text]
    content.amendment_text = "\n".join(said)[:4000]


def describe_place(where: Node) -> str:
    """The section that a change bears on, with its name and its lot."""
    lot = where.at("LOT_NO").line
    parts = [where.at("SECTION").line, where.at("LABEL").line, f"(lot {lot})" if lot else ""]
    return " ".join(filter(None, parts)) or where.line


def is_receipt(where: str) -> bool:
    """Whether a change bears on the deadline for tenders or requests, not on another date."""
    said = fold(where)
    if OTHER_DATES.search(said) or "IV.2.3" in where:
        return False
    return RECEIPT_SECTIONS.match(where) is not None or RECEIPT.search(said) is not None


def read_moment(value: Node) -> str:
    """The moment that a value of a corrigendum is, ISO, or empty."""
    day = value.at("DATE").line
    return join_moment(day, value.at("TIME").line) if day else read_parts(value.at("DATE_TIME"))


def tell_change(where: str, change: Node) -> str:
    """One change in a sentence, with dates as people write them."""
    old, new = (tell_value(change.at(name)) for name in ("OLD_VALUE", "NEW_VALUE"))
    replaced = f"au lieu de « {old} », " if old else ""
    wanted = f"lire « {new} »" if new else "supprimé"
    return f"{where} : {replaced}{wanted}" if old or new else where


def tell_value(value: Node) -> str:
    """A value of a corrigendum in words: a text, a moment, or CPV codes."""
    moment = read_moment(value)
    if found := re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?", moment):
        year, month, day, hour = found.groups()
        return f"{day}/{month}/{year}" + (f" à {hour}" if hour else "")
    codes = [
        node.line
        for name in ("CPV_MAIN", "CPV_ADDITIONAL")
        for node in value.all(f"{name}.CPV_CODE.@CODE")
    ]
    return clean_text(value.at("TEXT").text) or ", ".join(codes)


def read_modifications(form: Node) -> str:
    """Why and how a contract was modified during its term, or why nobody was chosen."""
    changes = form.all("MODIFICATIONS_CONTRACT.INFO_MODIFICATIONS")
    names = ("SHORT_DESCR", "ADDITIONAL_NEED", "UNFORESEEN_CIRCUMSTANCE")
    texts = [text for change in changes for text in [join_texts(change, *names)] if text]
    if ends_without_contract(form):
        without = form.all("AWARD_CONTRACT.NO_AWARDED_CONTRACT")
        gone = any(node.has("PROCUREMENT_DISCONTINUED") for node in without)
        texts.append(DISCONTINUED if gone else UNSUCCESSFUL)
    return "\n".join(texts)[:4000]


def ends_without_contract(form: Node) -> bool:
    """Whether a result says of each lot that nobody was chosen."""
    awards = form.all("AWARD_CONTRACT")
    without = [award for award in awards if award.has("NO_AWARDED_CONTRACT")]
    return bool(awards) and len(without) == len(awards)
