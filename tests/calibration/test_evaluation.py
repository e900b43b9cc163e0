"""What is measured of the matching, on rankings small enough to compute by hand."""

from __future__ import annotations

import json
from itertools import permutations
from math import isclose, log2
from pathlib import Path

import pytest
from flask import Flask

from app.calibration.reading import read_file
from app.errors import InvalidError
from app.matching.evaluation import (
    Half,
    Judgement,
    Label,
    MissKind,
    Ranking,
    half_of,
    measure,
)
from app.matching.rules import Verdict

PAIRS = Path(__file__).parents[2] / "content" / "matching" / "pairs.jsonl"


def make_ranking(question: str, order: str, grades: dict[str, int], **said: Verdict) -> Ranking:
    """A ranking of letters; `said` are the verdicts of the engine, all expected to be eligible."""
    return Ranking(
        question=question,
        order=tuple(order),
        judgements=tuple(
            Judgement(
                label=Label(answer=name, grade=grade, verdict=Verdict.ELIGIBLE, why="Vu."),
                verdict=said.get(name, Verdict.ELIGIBLE),
                why="",
            )
            for name, grade in grades.items()
        ),
    )


def test_the_measures_are_those_of_their_definitions() -> None:
    found = measure([make_ranking("q", "abcd", {"a": 0, "b": 3, "c": 2, "z": 2})])
    gain = 7 / log2(3) + 3 / log2(4)
    best = 7 / log2(2) + 3 / log2(3) + 3 / log2(4)
    assert found.ndcg is not None
    assert isclose(found.ndcg, gain / best)
    assert (found.precision, found.best_precision) == (2 / 3, 1.0)
    assert found.recall == 2 / 3
    assert {miss.kind for miss in found.misses} == {MissKind.NOT_READ, MissKind.USELESS_FIRST}


def test_the_order_of_the_questions_changes_nothing() -> None:
    rankings = [
        make_ranking("q1", "ab", {"a": 3}),
        make_ranking("q2", "ba", {"a": 2}),
        make_ranking("q3", "c", {"c": 0}),
    ]
    assert len({str(measure(order)) for order in permutations(rankings)}) == 1


def test_verdicts_are_confused_by_degrees() -> None:
    wrong = {"a": Verdict.NOT_ELIGIBLE, "b": Verdict.TO_CHECK}
    found = measure([make_ranking("q", "ab", {"a": 1, "b": 1, "c": 1}, **wrong)])
    assert found.confusion[Verdict.ELIGIBLE] == {
        Verdict.ELIGIBLE: 1,
        Verdict.TO_CHECK: 1,
        Verdict.NOT_ELIGIBLE: 1,
    }
    assert found.agreement == 1 / 3
    assert [miss.kind for miss in found.misses] == [MissKind.VERDICT, MissKind.CAUTION]


def test_nothing_gives_no_figure() -> None:
    found = measure([])
    assert (found.ndcg, found.precision, found.recall, found.agreement) == (None, None, None, None)


def test_the_lots_of_one_notice_stay_in_one_half() -> None:
    halves = {notice: half_of(f"{notice}/1") for notice in ("21-1", "21-2", "21-3", "21-4")}
    assert all(half_of(f"{notice}/7") is half for notice, half in halves.items())
    assert all(Half.ALL.holds(notice) and half.holds(notice) for notice, half in halves.items())


@pytest.mark.parametrize(
    "line", ['{"record": "pair"', '{"record": "autre"}', "[]", '{"record": "pair", "grade": 9}']
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidError, match="2"):
        read_file(file)


def test_the_command_measures_the_pairs_of_the_project(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    whole = json.loads(runner.invoke(args=["matching", "evaluate", str(PAIRS), "--json"]).stdout)
    halves = [
        json.loads(
            runner.invoke(
                args=["matching", "evaluate", str(PAIRS), "--json", "--half", half]
            ).stdout
        )
        for half in ("tuning", "held-out")
    ]
    assert whole["pairs"] == sum(half["pairs"] for half in halves) >= 100
    assert whole["questions"] == sum(half["questions"] for half in halves)
    assert all(0 < half["ndcg_at_10"] <= 1 for half in (whole, *halves))
    told = runner.invoke(args=["matching", "evaluate", str(PAIRS), "--in-force"])
    assert told.exit_code == 0
    assert "paires jugées" in told.stdout
    missing = runner.invoke(args=["matching", "evaluate", str(tmp_path / "absent.jsonl")])
    assert missing.exit_code != 0
    assert "illisible" in missing.stderr
