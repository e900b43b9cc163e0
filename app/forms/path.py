"""Who reads the toolbox: profile, kind aimed at, département and maturity, in the query string."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app import territories
from app.matching.kinds import SiaeKind
from app.territories import TerritoryKind
from app.toolkit.stages import Level, Profile

Choice = TypeVar("Choice", bound=StrEnum)
SIAE = tuple(kind for kind in SiaeKind if kind.is_siae)


@dataclass(frozen=True, kw_only=True)
class PathChoices:
    """What the person said of herself; None or empty where she did not.

    `department` is a code, « 93 ».
    """

    profile: Profile | None = None
    kind: SiaeKind | None = None
    department: str = ""
    level: Level | None = None

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> PathChoices:
        """The choices of an address; what is unknown is left out."""
        kind = read_choice(SiaeKind, args.get("type", ""))
        return cls(
            profile=read_choice(Profile, args.get("profil", "")),
            kind=kind if kind in SIAE else None,
            department=read_department(args.get("territoire", "")),
            level=read_choice(Level, args.get("maturite", "")),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The choices as pairs of an address; `from_args` gives them back."""
        pairs = (
            ("profil", self.profile.value if self.profile else ""),
            ("type", self.kind.value if self.kind else ""),
            ("territoire", self.department),
            ("maturite", self.level.value if self.level else ""),
        )
        return [pair for pair in pairs if pair[1]]

    @property
    def query(self) -> str:
        """The end of an address that keeps the choices, with its question mark, or nothing."""
        return f"?{urlencode(self.to_args())}" if self.to_args() else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not self.to_args()


def read_choice(choices: type[Choice], raw: str) -> Choice | None:
    """The member of a closed list, or None."""
    return next((choice for choice in choices if choice.value == raw), None)


def read_department(raw: str) -> str:
    """The code of a département of the region, from its code or its name in an address."""
    for department in departments():
        if raw in {department[0], department[2]}:
            return department[0]
    return ""


@cache
def departments() -> tuple[tuple[str, str, str], ...]:
    """Code, name and slug of each département of the region."""
    found = territories.list_territories(TerritoryKind.DEPARTMENT)
    return tuple((t.code, t.name, t.slug) for t in found)


@cache
def department_options() -> tuple[tuple[str, str], ...]:
    """Code and words of each, for a list to choose from."""
    return tuple((code, f"{name} ({code})") for code, name, _ in departments())
