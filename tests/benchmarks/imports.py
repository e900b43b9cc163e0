"""How fast files come in."""

from __future__ import annotations

import time

from app.tenders.sources import parse_file
from tests.benchmarks.measure import Measure
from tests.benchmarks.world import World, import_notices


def run(world: World) -> list[Measure]:
    """Parsing alone, the first import, and the same file again."""
    count = world.scale.consultations
    start = time.process_time()
    with world.notices.open("rb") as file:
        parsed = sum(1 for _ in parse_file(file))
    parsing = time.process_time() - start
    with world.app.app_context():
        again = import_notices(world.notices)
    size = world.notices.stat().st_size / 1e6
    return [
        Measure(what="notices parsed", value=parsed / parsing, unit="/s", note=f"{size:.0f} MB"),
        Measure(what="notices imported, first time", value=count / world.import_seconds, unit="/s",
                budget=300, more=True),
        Measure(what="notices imported again, unchanged", value=count / again, unit="/s"),
    ]  # fmt: skip
