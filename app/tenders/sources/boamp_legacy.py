"""The structure of the BOAMP up to 2014: free text in parallel lists."""

from __future__ import annotations

import re
from itertools import zip_longest

from app.imports.text import clean_line, fold
from app.tenders.records import LotRecord, NoticeKind
from app.tenders.sources.boamp_content import (
    Content,
    number_lots,
    plain_number,
    read_buyer,
    read_deadline,
    read_natures,
    read_text_place,
)
from app.tenders.sources.node import Node
from app.tenders.values import mask_contacts, read_day, read_months

HOUR = re.compile(r"à\s+(\d{1,2})\s*(?:h(?:eures?)?|:)\s*(\d{2})?", re.IGNORECASE)
MONTHS = re.compile(r"(\d{1,3})\s+mois", re.IGNORECASE)
REFERENCE_END = " .,;"


def read_legacy(root: Node, name: str) -> Content:
    """The content of an old notice; `name` is not used, these have no root of their own."""
    content = Content()
    subject, identity = root.at("OBJET"), root.at("IDENT")
    whole = subject.at("OBJET_COMPLET").text
    features = mask_contacts("\n".join(root.texts("CARACTERISTIQUES.AUTRES")))
    content.title = clean_line(whole, limit=200).rstrip(".")
    content.description = mask_contacts(f"{whole}\n{features}".strip())
    content.reference = root.at("RENSEIGNEMENTS.REF_PP").line.strip(REFERENCE_END)
    content.buyer = read_buyer(
        identity.at("NOM").line.strip(REFERENCE_END), "", identity, content.remarks
    )
    content.nature = read_natures(root.flags("INFO"))
    content.places = tuple(
        place for text in subject.texts("LIEU_EXEC") for place in read_text_place(text)
    )
    content.procedure = "Procédure ouverte" if root.at("PROCEDURE.@type").line == "ouvert" else ""
    months = MONTHS.search(root.at("DUREE.EN_DUREE").line)
    content.duration_months = read_months(months[1]) if months else None
    content.deadline = read_deadline(
        written_moment(root.at("DELAI")), "donnees (DELAI.RECEPT_OFFRES)", content.remarks
    )
    read_correction(root.at("RECTIF"), content)
    content.lots = read_lots(root.at("LOTS"), content)
    return content


def written_moment(delay: Node) -> str:
    """The day in letters and the hour written beside it, as an ISO moment."""
    raw = delay.at("RECEPT_OFFRES").line or delay.at("RECEPT_CANDIDAT").line
    day = read_day(raw)
    if day is None:
        return raw
    hour = HOUR.search(f"{raw} {' '.join(delay.texts('AUTRES'))}")
    if hour is None or int(hour[1]) > 23:
        return day.isoformat()
    return f"{day.isoformat()}T{int(hour[1]):02d}:{int(hour[2] or 0):02d}"


def read_correction(node: Node, content: Content) -> None:
    """What the notice does to an earlier one, said in sentences only."""
    if not node:
        return
    text = mask_contacts("\n".join(node.texts("AUTRES"))).lstrip(".")
    content.amendment_text = text[:4000]
    content.kind = NoticeKind.AMENDMENT
    if "sans suite" in fold(text):
        content.kind = NoticeKind.WITHOUT_FOLLOW_UP
    elif re.search(r"\bannul", fold(text)):
        content.kind = NoticeKind.CANCELLATION


def read_lots(node: Node, content: Content) -> tuple[LotRecord, ...]:
    """The lots: numbers in one list, titles in another, sometimes called something else."""
    numbers = [plain_number(n.line.strip(REFERENCE_END)) for n in node.all("NUM_LOT")]
    titles = [n.line for n in (node.all("DESC_LOT") or node.all("AUTRES"))]
    details = [n.text for n in node.all("INFOS_COMPLEMENTAIRES")]
    if not numbers:
        return ()
    rows = list(zip_longest(numbers, titles[: len(numbers)], details[: len(numbers)], fillvalue=""))
    unique = number_lots([f"{number} : x" if number else title for number, title, _ in rows])
    return tuple(
        LotRecord(
            number=number,
            title=clean_line(title).rstrip(".") or content.title,
            description=mask_contacts(detail),
            places=content.places,
            deadline=content.deadline,
            duration_months=content.duration_months,
        )
        for number, (_, title, detail) in zip(unique, rows, strict=True)
    )
