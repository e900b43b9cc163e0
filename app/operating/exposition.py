"""Figures as Prometheus reads them, text format 0.0.4: written here, its client being no gain.

`prometheus_client` would bring its own files and its own way to share them between processes, for
forty lines of text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PREFIX = "maillage_"
Labels = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Family:
    """A figure and its samples, `(suffix of the name, labels, value)`; the kind is Prometheus’s."""

    name: str
    kind: str
    doc: str
    samples: Sequence[tuple[str, Labels, float]]


def write(families: Sequence[Family]) -> str:
    """The text of these figures."""
    lines: list[str] = []
    for family in families:
        lines.append(f"# HELP {PREFIX}{family.name} {family.doc}")
        lines.append(f"# TYPE {PREFIX}{family.name} {family.kind}")
        for suffix, labels, value in family.samples:
            said = ",".join(f'{name}="{escape(text)}"' for name, text in labels.items())
            braces = f"{{{said}}}" if said else ""
            lines.append(f"{PREFIX}{family.name}{suffix}{braces} {value:.17g}")
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """The value of a label, between quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
