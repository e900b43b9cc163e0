"""The BOAMP of 2021 as tables: one JSON object a line, joined from a dump in CSV.

These objects hold no title, no lot and no code: a buyer, deadlines, conditions and corrections.
Their hours come from a program that wrote UTC with a fixed shift: 11:00 is noon in Paris, in
summer too.
"""

from __future__ import annotations

import re

from app.imports.text import clean_text, fold
from app.tenders.deadlines import Regime, read_field, read_summary
from app.tenders.records import Buyer, Deadline, NoticeKind, NoticeRecord
from app.tenders.sources import boamp
from app.tenders.sources.boamp_content import read_postal_code
from app.tenders.sources.boamp_envelope import FAMILIES, NUMBER
from app.tenders.sources.boamp_flat import DEADLINE_RUBRIC
from app.tenders.sources.fields import ParsedNotice, TextField
from app.tenders.sources.node import Node
from app.tenders.sources.source import Fields, Source
from app.tenders.values import mask_contacts, read_siret, read_url

MARKS = frozenset({"acheteur", "statut", "famille"})
KINDS = {
    "appeloffre": NoticeKind.CALL,
    "attribution": NoticeKind.AWARD,
    "rectificatif": NoticeKind.AMENDMENT,
    "modification": NoticeKind.MODIFICATION,
    "preinformation": NoticeKind.PRIOR_INFORMATION,
    "annulation": NoticeKind.CANCELLATION,
}
STATES = {
    "rectificatif": NoticeKind.AMENDMENT,
    "annulation": NoticeKind.CANCELLATION,
    "rectifannul": NoticeKind.CANCELLATION,
}
PLAIN = frozenset(
    {
        "idweb", "famille", "perimetre", "nature", "statut", "acheteur", "identifiant", "nuts",
        "cp", "ville", "url_profil", "reception_offres", "reception_candidatures",
        "reference_marche", "nature_inferee", "idf", "annonces_anterieures", "rectif",
    }
)  # fmt: skip
MARKUP = re.compile(r"<\?xml[^>]*\?>|</?[A-Z_]+(?:\s[^>]*)?>")
CORRECTED = ("Texte_Lire", "Ajouter", "Infocomplementaire")
READ = ("Lire", *CORRECTED)  # a new text may be the whole object, clause included


def recognises(fields: Fields) -> bool:
    """Whether an object is a row of these tables."""
    return fields.keys() >= MARKS and not fields.keys() & {"donnees", "gestion"}


def parse_notice(raw: Node) -> ParsedNotice:
    """One row; raises ValueError where it has no number."""
    number = raw.at("idweb").line.replace("_", "-")
    if not NUMBER.fullmatch(number):
        message = "avis sans numéro (idweb) lisible"
        raise ValueError(message)
    remarks: list[str] = []
    corrections = raw.all("rectif")
    reference = raw.at("reference_marche").line
    record = NoticeRecord(
        id=number,
        source=boamp.NAME,
        kind=read_kind(raw),
        published_on=None,
        title=f"Marché n°\u00a0{reference or number}",
        buyer=Buyer(
            name=raw.at("acheteur").line[:255],
            siret=read_siret(raw.at("identifiant").line),
            postal_code=read_postal_code(raw.at("cp").line),
            city=raw.at("ville").line[:120],
            nuts=raw.at("nuts").line.upper()[:5],
        ),
        reference=reference[:255],
        family=next((f for f in FAMILIES if f == raw.at("famille").line.upper()), ""),
        deadline=read_deadline(raw, corrections, remarks),
        previous=read_previous(raw, corrections, number),
        url=f"https://www.boamp.fr/pages/avis/?q=idweb:{number}",
        documents_url=read_url(raw.at("url_profil").line),
        amendment_text=tell_corrections(raw, corrections),
        remarks=tuple(remarks),
    )
    return ParsedNotice(record=record, texts=collect_texts(raw, corrections))


def read_kind(raw: Node) -> NoticeKind:
    """What the notice does; a nature that the dump guessed with a doubt (`?`) stays unknown."""
    if raw.at("annulation_motif").text:
        return NoticeKind.CANCELLATION
    state = STATES.get(fold(raw.at("statut").line))
    nature = fold(raw.at("nature").line or raw.at("nature_inferee").line).partition("_")[0]
    kind = KINDS.get(nature, NoticeKind.UNKNOWN)
    return kind if state is None or kind is NoticeKind.AWARD else state


def read_deadline(raw: Node, corrections: list[Node], remarks: list[str]) -> Deadline | None:
    """The deadline that a correction sets, else the one of the table."""
    for correction in reversed(corrections):
        rubric = f"{correction.at('Rubinit').line} {correction.at('Apresmention').line}"
        written = correction.at("Lire").line
        if DEADLINE_RUBRIC.search(rubric) and (found := read_field(written, "rectif.Lire")):
            return found
    for name in ("reception_offres", "reception_candidatures"):
        written = raw.at(name).line
        if not written:
            continue
        if found := read_summary(written.replace(" ", "T", 1), Regime.FIXED_OFFSET):
            return found
        remarks.append(f"date limite illisible ou hors de notre temps : « {written[:40]} »")
    return None


def read_previous(raw: Node, corrections: list[Node], number: str) -> tuple[str, ...]:
    """The numbers of the earlier notices that this one follows."""
    found = [node.line for node in raw.all("annonces_anterieures")]
    found += [node.at("annonce_rectifiee").line for node in corrections]
    numbers = dict.fromkeys(value.replace("_", "-") for value in found)
    return tuple(n for n in numbers if NUMBER.fullmatch(n) and n != number)


def tell_corrections(raw: Node, corrections: list[Node]) -> str:
    """What the corrections say, a line each."""
    lines = [raw.at("annulation_motif").text]
    for correction in corrections:
        old, new = (clean(correction.at(name).text) for name in ("Txtinit", "Lire"))
        rubric = correction.at("Rubinit").line
        if new:
            lines.append(f"{rubric} : au lieu de « {old} », lire « {new} »")
        lines += [f"{rubric} : {clean(correction.at(name).text)}" for name in CORRECTED
                  if correction.at(name).text]  # fmt: skip
    return mask_contacts("\n".join(dict.fromkeys(line for line in lines if line)))[:4000]


def clean(text: str) -> str:
    """A text out of the piece of XML that the dump kept around it."""
    return clean_text(MARKUP.sub(" ", text))


def collect_texts(raw: Node, corrections: list[Node]) -> tuple[TextField, ...]:
    """Every condition, and what corrections bring."""
    plain = {name.replace("_", "") for name in PLAIN}
    found = [
        (name, Node(value).text)
        for name, value in raw.names.items()
        if name not in plain and isinstance(value, str)
    ]
    found += [(f"rectif.{name}", c.at(name).text) for c in corrections for name in READ]
    return tuple(
        TextField(field=name, text=mask_contacts(text))
        for name, written in found
        if (text := clean(written))
    )


SOURCE = Source(
    name=boamp.NAME,
    label="BOAMP 2021, tables en JSON par lignes",
    parse_notice=parse_notice,
    recognises=recognises,
)
