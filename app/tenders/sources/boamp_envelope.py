"""The summary fields that every BOAMP notice has around its content, in each form of the API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.imports.text import clean_line, fold
from app.tenders.records import NoticeKind
from app.tenders.sources.node import NOWHERE, Node, parse_tree
from app.tenders.values import read_day, read_department, read_url

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,59}")
NATURES = {
    "APPEL_OFFRE": NoticeKind.CALL,
    "QUALIFICATION": NoticeKind.CALL,
    "ATTRIBUTION": NoticeKind.AWARD,
    "RECTIFICATIF": NoticeKind.AMENDMENT,
    "ANNULATION": NoticeKind.CANCELLATION,
    "MODIFICATION": NoticeKind.MODIFICATION,
    "PREINFORMATION": NoticeKind.PRIOR_INFORMATION,
    "PERIODIQUE": NoticeKind.PRIOR_INFORMATION,
}
STATES = {
    "ANNULATION": NoticeKind.CANCELLATION,
    "RECTIFANNUL": NoticeKind.CANCELLATION,
    "AVISANNULE": NoticeKind.CANCELLATION,
    "RECTIFICATIF": NoticeKind.AMENDMENT,
}
FAMILIES = ("MAPA", "FNS", "JOUE", "DSP", "DIVERS")
VAGUE_BUYERS = frozenset(
    {"collectivite", "administration generale", "service commande publique", "services techniques"}
)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What surrounds the content of a notice, one form for all the API's."""

    id: str
    kind: NoticeKind
    family: str
    published_on: date | None
    summary_deadline: str
    management_deadline: str
    title: str
    buyer: str
    departments: tuple[str, ...]
    descriptors: tuple[str, ...]
    natures: tuple[str, ...]
    ticks_social: bool
    previous: tuple[str, ...]
    folder_id: str
    url: str
    remarks: tuple[str, ...]


def flatten(raw: dict[str, object]) -> dict[str, object]:
    """The fields of a record, out of the wrappings of versions 1 and 2.0 of the API."""
    for wrapper in ("record", "fields"):
        inner = raw.get(wrapper)
        if isinstance(inner, dict):
            raw = inner
    return raw


def read_envelope(fields: dict[str, object]) -> Envelope:
    """The envelope of one record; raises ValueError where it has no number."""
    remarks: list[str] = []
    node = Node(fields)
    management = read_tree(fields.get("gestion"), "gestion", remarks)
    reference, index = management.at("REFERENCE"), management.at("INDEXATION")
    number = first(node.at("idweb").line, reference.at("IDWEB").line).replace("_", "-")
    if not NUMBER.fullmatch(number):
        message = "avis sans numéro (idweb) lisible"
        raise ValueError(message)
    types = reference.at("TYPE_AVIS")
    published = first(node.at("dateparution").line, index.at("DATE_PUBLICATION").line)
    published_on = read_day(published)
    if published and published_on is None:
        remarks.append(f"date de parution illisible ou hors de notre temps : « {published[:30]} »")
    ticked = [*written_list(node, "criteres"), *index.flags("CRITERES_SOCIAUX_ENV")]
    return Envelope(
        id=number,
        kind=read_kind(node, types),
        family=read_family(node, types),
        published_on=published_on,
        summary_deadline=node.at("datelimitereponse").line,
        management_deadline=index.at("DATE_LIMITE_REPONSE").line,
        title=first(node.at("objet").line, index.at("RESUME_OBJET").line),
        buyer=clean_line(first(node.at("nomacheteur").line, index.at("NOMORGANISME").line)),
        departments=read_departments(node, index),
        descriptors=read_descriptors(node, index),
        natures=tuple(written_list(node, "type_marche")),
        ticks_social=any(fold(tick) == "sociaux" for tick in ticked),
        previous=read_previous(node, management, number),
        folder_id=node.at("contractfolderid").line.lower()[:64],
        url=read_url(node.at("url_avis").line)
        or f"https://www.boamp.fr/pages/avis/?q=idweb:{number}",
        remarks=tuple(remarks),
    )


def read_tree(raw: object, name: str, remarks: list[str]) -> Node:
    """The tree of a field; where it cannot be read, that is said and the rest is kept."""
    try:
        return parse_tree(raw)
    except ValueError:
        remarks.append(f"champ « {name} » illisible (JSON tronqué ou mal formé)")
        return NOWHERE


def first(*values: str) -> str:
    """The first that says something."""
    return next((value for value in values if value), "")


def written_list(node: Node, name: str) -> list[str]:
    """The values of a field that is a list, a text with commas, or nothing; empty ones left out."""
    found = [child.line for child in node.all(name)]
    if len(found) == 1:
        found = found[0].split(",")
    return [value.strip() for value in found if value.strip()]


def read_kind(node: Node, types: Node) -> NoticeKind:
    """What the notice does, by its state first: a cancelled call still says it is a call."""
    nature = first(node.at("nature").line, *types.flags("NATURE")[:1]).upper()
    state = first(node.at("etat").line, *types.flags("STATUT")[:1]).upper().replace("_", "")
    named = {key.replace("_", ""): kind for key, kind in NATURES.items()}
    kind = named.get(nature.replace("_", ""), NoticeKind.UNKNOWN)
    changed = STATES.get(state)
    if changed is NoticeKind.AMENDMENT and kind is NoticeKind.AWARD:
        return kind
    return changed or kind


def read_family(node: Node, types: Node) -> str:
    """The family of publication: MAPA, FNS, JOUE, DSP or DIVERS."""
    written = first(
        node.at("famille").line,
        *types.flags("FAMILLE"),
    )
    return written.upper() if written.upper() in FAMILIES else ""


def read_departments(node: Node, index: Node) -> tuple[str, ...]:
    """Where the notice was published, the main place first."""
    written = written_list(node, "code_departement") or [
        n.line for n in index.all("DEP_PUBLICATION")
    ]
    return tuple(dict.fromkeys(code for raw in written if (code := read_department(raw))))


def read_descriptors(node: Node, index: Node) -> tuple[str, ...]:
    """The publisher's keywords, in words; a comma inside one is kept where it is a list."""
    labels = [n.line for n in index.all("DESCRIPTEURS.DESCRIPTEUR.LIBELLE")]
    return tuple(dict.fromkeys(label for label in labels if label)) or tuple(
        dict.fromkeys(written_list(node, "descripteur_libelle"))
    )


def read_previous(node: Node, management: Node, number: str) -> tuple[str, ...]:
    """The numbers of the earlier notices that this one follows, never its own."""
    found = [
        *written_list(node, "annonce_lie"),
        *(n.line for n in management.all("REFERENCE.ANNONCE_ANTERIEUR.IDWEB")),
        *(n.line for n in management.all("MARCHE.ANNONCE_ANTERIEUR.REFERENCE.IDWEB")),
    ]
    numbers = (value.replace("_", "-") for value in found)
    return tuple(dict.fromkeys(n for n in numbers if NUMBER.fullmatch(n) and n != number))
