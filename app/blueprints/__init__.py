"""HTTP, thin: parse, call, render. `register` is the list of what the portal serves."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    access,
    account_addresses,
    account_settings,
    account_totp,
    accounts,
    actor_proposals,
    alert_pages,
    alert_stops,
    alerts,
    assets,
    awards,
    buyers,
    committees,
    contact,
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
    identifiers,
    indicators,
    legal,
    letters,
    maps,
    memberships,
    memberships_desk,
    memberships_joining,
    memberships_networks,
    memberships_team,
    my_territory,
    network_tenders,
    oidc,
    photo_files,
    premises,
    projects,
    proposing,
    pursuits,
    pursuits_acts,
    pursuits_calendar,
    pursuits_files,
    pursuits_statistics,
    search,
    sector_joining,
    sectors,
    security,
    signed_in,
    site_map,
    siting,
    space_menu,
    stakeholders,
    structure_completeness,
    structure_photos,
    structure_preview,
    structure_profile,
    structure_profile_activities,
    structure_profile_history,
    structures,
    tender_exports,
    tenders,
    territory_pages,
    watch_links,
    who_does_what,
)
from app.blueprints.dashboard import pages as dashboard_pages
from app.blueprints.toolkit import documents as toolkit_documents
from app.blueprints.toolkit import stages as toolkit_stages
from app.blueprints.toolkit import tool_pages as toolkit_tools

MODULES = (
    home,
    dashboard_pages,
    search,
    guides,
    structures,
    structure_photos,
    structure_preview,
    structure_completeness,
    contact,
    photo_files,
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
    memberships,
    memberships_joining,
    memberships_team,
    network_tenders,
    memberships_networks,
    memberships_desk,
    accounts,
    account_addresses,
    account_settings,
    account_totp,
    alerts,
    alert_pages,
    alert_stops,
    watch_links,
    pursuits,
    pursuits_acts,
    pursuits_files,
    pursuits_calendar,
    pursuits_statistics,
    oidc,
    structure_profile,
    structure_profile_activities,
    structure_profile_history,
    letters,
)


def register(app: Flask) -> None:
    """Bind every blueprint, filter and handler to the application."""
    identifiers.register(app)  # before the routes that it reads
    for module in MODULES:
        app.register_blueprint(module.bp)
    signed_in.register(app)
    access.register(app)
    assets.register(app)
    context.register(app)
    errors.register(app)
    formatting.register(app)
    oidc.register(app)
    security.register(app)
    site_map.register(app)
    space_menu.register(app)
    watch_links.register(app)
