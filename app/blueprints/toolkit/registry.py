"""The tools of the toolbox, in the order of its page: a module each, a line each."""

from __future__ import annotations

from typing import Any

from app.blueprints.toolkit import (
    budget,
    decision,
    funding_plan,
    market,
    maturity,
    needs,
    recruitment,
)
from app.blueprints.toolkit.tool import Tool
from app.errors import NotFoundError

TOOLS: tuple[Tool[Any, Any], ...] = (
    maturity.TOOL,
    decision.TOOL,
    needs.TOOL,
    market.TOOL,
    budget.TOOL,
    funding_plan.TOOL,
    recruitment.TOOL,
)


def find_tool(slug: str) -> Tool[Any, Any]:
    """The tool of that address; NotFoundError otherwise."""
    for tool in TOOLS:
        if tool.slug == slug:
            return tool
    raise NotFoundError("Aucun outil ne porte cette adresse.")
