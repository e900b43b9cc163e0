"""Weights tuned on one half, on problems small enough to know the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calibration.reading import read_lines
from app.calibration.search import Bounds, Points, find_best
from app.calibration.tuning import FREE, PRUDENT, tune
from app.errors import InvalidError
from app.matching.evaluation import Half, half_of
from app.matching.grids import TENDER

FREELY = Bounds(least=0, keeps_lead=False)
NEAR, FAR = "93066", "77284"


def structure(name: str, commune: str, point: tuple[float, float], *, sure: bool) -> str:
    activity = {"sector": "nettoyage-de-locaux", "inferred": not sure}
    values = {"record": "structure", "structure": name, "source": "x", "kind": "EI", "name": name,
              "commune": commune, "point": point, "activities": [activity]}  # fmt: skip
    return json.dumps(values)


def question(name: str) -> list[str]:
    """A lot in Saint-Denis: the near structure is the right answer, the far one is none."""
    need = {"record": "need", "need": name, "grid": "tender", "source": "x", "object": "x",
            "asked_at": "2026-11-25T10:00:00+01:00", "sectors": [["nettoyage-de-locaux", 1.0]],
            "territories": [NEAR]}  # fmt: skip
    pairs = [
        {"record": "pair", "need": name, "structure": answer, "grade": grade,
         "verdict": "eligible", "why": "Vu."}
        for answer, grade in (("near", 3), ("far", 0))
    ]  # fmt: skip
    return [json.dumps(line) for line in (need, *pairs)]


def write_pairs(*names: str) -> list[str]:
    """Those questions; the far structure has its sector confirmed and comes first as it is."""
    return [
        structure("near", NEAR, (48.93, 2.36), sure=False),
        structure("far", FAR, (48.93, 2.70), sure=True),
        *(line for name in names for line in question(name)),
    ]


NAMES = [f"q{number}" for number in range(20)]
FIRST = next(name for name in NAMES if half_of(name) is Half.TUNING)
OTHER = next(name for name in NAMES if half_of(name) is Half.HELD_OUT)


def test_the_search_finds_the_top_of_a_hill() -> None:
    top = (10, 60, 30)
    found = find_best(
        (40, 30, 30), lambda points: -sum((a - b) ** 2 for a, b in zip(points, top, strict=True)),
        FREELY, seed=1, starts=1,
    )  # fmt: skip
    assert found == top


def test_other_starts_see_over_the_nearest_hill() -> None:
    def worth(points: Points) -> float:
        return 2.0 if points[1] >= 70 else points[0] / 100

    assert find_best((50, 50), worth, FREELY, seed=1, starts=1) == (100, 0)
    assert find_best((50, 50), worth, FREELY, seed=1, starts=9)[1] >= 70


def test_what_changes_nothing_is_left_alone() -> None:
    assert find_best((35, 15, 50), lambda _: 1.0, FREELY, seed=3, starts=5) == (35, 15, 50)


POINTS = st.lists(st.integers(0, 40), min_size=2, max_size=5).filter(any).map(tuple)


@settings(max_examples=40)
@given(POINTS, st.integers(0, 9), st.booleans(), st.randoms(use_true_random=False))
def test_points_keep_their_sum_and_stay_within_bounds(
    start: Points, least: int, keeps_lead: bool, chance: object
) -> None:
    wanted = [chance.random() for _ in start]  # type: ignore[attr-defined]

    def worth(points: Points) -> float:
        return sum(w * p for w, p in zip(wanted, points, strict=True))

    bounds = Bounds(least=least, keeps_lead=keeps_lead)
    found = find_best(start, worth, bounds, seed=1, starts=3)
    assert sum(found) == sum(start)
    assert all(points >= min(least, had) for points, had in zip(found, start, strict=True))
    assert not keeps_lead or found[start.index(max(start))] == max(found)
    assert worth(found) >= worth(start)
    assert found == find_best(start, worth, bounds, seed=1, starts=3)


@pytest.mark.parametrize("bounds", [PRUDENT, FREE])
def test_weights_are_tuned_on_one_half_and_measured_on_both(bounds: Bounds) -> None:
    pairs = read_lines(write_pairs(FIRST, OTHER))
    found = tune(pairs, TENDER, bounds, starts=2)
    assert sum(found.tuned.points.values()) == 100
    before, after = (grid.points for grid in (found.grid, found.tuned))
    assert after["proximity"] / after["sector"] > before["proximity"] / before["sector"]
    assert [one.half for one in found.halves] == [Half.TUNING, Half.HELD_OUT]
    for one in found.halves:
        assert (one.before.questions, one.better, one.worse) == (1, 1, 0)
        assert one.before.ndcg is not None
        assert one.before.ndcg < 1
        assert one.after.ndcg == 1
    assert tune(pairs, TENDER, bounds, starts=2) == found


def test_the_other_half_is_never_looked_at() -> None:
    """Judged the other way round, the other half changes nothing of what is found."""
    lines = write_pairs(FIRST, OTHER)
    turned = [
        line.replace('"near", "grade"', '"far", "grade"')
        if f'"need": "{OTHER}", "structure": "near"' in line
        else line.replace('"far", "grade"', '"near", "grade"')
        if f'"need": "{OTHER}", "structure": "far"' in line
        else line
        for line in lines
    ]
    found, again = (tune(read_lines(file), TENDER, starts=2) for file in (lines, turned))
    assert again.tuned.points == found.tuned.points
    assert (again.halves[1].better, again.halves[1].worse) == (0, 1)


def test_a_half_without_a_useful_pair_is_said() -> None:
    with pytest.raises(InvalidError, match="moitié de contrôle"):
        tune(read_lines(write_pairs(FIRST)), TENDER)


def test_the_command_says_the_points_and_both_halves(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(write_pairs(FIRST, OTHER)), encoding="utf-8")
    runner = app.test_cli_runner()
    told = runner.invoke(args=["matching", "tune", str(file)])
    assert told.exit_code == 0
    assert "moitié de contrôle" in told.stdout
    assert "mieux ordonnées\u00a0: 1, moins bien\u00a0: 0, sur 1" in told.stdout
    (said,) = json.loads(runner.invoke(args=["matching", "tune", str(file), "--json"]).stdout)
    assert said["grid"] == "tender"
    assert sum(said["points"]["after"].values()) == 100
    assert said["halves"]["held-out"]["ndcg_at_10"][1] == 1
    other = runner.invoke(args=["matching", "tune", str(file), "--grid", "partnership"])
    assert other.exit_code != 0
    assert "partnership" in other.stderr
