"""Maillage, the portal of insertion par l'activité économique in Île-de-France."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: Settings) -> Flask:
    """The portal, ready to serve; `app.factory` is imported then, so that the core stands alone."""
    from app import factory  # noqa: PLC0415

    return factory.create_app(settings)
