"""HTTP, thin: parse, call, render. `register` is the list of what the portal serves."""

from __future__ import annotations

from flask import Flask

from app.blueprints import (
    assets,
    awards,
    buyers,
    context,
    errors,
    formatting,
    guides,
    home,
    hours,
    legal,
    maps,
    search,
    sectors,
    security,
    structures,
    tender_exports,
    tenders,
)

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
    hours,
    maps,
    legal,
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
