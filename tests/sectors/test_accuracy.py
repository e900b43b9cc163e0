"""The portal's sectors against labels made by hand on real notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import sectors
from tests.sectors.sample import (
    NONE,
    PARTS,
    Answer,
    answer_all,
    draw,
    measure,
    part_of,
    read_labels,
)

# First answer, and one of three, by part: a few points under what was measured.
FLOORS = {"development": (0.83, 0.94), "held": (0.75, 0.87), "check": (0.70, 0.78)}


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> list[Answer]:
    return answer_all(shared_data)


def test_the_labels_are_sectors_of_ours_and_enough() -> None:
    labels = read_labels()
    assert len(labels) >= 180
    assert len({(label.source, label.number) for label in labels}) == len(labels)
    known = {sector.slug for sector in sectors.sectors()} | {NONE}
    assert all(label.best and label.best | label.others <= known for label in labels)


def test_the_labelled_notices_are_those_drawn_with_the_seed(shared_data: Path) -> None:
    drawn = [(part_of(record.id), source, record.id) for source, record in draw(shared_data)]
    labels = [label for label in read_labels() if label.part != "check"]
    assert drawn == [(label.part, label.source, label.number) for label in labels]


@pytest.mark.parametrize("part", PARTS)
def test_sectors_stay_as_right_as_measured(answers: list[Answer], part: str) -> None:
    found = measure(answer for answer in answers if answer.label.part == part)
    first, three = FLOORS[part]
    assert found.notices >= 60
    assert found.first >= first
    assert found.three >= three
