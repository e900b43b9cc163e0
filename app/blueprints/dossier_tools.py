"""The tools that a project uses: what each says today of what was saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.blueprints.toolkit.registry import TOOLS
from app.blueprints.toolkit.tool import Tool
from app.blueprints.toolkit.worksheets import compute_again
from app.errors import PortalError
from app.exports.document import Block, Paragraph, as_part, plain
from app.projects.models import Worksheet

OUTDATED = (
    "Ce qui est enregistré ne se calcule plus\u00a0: ouvrez l’outil, il dit ce qu’il faut "
    "corriger. Rien n’est perdu."
)


@dataclass(frozen=True, kw_only=True)
class KeptTool:
    """A tool and what a project keeps of it; `result` is None where it does not compute now."""

    tool: Tool[Any, Any]
    sheet: Worksheet
    result: Any

    @property
    def headline(self) -> str:
        """The most of it, in a sentence."""
        return OUTDATED if self.result is None else self.tool.headline(self.result)

    def blocks(self) -> Iterator[Block]:
        """What it says in a longer document."""
        told = [Paragraph(text=plain(OUTDATED))]
        yield from as_part(
            self.tool.title, told if self.result is None else self.tool.blocks(self.result)
        )


def read_tools(worksheets: Mapping[str, Worksheet]) -> tuple[KeptTool, ...]:
    """The tools that keep something there, each computed again, in the order of the toolbox."""
    return tuple(
        KeptTool(tool=tool, sheet=sheet, result=compute(tool, sheet))
        for tool in TOOLS
        if (sheet := worksheets.get(tool.slug))
    )


def compute(tool: Tool[Any, Any], sheet: Worksheet) -> Any:  # noqa: ANN401  as each tool has it
    """What a tool says of what is kept; None where it cannot any more."""
    try:
        return compute_again(tool, sheet)[1]
    except PortalError:  # what it named is gone: a stage, a scheme
        return None
