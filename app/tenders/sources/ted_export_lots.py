"""The lots of TED's former XML, and the values that a lot and its notice write alike."""

from __future__ import annotations

from app.imports.text import clean_line
from app.tenders.records import LotRecord, Place
from app.tenders.sources.boamp_content import (
    Content,
    number_lots,
    plain_number,
    read_text_place,
    strip_number,
)
from app.tenders.sources.eforms_lots import months_between
from app.tenders.sources.node import Node
from app.tenders.values import mask_contacts, read_amount, read_codes, read_day, read_months

CRITERIA = {"acprice": "Prix", "accost": "Coût", "acquality": "Qualité"}


def join_paragraphs(node: Node) -> str:
    """The text of a node, be it in paragraphs."""
    texts = [child.text for child in node.items()]
    texts += node.texts("P") if not any(texts) else []
    return "\n".join(dict.fromkeys(text for text in texts if text))


def read_subject_codes(subject: Node, data: Node) -> tuple[str, ...]:
    """The CPV codes of a notice: of its form, else those of the coded section."""
    own = subject.all("CPV_MAIN.CPV_CODE.@CODE") or subject.all("CPV.CPV_MAIN.CPV_CODE.@CODE")
    return read_codes([n.line for n in own]) or read_codes(
        [n.line for n in data.all("ORIGINAL_CPV.@CODE")]
    )


def read_places(node: Node, name: str) -> tuple[Place, ...]:
    """The places of performance that NUTS codes say."""
    codes = [code.line.upper()[:5] for code in node.all(f"{name}.@CODE")]
    return tuple(Place(nuts=code) for code in dict.fromkeys(codes) if code)


def read_euros(node: Node, *names: str) -> float | None:
    """The first of these amounts that is in euros and makes sense."""
    for name in names:
        for amount in node.all(name):
            currency = amount.at("@CURRENCY").line.upper()
            if currency in {"", "EUR"} and (value := read_amount(amount.line)):
                return value
    return None


def read_lots(subject: Node, whole: Content) -> tuple[LotRecord, ...]:
    """The lots; a form without lots describes one, which is the whole."""
    nodes = [node for node in subject.all("OBJECT_DESCR") if node.names]
    if not nodes:
        nodes = [node for node in subject.all("F02_ANNEX_B") if node.names]
    titles = [clean_line(join_paragraphs(node.at("TITLE"))) for node in nodes]
    written = [node.at("LOT_NO").line for node in nodes]
    named = [f"{n} : x" if n else t for n, t in zip(written, titles, strict=True)]
    numbers = [plain_number(n) for n in written]
    if not all(numbers) or len(set(numbers)) < len(numbers):
        numbers = number_lots(named)
    return tuple(
        read_lot(node, number, title, whole)
        for node, number, title in zip(nodes, numbers, titles, strict=True)
    )


def read_lot(node: Node, number: str, title: str, whole: Content) -> LotRecord:
    """One lot; what it does not say of itself is what the whole notice says."""
    codes = read_codes([code.line for code in node.all("CPV_ADDITIONAL.CPV_CODE.@CODE")])
    site = read_text_place(join_paragraphs(node.at("MAIN_SITE")))
    return LotRecord(
        number=number,
        title=strip_number(title) or whole.title or f"Lot {number}",
        description=mask_contacts(join_paragraphs(node.at("SHORT_DESCR"))),
        cpv=codes or whole.cpv,
        places=(*site, *read_places(node, "NUTS")) or whole.places,
        deadline=whole.deadline,
        value=read_euros(node, "VAL_OBJECT"),
        duration_months=read_duration(node),
    )


def read_duration(node: Node) -> float | None:
    """The duration in months, said or between two days."""
    said = node.at("DURATION")
    if said:
        return read_months(said.line, said.at("@TYPE").line or "MONTH")
    start, end = read_day(node.at("DATE_START").line), read_day(node.at("DATE_END").line)
    return months_between(start, end) if start and end and end > start else None


def read_criteria(subject: Node) -> str:
    """The award criteria, one on each line, with their weight."""
    lines = []
    for lot in subject.all("OBJECT_DESCR"):
        places = [lot, *lot.all("AC"), *lot.all("DIRECTIVE_2014_24_EU.AC")]
        for place in places:
            for name, label in CRITERIA.items():
                for criterion in place.all(name):
                    said = criterion.at("AC_CRITERION").line or label
                    weight = criterion.at("AC_WEIGHTING").line
                    lines.append(f"{said} : {weight}" if weight else said)
    return mask_contacts("\n".join(dict.fromkeys(lines)))
