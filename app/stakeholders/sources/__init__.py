"""The files that say who does what: a CSV anybody can fill in, YAML like our own, our own.

The columns of the CSV (`;` or `,`; UTF-8 or Windows-1252; several values of a cell with « | »):

- `nom`: the name of the institution; `identifiant`: its address under /acteurs, made from the name
  where the column is absent;
- `sigle`, `nature` (`BodyKind`), `rattachement` (identifier of what it depends on);
- `anciens_noms`: « Pôle emploi | Direccte [2010..2021] »; `anciens_identifiants`;
- `role`: what it does, in a sentence or two; `fonctions`: slugs of functions;
- `etapes`: « idee:C | dla/developpement:R », the letter of RACI where it is known, a function in
  front where it goes for that one only;
- `themes` (`Theme`); `territoires`: codes (75, T6, 93066, SIREN of an EPCI) or names; empty is
  its parent’s;
- `contact`: an office or a public page, never a person; `site`: http(s) address;
- `sources`: a key of `content/sources.yaml`, or a title with its date and address; `note`;
- `confirme`: oui or non; `verifie_le`: JJ/MM/AAAA or AAAA-MM-JJ.

An absent column changes nothing of a known sheet; an empty cell empties the field. YAML holds a
list of sheets, or the same under `actors`, with these names or those of our own file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from app.imports.csv_rows import RowReader
from app.imports.report import RowError
from app.stakeholders.sources.rows import ActorRow
from app.stakeholders.sources.sheets_csv import read_csv
from app.stakeholders.sources.sheets_yaml import read_sheets
from app.stakeholders.values import NAMES


def parse_file(file: BinaryIO) -> Iterator[ActorRow | RowError]:
    """The sheets of a file, its format found from its first lines; it never raises on bad input."""
    header = {cell.strip().lower() for cell in RowReader(file).read_header()}
    file.seek(0)
    if header & {"nom", "identifiant"} and len(header & set(NAMES)) >= 2:
        return read_csv(file)
    return read_sheets(file)
