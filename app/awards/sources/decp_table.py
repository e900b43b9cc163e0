"""Tables of contracts: CSV, or the flat rows of an API, with a row per contract or per holder.

Columns are known by their name, case, accents and separators left out: those of the two sets of
data.economie.gouv.fr (`titulaire_id_1`…), of decp.info, and of smaller extracts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from app.awards.records import AwardRecord
from app.awards.sources.considerations import FLAGS, read_flags
from app.awards.sources.contract import read_contract
from app.awards.sources.decp_values import letters, text_of
from app.awards.sources.source import Source
from app.tenders.sources.node import Node, parse_tree

NAME = "decp-table"
COLUMNS = {
    "id": ("id", "idmarche", "idcontrat", "identifiantmarche", "idmarchepublic"),
    "buyer": ("acheteurid", "idacheteur", "acheteursiret", "siretacheteur", "autoriteconcedanteid"),
    "buyer_name": ("acheteurnom", "nomacheteur", "acheteurdenomination"),
    "buyer_place": (
        "codepostalacheteur", "acheteurcodepostal",
        "acheteurdepartementcode", "codedepartementacheteur",
    ),
    "objet": ("objet", "objetmarche", "objetdumarche"),
    "codeCPV": ("codecpv", "cpv", "cpvcode"),
    "nature": ("nature", "naturemarche"),
    "procedure": ("procedure", "proceduremarche"),
    "techniques": ("techniques", "technique"),
    "dureeMois": ("dureemois", "duree", "dureemarche"),
    "dateNotification": ("datenotification", "datesignature", "datenotificationmarche"),
    "datePublicationDonnees": ("datepublicationdonnees", "datepublication"),
    "montant": ("montant", "montantmarche", "valeurglobale"),
    "offresRecues": ("offresrecues", "nombreoffresrecues"),
    "idAccordCadre": ("idaccordcadre",),
    "considerationsSociales": ("considerationssociales", "considerationsociale"),
}  # fmt: skip
PLACE = {
    "code": ("lieuexecutioncode", "codelieuexecution"),
    "typeCode": ("lieuexecutiontypecode", "typecodelieuexecution"),
    "nom": ("lieuexecutionnom", "nomlieuexecution"),
}
HOLDER = {
    "id": ("titulaireid", "idtitulaire", "sirettitulaire", "concessionnaireid"),
    "typeIdentifiant": ("titulairetypeidentifiant", "typeidentifianttitulaire"),
    "nom": ("titulairenom", "titulairedenominationsociale", "denominationsocialetitulaire"),
}
CHANGE = {
    "dateNotificationModification": ("datenotificationmodification", "datesignaturemodification"),
    "datePublicationDonneesModification": ("datepublicationdonneesmodification",),
    "dureeMois": ("dureemoismodification",),
    "montant": ("montantmodification",),
}
NEEDED = (COLUMNS["id"], COLUMNS["buyer"])


@lru_cache(maxsize=1024)
def plain_column(name: str) -> str:
    """The name of a column, letters and digits only."""
    return letters(name)


def columns_of(raw: Node) -> dict[str, object]:
    """The cells of a row by plain name; the first of two columns of the same name wins."""
    cells: dict[str, object] = {}
    if isinstance(raw.value, dict):
        for name, value in raw.value.items():
            cells.setdefault(plain_column(str(name)), value)
    return cells


def is_table(names: Iterable[str]) -> bool:
    """Whether columns of these names are enough: a number and a buyer."""
    plain = {plain_column(name) for name in names}
    return all(plain.intersection(known) for known in NEEDED)


def recognises(raw: Node) -> bool:
    """Whether an object is a row of such a table."""
    return isinstance(raw.value, dict) and is_table(map(str, raw.value))


def read(raw: Node) -> AwardRecord:
    """The record of one row; raises ValueError, in French, for one to refuse."""
    cells = columns_of(raw)
    fields = {name: pick(cells, known) for name, known in COLUMNS.items()}
    buyer = {"id": fields.pop("buyer"), "nom": fields.pop("buyer_name")}
    buyer_place = text_of(Node(fields.pop("buyer_place")), 10)
    record = read_contract(
        Node(
            {
                **fields,
                "acheteur": buyer,
                "lieuExecution": {name: pick(cells, known) for name, known in PLACE.items()},
                "titulaires": holders_of(cells),
                "modifications": modifications_of(cells),
            }
        ),
        NAME,
    )
    flags = {name: str(cells[name] or "") for name in FLAGS if name in cells}
    return replace(
        record,
        buyer_place=buyer_place,
        considerations=record.considerations or read_flags(flags),
        is_row=True,
    )


def pick(cells: dict[str, object], known: Iterable[str], rank: str = "") -> object:
    """The first of these cells that holds something."""
    for name in known:
        value = cells.get(f"{name}{rank}")
        if value is not None and str(value).strip():
            return value
    return None


def holders_of(cells: dict[str, object]) -> list[object]:
    """The holders: those of one column in JSON, or of columns that may be ranked."""
    whole = open_json(cells.get("titulaires"))
    rows: list[object] = [
        {name: pick(cells, known, rank) for name, known in HOLDER.items()}
        for rank in ("", *map(str, range(1, 10)))
    ]
    return [*whole, *rows]


def modifications_of(cells: dict[str, object]) -> list[object]:
    """The modifications: those of one column in JSON, or the one that columns tell."""
    change = {name: pick(cells, known) for name, known in CHANGE.items()}
    flat: list[object] = [change] if any(value is not None for value in change.values()) else []
    return [*open_json(cells.get("modifications")), *flat]


def open_json(raw: object) -> list[object]:
    """What a cell holds that is JSON, as a list; nothing where it is none."""
    try:
        value = parse_tree(raw).value
    except ValueError:
        return []
    return value if isinstance(value, list) else [value] if value is not None else []


SOURCE = Source(
    name=NAME,
    label="table de marchés attribués (CSV, ou lignes d’une API)",
    recognises=recognises,
    read=read,
)
