"""What an import read, kept and refused, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True, kw_only=True)
class RowError:
    """A row that could not be kept.

    `where` is its line or identifier in the file, `what` a French sentence that says why; `raw`
    holds plain JSON values, what a source needs to read the row again, and nothing where the file
    itself is refused.
    """

    where: str
    what: str
    raw: Mapping[str, object] | None = field(default=None, compare=False, repr=False)


Parse = Callable[[bytes], Iterator[Record | RowError]]
"""A source: bytes of one file in, records and refusals out; it never raises on bad input."""


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(kw_only=True)
class FileReport:
    """The counts of one imported file, its refusals, and remarks that refuse nothing.

    `keep` takes each refusal with its row as it comes; the report itself keeps the reasons only.
    """

    file: str
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    refusals: list[RowError] = field(default_factory=list)
    remarks: list[RowError] = field(default_factory=list)
    keep: Callable[[RowError], None] | None = None

    def count(self, outcome: Outcome) -> None:
        """Count one row."""
        self.counts[outcome] += 1

    def refuse(self, error: RowError) -> None:
        """Count one refused row, with its reason."""
        self.count(Outcome.REFUSED)
        if self.keep is not None:
            self.keep(error)
        self.refusals.append(replace(error, raw=None))

    @property
    def read(self) -> int:
        """How many rows the file held."""
        return sum(self.counts.values())

    @property
    def summary(self) -> str:
        """The last line that a command prints for the file."""
        c = self.counts
        return (
            f"{self.file} : {self.read} lus, {c[Outcome.CREATED]} créés, "
            f"{c[Outcome.UPDATED]} mis à jour, {c[Outcome.UNCHANGED]} inchangés, "
            f"{c[Outcome.REFUSED]} refusés"
        )

    def to_dict(self) -> dict[str, object]:
        """The same, for `--json`."""
        return {
            "file": self.file,
            "read": self.read,
            **{outcome.value: count for outcome, count in self.counts.items()},
            "refusals": [{"where": e.where, "what": e.what} for e in self.refusals],
            "remarks": [{"where": e.where, "what": e.what} for e in self.remarks],
        }
