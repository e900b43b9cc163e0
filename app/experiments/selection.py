"""The experiments that answer a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from app.experiments.kinds import LegalStatus, Need, Public
from app.experiments.records import Experiment


def select_experiments(
    experiments: Iterable[Experiment],
    day: date,
    *,
    text: str = "",
    publics: Collection[Public] = (),
    needs: Collection[Need] = (),
    territories: Collection[str] = (),
    statuses: Collection[LegalStatus] = (),
) -> tuple[Experiment, ...]:
    """Those that have one of the values of each part; an empty part asks for nothing.

    The status is that of the day; `territories` are codes; every word of `text` must be there.
    """
    return tuple(
        experiment
        for experiment in experiments
        if (not publics or set(publics) & set(experiment.publics))
        and (not needs or set(needs) & set(experiment.needs))
        and (not territories or any(map(experiment.is_in, territories)))
        and (not statuses or experiment.status_on(day).state in statuses)
        and experiment.holds(text)
    )
