"""Measure what docs/performance.md promises, on generated data of the budgets' size."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import (
    completeness,
    core,
    dashboard,
    groups,
    imports,
    pages,
    searching,
    sectors,
)
from tests.benchmarks.measure import Measure, Scale, print_table
from tests.benchmarks.world import build_world


def main() -> int:
    """Build a world, measure everything in one run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="a tenth of the data, for a quick look"
    )
    arguments = parser.parse_args()
    scale = (
        Scale(structures=500, consultations=500, documents=2_000) if arguments.small else Scale()
    )
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        print(f"→ {scale}", flush=True)
        world = build_world(Path(folder), scale)
        for module in (
            imports, core, groups, completeness, searching, pages, dashboard, sectors,
        ):  # fmt: skip
            print(f"→ {module.__name__.rpartition('.')[2]}", flush=True)
            measures += module.run(world)
    print_table(measures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
