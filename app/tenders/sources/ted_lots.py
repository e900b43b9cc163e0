"""What repeats in a form of TED XML: lots, criteria, reservations, and the texts of all these.

Forms of 2014 to 2023 (R2.0.9) keep each thing at one place; those before (R2.0.8) name the same
things differently from one form to the next: hence the search by name, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.imports.text import clean_text
from app.tenders.records import ClauseKind, LotRecord, Place, SocialClause
from app.tenders.sources.boamp_content import (
    RESERVED_ARTICLES,
    Content,
    coded_clause,
    plain_number,
    read_text_place,
    strip_number,
)
from app.tenders.sources.eforms_lots import PARTICIPATIONS, join_texts, months_between
from app.tenders.sources.fields import TextField
from app.tenders.sources.node import Node, every_text, plain_name
from app.tenders.values import mask_contacts, read_amount, read_codes, read_day, read_months

Path = tuple[str, ...]

LOTS = frozenset({"objectdescr", "f01annexb", "f02annexb", "f04annexb", "f05annexb", "f17annexb"})
LOT_NUMBER = re.compile(
    r"(?:macro[\s-]*)?(?:lots?\b)?\s*(?:n\s?[°ºo]\s*)?(\d{1,4}\s?[a-z]?|[a-z])\b", re.IGNORECASE
)
PRICE, BY_DOCUMENTS = "acprice", "acprocurementdoc"
CRITERIA = frozenset(
    {PRICE, BY_DOCUMENTS, "accost", "acquality", "accriteria", "accriterion", "criteriadefinition"}
)
EXECUTION = "Exécution réservée à des programmes d’emplois protégés"
RESERVATIONS = {
    "restrictedshelteredworkshop": "res-ws",
    "restrictedtoshelteredworkshops": "res-ws",
    "restrictedshelteredprogram": "",
    "restrictedtoframework": "",
    "reservedorganisationsservicemission": "res-pub-ser",
}
REFUSED = frozenset({"no", "non", "false", "0"})
SHORTEST = 15  # characters: a clause is a sentence
# What is not about the contract: addresses, remedies, the winners, and what an amendment replaces.
SKIPPED = frozenset(
    plain_name(name)
    for name in (
        "CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY", "ADDRESS_REVIEW_BODY",
        "ADDRESS_REVIEW_INFO", "ADDRESS_MEDIATION_BODY", "REVIEW_PROCEDURE", "AWARD_CONTRACT",
        "AWARDED_PRIZE", "CONTRACTORS", "MEMBER_NAME", "OLD_VALUE", "CA_CE_CONCESSIONAIRE_PROFILE",
        "CONTRACTING_AUTHORITY_INFORMATION", "CONTRACTING_AUTHORITY_INFORMATION_DEFENCE",
        "AUTH_ENTITY_ICAR", "PROCEDURES_FOR_APPEAL", "AWARD_OF_CONTRACT",
        "AWARD_OF_CONTRACT_DEFENCE", "CONTACT_DATA", "CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME",
        "NOTICE_NUMBER_OJ", "REFERENCE_NUMBER", "FILE_REFERENCE_NUMBER",
    )
)  # fmt: skip


def find_named(
    value: object, names: frozenset[str], path: Path = ()
) -> Iterator[tuple[Path, Node]]:
    """Each place of these plain names, in order, with the names that lead to it.

    What stands inside such a place is not searched.
    """
    if isinstance(value, list):
        for child in value:
            yield from find_named(child, names, path)
    elif isinstance(value, dict):
        for key, child in value.items():
            inner = (*path, str(key))
            if plain_name(str(key)) in names:
                yield from ((inner, node) for node in Node(child).items())
            else:
                yield from find_named(child, names, inner)


def find_first(form: Node, *names: str) -> Node:
    """The first place of the first of these names that is there."""
    for name in names:
        for _, node in find_named(form.value, frozenset({plain_name(name)})):
            return node
    return Node(None)


def find_lots(form: Node) -> list[Node]:
    """The lots of a form, in order; one of R2.0.9 without lots has a single one."""
    lots = form.all("OBJECT_CONTRACT.OBJECT_DESCR")
    return lots or [node for _, node in find_named(form.value, LOTS)]


def number_lots(nodes: list[Node]) -> list[str]:
    """A number for each lot, unique: the one written (« LOT 1A - Nord »), else its place."""
    numbers: list[str] = []
    for position, node in enumerate(nodes, start=1):
        written = node.at("LOT_NO").line or node.at("LOT_NUMBER").line
        found = LOT_NUMBER.match(written)
        number = plain_number((found[1] if found else written).replace(" ", "")) or str(position)
        numbers.append(number if number not in numbers else f"{number[:14]}-{position}")
    return numbers


def read_lots(form: Node, whole: Content) -> tuple[LotRecord, ...]:
    """The lots; a single one is the whole contract, and has its main CPV first."""
    nodes = find_lots(form)
    numbers = number_lots(nodes)
    is_single = len(nodes) == 1
    return tuple(
        read_lot(node, number=number, whole=whole, is_single=is_single)
        for node, number in zip(nodes, numbers, strict=True)
    )


def read_lot(node: Node, *, number: str, whole: Content, is_single: bool) -> LotRecord:
    """A lot; what it does not say of itself is what the whole notice says."""
    title = strip_number(node.at("TITLE").line or node.at("LOT_TITLE").line)
    cpv = read_lot_cpv(node)
    return LotRecord(
        number=number,
        title=title or whole.title or f"Lot {number}",
        description=clean_text(join_texts(node, "SHORT_DESCR", "LOT_DESCRIPTION", "INFO_ADD")),
        cpv=tuple(dict.fromkeys((*whole.cpv[:1], *cpv))) if is_single or not cpv else cpv,
        places=read_places(node) or whole.places,
        value=read_euros(node.at("VAL_OBJECT")),
        duration_months=read_duration(node),
    )


def read_lot_cpv(node: Node) -> tuple[str, ...]:
    """The codes of a lot itself."""
    paths = ("CPV.CPV_MAIN.CPV_CODE.@CODE", "CPV_MAIN.CPV_CODE.@CODE",
             "CPV_ADDITIONAL.CPV_CODE.@CODE", "CPV.CPV_ADDITIONAL.CPV_CODE.@CODE")  # fmt: skip
    return read_codes([code.line for path in paths for code in node.all(path)])


def read_places(node: Node) -> tuple[Place, ...]:
    """The place of performance in words, then the NUTS regions, apart: the precise one counts."""
    said = [*node.all("MAIN_SITE"), *node.all("LOCATION_NUTS.LOCATION")]
    words = read_text_place(" ".join(place.text for place in said))
    codes = [*node.all("NUTS.@CODE"), *node.all("LOCATION_NUTS.NUTS.@CODE")]
    regions = dict.fromkeys(code.line.upper()[:5] for code in codes if code.line)
    return (*words, *(Place(nuts=nuts) for nuts in regions))


def read_euros(node: Node, said: str = "") -> float | None:
    """An amount in euros, written there or `said`; None in another currency, or for one euro.

    Buyers who say nothing of the value write 1, since the form wants a figure.
    """
    if node.at("@CURRENCY").line.upper() not in {"", "EUR"}:
        return None
    amount = read_amount(said or node.line)
    return amount if amount is not None and amount > 1 else None


def read_duration(node: Node) -> float | None:
    """The planned duration in months, as a measure or between two days."""
    measure = node.at("DURATION")
    if measure.line:
        return read_months(measure.line, measure.at("@TYPE").line or "MONTH")
    period = find_first(node, "PERIOD_WORK_DATE_STARTING")  # R2.0.8
    for unit in ("MONTHS", "DAYS"):
        if count := period.at(unit).line:
            return read_months(count, unit.removesuffix("S"))
    start, end = read_day(node.at("DATE_START").line), read_day(node.at("DATE_END").line)
    return months_between(start, end) if start and end and end > start else None


def read_criteria(form: Node) -> str:
    """The award criteria of the first lot that has some, one on each line, with their weight."""
    for lot in find_lots(form) or [form]:
        lines = [read_criterion(path[-1], node) for path, node in find_named(lot.value, CRITERIA)]
        if any(lines):
            return mask_contacts("\n".join(dict.fromkeys(filter(None, lines))))
    return ""


def read_criterion(name: str, node: Node) -> str:
    """One criterion in words, empty where it has none."""
    if plain_name(name) == BY_DOCUMENTS:
        return "Critères énoncés dans les documents de la consultation"
    label = node.at("AC_CRITERION").line or node.at("CRITERIA").line or node.line
    if plain_name(name) == PRICE:
        label = "Prix"
    weight = node.at("AC_WEIGHTING").line or node.at("WEIGHTING").line
    return f"{label} : {weight}" if label and weight else label


def read_reservations(form: Node) -> tuple[SocialClause, ...]:
    """The reservations that the buyer ticked, each once: participation, execution, mission.

    The form has one box for the whole procedure, which some buyers tick for some of their lots
    only: where there are several, the quotation says so.
    """
    found: dict[str, SocialClause] = {}
    count = len(find_lots(form))
    doubt = f" ; case cochée pour l’avis entier ({count} lots) : vérifier lesquels"
    for path, node in find_named(form.value, frozenset(RESERVATIONS)):
        answer = (node.at("@VALUE").line or node.line).lower()
        code = RESERVATIONS[plain_name(path[-1])]
        if answer in REFUSED:
            continue
        said, article = PARTICIPATIONS.get(code, ("", RESERVED_ARTICLES))
        quotation = f"Participation réservée {said}" if said else EXECUTION
        clause = coded_clause(
            ClauseKind.RESERVED,
            f"{quotation} ({path[-1]}){doubt if count > 1 else ''}",
            ".".join(path),
            None,
            article,
        )
        found.setdefault(code, clause)
    return tuple(found.values())


def collect_texts(form: Node, title: str, numbers: tuple[str, ...]) -> Iterator[TextField]:
    """The title, then each text of the form with its path and, inside a lot, its number."""
    if title:
        yield TextField(field="objet", text=title)
    for path, lot, raw in walk(form.value, (), iter(numbers)):
        text = mask_contacts(clean_text(raw))
        if len(text) >= SHORTEST and text != title:
            yield TextField(field=".".join(path), text=text, lot=lot)


def walk(
    value: object, path: Path, numbers: Iterator[str]
) -> Iterator[tuple[Path, str | None, str]]:
    """The texts below, lots opened one at a time in the order of their numbers."""
    if isinstance(value, list):
        for child in value:
            yield from walk(child, path, numbers)
    elif not isinstance(value, dict):
        yield from ((inner, None, text) for inner, text in every_text(value, SKIPPED, path))
    else:
        for key, child in value.items():
            name = plain_name(str(key))
            if name in LOTS:
                for lot in Node(child).items():
                    number = next(numbers, None)
                    texts = every_text(lot.value, SKIPPED, (*path, str(key)))
                    yield from ((inner, number, text) for inner, text in texts)
            elif name not in SKIPPED and not str(key).startswith("@"):
                inner = path if str(key) == "#text" else (*path, str(key))
                yield from walk(child, inner, numbers)
