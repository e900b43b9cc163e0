"""The drawings of `docs/partnerships.md` are the machines, and its numbers the limits."""

from __future__ import annotations

import re

import pytest

from app.machines import list_moves
from app.partnerships import limits
from app.partnerships.states import MATCH_NEXT, NEED_NEXT
from config import ROOT

TEXT = (ROOT / "docs" / "partnerships.md").read_text(encoding="utf-8")
ARROW = re.compile(r"(?m)^\s+(\w+) --> (\w+)")
DRAWINGS = re.findall(r"(?s)```mermaid\n(.*?)```", TEXT)


@pytest.mark.parametrize(
    ("drawing", "moves"),
    [(DRAWINGS[0], list_moves(NEED_NEXT)), (DRAWINGS[1], list_moves(MATCH_NEXT))],
    ids=["need", "match"],
)
def test_a_drawing_is_the_machine(drawing: str, moves: tuple[str, ...]) -> None:
    assert {f"{before}>{after}" for before, after in ARROW.findall(drawing)} == set(moves)


def test_the_numbers_are_those_of_the_code() -> None:
    first, second = limits.REMINDERS
    for said in (
        f"| day {first}, day {second} |",
        f"| day {limits.LAST_CHANCE} |",
        f"| day {limits.CLOSING} |",
        f"| {limits.WORKING_DAYS} working days",
        f"| {limits.SURVEY} days after an agreement |",
    ):
        assert said in TEXT
