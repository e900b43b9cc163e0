"""HTTP, thin: parse, call, render. `register` is the list of what the portal serves."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    assets,
    context,
    errors,
    formatting,
    guides,
    home,
    legal,
    maps,
    search,
    sectors,
    security,
    structures,
    tenders,
)


def register(app: Flask) -> None:
    """Bind every blueprint, filter and handler to the application."""
    for module in (home, search, guides, structures, sectors, tenders, maps, legal):
        app.register_blueprint(module.bp)
    assets.register(app)
    context.register(app)
    errors.register(app)
    formatting.register(app)
    security.register(app)
