"""State machines as the checks of the database write them: a row holds the state it came from.

A machine says, for each of its states, what may follow it; every word of it is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


def list_moves(
    machine: Mapping[State, Sequence[State]], *, backwards: bool = False
) -> tuple[str, ...]:
    """The moves as « before>after », the other way round where asked."""
    pairs = [(before, after) for before, afters in machine.items() for after in afters]
    return tuple(f"{b}>{a}" if backwards else f"{a}>{b}" for a, b in pairs)


def as_sql(values: Iterable[str]) -> str:
    """Words as SQL writes a list of them."""
    return ", ".join(f"'{value}'" for value in values)
