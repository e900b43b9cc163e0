"""HTTP, thin: parse, call, render. `register` is the list of what the portal serves."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    access,
    actor_proposals,
    assets,
    awards,
    buyers,
    committees,
    context,
    errors,
    event_outputs,
    events,
    experiments,
    feedback,
    formatting,
    funding,
    guides,
    home,
    hours,
    indicators,
    legal,
    letters,
    maps,
    my_territory,
    premises,
    projects,
    proposing,
    search,
    sector_joining,
    sectors,
    security,
    signed_in,
    site_map,
    siting,
    space_menu,
    stakeholders,
    structures,
    tender_exports,
    tenders,
    territory_pages,
    who_does_what,
)
from app.blueprints.toolkit import documents as toolkit_documents
from app.blueprints.toolkit import stages as toolkit_stages
from app.blueprints.toolkit import tool_pages as toolkit_tools

MODULES = (
    home,
    search,
    guides,
    structures,
    actor_proposals,
    stakeholders,
    who_does_what,
    sectors,
    sector_joining,
    territory_pages,
    tenders,
    tender_exports,
    awards,
    buyers,
    funding,
    hours,
    maps,
    siting,
    indicators,
    legal,
    my_territory,
    toolkit_documents,
    toolkit_stages,
    toolkit_tools,
    projects,
    feedback,
    site_map,
    proposing,
    events,
    event_outputs,
    premises,
    experiments,
    committees,
    letters,
)


def register(app: Flask) -> None:
    """Bind every blueprint, filter and handler to the application."""
    for module in MODULES:
        app.register_blueprint(module.bp)
    signed_in.register(app)
    access.register(app)
    assets.register(app)
    context.register(app)
    errors.register(app)
    formatting.register(app)
    security.register(app)
    site_map.register(app)
    space_menu.register(app)
