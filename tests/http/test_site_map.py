from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.blueprints.site_map import MENU, SITE, SitePage

PAGES = [item for part in SITE for item in part.pages]


@pytest.mark.parametrize("item", PAGES, ids=lambda item: item.path)
def test_every_page_of_the_plan_opens(item: SitePage, visit: Callable[..., Any]) -> None:
    assert visit(item.path).title


def test_the_plan_the_menu_and_the_foot_lead_everywhere(visit: Callable[..., Any]) -> None:
    text = " ".join(visit("/plan-du-site").text.split())
    for item in PAGES:
        assert " ".join(item.label.split()) in text
        assert " ".join(item.text.split()) in text
    assert len({item.path for item in PAGES}) == len(PAGES)
    assert 6 <= len(MENU) <= 10
