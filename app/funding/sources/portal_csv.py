"""The documented CSV: French headers, « ; » or « , », several values of a cell parted by « | ».

A row is a scheme and one of its calls; the next rows of the same `identifiant` are further calls,
and need no more than their dates. `COLUMNS` is the documentation, `write_template` the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.clock import NBSP
from app.exports.csv_export import write_csv
from app.funding.checks import find_faults
from app.funding.sources.portal_cells import FIELDS, READERS, Cells, read_call
from app.funding.sources.source import Item, RefusedError, SchemeRecord, Shape, Source
from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError
from app.imports.text import slugify
from app.toolkit.scheme_terms import (
    AmountBasis,
    BeneficiaryKind,
    Expense,
    Recurrence,
)
from app.toolkit.schemes import Call, Scheme

REQUIRED = frozenset({"nom", "financeurs", "forme"})
COLUMNS: tuple[tuple[str, str], ...] = (
    ("identifiant", "court, sans espace ; calculé d’après le nom s’il manque"),
    ("nom", "obligatoire"),
    ("financeurs", "obligatoire ; plusieurs séparés par |"),
    ("instructeurs", "qui reçoit et instruit la demande"),
    (
        "forme",
        "obligatoire : subvention, prêt, garantie, fonds propres, avance, ingénierie, mécénat",
    ),
    ("objet", "ce que le dispositif finance, en une phrase"),
    ("beneficiaires", "qui peut demander, en mots"),
    ("beneficiaires_types", ", ".join(BeneficiaryKind)),
    ("types_siae", "ACI, AI, EI, ETTI, EITI ; vide : non précisé"),
    ("etapes", "étapes de la boîte à outils, de idee à cloture"),
    ("depenses", ", ".join(Expense)),
    ("themes", "mots libres"),
    ("montant", "en mots, avec l’année"),
    ("base", ", ".join(AmountBasis)),
    ("plancher", "en euros"),
    ("plafond", "en euros"),
    ("taux_max", "de 0 à 1, ou en pourcentage : 70 %"),
    ("cumul", "règles de cumul, en mots"),
    ("incompatible_avec", "identifiants d’autres dispositifs"),
    ("a_apporter", "ce que le bénéficiaire apporte"),
    ("territoires", "codes ou noms ; vide : toute la région"),
    ("recurrence", ", ".join(Recurrence)),
    ("ouverture", "date : 2026-01-31 ou 31/01/2026"),
    ("predepot", "date"),
    ("cloture", "date, incluse"),
    ("millesime", "nom de l’appel, par exemple son année"),
    ("calendrier", "quand demander, en mots"),
    ("pieces", "pièces à joindre"),
    ("lien", "adresse http(s)"),
    ("contact", "service à appeler, sans nom de personne"),
    ("source", "d’où vient l’information"),
    ("lien_source", "adresse http(s)"),
    ("verifie_le", "date"),
    ("etat", "ouvert, à venir, permanent, à vérifier, clos, historique"),
    ("fiche_generique", "identifiant du dispositif dont celui-ci est la variante locale"),
)


def recognises(header: set[str]) -> bool:
    """Whether the columns are those of the portal."""
    return header >= REQUIRED


def read(rows: RowReader) -> Iterator[Item]:
    """The schemes of a file, rows of the same identifier joined; a bad row is refused alone."""
    found: dict[str, SchemeRecord] = {}
    for row in rows:
        if isinstance(row, RowError):
            yield row
            continue
        try:
            record = join_row(found, row)
        except RefusedError as error:
            yield RowError(where=f"ligne {row.line}", what=str(error), raw=dict(row.cells))
        else:
            found[record.key] = record
    yield from found.values()


def join_row(found: Mapping[str, SchemeRecord], row: Row) -> SchemeRecord:
    """The scheme that a row begins or continues; RefusedError where it cannot be kept."""
    cells = {name.strip().lower(): value for name, value in row.cells.items()}
    slug = slugify(cells.get("identifiant", "") or cells.get("nom", ""), limit=100)
    call = read_call(cells)
    known = found.get(slug)
    if known is not None:
        if call is None:
            raise RefusedError(f"identifiant{NBSP}: « {slug} » déjà donné ({known.where})")
        joined = replace(known.scheme, calls=(*known.scheme.calls, call))
        record = replace(known, scheme=joined)
    else:
        scheme = read_scheme(cells, slug, call)
        record = SchemeRecord(where=f"ligne {row.line}", key=slug, scheme=scheme)
    if faults := find_faults(record.scheme):
        raise RefusedError(" ; ".join(faults))
    return record


def read_scheme(cells: Cells, slug: str, call: Call | None) -> Scheme:
    """What a row says of a scheme."""
    values = {field: READERS[name](cells, name) for name, field in FIELDS.items()}
    return Scheme(slug=slug, calls=(call,) if call else (), **values)


def write_template() -> str:
    """A file to fill in: the columns, then a row that says what each holds."""
    names = [name for name, _ in COLUMNS]
    return "".join(write_csv(names, [[what for _, what in COLUMNS]]))


SOURCE = Source(
    key="csv",
    label="CSV du portail (colonnes nom, financeurs, forme… ; modèle à /financements/format.csv)",
    shape=Shape.CSV,
    recognises=recognises,
    read=read,
)
