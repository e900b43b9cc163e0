"""Write the official labels of the codes that our sectors use: `app/sectors/labels/*.csv`.

    python scripts/build_code_labels.py FOLDER

FOLDER holds the public referentials: `cpv_2008_fr.csv` (code8, libelle_fr),
`naf_rev2_2008_niveau5.csv` (code_naf, libelle_fr), `rome_domaines.csv` (code_rome,
description_code_rome). Only the codes of the taxonomy are kept; a code without a label is said.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from app import sectors
from app.sectors.code_labels import LABELS

FILES = {
    "cpv": ("cpv_2008_fr.csv", "code8", "libelle_fr"),
    "naf": ("naf_rev2_2008_niveau5.csv", "code_naf", "libelle_fr"),
    "rome": ("rome_domaines.csv", "code_rome", "description_code_rome"),
}


def read_labels(path: Path, code: str, label: str) -> Iterator[tuple[str, str]]:
    """Every code of a referential, without its points, and its label."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row[code].replace(".", "").strip(), " ".join(row[label].split())


def main(folder: Path) -> None:
    """Write the three files."""
    for kind, (name, code, label) in FILES.items():
        known = dict(read_labels(folder / name, code, label))
        used = sorted({c for sector in sectors.sectors() for c in getattr(sector, kind)})
        width = 8 if kind == "cpv" else 0
        found = [(c, known[c.ljust(width, "0")]) for c in used if c.ljust(width, "0") in known]
        with (LABELS / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([("code", "label"), *found])
        missing = [c for c in used if c not in dict(found)]
        print(f"{kind}: {len(found)} labels; none for {', '.join(missing) or 'no code'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
