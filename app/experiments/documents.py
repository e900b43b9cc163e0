"""What the search knows of experiments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.experiments.files import load_experiments
from app.experiments.records import Experiment
from app.search.backend import Document, DocumentKind


def document_of(experiment: Experiment, day: date) -> Document:
    """The experiment as the search keeps it; one that is over comes after the others."""
    return Document(
        kind=DocumentKind.EXPERIMENT,
        id=experiment.slug,
        url=experiment.path,
        title=experiment.name,
        text=experiment.text,
        keywords=tuple(
            filter(
                None,
                (
                    experiment.acronym,
                    experiment.expansion,
                    *experiment.former,
                    *(public.label for public in experiment.publics),
                    *(need.label for need in experiment.needs),
                    "expérimentation",
                ),
            )
        ),
        closed=experiment.status_on(day).state.is_over,
        updated=experiment.verified_on,
    )


def every_document(day: date) -> Iterator[Document]:
    """Every experiment."""
    for experiment in load_experiments():
        yield document_of(experiment, day)
