"""What every structure of a BOAMP notice is read into, and the rules they share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.clock import PARIS
from app.imports.text import clean_line
from app.tenders.deadlines import read_field
from app.tenders.records import (
    Buyer,
    ClauseKind,
    Deadline,
    LotRecord,
    NoticeKind,
    Origin,
    Place,
    SocialClause,
)
from app.tenders.sources.node import Node
from app.tenders.values import (
    mask_contacts,
    read_amount,
    read_codes,
    read_day,
    read_siret,
)

LOT_NUMBER = re.compile(
    r"\s*(?:lot\s*)?(?:n[°ºo]\s*)?(\d{1,4}[a-z]?)\s*(?:[:.)\-–—]|\s[-–—:])\s*(?=\S)", re.IGNORECASE
)
NATURE_WORDS = {
    "service": "services",
    "services": "services",
    "travaux": "travaux",
    "works": "travaux",
    "fournitures": "fournitures",
    "supplies": "fournitures",
}
RESERVED_ARTICLES = "L2113-12 ou L2113-13"  # codes tell reserved from not, not to whom


@dataclass(kw_only=True)
class Content:
    """The values read from `donnees`; what is empty was not found.

    `number_of_lot` gives, for the place of a text in the tree, the lot it speaks of.
    """

    title: str = ""
    description: str = ""
    buyer: Buyer = field(default_factory=lambda: Buyer(name=""))
    reference: str = ""
    nature: tuple[str, ...] = ()
    procedure: str = ""
    cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    lots: tuple[LotRecord, ...] = ()
    deadline: Deadline | None = None
    value: float | None = None
    duration_months: float | None = None
    clauses: tuple[SocialClause, ...] = ()
    criteria: str = ""
    previous: tuple[str, ...] = ()
    folder_id: str = ""
    documents_url: str = ""
    amendment_text: str = ""
    kind: NoticeKind | None = None
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def lot_numbers(self) -> tuple[str, ...]:
        """The numbers of the lots, in order."""
        return tuple(lot.number for lot in self.lots)


def number_lots(names: list[str]) -> list[str]:
    """A number for each lot: what precedes its title (« 03a : VRD »), else its place; unique."""
    numbers: list[str] = []
    for position, name in enumerate(names, start=1):
        found = LOT_NUMBER.match(name)
        number = plain_number(found[1]) if found else str(position)
        while number in numbers:
            number = f"{number}b" if not number.endswith("b") else f"{position}.{len(number)}"
        numbers.append(number)
    return numbers


def plain_number(raw: str) -> str:
    """A lot's number without its leading zeros and prefixes: `LOT-0001` is `1`."""
    text = re.sub(r"^(?:lot|par|glo)[\s-]*", "", raw.strip(), flags=re.IGNORECASE)
    return (text.lstrip("0") or text)[:20].lower()


def strip_number(title: str) -> str:
    """A lot's title without the number that precedes it."""
    found = LOT_NUMBER.match(title)
    return title[found.end() if found else 0 :].strip() or title.strip()


def read_buyer(name: str, siret: str, node: Node, remarks: list[str]) -> Buyer:
    """The buyer at an address (`cp`, `ville`); an identifier that is no SIRET is left out."""
    clean = read_siret(siret)
    if siret and not clean:
        remarks.append(f"identifiant de l’acheteur illisible : « {siret[:40]} »")
    return Buyer(
        name=name[:255],
        siret=clean,
        postal_code=read_postal_code(node.at("cp").line),
        city=node.at("ville").line.strip(" ,.")[:120],
    )


def read_postal_code(raw: str) -> str:
    """A postal code of five digits, or empty."""
    found = re.search(r"(?<!\d)\d{5}(?!\d)", raw)
    return found[0] if found else ""


def read_deadline(raw: str, source: str, remarks: list[str]) -> Deadline | None:
    """The deadline of a field, which may be milliseconds; an impossible one is said and left."""
    if not raw:
        return None
    deadline = read_field(as_moment(raw), source)
    if deadline is None and re.search(r"\d", raw):
        remarks.append(f"date limite illisible ou hors de notre temps : « {raw[:40]} »")
    return deadline


def as_moment(raw: str) -> str:
    """Milliseconds since 1970 as a moment in Paris, letters as a day, the rest as it is."""
    if re.fullmatch(r"\d{12,14}", raw):
        return datetime.fromtimestamp(int(raw) / 1000, PARIS).isoformat(timespec="minutes")
    if re.match(r"\d{4}-", raw):
        return raw
    day = read_day(raw)
    return day.isoformat() if day else raw


def read_cpv_under(node: Node) -> tuple[str, ...]:
    """Every code under a name that holds `cpv`, in the order it is written, each once.

    Eight digits anywhere else are a reference or a telephone number.
    """
    return read_codes(list(codes_under(node.value, inside=False)))


def codes_under(value: object, *, inside: bool) -> list[str]:
    """The written values under a name that holds `cpv`."""
    if isinstance(value, dict):
        return [
            code
            for key, child in value.items()
            for code in codes_under(child, inside=inside or "cpv" in str(key).lower())
        ]
    if isinstance(value, list):
        return [code for child in value for code in codes_under(child, inside=inside)]
    return [str(value)] if inside and isinstance(value, str | int) else []


def read_value(node: Node) -> float | None:
    """An estimated value: one amount, or the upper end of a range; None in another currency."""
    if node.at("@devise").line.upper() not in {"", "EUR"}:
        return None
    for path in ("valeur", "fourchette.valeurHaute", "fourchette.valeurBasse"):
        if amount := read_amount(node.at(path).line):
            return amount
    return read_amount(node.line)


def read_natures(flags: list[str]) -> tuple[str, ...]:
    """The nature of a contract in our three words."""
    return tuple(dict.fromkeys(NATURE_WORDS[f] for f in flags if f in NATURE_WORDS))


def read_text_place(text: str) -> tuple[Place, ...]:
    """A place of performance in free text."""
    line = clean_line(mask_contacts(text), limit=300)
    return (Place(text=line),) if line else ()


def coded_clause(
    kind: ClauseKind, quotation: str, where: str, lot: str | None = None, article: str = ""
) -> SocialClause:
    """A clause that the buyer ticked."""
    return SocialClause(
        kind=kind,
        quotation=quotation[:600],
        field=where,
        lot=lot,
        article=article,
        origin=Origin.CODED,
    )


def read_reservation(node: Node, where: str, lot: str | None = None) -> list[SocialClause]:
    """The reservation that a notice codes: any answer but « non » is one, quoted as it is.

    An empty element is a flag, and its presence an answer.
    """
    refused = "non" in node.names and "oui" not in node.names
    if not node or refused or node.line.lower() in {"non", "false", "no", "0"}:
        return []
    said = " ".join(str(text) for text in every_answer(node)) or "oui"
    article = ", ".join(dict.fromkeys(re.findall(r"L\.?\s?2113-1\d(?:-\d)?", said)))
    quotation = f"Marché réservé : {said}"
    article = article.replace(".", "").replace(" ", "") or RESERVED_ARTICLES
    return [coded_clause(ClauseKind.RESERVED, quotation, where, lot, article)]


def every_answer(node: Node) -> list[str]:
    """The names and texts below an answer, in order."""
    words = []
    for name, child in node.names.items():
        inner = Node(child)
        words.append(name.strip("@#"))
        words.extend(every_answer(inner) if inner.names else [inner.line] if inner.line else [])
    return words or ([node.line] if node.line else [])
