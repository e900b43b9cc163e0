"""The register of personal data: every treatment, one line of `TREATMENTS` each.

A test reads the tables of the database: a column that holds text and that is neither here nor in
`not_personal` fails it.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.privacy.exchanges import CONTACTS, NEEDS, PROPOSALS, REPORTS
from app.privacy.people import ACCOUNTS, ALERTS, GUESSES, LETTERS, TEAMS
from app.privacy.treatment import Treatment
from app.privacy.work import GROUPS, PROJECTS, PUBLIC, PURSUITS, SHEETS

TREATMENTS: tuple[Treatment, ...] = (
    ACCOUNTS,
    GUESSES,
    TEAMS,
    LETTERS,
    ALERTS,
    NEEDS,
    CONTACTS,
    REPORTS,
    PROPOSALS,
    PROJECTS,
    PURSUITS,
    GROUPS,
    SHEETS,
    PUBLIC,
)

COLUMNS = (
    "traitement",
    "finalité",
    "base légale",
    "table",
    "champ",
    "donnée",
    "durée de conservation",
    "qui la voit",
)


def list_rows() -> Iterator[tuple[str, ...]]:
    """The register, one row for each column of a table, in the order of `COLUMNS`."""
    for treatment in TREATMENTS:
        for held in treatment.held:
            for column in held.columns:
                yield (
                    treatment.title,
                    treatment.purpose,
                    treatment.basis_said,
                    held.table,
                    column,
                    held.what,
                    held.kept,
                    held.seen_by,
                )
