"""How a thing is measured: CPU time of many runs, median and 95th centile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much of everything."""

    structures: int = 5_000
    consultations: int = 4_000
    documents: int = 10_000


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure beside its budget; `more` is true where more is better."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    more: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """In or out of the budget."""
        if self.budget is None:
            return ""
        within = self.value >= self.budget if self.more else self.value <= self.budget
        return "within" if within else "OVER"


def cpu_times(run: Callable[[], object], *, times: int) -> list[float]:
    """Milliseconds of CPU of each run, after one that is not counted."""
    run()
    found = []
    for _ in range(times):
        start = time.process_time_ns()
        run()
        found.append((time.process_time_ns() - start) / 1e6)
    return found


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def print_table(measures: Sequence[Measure]) -> None:
    """Each measure, its budget, and whether it keeps it."""
    width = max(len(m.what) for m in measures)
    for m in measures:
        budget = "" if m.budget is None else f"{'≥' if m.more else '≤'} {m.budget:g} {m.unit}"
        print(
            f"{m.what:<{width}}  {m.value:>9.2f} {m.unit:<9} {budget:<16} {m.verdict:<7} {m.note}"
        )
