"""Every sentence of a notice where a social clause may be written: anywhere, experience shows."""

from __future__ import annotations

from collections.abc import Iterator

from app.imports.text import clean_text
from app.tenders.sources.fields import TextField
from app.tenders.sources.node import Node, every_text, plain_name
from app.tenders.values import mask_contacts

SHORTEST = 15  # characters: a clause is a sentence
LOT_LISTS = frozenset({"procurementprojectlot", "lot", "lotmarche"})
SKIPPED = frozenset(
    plain_name(name)
    for name in (
        "Organizations", "AppealTerms", "ContractingParty", "organisme", "IDENTITE", "IDENT",
        "correspondantPRM", "coord", "urlDocConsul", "urlProfilAch", "URI", "EndpointID", "ID",
        "PRESTATION_RESERVEE_OUI", "PRESTATION_RESERVEE_NON", "LOTS_RESERVE_POUVOIR_ADJUDICATEUR",
        "PROCEDURES_RECOURS", "PROCEDURES_RECOURS_PRECISIONS", "procedureRecours", "CORRESPONDANTS",
        "avisInitial", "ADRESSES_COMPLEMENTAIRES", "adressesComplt", "UBLVersionID",
    )
)  # fmt: skip


def collect_texts(tree: Node, title: str, lots: tuple[str, ...]) -> Iterator[TextField]:
    """The title, then each text of the tree with its path and, inside a list of lots, its lot."""
    if title:
        yield TextField(field="objet", text=title)
    for path, lot, raw in walk(tree.value, (), None, lots):
        if len(raw) < SHORTEST:  # cleaning makes no text longer
            continue
        text = mask_contacts(clean_text(raw))
        if len(text) >= SHORTEST and not text.startswith("<?xml"):
            yield TextField(field=".".join(path), text=text, lot=lot)


def walk(
    value: object, path: tuple[str, ...], lot: str | None, lots: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str | None, str]]:
    """The texts below, the lists of lots opened one lot at a time."""
    if isinstance(value, dict) and lot is None and len(path) < 12:
        for key, child in value.items():
            name = str(key).strip().rpartition(":")[2]
            if plain_name(name) in SKIPPED:
                continue
            if plain_name(name) in LOT_LISTS and lots:
                items = child if isinstance(child, list) else [child]
                for position, item in enumerate(items):
                    number = lots[position] if position < len(lots) else None
                    yield from texts_of(item, (*path, name), number)
            else:
                yield from walk(child, (*path, name), None, lots)
    elif isinstance(value, list) and lot is None:
        for child in value:
            yield from walk(child, path, None, lots)
    else:
        yield from texts_of(value, path, lot)


def texts_of(
    value: object, path: tuple[str, ...], lot: str | None
) -> Iterator[tuple[tuple[str, ...], str | None, str]]:
    """The texts below one place that belongs to one lot, or to none."""
    for inner, text in every_text(value, SKIPPED, path):
        yield inner, lot, text
