"""A provider on this machine, and the portal that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from config import Settings
from tests.accounts.oidc_provider import CLIENT, SECRET, Provider, serve


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serve(Provider()) as serving:
        yield serving


@pytest.fixture
def oidc_app(settings: Settings, provider: Provider) -> Iterator[Flask]:
    """The portal, which knows that provider."""
    from tests.worlds import serving  # noqa: PLC0415 - a test of one package loads only that one

    known = replace(
        settings,
        oidc_issuer=provider.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        base_url="https://maillage.exemple",
    )
    with serving(known) as application:
        application.config["OIDC_SECONDS"] = 1.0
        yield application
