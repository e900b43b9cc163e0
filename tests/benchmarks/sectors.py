"""How right the sectors are: real notices labelled by hand, read where the shared data are."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.measure import Measure
from tests.benchmarks.world import World
from tests.conftest import SHARED
from tests.sectors.sample import PARTS, READERS, Answer, answer_all, measure

FIRST, THREE = 85, 95  # % of right first answers, and of right ones among three: what we aim at


def run(_world: World) -> list[Measure]:
    """The accuracy of the sample and of each source; nothing without the shared data."""
    folder = SHARED / "data"
    if not folder.is_dir():
        print("  ../shared/data is absent: sectors are not measured", flush=True)
        return []
    answers = answer_all(folder)
    print_table(answers)
    blind = measure(answer for answer in answers if answer.label.part == "check")
    note = f"{blind.notices} notices labelled after the rules, of {len(answers)}"
    return [
        Measure(
            what="sector right first",
            value=100 * blind.first,
            unit="%",
            budget=FIRST,
            more=True,
            note=note,
        ),
        Measure(
            what="sector right among three",
            value=100 * blind.three,
            unit="%",
            budget=THREE,
            more=True,
            note=note,
        ),
    ]


def print_table(answers: list[Answer]) -> None:
    """Each part of the sample on a line: first answer, three answers, notices with an answer."""
    print(f"  {'sectors':<22}{'notices':>8}{'first':>8}{'three':>8}{'covered':>9}")
    for name, rows in parts(answers):
        found = measure(rows)
        shares = f"{found.first:>8.1%}{found.three:>8.1%}{found.covered:>9.1%}"
        print(f"  {name:<22}{found.notices:>8}{shares}", flush=True)


def parts(answers: list[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The whole, its three parts, then each source."""
    yield "whole sample", answers
    for part in PARTS:
        yield part, [answer for answer in answers if answer.label.part == part]
    for source in READERS:
        yield source, [answer for answer in answers if answer.label.source == source]
