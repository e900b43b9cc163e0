"""Addresses of the built style sheets, scripts and drawings."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import cast

from flask import Flask

DIST = Path(__file__).parents[1] / "static" / "dist"
PREFIX = "/static/dist/"


class AssetError(RuntimeError):
    """The assets are not built, or no asset has that name; the message says what to do."""


@functools.cache
def read_manifest(folder: Path) -> dict[str, str]:
    """The hashed file name of each asset of a build.

    It is read once: a server started before a build must be started again.
    """
    try:
        text = (folder / "manifest.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssetError("The assets are not built: run `make assets`.") from None
    return cast(dict[str, str], json.loads(text))


def asset_url(name: str) -> str:
    """The address of an asset, by the name it has in the sources, such as `app.css`.

    Raises AssetError for a name that the build does not know.
    """
    try:
        return PREFIX + read_manifest(DIST)[name]
    except KeyError:
        raise AssetError(f"No asset is named {name!r}; see scripts/build_assets.mjs.") from None


def is_immutable(_path: str, url: str) -> bool:
    """Whether a static file never changes under its address, for WhiteNoise."""
    return url.startswith(PREFIX) and not url.endswith("manifest.json")


def register(app: Flask) -> None:
    """Give `asset_url` to every template."""
    app.jinja_env.globals["asset_url"] = asset_url
