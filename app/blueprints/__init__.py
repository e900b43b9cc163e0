"""HTTP, thin: parse, call, render. `register` is the list of what the portal serves."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    assets,
    awards,
    buyers,
    context,
    errors,
    feedback,
    formatting,
    funding,
    guides,
    home,
    hours,
    legal,
    maps,
    my_territory,
    projects,
    search,
    sectors,
    security,
    structures,
    tender_exports,
    tenders,
)
from app.blueprints.toolkit import documents as toolkit_documents
from app.blueprints.toolkit import stages as toolkit_stages
from app.blueprints.toolkit import tool_pages as toolkit_tools

MODULES = (
    home,
    search,
    guides,
    structures,
    sectors,
    tenders,
    tender_exports,
    awards,
    buyers,
    funding,
    hours,
    maps,
    legal,
    my_territory,
    toolkit_documents,
    toolkit_stages,
    toolkit_tools,
    projects,
    feedback,
)


def register(app: Flask) -> None:
    """Bind every blueprint, filter and handler to the application."""
    for module in MODULES:
        app.register_blueprint(module.bp)
    assets.register(app)
    context.register(app)
    errors.register(app)
    formatting.register(app)
    security.register(app)
